"""The answer to a message: whether there is one, what it says, and under which name it lies in the outbox.

Its Message-ID follows from the message that it answers, so a message has one answer however often it is taken up; one
that was let go from quarantine has another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.intake_types import IntakeSettings, SubmissionResult
from flows.judging import Judged
from flows.mime_parts import FoundFile, Role
from generators.finding_lines import FileFinding
from generators.reply_data import ReceivedFile, ReplyAttachment, ReplyData, ReplySubmission
from generators.state_words import STATE_WORDS
from schemas.deadline import due_date
from schemas.submission import JudgedDocument, Message
from schemas.validate import RULESET

Note = tuple[str, str]

_FOR_THE_OFFICE = frozenset({"X614", "X690", "X691"})
"""Lists and tables that the office lacks or has not confirmed: nothing that a sender could do anything about."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A submission with what the warehouse made of it."""

    judged: Judged
    result: SubmissionResult


def no_reply_reason(message: Message, settings: IntakeSettings) -> str | None:
    """Why a message is not answered (RFC 3834: never an automatic answer to an automatic message), or ``None``."""
    if message.auto_submitted:
        return "reply-suppressed:automatic"
    address = message.reply_to or message.sender
    if address is None:
        return "reply-suppressed:no-address"
    if address.lower() == settings.from_addr.lower():
        return "reply-suppressed:own-address"
    return None


def reply_id(message: Message, settings: IntakeSettings, number: int) -> str:
    """The Message-ID of the answer; ``number`` is 1, and more after each release from quarantine."""
    again = f".{number}" if number > 1 else ""
    return f"<reply.{message.sha256[:40]}{again}@{settings.from_addr.rpartition('@')[2]}>"


def reply_name(message: Message, number: int) -> str:
    """The name of the answer's file: by time of receipt, then by message, then by ``number`` of the answer."""
    again = f"-{number}" if number > 1 else ""
    return f"{message.received_at:%Y%m%d-%H%M%S}-{message.sha256[:16]}{again}.eml"


def reply_data(
    message: Message,
    found: Sequence[FoundFile],
    settled: Sequence[Settled],
    stray: Sequence[JudgedDocument],
    receipts: Sequence[ReplyAttachment],
    settings: IntakeSettings,
    message_id: str,
) -> ReplyData:
    """All that the answer says; ``message_id`` is its own."""
    return ReplyData(
        to=message.reply_to or message.sender or "",
        to_name=message.sender_name,
        subject=message.subject or "",
        from_addr=settings.from_addr,
        message_id=message_id,
        date=settings.clock(),
        in_reply_to=message.message_id,
        references=message.references,
        submissions=tuple(_submission(one, message, settings) for one in settled),
        files=tuple(
            ReceivedFile(file.attachment.name, file.attachment.sha256, file.attachment.size)
            for file in found
            if file.role is Role.FILE
        ),
        other_findings=tuple(_lines(stray)),
        notes=tuple(_notes(found, settled)),
        attachments=tuple(receipts),
        example=settings.example,
        ruleset=RULESET,
    )


def _submission(settled: Settled, message: Message, settings: IntakeSettings) -> ReplySubmission:
    result, judged = settled.result, settled.judged
    return ReplySubmission(
        key=result.key,
        state=result.state,
        rows_total=result.rows_total,
        rows_loaded=result.rows_loaded,
        findings=tuple(_lines(judged.submission.documents)),
        company_name=_company(judged, settings),
        fee=result.fee,
        receipt_number=result.receipt_number,
        deadline=_deadline(settled, message.received_at, settings),
        late_days=result.late_days,
        changes=judged.comparison.counts if judged.comparison else None,
    )


def _company(judged: Judged, settings: IntakeSettings) -> str | None:
    permit = settings.register.permit(judged.submission.key.permit_number) if settings.register else None
    if permit is not None:
        return permit.company_name
    names = (file.document.header.company_name for file in judged.files)
    return next((name for name in names if name), None)


def _deadline(settled: Settled, received_at: datetime, settings: IntakeSettings) -> date | None:
    """The day on which the month's report is due, where the sender must send again and still can in time."""
    due = due_date(settled.result.key.period, settings.legal.holidays)
    return due if STATE_WORDS[settled.result.state].resend and received_at.date() <= due else None


def _lines(documents: Sequence[JudgedDocument]) -> Iterator[FileFinding]:
    for item in documents:
        for finding in item.findings:
            if finding.code not in _FOR_THE_OFFICE:
                yield FileFinding(item.attachment.name, finding, item.document.instrument_kind)


def _notes(found: Sequence[FoundFile], settled: Sequence[Settled]) -> Iterator[Note]:
    asides = _names(file.attachment.name for file in found if file.role is Role.ASIDE)
    if asides:
        yield (f"下列附件非檢定紀錄或月報表,未予讀取:{asides}。", f"Not read, being no record or report: {asides}.")
    for one in settled:
        held = _names(file.attachment.name for file in one.judged.files if file.carried)
        if held:
            yield (
                f"本次與前次已收之檔案合併檢核:{held}。",
                f"Judged together with files received earlier: {held}.",
            )
        if not one.result.in_force:
            yield (
                f"{one.result.key.period} 仍以先前已受理之陳報為準。",
                f"For {one.result.key.period} the submission accepted earlier remains in force.",
            )


def _names(names: Iterator[str]) -> str:
    return "、".join(dict.fromkeys(names))
