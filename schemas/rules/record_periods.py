"""Rules on time: how long a verification holds (檢定合格有效期間), how long an instrument may serve (最長使用期限)."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.findings import Finding
from schemas.legal_tables import ServiceLife
from schemas.pattern import lazy
from schemas.roc_date import parse_month
from schemas.rules.case import Case, Rule
from schemas.text import squeeze

_STATED = lazy(r"有效期[間限]([^。;；、,，]{4,60})")
_MONTH = lazy(r"(?:中華民國|民國|西元|公元)?[0-9]{2,4}(?:年[0-9]{1,2}月|[/.\-][0-9]{1,2}(?![0-9/.\-]))")
_LENIENT = 1
"""Months: whether the month of the verification or the next is counted first is not known from the table."""


def stated_validity(case: Case) -> str | None:
    """The month (``YYYY-MM``) to which the record's remarks say that the verification holds; ``None`` if they do not."""
    found = _STATED.search(squeeze(case.header.remarks or ""))
    months = [month for text in _MONTH.findall(found[1]) if (month := parse_month(text))] if found else []
    return months[-1] if months else None


def validity(case: Case) -> Iterator[Finding]:
    """R447, R448: the end of validity in the remarks is not that of the tables (a warning, unless confirmed)."""
    stated, entry = stated_validity(case), None
    if case.day is not None and stated is not None:
        entry = case.context.legal.validity_years(case.document.instrument_kind or "", case.day)
    if case.day is None or stated is None or entry is None:
        return
    passed = (int(stated[:4]) - case.day.year) * 12 + int(stated[5:]) - case.day.month
    if abs(passed - 12 * entry.years) > _LENIENT:
        code = "R448" if entry.confirmed else "R447"
        facts = {"stated": stated, "years": entry.years, "verified": case.day, "source": entry.article}
        yield case.above(code, "remarks", case.header.remarks, **facts)


def service_entry(case: Case) -> tuple[int, ServiceLife | None] | None:
    """The year of make and the entry for its kind; ``None`` where the record has no such year or no date."""
    made = getattr(case.header, "year", None)
    if made is None or case.day is None:
        return None
    return made, case.context.legal.service_life_of(case.document.instrument_kind or "", case.day)


def service_life(case: Case) -> Iterator[Finding]:
    """R445, R446: verified in a year in which the instrument may serve no more (a warning, unless confirmed)."""
    made, entry = service_entry(case) or (0, None)
    if entry is not None and case.day is not None and case.day.year > made + entry.years:
        code = "R446" if entry.confirmed else "R445"
        facts = {"years": entry.years, "last": made + entry.years, "verified": case.day, "source": entry.article}
        yield case.above(code, "year", made, **facts)


RULES: tuple[Rule, ...] = (
    Rule(("R445", "R446"), service_life),
    Rule(("R447", "R448"), validity),
)
