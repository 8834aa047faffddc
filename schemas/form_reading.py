"""Data for a form -> its model, or findings that name field and place. Nothing that is required is left blank.

The data come from TOML, JSON or a worksheet, so a date may be a date or any way of writing one, a box ``true``,
``是`` or ``V``; they are read by the same readers as the manufacturers' files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from schemas import numerals, roc_date, ticks
from schemas.column import Column
from schemas.document import Document, ReportHeader, ReportRow, Source, Strict
from schemas.findings import Finding
from schemas.forms import Change, Scope
from schemas.identifiers import permit_number
from schemas.kinds import kind
from schemas.place import NOWHERE, Place

Form = TypeVar("Form", bound=Strict)

_NO_FAULT = ("T204",)


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        """Whether anything but an unknown key was found."""
        return any(finding.code not in _NO_FAULT for finding in self.findings)


def read_form(model: type[Form], data: Mapping[str, Any]) -> tuple[Form | None, list[Finding]]:
    """The filled model, or ``None`` with what is wrong; an unknown key is only warned of."""
    reading = _Reading()
    values = _fill(model, data, "", NOWHERE, reading)
    reading.findings += _missing(model, values, "", NOWHERE)
    if reading.faulty:
        return None, reading.findings
    form = model.model_validate(values)
    reading.findings += _form_rules(form)
    return (None if reading.faulty else form), reading.findings


def record_of(instrument_kind: str, data: Mapping[str, Any]) -> tuple[Document, list[Finding]]:
    """FIF-03 of an instrument kind from ``header`` and ``rows`` named as in the document JSON.

    Required items are the rules' matter (``schemas.validate``); a missing ``quantity`` is the number of rows.
    """
    spec, reading = kind(instrument_kind), _Reading()
    header = spec.header.model_validate(_fill(spec.header, _mapping(data, "header"), "", NOWHERE, reading))
    rows = [
        spec.row.model_validate({**_fill(spec.row, row, "", place, reading), "place": place})
        for place, row in _rows(data)
    ]
    if header.quantity is None:
        header.quantity = len(rows)
    return _document("verification_record", instrument_kind, header, rows), reading.findings


def report_of(data: Mapping[str, Any]) -> tuple[Document, list[Finding]]:
    """FIF-04 from ``header`` and ``rows``; a missing ``total_quantity`` is the sum of the lines."""
    reading = _Reading()
    header = ReportHeader.model_validate(_fill(ReportHeader, _mapping(data, "header"), "", NOWHERE, reading))
    rows = [
        ReportRow.model_validate({**_fill(ReportRow, row, "", place, reading), "place": place})
        for place, row in _rows(data)
    ]
    if header.total_quantity is None and rows:
        header.total_quantity = sum(row.quantity or 0 for row in rows)
    return _document("monthly_report", header.instrument_kind, header, rows), reading.findings


def _document(
    document_kind: Literal["verification_record", "monthly_report"],
    instrument_kind: str | None,
    header: Strict,
    rows: Sequence[Strict],
) -> Document:
    source = Source(file="", sha256="", pages=0, engine="form")
    return Document(
        document_kind=document_kind, instrument_kind=instrument_kind, source=source, header=header, rows=list(rows)
    )


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def _rows(data: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    found = data.get("rows")
    for number, row in enumerate(found if isinstance(found, list) else [], 1):
        yield Place(row=number), row if isinstance(row, Mapping) else {}


def _fill(model: type[BaseModel], data: Mapping[str, Any], path: str, at: Place, reading: _Reading) -> dict[str, Any]:
    """The values of ``model``'s fields; what cannot be read is left out and found fault with."""
    values: dict[str, Any] = {}
    for key, raw in data.items():
        info = model.model_fields.get(key)
        if info is None or info.exclude:
            reading.findings.append(Finding("T204", at, f"{path}{key}", f"{path}{key}"))
        elif raw is not None and raw != "":
            value = _value(info.annotation, raw, f"{path}{key}", at, reading)
            if value is not None:
                values[key] = value
    return values


def _value(annotation: Any, raw: Any, path: str, at: Place, reading: _Reading) -> Any:
    inner = _core(annotation)
    if get_origin(inner) is list:
        return _list(get_args(inner)[0], raw, path, at, reading)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        if isinstance(raw, Mapping):
            return _fill(inner, raw, f"{path}.", at, reading)
        reading.findings.append(Finding("T204", at, path, str(raw)))
        return None
    value, code = _scalar(inner, raw)
    if code:
        reading.findings.append(Finding(code, at, path, str(raw)))
    return value


def _list(item: Any, raw: Any, path: str, at: Place, reading: _Reading) -> list[Any]:
    inner = _core(item)
    rows = raw if isinstance(raw, list) else []
    out = []
    for number, row in enumerate(rows, 1):
        place = Place(row=number) if at == NOWHERE else at
        values = _fill(inner, row if isinstance(row, Mapping) else {}, f"{path}.", place, reading)
        reading.findings += _missing(inner, values, f"{path}.", place)
        out.append(values)
    return out


def _core(annotation: Any) -> Any:
    """The annotation without ``Annotated`` and ``| None``."""
    if get_origin(annotation) is Annotated:
        return _core(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        return _core(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _scalar(inner: Any, raw: Any) -> tuple[Any, str | None]:
    """The value and, where it cannot be read, the finding's code."""
    if get_origin(inner) is Literal:
        return _word(get_args(inner), raw)
    text = _as_text(raw)
    if inner is date:
        day = raw if type(raw) is date else roc_date.parse(text)
        return day, None if day else "C302"
    if inner is bool:
        return (raw, None) if isinstance(raw, bool) else _answer(text)
    if inner is int:
        whole = numerals.to_int(text)
        return whole, "C306" if whole is None else None
    if inner is Decimal:
        number = numerals.to_decimal(text)
        return number, "C301" if number is None else None
    return text, None


def _word(words: tuple[Any, ...], raw: Any) -> tuple[Any, str | None]:
    if raw in words:
        return raw, None
    said, code = _answer(_as_text(raw)) if words == ("pass", "fail") else (None, "C303")
    return (None, code) if said is None else ("pass" if said else "fail", None)


def _answer(text: str) -> tuple[bool | None, str | None]:
    try:
        said = ticks.yes_no(text)
    except ValueError:
        return None, "C304"
    return said, "C303" if said is None else None


def _as_text(raw: Any) -> str:
    """A worksheet's ``datetime`` is a day; a float without a fraction is a whole number."""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).strip()


def _missing(model: type[BaseModel], values: Mapping[str, Any], path: str, at: Place) -> Iterator[Finding]:
    """T209 for each required field without a value, also in the parts."""
    for name, info in model.model_fields.items():
        inner = _core(info.annotation)
        if info.is_required() and values.get(name) in (None, "", []):
            yield Finding("T209", at, f"{path}{name}", None, {"field": _label(model, name)})
        elif name in values and isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _missing(inner, values[name], f"{path}{name}.", at)


def _label(model: type[BaseModel], name: str) -> str:
    columns = [item for item in model.model_fields[name].metadata if isinstance(item, Column)]
    return columns[0].zh if columns else name


def _form_rules(form: Strict) -> Iterator[Finding]:
    """What one field asks of another: boxes with their figures, the permit number's form, a reason for the change."""
    scope = getattr(form, "scope", None)
    if isinstance(scope, Scope):
        for path in scope.lacking():
            label = _label(type(form) if path == "scope" else Scope, path.split(".")[-1])
            yield Finding("T209", NOWHERE, path, None, {"field": label})
    number = getattr(form, "permit_number", None)
    if number is not None and permit_number(number) is None:
        yield Finding("R403", NOWHERE, "permit_number", number)
    if isinstance(form, Change) and not any(form.reasons.model_dump().values()):
        yield Finding("T209", NOWHERE, "reasons", None, {"field": _label(Change, "reasons")})
