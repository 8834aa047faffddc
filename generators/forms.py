"""The forms FIF-01 to FIF-07 as docx: filled, or blank to be written on by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from generators.docx_engine import render
from generators.templates import BUILT_IN, Templates
from generators.wording import kind_name, roc_date, roc_parts
from schemas.document import Document, RecordHeader, ReportHeader, ReportRow, Strict
from schemas.forms import FORMS, Equipment, Reasons, Scope
from schemas.kinds import kind
from schemas.kinds.electricity_meter import ElectricityHeader, ElectricityTolerances
from schemas.roc_date import roc_year
from schemas.spec import KindSpec

QUESTIONS = {"taximeter": 2, "weighing_instrument": 1, "gas_meter": 3, "water_meter": 2, "electricity_meter": 0}
"""How many 檢定項目 with a yes/no box each form prints."""

_BASIS = {
    "taximeter": "計程車計費表檢定檢查技術規範（CNMV 21）",
    "weighing_instrument": "衡器檢定檢查技術規範（CNMV 76）",
    "gas_meter": "膜式氣量計檢定檢查技術規範（CNMV 31）",
    "water_meter": "水量計檢定檢查技術規範（CNMV 49）",
    "electricity_meter": "電度表檢定檢查技術規範（CNMV 46）",
}
NOT_ON_THE_FORM = {"taximeter": ("specification",), "electricity_meter": ("specification", "remarks")}
"""Items of the record's head for which the official form of a kind has no place."""

_BLANK_ROWS = 12
_BLANK = "\u3000\u3000\u3000"


def form_docx(number: str, form: Strict, templates: Templates = BUILT_IN) -> bytes:
    """FIF-01, FIF-02, FIF-05, FIF-06 or FIF-07 with the data of its model of ``schemas.forms``."""
    signed: date | None = getattr(form, "signed_on", None)
    values = _texts(form) | (roc_parts(signed) if signed else {})
    if isinstance(scope := getattr(form, "scope", None), Scope):
        values["scope"] = _scope(scope)
    return render(templates.path(number, signed), values)


def record_docx(document: Document, templates: Templates = BUILT_IN) -> bytes:
    """FIF-03 of the document's instrument kind."""
    spec = kind(document.instrument_kind or "")
    values = _record(spec, document.header, [_row(row) for row in document.rows])
    return render(templates.path(f"FIF-03-{spec.name}", document.header.verification_date), values)


def report_docx(document: Document, templates: Templates = BUILT_IN) -> bytes:
    """FIF-04."""
    values = _report(document.header, [_texts(row) for row in document.rows])
    return render(templates.path("FIF-04", document.header.report_date), values)


def blank_docx(name: str, instrument_kind: str | None = None, templates: Templates = BUILT_IN) -> bytes:
    """An empty form; FIF-03 as ``FIF-03-<instrument kind>``, FIF-04 with the kind's name where one is given."""
    return render(templates.path(name), blank_values(name, instrument_kind))


def blank_values(name: str, instrument_kind: str | None = None) -> dict[str, Any]:
    """Everything that a form can print, each of it empty."""
    if name == "FIF-04":
        return _report(ReportHeader(instrument_kind=instrument_kind), [_texts(ReportRow())] * _BLANK_ROWS)
    if name in FORMS:
        values: dict[str, Any] = dict.fromkeys((*FORMS[name].model_fields, "year", "month", "day"))
        values["scope"] = _scope(Scope())
        values["equipment"] = [dict.fromkeys(Equipment.model_fields)] * _BLANK_ROWS
        values["reasons"] = _texts(Reasons())
        return values
    spec = kind(name.removeprefix("FIF-03-"))
    return _record(spec, spec.header(), [_row(spec.row())] * _BLANK_ROWS)


def _record(spec: KindSpec, header: RecordHeader, rows: list[dict[str, Any]]) -> dict[str, Any]:
    said = {**_texts(header), "technical_specification": header.technical_specification or _BASIS[spec.name]}
    if isinstance(header, ElectricityHeader):
        said["year"] = str(roc_year(date(header.year, 1, 1))) if header.year else None
    mechanism = getattr(header, "mechanism", None)
    said |= {"electronic": mechanism == "electronic", "mechanical": mechanism == "mechanical"}
    boxes = [check.passed for check in header.checks][: QUESTIONS[spec.name]]
    boxes += [None] * (QUESTIONS[spec.name] - len(boxes))
    return {
        "header": said,
        "checks": [{"yes": passed is True, "no": passed is False} for passed in boxes],
        "tolerances": _texts(getattr(header, "tolerances", None) or ElectricityTolerances()),
        "rows": rows,
    }


def _row(row: Any) -> dict[str, Any]:
    """A record's row as it is printed: 是/否 as a tick in its column, other yes/no items as words."""
    values = {name: _word(name, value) for name, value in _texts(row).items()}
    values["passed"] = "V" if row.verdict == "pass" else ""
    values["failed"] = "V" if row.verdict == "fail" else ""
    values["verdict"] = {"pass": "合格", "fail": "不合格", None: ""}[row.verdict]
    values["mark_or_reason"] = row.mark_number or row.rejection_reason or ""
    return values


def _word(name: str, value: Any) -> Any:
    if not isinstance(value, bool):
        return value
    yes, no = ("有", "無") if name == "shows_above_max_9e" else ("合格", "不合格")
    return yes if value else no


def _report(header: ReportHeader, rows: list[dict[str, Any]]) -> dict[str, Any]:
    year, _, month = (header.period or "").partition("-")
    return {
        "header": {name: _BLANK if text is None else text for name, text in _texts(header).items()},
        "kind": kind_name(header.instrument_kind or "") or "（度量衡器種類）",
        "year": str(roc_year(date(int(year), 1, 1))) if year else _BLANK,
        "month": str(int(month)) if month else _BLANK,
        "rows": rows,
    }


def _texts(model: BaseModel) -> dict[str, Any]:
    """The fields of a model for a template: days in ROC form, boxes as ``bool``, whole parts as mappings."""
    return {name: _text(getattr(model, name)) for name, info in type(model).model_fields.items() if not info.exclude}


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return roc_date(value)
    if isinstance(value, BaseModel):
        return _texts(value)
    if isinstance(value, list):
        return [_text(item) for item in value]
    if value is None or isinstance(value, bool | Decimal | str):
        return value
    return str(value)


def _scope(scope: Scope) -> Mapping[str, Any]:
    """The boxes and figures, with the box before each kind's name."""
    return _texts(scope) | {
        "weighing": scope.electronic or scope.mechanical,
        "water": scope.water_initial or scope.water_again,
        "gas": scope.gas_initial or scope.gas_again,
        "electricity": scope.demand_only or scope.demand_and_reactive,
    }
