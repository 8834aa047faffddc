"""The data of a form from a file: TOML, JSON, or a worksheet with labels (or field names) and values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel

from schemas.column import Column, core_type
from schemas.document import Strict
from schemas.errors import UsageError
from schemas.forms import Equipment, EquipmentList
from schemas.text import squeeze

_LONGEST = 20_000


def load_mapping(path: Path) -> Mapping[str, Any]:
    """The table of a TOML or JSON file; ``UsageError`` names line and column of a slip."""
    text = _text(path)
    try:
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"{path.name}:{error}", hint="請更正資料檔的語法。") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path.name} 須為一組欄位與值。", hint="格式見 docs/forms.md。")
    return data


def load_sheet(path: Path, model: type[Strict]) -> Mapping[str, Any]:
    """The data of ``model`` from the first worksheet: label and value side by side; FIF-02 with its table below."""
    labels = dict(_labels(model, ""))
    data: dict[str, Any] = {}
    head: list[str | None] = []
    for row in _sheet_rows(path):
        names = [_equipment_field(cell) for cell in row] if model is EquipmentList else []
        if len([name for name in names if name]) >= 3:
            head = names
        elif head:
            item = {name: cell for name, cell in zip(head, row, strict=False) if name and cell is not None}
            if item:
                data.setdefault("equipment", []).append(item)
        else:
            _pairs(row, labels, data)
    return data


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} 不是 UTF-8 文字檔。", hint="請以 UTF-8 另存。") from error


def _sheet_rows(path: Path) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415

    from parsers.guard import open_package  # noqa: PLC0415 - only a worksheet needs it
    from parsers.refusal import Refused  # noqa: PLC0415

    try:
        open_package(path.read_bytes())
        book = load_workbook(path, read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True)):
            if number > _LONGEST:
                raise UsageError(f"{path.name} 超過 {_LONGEST} 列。", hint="請只留下表單的資料。")
            yield row
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。") from error
    except (Refused, ValueError, KeyError) as error:
        raise UsageError(f"{path.name} 無法以 Excel 活頁簿 (.xlsx) 讀取。", hint="請另存為 .xlsx。") from error


def _labels(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    """Label and name of each field -> its path."""
    for name, info in model.model_fields.items():
        inner = core_type(info.annotation)
        if get_origin(info.annotation) is list:
            continue
        if issubclass(inner, BaseModel):
            yield from _labels(inner, f"{prefix}{name}.")
        else:
            yield squeeze(name), f"{prefix}{name}"
            yield from ((squeeze(item.zh), f"{prefix}{name}") for item in info.metadata if isinstance(item, Column))


def _equipment_field(cell: Any) -> str | None:
    return dict(_labels(Equipment, "")).get(squeeze(str(cell or "")))


def _pairs(row: Sequence[Any], labels: Mapping[str, str], data: dict[str, Any]) -> None:
    """Each label of the row with the next cell that is not empty."""
    cells = [cell for cell in row if cell is not None and str(cell).strip()]
    for label, value in zip(cells[::2], cells[1::2], strict=False):
        path = labels.get(squeeze(str(label)).rstrip(":"))
        holder, _, name = (path or str(label)).rpartition(".") if path else ("", "", str(label))
        (data.setdefault(holder, {}) if holder else data)[name] = value
