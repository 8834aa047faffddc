"""The judgement of a submission's files: the same rules, in the same order, as ``zijian check`` applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.checking import judge
from flows.grouping import ReadFile
from flows.intake_types import IntakeSettings
from flows.mail_dates import TAIPEI
from schemas.compare import Comparison, compare
from schemas.deadline import due_date
from schemas.document import Document
from schemas.fee import fee_due
from schemas.findings import Finding
from schemas.rules.together import copy_of
from schemas.submission import FeeDue, JudgedDocument, State, Submission, SubmissionKey
from schemas.validate import RULESET, Context, History, bad_rows, state_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission with its files, the rows of each that stay out, and its monthly report, if it has one.

    ``comparison`` is with the files in force before, where one of them was replaced.
    """

    submission: Submission
    files: tuple[ReadFile, ...]
    bad_rows: tuple[frozenset[int], ...]
    report: Document | None
    comparison: Comparison | None = None

    @property
    def rows_total(self) -> int:
        """Instruments read from records; where there is no record, lines read from the report."""
        return sum(len(self.files[index].document.rows) for index in self._counted)

    @property
    def rows_bad(self) -> int:
        """Those of them that an error keeps out."""
        return sum(len(self.bad_rows[index]) for index in self._counted)

    @property
    def _counted(self) -> list[int]:
        kinds = [file.document.document_kind for file in self.files]
        wanted = "verification_record" if "verification_record" in kinds else "monthly_report"
        return [index for index, kind in enumerate(kinds) if kind == wanted]

    @property
    def findings(self) -> list[Finding]:
        """Of all files."""
        return [finding for document in self.submission.documents for finding in document.findings]


def judge_submission(
    key: SubmissionKey,
    files: Sequence[ReadFile],
    history: History,
    settings: IntakeSettings,
    message_sha256: str,
    held: Sequence[ReadFile] = (),
) -> Judged:
    """Hold the files of one submission against every rule, and say what becomes of it, what it owes, how late it is.

    ``held`` are the files that were in force before; where ``files`` lacks one of them it was corrected.
    """
    report = next((file for file in files if file.document.document_kind == "monthly_report"), None)
    received = (report or files[0]).received_at
    context = context_of(settings, history, received)
    before = _corrected(files, held, context)
    documents = judge_files(files, context)
    out = tuple(frozenset(bad_rows(item.findings)) for item in documents)
    submission = Submission(
        key=key,
        message_sha256=message_sha256,
        documents=documents,
        state=_state(documents, out),
        received_at=max(file.received_at for file in files),
        fee=fee_due(report.document, settings.legal) if report else None,
        late_days=_late_days(key.period, received, settings),
        ruleset=RULESET,
    )
    comparison = compare(before, [item.document for item in documents]) if before else None
    return Judged(submission, tuple(files), out, report.document if report else None, comparison)


def _corrected(files: Sequence[ReadFile], held: Sequence[ReadFile], context: Context) -> list[Document]:
    """The files in force before as they are judged today, if one of them was replaced; the originals stay unjudged."""
    kept = {file.attachment.sha256 for file in files}
    if all(file.attachment.sha256 in kept for file in held):
        return []
    return judge([file.document.model_copy() for file in held], context)


def judge_files(files: Sequence[ReadFile], context: Context) -> list[JudgedDocument]:
    """Each file with the findings of its reading, of its own, and against the others."""
    documents = judge([file.document for file in files], context)
    return [
        JudgedDocument(document, file.attachment, [*document.findings, *_copies(file)])
        for file, document in zip(files, documents, strict=True)
    ]


def context_of(settings: IntakeSettings, history: History | None, received: datetime) -> Context:
    """What the rules go by for files received at a moment."""
    return Context(settings.today, settings.legal, settings.register, history, _day(received))


def payable(fee: FeeDue | None) -> int:
    """The amount due in NT$; 0 where it cannot be computed."""
    return (fee.payable or 0) if fee else 0


def _copies(file: ReadFile) -> list[Finding]:
    """B561 for each further attachment with the same bytes, as ``check_together`` has it for a file given twice."""
    return [copy_of(file.attachment.name, copy.name) for copy in file.copies]


def _state(documents: Sequence[JudgedDocument], out: Sequence[frozenset[int]]) -> State:
    findings = [finding for item in documents for finding in item.findings]
    return state_of(findings, sum(len(item.document.rows) for item in documents), sum(map(len, out)))


def _late_days(period: str, received_at: datetime, settings: IntakeSettings) -> int:
    return max(0, (_day(received_at) - due_date(period, settings.legal.holidays)).days)


def _day(moment: datetime) -> date:
    return moment.astimezone(TAIPEI).date()
