"""When a month's report falls due (度量衡業自行檢定管理辦法 art. 11, 行政程序法 art. 48 (4))."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from schemas.legal_tables import Holiday

DUE_DAY = 10


def due_date(period: str, holidays: Iterable[Holiday] = ()) -> date:
    """The last day for the report of ``period`` (``YYYY-MM``): the 10th of the next month or the next working day.

    Where the 10th is a Saturday the report is due on Monday morning, else by the end of the day. Holidays are
    data; without them weekends alone are known. ``ValueError`` if ``period`` is not a month.
    """
    known = tuple(holidays)
    day = _tenth_after(period)
    while _is_day_off(day, known):
        day += timedelta(days=1)
    return day


def period_start(period: str) -> date:
    """The first day of a month ``YYYY-MM``; ``ValueError`` if it is none."""
    year, _, month = period.partition("-")
    return date(int(year), int(month), 1)


def _tenth_after(period: str) -> date:
    first = period_start(period)
    return date(first.year + first.month // 12, first.month % 12 + 1, DUE_DAY)


def _is_day_off(day: date, holidays: tuple[Holiday, ...]) -> bool:
    found = [entry for entry in holidays if _falls_on(entry, day)]
    if found:
        return not any(entry.working for entry in found)
    return day.weekday() >= 5


def _falls_on(entry: Holiday, day: date) -> bool:
    if entry.every_year:
        return (entry.day.month, entry.day.day) == (day.month, day.day)
    return entry.day == day
