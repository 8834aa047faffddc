"""Messages in quarantine: what is held and why, and letting one go, with its history in the audit log.

A message that is let go is registered again and nothing more: the next intake judges it anew from its original. Its
documents and findings leave the tables, since the same files are read again; what they were stands in the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.errors import UsageError
from schemas.submission import Outcome
from warehouse.audit import AuditEntry, AuditRecord, Filter, JsonValue, append, entries
from warehouse.deliveries import Delivery, note, reply_named
from warehouse.session import Session

_FILES = """
SELECT d.message_sha256, d.file_name, d.file_sha256, list_distinct(list(f.code) FILTER (f.code IS NOT NULL)).list_sort()
FROM documents d LEFT JOIN findings f ON f.document_id = d.id
WHERE d.submission_id IS NULL AND list_contains(?::VARCHAR[], d.message_sha256)
GROUP BY d.id, d.message_sha256, d.file_name, d.file_sha256
ORDER BY d.id
"""
_MESSAGES = """
SELECT sha256, outcome, reason, source, sender, subject, received_at, settled_at FROM messages m
WHERE outcome = 'quarantined'
    OR (? AND outcome = 'loaded' AND EXISTS (
        FROM documents d WHERE d.message_sha256 = m.sha256 AND d.submission_id IS NULL))
    OR (? AND sha256 IN (SELECT subject FROM audit WHERE starts_with("action", 'quarantine.')))
ORDER BY received_at, sha256
"""
_LET_GO = "UPDATE messages SET outcome = ?, reason = ?, settled_at = ? WHERE sha256 = ?"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of a message that belongs to no submission, with the codes of what was found in it."""

    name: str
    sha256: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that waits for a person, or whose files do in part; times in Asia/Taipei, no zone."""

    sha256: str
    outcome: Outcome | None
    reason: str | None
    source: str
    sender: str | None
    subject: str | None
    received_at: datetime
    settled_at: datetime | None
    files: tuple[HeldFile, ...] = ()


def held_messages(session: Session, *, parts: bool = False, past: bool = False) -> list[HeldMessage]:
    """The messages in quarantine, oldest first.

    ``parts``: also loaded ones with files that belong to no submission; ``past``: also those that were let go.
    """
    rows = session.fetch(_MESSAGES, [parts, past])
    files: dict[str, list[HeldFile]] = {row[0]: [] for row in rows}
    for message, name, sha256, codes in session.fetch(_FILES, [list(files)]):
        files[message].append(HeldFile(name, sha256, tuple(codes or ())))
    return [_message(row, files[row[0]]) for row in rows]


def held_message(session: Session, text: str, *, past: bool = False) -> HeldMessage:
    """The held message whose SHA-256 begins with ``text``; ``UsageError`` where there is none, or more than one."""
    held = held_messages(session, parts=True, past=past)
    found = [item for item in held if text and item.sha256.startswith(text.lower())]
    if len(found) == 1:
        return found[0]
    what = "不只一封 (several messages)" if found else "隔離中無此郵件 (no such message in quarantine)"
    raise UsageError(f"{text}:{what}", hint="見 zijian intake quarantine list。")


def history(session: Session, sha256: str) -> list[AuditRecord]:
    """What happened to a message, oldest first."""
    return entries(session, Filter(subject=sha256))


def release(session: Session, sha256: str, actor: str, why: str) -> None:
    """Let a message go, to be judged anew; ``why`` says what has changed, ``actor`` who says so."""
    _let_go(session, sha256, AuditEntry(actor, "quarantine.release", sha256, after={"why": why}), None)


def dismiss(session: Session, sha256: str, actor: str, why: str) -> None:
    """Settle a message in quarantine for good as one with nothing to load."""
    _let_go(session, sha256, AuditEntry(actor, "quarantine.dismiss", sha256, after={"why": why}), why)


def _let_go(session: Session, sha256: str, entry: AuditEntry, dismissed: str | None) -> None:
    with session.transaction():
        held = held_message(session, sha256)
        before: dict[str, JsonValue] = {
            "outcome": held.outcome.value if held.outcome else None,
            "reason": held.reason,
            "files": [{"sha256": file.sha256, "codes": file.codes} for file in held.files],
        }
        append(session, AuditEntry(entry.actor, entry.action, sha256, before, entry.after))
        if dismissed is None:
            _forget_documents(session, sha256)
            _withdraw_replies(session, sha256)
            session.run(_LET_GO, [None, None, None, sha256])
        else:
            reason = f"dismissed: {dismissed}"
            session.run(_LET_GO, [Outcome.NOTHING_TO_LOAD.value, reason, session.now(), sha256])


def _forget_documents(session: Session, sha256: str) -> None:
    for table in ("findings", "documents"):
        session.run(f"DELETE FROM {table} WHERE message_sha256 = ? AND submission_id IS NULL", [sha256])  # noqa: S608


def _withdraw_replies(session: Session, sha256: str) -> None:
    """An answer that still waits would tell of a judgement that is void now; the new one goes in its place."""
    for (message_id,) in session.fetch("SELECT message_id FROM outbox WHERE message_sha256 = ?", [sha256]):
        reply = reply_named(session, message_id)
        if reply is not None and reply.state is Delivery.QUEUED:
            note(session, reply, Delivery.WITHDRAWN, reason="released")


def _message(row: Sequence[Any], files: Sequence[HeldFile]) -> HeldMessage:
    sha256, outcome, reason, source, sender, subject, received_at, settled_at = row
    return HeldMessage(
        sha256,
        Outcome(outcome) if outcome else None,
        reason,
        source,
        sender,
        subject,
        received_at,
        settled_at,
        tuple(files),
    )
