"""What a person has to confirm once a document is put together: blanks among values, and words read by OCR."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from schemas.column import fields_of
from schemas.document import HEAD, Document, ReferenceStandard
from schemas.findings import Finding
from schemas.place import Place

REASONS = frozenset(
    (
        "器差不符",
        "器差超出公差",
        "器差超出檢定公差",
        "外觀不符",
        "構造不符",
        "大流器差超出檢定公差",
        "小流器差超出檢定公差",
    )
)
"""Reasons for rejection that are read as a whole; any other from OCR is to be confirmed."""
_BY_EYE = "F116"
_MAY_BE_BLANK = frozenset({"remarks", "rejection_reason", "item"})
_OF_ALL = frozenset({"serial_number", "verdict"})
_MOST = 0.5
_OF_RECORDS = (
    "permit_number verification_date verification_site verifier brand model technical_specification mechanism remarks"
)
_OF_REPORTS = "permit_number company_name instrument_kind period report_date total_quantity total_fee"
_ASKED_FOR = {"verification_record": frozenset(_OF_RECORDS.split()), "monthly_report": frozenset(_OF_REPORTS.split())}
"""Items of the head that may be absent, or of which a rule says so."""
_NOT_OF_KIND = {"electricity_meter": {"specification", "supervisor"}, "taximeter": {"specification"}}
"""Items that the kind's form has not, or may leave blank."""


def to_confirm(document: Document) -> Iterator[Finding]:
    """C309 for each blank cell in a column that is filled elsewhere; C308 for the words of a document read by OCR.

    T213 where in a document read by OCR an item of the head was not found for which no rule asks.

    In a record a column counts as filled where half of its cells are, and an instrument that failed may lack
    readings; in a report one value is enough, for a blank below it may mean the same as above.
    """
    yield from _blanks(document)
    if any(finding.code == _BY_EYE for finding in document.findings):
        yield from _not_found(document)
        yield from _words_of_head(document)
        yield from _reasons(document)


def _not_found(document: Document) -> Iterator[Finding]:
    if document.instrument_kind is None or not document.rows:
        return
    told = {finding.field for finding in document.findings} | _ASKED_FOR.get(document.document_kind or "", frozenset())
    told |= _NOT_OF_KIND.get(document.instrument_kind, set())
    for info in fields_of(type(document.header)):
        name = info.name
        if getattr(document.header, name) is None and name not in told:
            place = document.header_places.get(name) or document.header_places.get(HEAD) or Place()
            yield Finding("T213", place, name, None, {"field": info.column.zh})


def _blanks(document: Document) -> Iterator[Finding]:
    if not document.rows:
        return
    known = {(each.place.row, each.field) for each in document.findings if each.place}
    for info in fields_of(type(document.rows[0])):
        values = [getattr(row, info.name) for row in document.rows]
        filled = sum(value is not None for value in values)
        least = 1 if document.document_kind == "monthly_report" else _MOST * len(values)
        if info.name in _MAY_BE_BLANK or not filled or filled < least or filled == len(values):
            continue
        for number, (row, value) in enumerate(zip(document.rows, values, strict=True), 1):
            if value is None and _has_to_be(info.name, row) and (number, info.name) not in known:
                yield Finding("C309", document.cell(row.place, info.name), info.name, None, {"field": info.column.zh})


def _has_to_be(name: str, row: Any) -> bool:
    return name in _OF_ALL or getattr(row, "verdict", "pass") == "pass"


def _words_of_head(document: Document) -> Iterator[Finding]:
    for path, value in _texts(document.header):
        place = document.header_places.get(path)
        yield Finding("C308", place or Place(), path, value, {"value": value})


def _texts(header: BaseModel | None) -> Iterator[tuple[str, str]]:
    """The header's values that are text, with their paths."""
    if header is None:
        return
    parts: list[tuple[str, BaseModel]] = [("", header)]
    standard = getattr(header, "reference_standard", None)
    if isinstance(standard, ReferenceStandard):
        parts.append(("reference_standard.", standard))
    for prefix, part in parts:
        for info in fields_of(type(part)):
            value = getattr(part, info.name)
            if isinstance(value, str) and info.name != "period":
                yield f"{prefix}{info.name}", value


def _reasons(document: Document) -> Iterator[Finding]:
    for row in document.rows:
        reason = getattr(row, "rejection_reason", None)
        if reason and reason not in REASONS:
            place = document.cell(row.place, "rejection_reason")
            yield Finding("C308", place, "rejection_reason", reason, {"value": reason})
