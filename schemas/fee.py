"""What a monthly report owes: one fifth of the scheduled fees (度量衡規費收費標準 art. 3 (2) and 22)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from schemas.document import Document, ReportRow
from schemas.kinds import KINDS
from schemas.legal_tables import LegalTables, Span, UnitFee
from schemas.measures import bore_mm, capacity_kg, flow_m3h, plain
from schemas.submission import FeeDue

BASIS = "度量衡規費收費標準第3條第2項、第22條"
SHARE = 5


class LineFee(NamedTuple):
    """A report line's unit fee (``None`` where no table gives it) and the table entry that it came from."""

    row: ReportRow
    entry: UnitFee | None

    @property
    def scheduled(self) -> int | None:
        """Unit fee x quantity in NT$, or ``None``."""
        return None if self.entry is None or self.row.quantity is None else self.entry.unit_fee * self.row.quantity


def one_fifth(scheduled: int) -> int:
    """The fifth that is payable on a sum of scheduled fees in NT$, a fraction of a dollar dropped once."""
    return scheduled // SHARE


def fee_due(report: Document, tables: LegalTables) -> FeeDue:
    """What a monthly report owes by the tables; ``payable`` is ``None`` as soon as one line has no unit fee."""
    lines = line_fees(report, tables)
    missing = tuple(dict.fromkeys(_missing(report, line) for line in lines if line.scheduled is None))
    if missing or not lines:
        return FeeDue(scheduled=None, payable=None, missing=missing, basis=BASIS)
    scheduled = sum(line.scheduled or 0 for line in lines)
    return FeeDue(scheduled=scheduled, payable=one_fifth(scheduled), basis=BASIS)


def line_fees(report: Document, tables: LegalTables) -> list[LineFee]:
    """Each line of a monthly report with the unit fee in force on its verification date."""
    kind = report.instrument_kind
    known: dict[tuple[date | None, str | None], UnitFee | None] = {}
    for row in report.rows:
        key = (row.verification_date, row.specification)
        if key not in known:
            known[key] = unit_fee(tables, kind, *key)
    return [LineFee(row, known[row.verification_date, row.specification]) for row in report.rows]


def unit_fee(tables: LegalTables, kind: str | None, day: date | None, specification: str | None) -> UnitFee | None:
    """The entry that fits most narrowly; ``None`` where none fits, or equally narrow ones disagree."""
    if day is None:
        return None
    text = plain(specification)
    fitting = [entry for entry in tables.unit_fees if entry.kind == kind and entry.holds_on(day) and _fits(entry, text)]
    if not fitting:
        return None
    narrowest = max(map(_narrowness, fitting))
    best = [entry for entry in fitting if _narrowness(entry) == narrowest]
    return best[0] if len({entry.unit_fee for entry in best}) == 1 else None


def _missing(report: Document, line: LineFee) -> str:
    names = {spec.name: spec.zh for spec in KINDS}
    kind = names.get(report.instrument_kind or "", "(種類不明)")
    return " ".join(part for part in (kind, line.row.specification) if part)


def _narrowness(entry: UnitFee) -> int:
    conditions: Iterable[object] = (entry.specification, entry.bore_mm, entry.capacity_kg, entry.flow_m3h)
    return sum(condition is not None for condition in conditions)


def _fits(entry: UnitFee, text: str) -> bool:
    wanted = "".join(plain(entry.specification).split())
    return (
        wanted in "".join(text.split())
        and _within(entry.bore_mm, bore_mm(text))
        and _within(entry.capacity_kg, capacity_kg(text))
        and _within(entry.flow_m3h, flow_m3h(text))
    )


def _within(span: Span | None, value: Decimal | None) -> bool:
    return span is None or (value is not None and span[0] <= value <= span[1])
