"""The ledger of the permit register: events with the day they hold from and the time they were recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from schemas.application_events import CorrectionRequested, Decided, Received
from schemas.document import Strict
from schemas.permit import Approved, Ended, Issued, Joined, Left, MarksApproved, MarksGone, Nothing, Stopped

SubjectKind = Literal["application", "permit", "type_approval", "mark_batch"]

EVENTS: Mapping[tuple[str, str], type[Strict]] = MappingProxyType(
    {
        ("application", "received"): Received,
        ("application", "correction_requested"): CorrectionRequested,
        ("application", "corrected"): Received,
        ("application", "granted"): Decided,
        ("application", "rejected"): Decided,
        ("application", "withdrawn"): Decided,
        ("permit", "imported"): Issued,
        ("permit", "issued"): Issued,
        ("permit", "extended"): Issued,
        ("permit", "changed"): Issued,
        ("permit", "reissued"): Issued,
        ("permit", "suspended"): Stopped,
        ("permit", "resumed"): Nothing,
        ("permit", "revoked"): Ended,
        ("permit", "abolished"): Ended,
        ("permit", "technician_joined"): Joined,
        ("permit", "technician_left"): Left,
        ("type_approval", "approved"): Approved,
        ("type_approval", "withdrawn"): Nothing,
        ("mark_batch", "approved"): MarksApproved,
        ("mark_batch", "leftover_reported"): MarksGone,
        ("mark_batch", "destroyed"): MarksGone,
        ("mark_batch", "cancelled"): MarksGone,
    }
)
"""What may happen to what, and what each event says."""

ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class RegisterEvent:
    """One line of the ledger. ``id``, ``recorded_at`` (Asia/Taipei, no zone) and ``actor`` come from the warehouse."""

    subject_kind: SubjectKind
    subject: str
    event: str
    effective_on: date
    details: Any = field(default_factory=Nothing)
    permit_number: str | None = None
    application_number: str | None = None
    annuls: int | None = None
    basis: str | None = None
    reason: str | None = None
    id: int = 0
    recorded_at: datetime = datetime(1, 1, 1)  # noqa: DTZ001 (local time, replaced when it is recorded)
    actor: str = ""


def details_of(subject_kind: str, event: str, data: Mapping[str, Any]) -> Strict:
    """The details of an event from JSON; ``KeyError`` for an event that does not exist."""
    model = Nothing if event == ANNULLED else EVENTS[subject_kind, event]
    return model.model_validate(data)


def standing(events: Iterable[RegisterEvent], known_at: datetime | None = None) -> list[RegisterEvent]:
    """The events that were recorded by ``known_at`` and not taken back by then, by the day they hold from."""
    known = [event for event in events if known_at is None or event.recorded_at <= known_at]
    annulled = {event.annuls for event in known}
    kept = [event for event in known if event.annuls is None and event.id not in annulled]
    return sorted(kept, key=lambda event: (event.effective_on, event.id))
