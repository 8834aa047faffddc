"""Working days of the office: weekends and the office calendar (``schemas.legal_tables.Holiday``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from schemas.legal_tables import Holiday

_DAY = timedelta(days=1)


def is_day_off(day: date, holidays: Sequence[Holiday]) -> bool:
    """Whether offices are closed: by the calendar, which may also say that a weekend day is worked; else at weekends."""
    found = [entry for entry in holidays if _falls_on(entry, day)]
    if found:
        return not any(entry.working for entry in found)
    return day.weekday() >= 5


def next_working_day(day: date, holidays: Sequence[Holiday]) -> date:
    """The day itself or the first working day after it (行政程序法 art. 48 (4))."""
    while day < date.max and is_day_off(day, holidays):
        day += _DAY
    return day


def working_days(after: date, until: date, holidays: Sequence[Holiday]) -> list[date]:
    """The working days from the day after ``after`` to ``until``: the first day does not count (art. 48 (2))."""
    span = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    return [day for day in span if not is_day_off(day, holidays)]


def has_calendar(year: int, holidays: Iterable[Holiday]) -> bool:
    """Whether the office calendar of a year was supplied; without it only weekends and fixed days are known."""
    return any(not entry.every_year and entry.day.year == year for entry in holidays)


def _falls_on(entry: Holiday, day: date) -> bool:
    if entry.every_year:
        return (entry.day.month, entry.day.day) == (day.month, day.day)
    return entry.day == day
