"""Approved mark numbers: what was used, what is left, what was destroyed (度量衡業自行檢定管理辦法 art. 10).

Ranges are pairs of whole numbers, both ends included; they are never expanded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from schemas.identifiers import mark
from schemas.permit import MarksApproved, MarksGone
from schemas.permit_terms import months_after
from schemas.register import MarkBatch
from schemas.register_events import RegisterEvent

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch on a day; ``destroyed`` and ``cancelled`` are runs of numbers that may not be used any more."""

    number: str
    batch: MarkBatch
    samples: int | None = None
    carries_validity: bool | None = None
    example: bool = False
    reported_on: date | None = None
    destroyed: tuple[Run, ...] = ()
    cancelled: tuple[Run, ...] = ()
    events: tuple[RegisterEvent, ...] = field(default=(), repr=False)

    @property
    def run(self) -> Run | None:
        """First and last number; ``None`` where the register has something that is no number."""
        return run_of(self.batch.first, self.batch.last)

    @property
    def count(self) -> int:
        """How many numbers were approved."""
        return self.run[1] - self.run[0] + 1 if self.run else 0

    @property
    def live(self) -> tuple[Run, ...]:
        """What was approved less what was destroyed or cancelled."""
        return without([self.run], [*self.destroyed, *self.cancelled]) if self.run else ()

    @property
    def width(self) -> int:
        """How many digits its numbers have."""
        found = mark(self.batch.first)
        return len(found.digits) if found else 0

    @property
    def year_bound(self) -> int | None:
        """The last year in which the marks may be used, where they carry a validity: that of their approval."""
        day = self.batch.approved_on
        return day.year if self.carries_validity is not False and day is not None else None

    def written(self, number: int) -> str:
        """A number as the batch writes it: with its leading zeros and what stands before the digits."""
        found = mark(self.batch.first)
        digits = found.digits if found else self.batch.first
        return f"{self.batch.first[: len(self.batch.first) - len(digits)]}{number:0{len(digits)}d}"

    def shown(self, run: Run) -> tuple[str, str]:
        """A run as first and last number are written."""
        return self.written(run[0]), self.written(run[1])


def batch_state(number: str, events: Iterable[RegisterEvent], on: date) -> BatchState | None:
    """The batch on a day from its ``standing`` events; ``None`` before it was approved."""
    state: BatchState | None = None
    for event in events:
        if event.effective_on > on:
            continue
        if event.event == "approved":
            details: MarksApproved = event.details
            state = BatchState(number, details.batch, details.samples, details.carries_validity, details.example)
        elif state is not None:
            state = _gone(state, event)
        if state is not None:
            state = replace(state, events=(*state.events, event))
    return state


def _gone(state: BatchState, event: RegisterEvent) -> BatchState:
    details: MarksGone = event.details
    runs = tuple(run for ends in details.ranges if (run := run_of(*ends)))
    if event.event == "destroyed":
        return replace(state, destroyed=(*state.destroyed, *runs))
    if event.event == "cancelled":
        return replace(state, cancelled=(*state.cancelled, *runs))
    return replace(state, reported_on=event.effective_on)


def run_of(first: str, last: str) -> Run | None:
    """Two mark numbers as a run; ``None`` where they are not numbers of one width, in order."""
    low, high = mark(first), mark(last)
    if low is None or high is None or len(low.digits) != len(high.digits) or int(low.digits) > int(high.digits):
        return None
    return int(low.digits), int(high.digits)


def without(runs: Iterable[Run], taken: Iterable[Run]) -> tuple[Run, ...]:
    """``runs`` less every number of ``taken``; in order, n log n."""
    holes = merged(taken)
    left: list[Run] = []
    for low, high in merged(runs):
        for start, end in holes:
            if end < low or start > high:
                continue
            if start > low:
                left.append((low, start - 1))
            low = end + 1  # noqa: PLW2901 - what is left of this run
        if low <= high:
            left.append((low, high))
    return tuple(left)


def merged(runs: Iterable[Run]) -> list[Run]:
    """The same numbers as runs that are in order, apart from each other."""
    out: list[Run] = []
    for low, high in sorted(runs):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def total(runs: Sequence[Run]) -> int:
    """How many numbers."""
    return sum(high - low + 1 for low, high in runs)


def carries_validity(instrument_kind: str) -> bool | None:
    """Whether a kind's marks show a period of validity, as far as the guide says (item 7 (1)).

    Tag and label of electricity meters do; the lead seals of water meters do not; the others' patterns are pictures.
    """
    return {"electricity_meter": True, "water_meter": False}.get(instrument_kind)


def year_end_deadline(year: int) -> date:
    """Marks with a period of validity left over from a year: report for destruction by this day (art. 10 (1) 4)."""
    return date(year + 1, 1, 31)


def lapse_deadline(lapsed_on: date) -> date:
    """Marks left over when a permit lapsed: report for destruction by this day (art. 10 (3))."""
    return months_after(lapsed_on, 1)
