"""What falls due: reviews, corrections, extensions, certificates that run out, marks to be destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from flows.mark_register import mark_deadlines
from flows.permit_applications import applications, permits
from flows.permit_desk import Desk, Due
from schemas.permit_state import PermitState
from schemas.permit_terms import extension_window
from schemas.working_days import has_calendar

SOON = timedelta(days=60)


def due(desk: Desk) -> list[Due]:
    """Everything that is overdue or falls due within 60 days, the most pressing first."""
    found = [*_reviews(desk), *_permits(desk), *mark_deadlines(desk)]
    return sorted((one for one in found if one.due_on <= desk.today + SOON), key=lambda one: (one.due_on, one.subject))


def missing_calendar(desk: Desk) -> int | None:
    """A year of an open review for which no office calendar was supplied: weekends alone are known then."""
    days = [state.received_on for state in applications(desk) if state.stage == "in_review"]
    years = {day.year for day in (*days, desk.today)} if days else set()
    return next((year for year in sorted(years) if not has_calendar(year, desk.legal.holidays)), None)


def _reviews(desk: Desk) -> Iterator[Due]:
    holidays = desk.legal.holidays
    for state in applications(desk):
        ends = state.due_on(holidays)
        if ends is not None:
            used = state.days_used(holidays)
            yield Due(ends, state.number, f"審查期限(已用 {used} 個工作天)", f"review ends ({used} working days used)")
        elif state.correction_due is not None:
            yield Due(state.correction_due, state.number, "補正期限", "corrections are due")


def _permits(desk: Desk) -> Iterator[Due]:
    for state in permits(desk, desk.today):
        if state.end is None and state.on <= state.valid_to:
            first, last = extension_window(state.valid_to)
            if first <= desk.today:
                yield Due(last, state.permit_number, "期滿;得申請延展", "expires; may be extended")
        if state.end is None:
            yield from _papers(state)


def _papers(state: PermitState) -> Iterator[Due]:
    number = state.permit_number
    for one in state.staff:
        if one.left_on is None:
            yield Due(one.technician.valid_to, number, "人員證書期滿", "a technician's certificate expires")
    for entry in state.certificate.laboratories:
        if entry.valid_to is not None:
            yield Due(entry.valid_to, number, "實驗室認證期滿", "the accreditation expires")
