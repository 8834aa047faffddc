"""Notices of mail servers that a reply of ours could not be delivered (RFC 3464): written down, never answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mime

from generators.printable import one_line
from warehouse import deliveries
from warehouse.audit import INTAKE, AuditEntry, append
from warehouse.deliveries import Delivery
from warehouse.session import Session

_LONGEST = 256 << 10
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_OPEN_TO_BOUNCES = frozenset({Delivery.SENT, Delivery.SENDING})


def note_bounce(session: Session, data: bytes) -> str | None:
    """If a message says that a reply of ours bounced, mark the reply as refused; returns the reply's file name.

    Anybody can write such a message, so nothing follows from it but a mark for staff to look at.
    """
    report = message_from_bytes(data[:_LONGEST])
    status = _failure(report)
    if status is None:
        return None
    for message_id in _returned(report):
        reply = deliveries.reply_named(session, message_id)
        if reply is not None and reply.state in _OPEN_TO_BOUNCES:
            with session.transaction():
                deliveries.note(session, reply, Delivery.REFUSED, reason="bounced", answer=status)
                after = {"state": Delivery.REFUSED.value, "reason": "bounced"}
                append(
                    session, AuditEntry(INTAKE, "reply.refuse", reply.message_id, {"state": reply.state.value}, after)
                )
            return reply.path
    return None


def _failure(report: Mime) -> str | None:
    """What the notice says of a delivery that failed for good; not every server calls it a multipart/report."""
    for part in report.walk():
        if str(part.get("Action", "")).strip().lower() == "failed":
            words = [str(part.get(name, "")) for name in ("Status", "Diagnostic-Code")]
            return one_line(" ".join(filter(None, words)))[:300] or "failed"
    return None


def _returned(report: Mime) -> Iterator[str]:
    """The Message-IDs of what was sent back: a whole message, or its header as text."""
    for part in report.walk():
        found = _MESSAGE_ID.search(str(part.get("Message-ID", ""))) if part is not report else None
        if found:
            yield found[0]
        elif part.get_content_type() == "text/rfc822-headers":
            header = part.get_payload(decode=True)
            head = message_from_bytes(header) if isinstance(header, bytes) else Mime()
            yield from _MESSAGE_ID.findall(str(head.get("Message-ID", "")))[:1]
