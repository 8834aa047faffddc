"""The answer to a message: whether there is one, what it says, and under which name it lies in the outbox.

Its Message-ID follows from the message that it answers, so a message has one answer however often it is taken up; one
that was let go from quarantine has another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from flows.intake_types import IntakeSettings, SubmissionResult
from flows.judging import Judged
from flows.mail_envelope import can_be_written_to, is_robot
from flows.mime_parts import FoundFile, Role
from flows.reply_copies import Enclosed, to_sender
from generators.finding_lines import FileFinding
from generators.reply_data import ReceivedFile, ReplyData, ReplySubmission
from generators.state_words import STATE_WORDS
from schemas.compare import Comparison, Named
from schemas.deadline import due_date
from schemas.plain_words import Change
from schemas.submission import JudgedDocument, Message
from schemas.validate import RULESET

Note = tuple[str, str]
_NO_CHANGES: Mapping[int, Change] = MappingProxyType({})


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
    if address is None or not can_be_written_to(address):
        return "reply-suppressed:no-address"
    if is_robot(address):
        return "reply-suppressed:automatic"
    if address.lower() in {settings.from_addr.lower(), (settings.mail.smtp.copy_to or "").lower()}:
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
    enclosed: Enclosed,
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
        notes=(*_notes(found, settled), *_about_copies(enclosed)),
        attachments=(*enclosed.receipts, *enclosed.copies),
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
        findings=tuple(_lines(judged.submission.documents, _marked(judged.comparison))),
        company_name=_company(judged, settings),
        fee=result.fee,
        receipt_number=result.receipt_number,
        deadline=_deadline(settled, message.received_at, settings),
        late_days=result.late_days,
        changes=judged.comparison.counts if judged.comparison else None,
        settled=tuple(_settled(judged.comparison)),
    )


def _marked(comparison: Comparison | None) -> dict[int, Change]:
    """Of the findings that stand, by identity: whether the file before had them."""
    if comparison is None:
        return {}
    marked: dict[int, Change] = {id(found.finding): "left" for found in comparison.left}
    marked.update({id(found.finding): "new" for found in comparison.new})
    return marked


def _settled(comparison: Comparison | None) -> Iterator[FileFinding]:
    """The findings of the files before that stand no more."""
    if comparison is not None:
        yield from (_before(found, "fixed") for found in comparison.fixed)
        yield from (_before(found, "gone") for found in comparison.gone)


def _before(found: Named, what: Change) -> FileFinding:
    document = found.document
    return FileFinding(document.source.file, found.finding, document.instrument_kind, what)


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


def _lines(documents: Sequence[JudgedDocument], changes: Mapping[int, Change] = _NO_CHANGES) -> Iterator[FileFinding]:
    for item in documents:
        for finding in item.findings:
            if to_sender(finding):
                change = changes.get(id(finding))
                yield FileFinding(item.attachment.name, finding, item.document.instrument_kind, change)


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


def _about_copies(enclosed: Enclosed) -> Iterator[Note]:
    if enclosed.copies:
        names = _names(one.name for one in enclosed.copies)
        yield f"隨函附上標註檢核結果之檔案副本:{names}。", f"Attached, with the findings marked in them: {names}."
    if enclosed.left_out:
        names = _names(iter(enclosed.left_out))
        yield f"下列檔案之標註副本過大,未附:{names}。", f"Too large to attach with marks: {names}."


def _names(names: Iterator[str]) -> str:
    return "、".join(dict.fromkeys(names))
