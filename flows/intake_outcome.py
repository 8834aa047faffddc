"""What became of a message and of its submissions, in one word each."""

from __future__ import annotations

from collections.abc import Sequence

from flows.grouping import ReadFile
from flows.intake_types import MessageResult, SubmissionResult
from flows.judging import Judged
from flows.mail_source import RawMessage
from flows.mime_parts import FoundFile
from flows.outbox import Settled
from schemas.catalogue import severity
from schemas.document import Document, Source
from schemas.errors import ZijianError
from schemas.findings import Finding, Severity
from schemas.submission import JudgedDocument, Message, Outcome
from warehouse.model import LOADING_STATES, Loaded


class ReadingFailed(ZijianError):
    """The program itself failed on a file; a later version may read it."""

    retryable = True


def refuse_our_faults(files: Sequence[ReadFile]) -> None:
    """F199 is a fault of this program and not of the file: the message waits until the program is mended."""
    broken = [file.attachment.name for file in files if any(one.code == "F199" for one in file.document.findings)]
    if broken:
        raise ReadingFailed(f"讀檔程式發生錯誤:{'、'.join(broken)} (internal fault while reading)")


def duplicate(raw: RawMessage, message: Message) -> MessageResult:
    """A message that is settled already: it is counted, and changes nothing."""
    return MessageResult(raw.where, message.sha256, Outcome.DUPLICATE, "same-message", message)


def outcome_of(settled: Sequence[Settled], stray: Sequence[JudgedDocument]) -> tuple[Outcome, str | None]:
    """The outcome of a message with these submissions and these files that belong to none, and its reason."""
    if any(one.result.new for one in settled):
        return Outcome.LOADED, None
    if stray:
        return Outcome.QUARANTINED, ",".join(_codes(stray)) or "no-submission"
    if settled:
        return Outcome.DUPLICATE, "same-files:" + ",".join(str(one.result.submission_id) for one in settled)
    return Outcome.NOTHING_TO_LOAD, None


def _codes(documents: Sequence[JudgedDocument]) -> list[str]:
    heavy = (finding.code for item in documents for finding in item.findings if is_error(finding))
    return list(dict.fromkeys(heavy))


def is_error(finding: Finding) -> bool:
    """Whether a finding keeps a row or a file out."""
    return severity(finding) in {Severity.ERROR, Severity.FATAL}


def submission_result(judged: Judged, loaded: Loaded, receipt: str | None) -> SubmissionResult:
    """What the warehouse made of a judged submission; ``receipt`` is the number that holds for it."""
    submission = judged.submission
    loads = submission.state in LOADING_STATES
    return SubmissionResult(
        submission_id=loaded.submission_id,
        key=submission.key,
        state=submission.state,
        new=loaded.new,
        in_force=loaded.in_force,
        rows_total=judged.rows_total,
        rows_loaded=judged.rows_total - judged.rows_bad if loads else 0,
        fee=submission.fee,
        receipt_number=receipt,
        late_days=submission.late_days,
    )


def unopened(file: FoundFile) -> JudgedDocument:
    """A container that could not be opened, as a document of which nothing is known but why."""
    source = Source(file=file.attachment.name, sha256=file.attachment.sha256, pages=0, engine="container")
    document = Document(
        document_kind=None, instrument_kind=None, source=source, header=None, rows=[], findings=list(file.findings)
    )
    return JudgedDocument(document, file.attachment, list(file.findings))
