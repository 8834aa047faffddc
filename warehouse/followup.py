"""What an intake asks about what came before: the files in force, the receipt in force, what is to be taken again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.errors import WarehouseError
from schemas.submission import Attachment, SubmissionKey
from warehouse.audit import INTAKE, AuditEntry, append
from warehouse.model import Receipt
from warehouse.receipts import RECEIPT_COLUMNS
from warehouse.session import Session

_DOCUMENTS = """
SELECT d.file_sha256, d.message_sha256, d.attachment_path, d.file_name, coalesce(a.declared_type, ''),
    coalesce(a.size, 0), m.received_at
FROM current_submissions s
JOIN documents d ON d.submission_id = s.id
JOIN messages m ON m.sha256 = d.message_sha256
LEFT JOIN attachments a ON a.message_sha256 = d.message_sha256 AND a.path = d.attachment_path
WHERE s.permit_number = ? AND s.period = ? AND s.instrument_kind = ?
ORDER BY d.id
"""
_FACTS = """
SELECT s.message_sha256,
    coalesce(sum(d.rows) FILTER (d.document_kind = 'verification_record'), sum(d.rows), 0),
    coalesce(sum(d.rows_loaded) FILTER (d.document_kind = 'verification_record'), sum(d.rows_loaded), 0),
    min(d.company_name)
FROM submissions s LEFT JOIN documents d ON d.submission_id = s.id
WHERE s.id = ?
GROUP BY s.message_sha256
"""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A file of the submission in force; ``received_at`` (Asia/Taipei, no zone) is when its message came in."""

    attachment: Attachment
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A message that a killed run left behind; ``received_at`` in Asia/Taipei, no zone."""

    sha256: str
    source: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What a month report says of a submission beside its line: its message, rows, findings by code.

    Rows are the instruments of its records; where it has no record, the lines of its report.
    """

    message_sha256: str
    rows_total: int
    rows_loaded: int
    codes: Mapping[str, int]
    company_name: str | None


def documents_in_force(session: Session, key: SubmissionKey) -> list[HeldDocument]:
    """The files of the submission that is in force for a key, in the order in which they were loaded."""
    rows = session.fetch(_DOCUMENTS, [key.permit_number, key.period, key.instrument_kind])
    return [
        HeldDocument(Attachment(sha256, message, path, name, declared, size), received)
        for sha256, message, path, name, declared, size, received in rows
    ]


def receipt_in_force(session: Session, key: SubmissionKey) -> Receipt | None:
    """The receipt of a key that is not void; a correction of the same amount keeps it."""
    row = session.fetch_one(
        f"SELECT {RECEIPT_COLUMNS} FROM receipts"  # noqa: S608 (our own names)
        " WHERE reference = ? AND voided_at IS NULL ORDER BY number DESC",
        [key.reference],
    )
    return Receipt(*row) if row else None


def unsettled(session: Session) -> list[Unsettled]:
    """Messages that were registered and never settled, oldest first."""
    rows = session.fetch(
        "SELECT sha256, source, received_at FROM messages WHERE outcome IS NULL ORDER BY received_at, sha256"
    )
    return [Unsettled(*row) for row in rows]


def submission_facts(session: Session, submission_id: int) -> SubmissionFacts:
    """The facts of one submission that is in the warehouse."""
    row = session.fetch_one(_FACTS, [submission_id])
    if row is None:
        raise WarehouseError(f"查無陳報 {submission_id} (no such submission)")
    codes = session.fetch(
        "SELECT code, count(*) FROM findings WHERE submission_id = ? GROUP BY code ORDER BY code", [submission_id]
    )
    return SubmissionFacts(row[0], int(row[1]), int(row[2]), dict(codes), row[3])


def receipt_numbers(session: Session) -> set[str]:
    """The numbers of all receipts."""
    return {row[0] for row in session.fetch("SELECT number FROM receipts")}


def reopen_failed(session: Session, sha256: str) -> None:
    """Take a message whose processing failed for registered only, so that it can be settled again."""
    with session.transaction():
        row = session.fetch_one("SELECT reason FROM messages WHERE sha256 = ? AND outcome = 'failed'", [sha256])
        if row is None:
            return
        session.run("UPDATE messages SET outcome = NULL, reason = NULL, settled_at = NULL WHERE sha256 = ?", [sha256])
        before = {"outcome": "failed", "reason": row[0]}
        append(session, AuditEntry(INTAKE, "message.retry", sha256, before))
