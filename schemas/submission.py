"""What one manufacturer sends for one month and one kind (陳報), and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from schemas.document import Document
from schemas.findings import Finding


class State(StrEnum):
    """What became of a submission."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WARNINGS = "accepted_with_warnings"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class Outcome(StrEnum):
    """What became of a message; each message ends in exactly one. LOADED: its submissions carry the states."""

    LOADED = "loaded"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    NOTHING_TO_LOAD = "nothing_to_load"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as received. ``sha256`` is over its raw bytes; ``message_id`` may be missing or forged."""

    sha256: str
    source: str
    message_id: str | None
    sender: str | None
    sender_name: str | None
    subject: str | None
    sent_at: datetime | None
    received_at: datetime
    size: int
    reply_to: str | None = None
    references: str | None = None
    auto_submitted: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file found in a message. ``path`` says where: ``2/1`` is a MIME part, ``2/1!報表.pdf`` a zip member."""

    sha256: str
    message_sha256: str
    path: str
    name: str
    declared_type: str
    size: int


@dataclass(frozen=True, slots=True)
class SubmissionKey:
    """One manufacturer, one month, one instrument kind."""

    permit_number: str
    period: str
    instrument_kind: str

    @property
    def reference(self) -> str:
        """``MV115001/2026-10/gas_meter``: what its fee is paid under."""
        return f"{self.permit_number}/{self.period}/{self.instrument_kind}"


@dataclass(slots=True)
class JudgedDocument:
    """A document with all that was found in it and about it."""

    document: Document
    attachment: Attachment
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class FeeDue:
    """One fifth of the scheduled fees, floored once on the total (度量衡規費收費標準 art. 3, 22).

    ``payable`` is ``None`` where a unit fee is not known; ``missing`` then names the tables to supply.
    """

    scheduled: int | None
    payable: int | None
    missing: tuple[str, ...] = ()
    basis: str = ""


@dataclass(slots=True)
class Submission:
    """All documents of one key in one message, judged; it is loaded in one transaction."""

    key: SubmissionKey
    message_sha256: str
    documents: list[JudgedDocument]
    state: State
    received_at: datetime
    fee: FeeDue | None = None
    late_days: int = 0
    ruleset: str = ""
