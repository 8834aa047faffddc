"""What a reply to a submission says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from generators.finding_lines import FileFinding
from schemas.submission import FeeDue, State, SubmissionKey


@dataclass(frozen=True, slots=True)
class ReplyAttachment:
    """A file that goes with the reply; ``content_type`` as ``application/pdf``."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file of the answered message, as it was registered."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ReplySubmission:
    """One submission and what became of it.

    ``rows_total`` instruments (or report lines) were read, ``rows_loaded`` of them are in the warehouse.
    ``deadline`` is the last day for what the sender still has to do; ``None`` where the law sets none.
    ``changes``: how many findings of the files before are ``fixed``, ``left``, ``gone`` (their rows were not sent
    again), and how many are ``new``; ``None`` where nothing was corrected. ``settled`` are those fixed and gone, one
    by one; those left and new stand in ``findings`` and say so.
    """

    key: SubmissionKey
    state: State
    rows_total: int
    rows_loaded: int
    findings: tuple[FileFinding, ...] = ()
    company_name: str | None = None
    fee: FeeDue | None = None
    receipt_number: str | None = None
    deadline: date | None = None
    late_days: int = 0
    changes: Mapping[str, int] | None = None
    settled: tuple[FileFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyData:
    """The whole reply. ``message_id`` and ``in_reply_to`` stand in angle brackets; ``date`` carries its zone.

    ``other_findings`` belong to files that could not be assigned to a submission. ``notes`` are sentences
    (Chinese, English) on the message as a whole. ``ruleset`` is the version of the rules that judged it.
    """

    to: str
    subject: str
    from_addr: str
    message_id: str
    date: datetime
    in_reply_to: str | None = None
    references: str | None = None
    to_name: str | None = None
    from_name: str = "自行檢定陳報窗口"
    submissions: tuple[ReplySubmission, ...] = ()
    files: tuple[ReceivedFile, ...] = ()
    other_findings: tuple[FileFinding, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    attachments: tuple[ReplyAttachment, ...] = ()
    example: bool = False
    ruleset: str = ""

    @property
    def all_findings(self) -> tuple[FileFinding, ...]:
        """Every finding of the message."""
        return tuple(item for submission in self.submissions for item in submission.findings) + self.other_findings
