"""An application from its file: TOML, JSON, or a workbook with a sheet for the form and one for each enclosure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.form_data import load_mapping, load_sheet, sheet_names
from schemas.application import StaffList, Supplement
from schemas.application_events import ApplicationForm
from schemas.column import core_type, fields_of
from schemas.document import Strict
from schemas.forms import FORMS, EquipmentList
from schemas.text import squeeze

_LISTS: dict[str, type[Strict]] = {"staff": StaffList, "equipment_list": EquipmentList}


def load_application(number: ApplicationForm, path: Path) -> dict[str, Any]:
    """The data of an application, named as in the models, as JSON can hold them; ``UsageError`` for an unreadable file."""
    if path.suffix.lower() in (".toml", ".json"):
        found = load_mapping(path)
    else:
        found = {**load_sheet(path, FORMS[number]), **_enclosed(path)}
    return {name: _plain(value) for name, value in found.items()}


def _enclosed(path: Path) -> Mapping[str, Any]:
    """Each further sheet whose title is that of a part of the application."""
    titles = {squeeze(title): title for title in sheet_names(path)[1:]}
    data: dict[str, Any] = {}
    for info in fields_of(Supplement):
        title = next((titles[word] for word in (squeeze(info.column.zh), info.name) if word in titles), None)
        if title is not None:
            model = _LISTS.get(info.name) or core_type(Supplement.model_fields[info.name].annotation)
            found = load_sheet(path, model, title)
            data[info.name] = found.get("staff", []) if info.name == "staff" else found
    return data


def _plain(value: Any) -> Any:
    """Days and decimals as text, so that the ledger keeps what was handed in."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value) if isinstance(value, Decimal) else value
