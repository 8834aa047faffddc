"""When a month's report falls due (度量衡業自行檢定管理辦法 art. 11, 行政程序法 art. 48 (4))."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schemas.legal_tables import Holiday
from schemas.working_days import next_working_day

DUE_DAY = 10


def due_date(period: str, holidays: Iterable[Holiday] = ()) -> date:
    """The last day for the report of ``period`` (``YYYY-MM``): the 10th of the next month or the next working day.

    Where the 10th is a Saturday the report is due on Monday morning, else by the end of the day. Holidays are
    data; without them weekends alone are known. ``ValueError`` if ``period`` is not a month.
    """
    return next_working_day(_tenth_after(period), tuple(holidays))


def period_start(period: str) -> date:
    """The first day of a month ``YYYY-MM``; ``ValueError`` if it is none."""
    year, _, month = period.partition("-")
    return date(int(year), int(month), 1)


def _tenth_after(period: str) -> date:
    first = period_start(period)
    if (first.year, first.month) == (date.max.year, 12):
        return date.max
    return date(first.year + first.month // 12, first.month % 12 + 1, DUE_DAY)
