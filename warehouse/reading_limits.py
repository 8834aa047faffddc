"""The maximum permissible errors of the legal tables, a line for each reading, for the long view of measurements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.legal_tables import Limit
from warehouse.session import Session

_COLUMNS = (
    "instrument_kind",
    "reading",
    "accuracy_class",
    "max_error",
    "unit",
    "source",
    "article",
    "valid_from",
    "valid_to",
    "confirmed",
)
Row = tuple[Any, ...]
_FROM, _TO = _COLUMNS.index("valid_from"), _COLUMNS.index("valid_to")
_FOR_EVER = date(9999, 12, 31)
_SIX_PLACES = Decimal("0.000001")


def save_limits(session: Session, limits: Sequence[Limit]) -> bool:
    """Keep the limits that are in use; false where the warehouse has them already.

    Where two speak of one reading, class and day, the first holds (``LegalTables.limits`` has the office's first), so
    that no reading meets two limits.
    """
    rows = _in_order(_distinct(row for limit in limits for row in _rows(limit)))
    names = ", ".join(_COLUMNS)
    if _in_order(session.fetch(f"SELECT {names} FROM reading_limits")) == rows:  # noqa: S608 (our own names)
        return False
    with session.transaction():
        session.run("DELETE FROM reading_limits")
        now = session.now()
        session.append("reading_limits", (*_COLUMNS, "recorded_at"), [(*row, now) for row in rows])
    return True


def _rows(limit: Limit) -> Iterator[Row]:
    size, until = limit.limit.quantize(_SIX_PLACES), limit.valid_to or _FOR_EVER
    source = (limit.source, limit.article, limit.valid_from, until, limit.confirmed)
    for reading in limit.fields:
        yield (limit.kind, reading, limit.accuracy_class, size, limit.unit, *source)


def _distinct(rows: Iterable[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        rivals = (other for other in kept if other[:3] == row[:3])
        if not any(other[_FROM] <= row[_TO] and row[_FROM] <= other[_TO] for other in rivals):
            kept.append(row)
    return kept


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(str(value) for value in row))
