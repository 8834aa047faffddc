"""What became of each reply: waiting, being sent, sent, refused, withdrawn. A reply without a row waits.

``sending`` is written before the message is handed over and replaced by what the server answered. One that stands there
when nobody sends is of unknown end: the program or the connection stopped in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from warehouse.session import Session
from warehouse.values import clean_text


class Delivery(StrEnum):
    """The state of a reply."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the outbox; times in Asia/Taipei, no zone. ``deferrals``: how often it was refused for the time being."""

    message_id: str
    path: str
    created_at: datetime
    state: Delivery
    recipient: str | None = None
    changed_at: datetime | None = None
    deferrals: int = 0
    due_at: datetime | None = None
    reason: str | None = None
    answer: str | None = None


_REPLIES = """
SELECT o.message_id, o.path, o.created_at, coalesce(d.state, 'queued'), d.recipient, d.changed_at,
    coalesce(d.deferrals, 0), d.due_at, d.reason, d.answer
FROM outbox o LEFT JOIN deliveries d USING (message_id)
"""


def replies(session: Session, state: Delivery | None = None) -> list[Reply]:
    """All replies, or those of one state, in the order in which they were written."""
    where, values = ("WHERE coalesce(d.state, 'queued') = ?", [state.value]) if state else ("", [])
    rows = session.fetch(f"{_REPLIES} {where} ORDER BY o.created_at, o.path", values)
    return [_reply(row) for row in rows]


def reply_named(session: Session, name: str) -> Reply | None:
    """The reply with this Message-ID or this file name."""
    rows = session.fetch(f"{_REPLIES} WHERE o.message_id = ? OR o.path = ?", [name, name])
    return _reply(rows[0]) if rows else None


def due(session: Session) -> list[Reply]:
    """The replies that may be sent now, oldest first."""
    now = session.now()
    return [one for one in replies(session, Delivery.QUEUED) if one.due_at is None or one.due_at <= now]


def sent_to(session: Session, recipient: str, day: date) -> int:
    """How many replies went to an address on a day, those of unknown end included."""
    row = session.fetch_one(
        "SELECT count(*) FROM deliveries WHERE lower(recipient) = ? AND state IN ('sending', 'sent')"
        " AND CAST(changed_at AS DATE) = ?",
        [recipient.lower(), day],
    )
    return int(row[0]) if row else 0


def counts(session: Session) -> Mapping[Delivery, int]:
    """How many replies are in each state."""
    rows = session.fetch(
        "SELECT coalesce(d.state, 'queued'), count(*) FROM outbox o LEFT JOIN deliveries d USING (message_id) GROUP BY 1"
    )
    return {Delivery(state): count for state, count in rows}


def note(session: Session, reply: Reply, state: Delivery, **changes: Any) -> None:
    """Write a reply's state down, committed when this returns unless a transaction is open.

    ``changes`` are ``recipient``, ``deferrals``, ``due_at``, ``reason``, ``answer``; recipient and deferrals stay as
    they are if not given, the others are cleared.
    """
    values = {
        "message_id": reply.message_id,
        "state": state.value,
        "recipient": clean_text(changes.get("recipient", reply.recipient)),
        "changed_at": session.now(),
        "deferrals": changes.get("deferrals", reply.deferrals),
        "due_at": changes.get("due_at"),
        "reason": clean_text(changes.get("reason")),
        "answer": clean_text(changes.get("answer")),
    }
    with session.transaction():
        session.run("DELETE FROM deliveries WHERE message_id = ?", [reply.message_id])
        session.insert("deliveries", values)


def _reply(row: tuple[Any, ...]) -> Reply:
    return Reply(row[0], row[1], row[2], Delivery(row[3]), *row[4:])
