"""The ten working days of the review; the clock stands still while corrections are awaited (guide, item 5; art. 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from schemas.application_events import ApplicationForm, CorrectionRequested, Received
from schemas.legal_tables import Holiday
from schemas.register_events import RegisterEvent
from schemas.working_days import is_day_off, working_days

REVIEW_DAYS = 10
Stage = Literal["in_review", "awaiting_correction", "granted", "rejected", "withdrawn"]
_STAGES: dict[str, Stage] = {
    "received": "in_review",
    "corrected": "in_review",
    "correction_requested": "awaiting_correction",
    "granted": "granted",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class ApplicationState:
    """An application on a day, from its ``standing`` events."""

    number: str
    on: date
    events: tuple[RegisterEvent, ...] = field(repr=False)

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return _STAGES[self.events[-1].event]

    @property
    def filed(self) -> Received:
        """The application as it came in last."""
        found: Received = [event for event in self.events if event.event in ("received", "corrected")][-1].details
        return found

    @property
    def form(self) -> ApplicationForm:
        """Its form."""
        return self.filed.form

    @property
    def received_on(self) -> date:
        """The day on which it first came in: deadlines are held against it."""
        return self.events[0].effective_on

    @property
    def permit_number(self) -> str | None:
        """The permit that it is about, or that came of it."""
        return next((event.permit_number for event in reversed(self.events) if event.permit_number), None)

    @property
    def correction_due(self) -> date | None:
        """Until when corrections are awaited."""
        details = self.events[-1].details
        return details.due_on if isinstance(details, CorrectionRequested) else None

    def days_used(self, holidays: Sequence[Holiday]) -> int:
        """The working days that the office has had: those between a request and its answer do not count."""
        end = self.events[-1].effective_on if self.stage not in ("in_review", "awaiting_correction") else self.on
        return sum(len(working_days(after, until, holidays)) for after, until in _running(self.events, end))

    def due_on(self, holidays: Sequence[Holiday]) -> date | None:
        """The tenth working day; ``None`` while corrections are awaited or when the review is over."""
        if self.stage != "in_review":
            return None
        last = self.events[-1].effective_on
        left = REVIEW_DAYS - sum(len(working_days(*span, holidays)) for span in _running(self.events, last))
        return _working_day_after(last, left, holidays)


def application_state(number: str, events: Iterable[RegisterEvent], on: date) -> ApplicationState | None:
    """The application on a day; ``None`` before it came in."""
    own = tuple(event for event in events if event.effective_on <= on)
    return ApplicationState(number, on, own) if own else None


def _running(events: Sequence[RegisterEvent], end: date) -> list[tuple[date, date]]:
    """The stretches in which the clock ran: from the day after each start to the day of its stop."""
    marks = [(event.effective_on, _STAGES[event.event] == "in_review") for event in events]
    return [(start, stop) for (start, runs), (stop, _) in pairwise([*marks, (end, False)]) if runs and start < stop]


def _working_day_after(day: date, count: int, holidays: Sequence[Holiday]) -> date:
    """The ``count``-th working day after a day; for none left the day itself (the last day was then used up)."""
    while count > 0:
        day += timedelta(days=1)
        count -= not is_day_off(day, holidays)
    return day
