"""The ledger of the permit register: events are added with their audit entry and the register that follows from them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from schemas.errors import WarehouseError
from schemas.permit_register import register_of
from schemas.register import Register
from schemas.register_events import RegisterEvent, SubjectKind, details_of, standing
from warehouse.audit import AuditEntry, append
from warehouse.register import RegisterTables
from warehouse.values import clean_text

_COLUMNS = (
    "id, subject_kind, subject, event, effective_on, permit_number, application_number, annuls, basis,"
    " recorded_at, actor, reason, details"
)
_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "received": "receive",
        "correction_requested": "request_correction",
        "corrected": "correct",
        "granted": "grant",
        "rejected": "reject",
        "withdrawn": "withdraw",
        "imported": "import",
        "issued": "issue",
        "extended": "extend",
        "changed": "change",
        "reissued": "reissue",
        "suspended": "suspend",
        "resumed": "resume",
        "revoked": "revoke",
        "abolished": "abolish",
        "technician_joined": "add_technician",
        "technician_left": "remove_technician",
        "approved": "approve",
        "leftover_reported": "report_leftover",
        "destroyed": "destroy",
        "cancelled": "cancel",
        "annulled": "annul",
    }
)


def read_events(
    session: RegisterTables,
    *,
    subject_kind: SubjectKind | None = None,
    subject: str | None = None,
    permit_number: str | None = None,
) -> list[RegisterEvent]:
    """All events, or those of a kind of subject, a subject, a permit; in the order in which they were recorded."""
    wanted = {"subject_kind": subject_kind, "subject": subject, "permit_number": permit_number}
    given = {name: value for name, value in wanted.items() if value is not None}
    where = "".join(f" AND {name} = ?" for name in given)
    rows = session.fetch(
        f"SELECT {_COLUMNS} FROM register_events WHERE true{where} ORDER BY id",  # noqa: S608 (our own names)
        list(given.values()),
    )
    return [_event(row) for row in rows]


def record(store: RegisterTables, events: Sequence[RegisterEvent], actor: str) -> list[RegisterEvent]:
    """Add events, an audit entry for each, and the version of the register that follows: all or nothing.

    Returns the events with their numbers. The state that a change was decided on must have been read within the same
    ``store.transaction()``.
    """
    if not actor.strip():
        raise WarehouseError("未指明承辦人 (nobody is named as acting)", hint="請加 --by。(Use --by.)")
    if not events:
        return []
    with store.transaction():
        first, now = store.next_id("register_events"), store.now()
        written = [
            replace(event, id=number, recorded_at=now, actor=actor) for number, event in enumerate(events, first)
        ]
        before = _last_of(store, {(event.subject_kind, event.subject) for event in written})
        store.append("register_events", tuple(_row(written[0])), [[*_row(one).values()] for one in written])
        for event in written:
            subject = (event.subject_kind, event.subject)
            append(store, _audit_entry(before.get(subject), event))
            before[subject] = event
        refresh(store, now.date(), actor)
    return written


def refresh(store: RegisterTables, as_of: date, actor: str) -> Register | None:
    """The register as of a day, kept as a version if it says anything new; ``None`` where the ledger is empty."""
    register = current(store, as_of)
    if register is not None:
        store.save_register(register, actor)
    return register


def current(store: RegisterTables, as_of: date, known_on: date | None = None) -> Register | None:
    """The register as of a day, as it was known on ``known_on`` (today's knowledge without it)."""
    events = read_events(store)
    if not events:
        return None
    return register_of(standing(events, end_of(known_on)), as_of)


def end_of(day: date | None) -> datetime | None:
    """The last moment of a day."""
    return datetime.combine(day, time.max) if day else None


def has_ledger(store: RegisterTables) -> bool:
    """Whether this warehouse keeps the permit register."""
    return store.fetch_one("SELECT 1 FROM register_events LIMIT 1") is not None


def _row(event: RegisterEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "subject_kind": event.subject_kind,
        "subject": clean_text(event.subject),
        "event": event.event,
        "effective_on": event.effective_on,
        "permit_number": event.permit_number,
        "application_number": event.application_number,
        "annuls": event.annuls,
        "basis": event.basis,
        "recorded_at": event.recorded_at,
        "actor": clean_text(event.actor),
        "reason": clean_text(event.reason),
        "details": clean_text(json.dumps(event.details.model_dump(mode="json"), ensure_ascii=False)),
    }


def _event(row: tuple[Any, ...]) -> RegisterEvent:
    number, kind, subject, event, effective_on, permit, application, annuls, basis, at, actor, reason, details = row
    return RegisterEvent(
        subject_kind=kind,
        subject=subject,
        event=event,
        effective_on=effective_on,
        details=details_of(kind, event, json.loads(details)),
        permit_number=permit,
        application_number=application,
        annuls=annuls,
        basis=basis,
        reason=reason,
        id=number,
        recorded_at=at,
        actor=actor,
    )


def _last_of(store: RegisterTables, subjects: Collection[tuple[str, str]]) -> dict[tuple[str, str], RegisterEvent]:
    """The last event of each subject that has one."""
    rows = store.fetch(
        f"SELECT {_COLUMNS} FROM register_events WHERE subject IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608
        " QUALIFY row_number() OVER (PARTITION BY subject_kind, subject ORDER BY id DESC) = 1",
        [sorted({subject for _, subject in subjects})],
    )
    events = map(_event, rows)
    return {(event.subject_kind, event.subject): event for event in events}


def _audit_entry(before: RegisterEvent | None, event: RegisterEvent) -> AuditEntry:
    """What the subject's ledger said last, and what it says now."""
    return AuditEntry(
        actor=event.actor,
        action=f"{event.subject_kind}.{_VERBS[event.event]}",
        subject=event.subject,
        before=_told(before) if before else None,
        after=_told(event),
    )


def _told(event: RegisterEvent) -> dict[str, Any]:
    return {
        "number": event.id,
        "event": event.event,
        "effective_on": event.effective_on,
        "reason": event.reason,
        "annuls": event.annuls,
        "details": event.details.model_dump(mode="json", exclude_none=True),
    }
