"""A document under judgement, with what several rules need of it worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from schemas.catalogue import severity
from schemas.column import Column, fields_of
from schemas.context import Context
from schemas.document import HEAD, HEADINGS, Document, RecordHeader, ReferenceStandard, ReportHeader, ReportRow
from schemas.findings import Finding, Severity
from schemas.identifiers import Mark, NumberList, mark, number_list
from schemas.kinds import KINDS
from schemas.place import NOWHERE, Place
from schemas.spec import KindSpec

LONGEST_NUMBER_CELL = 4000
DIGITS = 30


@dataclass(frozen=True)
class Case:
    """One document and its context; ``row`` numbers count the instruments (or lines) from 1."""

    document: Document
    context: Context

    @property
    def header(self) -> Any:
        """The document's header: a ``RecordHeader`` or a ``ReportHeader``."""
        return self.document.header

    @property
    def is_record(self) -> bool:
        """Whether this is a verification record that was read far enough to be judged."""
        return self.document.document_kind == "verification_record" and isinstance(self.header, RecordHeader)

    @property
    def is_report(self) -> bool:
        """Whether this is a monthly report that was read far enough to be judged."""
        return self.document.document_kind == "monthly_report" and isinstance(self.header, ReportHeader)

    @cached_property
    def spec(self) -> KindSpec | None:
        """What is known of the instrument kind; ``None`` where the kind could not be told."""
        return next((spec for spec in KINDS if spec.name == self.document.instrument_kind), None)

    @cached_property
    def day(self) -> date | None:
        """The verification date of a record."""
        return self.header.verification_date if self.is_record else None

    @cached_property
    def rows(self) -> list[tuple[int, Any]]:
        """The rows with their numbers."""
        return [(row.place.row or index, row) for index, row in enumerate(self.document.rows, 1)]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The words of the row's fields."""
        return {info.name: info.column for info in fields_of(type(self.document.rows[0]))} if self.document.rows else {}

    @cached_property
    def faulted(self) -> frozenset[tuple[int | None, str]]:
        """Cells and header items that the reading has found fault with already, as (row, field)."""
        return frozenset(
            (finding.place.row, finding.field)
            for finding in self.document.findings
            if finding.field is not None and severity(finding) in (Severity.ERROR, Severity.FATAL)
        )

    @cached_property
    def marks(self) -> list[Mark | None]:
        """Each row's mark number in its parts (records); ``None`` where there is none or it has no such form."""
        return [mark(row.mark_number) if row.mark_number else None for _, row in self.rows]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of a monthly report with their serial and mark numbers read."""
        return [
            Line(number, row, _read(row, "serial_numbers"), _read(row, "mark_numbers")) for number, row in self.rows
        ]

    def known(self, number: int | None, field: str) -> bool:
        """Whether the reading has named a fault there (in the cell, or in the whole column)."""
        return (number, field) in self.faulted or (None, field) in self.faulted

    def place(self, number: int, row: Any, field: str | None = None) -> Place:
        """Where a row's cell stands."""
        base: Place = replace(row.place, row=number)
        return self.document.cell(base, field) if field else base

    def at(self, code: str, number: int, row: Any, field: str, /, **params: object) -> Finding:
        """A finding about a row's cell; its value is the cell's."""
        return Finding(code, self.place(number, row, field), field, shown(getattr(row, field, None)), texts(params))

    def above(self, code: str, field: str, value: object = None, /, **params: object) -> Finding:
        """A finding about a header item, or about a column as a whole; an absent item is found at the head."""
        spot = self.spot(f"{field}/{value}", field)
        return Finding(code, spot or self.document.columns.get(field) or self.whole, field, shown(value), texts(params))

    def spot(self, *names: str) -> Place | None:
        """The first of the places that the document's head has under ``names``."""
        places = self.document.header_places
        return next((places[name] for name in names if name in places), None)

    @property
    def whole(self) -> Place:
        """Where the document says what it is: the place of what is absent from it."""
        return self.spot(HEAD) or NOWHERE

    @property
    def headings(self) -> Place:
        """Where the headings of its table stand: the place of what the table as a whole lacks."""
        return self.spot(HEADINGS) or self.whole

    def words(self, field: str) -> dict[str, str]:
        """The label of a row field as parameters."""
        column = self.columns[field]
        return {"label": column.zh, "label_en": column.en}


class Line(NamedTuple):
    """A line of a monthly report; serials and marks are ``None`` where the cell is empty."""

    number: int
    row: ReportRow
    serials: NumberList | None
    marks: NumberList | None


class Rule(NamedTuple):
    """A rule and the codes that it can raise."""

    codes: tuple[str, ...]
    judge: Callable[[Case], Iterable[Finding]]


def shown(value: object) -> str | None:
    """A value as a finding shows it."""
    return None if value is None else str(value)


def texts(params: dict[str, object]) -> dict[str, str]:
    """Parameters as text."""
    return {name: str(value) for name, value in params.items()}


def usable(value: object) -> Decimal | None:
    """A quantity that can be computed with; ``None`` for what is absent or of no earthly size."""
    usual = isinstance(value, Decimal) and value.is_finite() and -DIGITS < value.adjusted() < DIGITS
    return value if usual and isinstance(value, Decimal) else None


def header_words(field: str) -> dict[str, str]:
    """The label of a header item as parameters; ``reference_standard.name`` for the standard's."""
    column = _HEADER_WORDS[field]
    return {"label": column.zh, "label_en": column.en}


def _read(row: Any, field: str) -> NumberList | None:
    text = getattr(row, field)
    if not text or not text.strip():
        return None
    if len(text) > LONGEST_NUMBER_CELL:
        return NumberList((), (text[:40] + "…",))
    return number_list(text, row.quantity)


_HEADER_WORDS: dict[str, Column] = {
    **{info.name: info.column for info in fields_of(RecordHeader)},
    **{info.name: info.column for info in fields_of(ReportHeader)},
    **{f"reference_standard.{info.name}": info.column for info in fields_of(ReferenceStandard)},
}
