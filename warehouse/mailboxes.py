"""Mailboxes: which messages of which numbering were fetched, which are settled, which still lack their mark.

A message is settled when it has an outcome other than ``failed``.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.session import Session
from warehouse.values import clean_text

_UNMARKED = """
SELECT b.uid FROM mailbox_messages b JOIN messages m ON m.sha256 = b.message_sha256
WHERE b.mailbox_id = ? AND b.marked_as IS NULL AND m.outcome <> 'failed'
ORDER BY b.uid
"""
_DONE = """
SELECT b.uid FROM mailbox_messages b JOIN messages m ON m.sha256 = b.message_sha256
WHERE b.mailbox_id = ? AND b.uid > ? AND m.outcome <> 'failed'
"""
_NOW_SMALL_ENOUGH = """
SELECT uid FROM mailbox_messages WHERE mailbox_id = ? AND NOT whole AND size <= ? ORDER BY uid
"""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder of a server in one numbering (UIDVALIDITY). ``settled_uid``: all up to it are settled.

    ``known`` is false where this numbering was opened for the first time.
    """

    id: int
    settled_uid: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message as it was fetched; ``whole`` is false where it was too large and only its header came."""

    uid: int
    message_sha256: str
    size: int
    whole: bool


def open_mailbox(session: Session, address: str, uidvalidity: int) -> Mailbox:
    """The row of a mailbox in this numbering; a new one where the numbering is new."""
    row = session.fetch_one(
        "SELECT id, settled_uid FROM mailboxes WHERE address = ? AND uidvalidity = ?", [address, uidvalidity]
    )
    if row is not None:
        return Mailbox(*row)
    with session.transaction():
        number = session.next_id("mailboxes")
        session.insert(
            "mailboxes",
            {
                "id": number,
                "address": clean_text(address),
                "uidvalidity": uidvalidity,
                "settled_uid": 0,
                "first_opened_at": session.now(),
            },
        )
    return Mailbox(number, 0, known=False)


def known_before(session: Session, address: str) -> bool:
    """Whether a mailbox was ever opened, in whatever numbering."""
    return session.fetch_one("SELECT 1 FROM mailboxes WHERE address = ?", [address]) is not None


def note_fetched(session: Session, mailbox_id: int, fetched: Fetched) -> None:
    """Write down where a message lies; fetched again, it takes the place of what was noted before."""
    with session.transaction():
        session.run("DELETE FROM mailbox_messages WHERE mailbox_id = ? AND uid = ?", [mailbox_id, fetched.uid])
        session.insert(
            "mailbox_messages",
            {
                "mailbox_id": mailbox_id,
                "uid": fetched.uid,
                "message_sha256": fetched.message_sha256,
                "size": fetched.size,
                "whole": fetched.whole,
                "fetched_at": session.now(),
            },
        )


def note_marked(session: Session, mailbox_id: int, uid: int, mark: str, settled_uid: int) -> None:
    """Write down that a message has its mark, and up to which UID everything is settled now."""
    with session.transaction():
        session.run(
            "UPDATE mailbox_messages SET marked_as = ? WHERE mailbox_id = ? AND uid = ?", [mark, mailbox_id, uid]
        )
        note_settled(session, mailbox_id, settled_uid)


def note_settled(session: Session, mailbox_id: int, settled_uid: int) -> None:
    """Write down up to which UID everything is settled; it never goes back."""
    session.run(
        "UPDATE mailboxes SET settled_uid = ? WHERE id = ? AND settled_uid < ?", [settled_uid, mailbox_id, settled_uid]
    )


def unmarked(session: Session, mailbox_id: int) -> list[int]:
    """UIDs of messages that are settled and have no mark yet: a run was killed in between."""
    return [row[0] for row in session.fetch(_UNMARKED, [mailbox_id])]


def done_above(session: Session, mailbox_id: int, uid: int) -> set[int]:
    """UIDs above ``uid`` of messages that are settled."""
    return {row[0] for row in session.fetch(_DONE, [mailbox_id, uid])}


def small_enough(session: Session, mailbox_id: int, limit: int) -> list[int]:
    """UIDs of messages that were too large before and are not larger than ``limit`` bytes."""
    return [row[0] for row in session.fetch(_NOW_SMALL_ENOUGH, [mailbox_id, limit])]
