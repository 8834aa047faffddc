"""The three years of a permit and the window for its extension (度量衡業自行檢定管理辦法 art. 7)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from schemas.permit import Term

YEARS = 3
WINDOW_MONTHS = 3
LATE_MONTHS = 1


def months_after(day: date, months: int) -> date:
    """The same day of a later (or earlier) month, its last day where it has none such (行政程序法 art. 48 (3))."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def term_from(first: date) -> Term:
    """Three years from a day on, that day counted."""
    return Term(valid_from=first, valid_to=months_after(first, YEARS * 12) - timedelta(days=1))


def extension_window(valid_to: date) -> tuple[date, date]:
    """The first and the last day on which an extension may be applied for."""
    return months_after(valid_to, -WINDOW_MONTHS), valid_to


def filed_late(valid_to: date, filed_on: date) -> bool:
    """Whether an extension was applied for within the month before expiry."""
    return months_after(valid_to, -LATE_MONTHS) <= filed_on <= valid_to


def extended_term(valid_to: date, filed_on: date, issued_on: date) -> Term:
    """The new term: from the day after expiry; filed within the last month and issued after expiry: from the issue."""
    if filed_late(valid_to, filed_on) and issued_on > valid_to:
        return term_from(issued_on)
    return term_from(valid_to + timedelta(days=1))
