"""Acknowledgements and correction notices of a month, from what the warehouse holds of its submissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.intake_types import IntakeSettings
from flows.mail_dates import TAIPEI
from generators.finding_lines import FileFinding, Line, line_of
from generators.notices import AcknowledgementData, CorrectionData
from generators.reply_data import ReceivedFile, ReplySubmission
from schemas.findings import Finding
from schemas.place import Place
from schemas.submission import State, SubmissionKey
from warehouse.followup import submission_facts
from warehouse.session import Session

_SUBMISSIONS = """
SELECT s.id, s.permit_number, s.period, s.instrument_kind, s.state, s.received_at, s.late_days, s.message_sha256,
    coalesce(m.subject, ''), p.company_name
FROM current_submissions s
JOIN messages m ON m.sha256 = s.message_sha256
LEFT JOIN permits p ON p.permit_number = s.permit_number AND p.register_id = (SELECT max(id) FROM registers)
WHERE s.period = ? ORDER BY s.permit_number, s.instrument_kind
"""
_FILES = """
SELECT d.file_name, d.file_sha256, coalesce(a.size, 0) FROM documents d
LEFT JOIN attachments a ON a.message_sha256 = d.message_sha256 AND a.path = d.attachment_path
WHERE d.submission_id = ? ORDER BY d.id
"""
_FINDINGS = """
SELECT d.file_name, f.code, f.page, f.sheet, f."row", f.line, f."column", f.field, f.value, f.message
FROM findings f JOIN documents d ON d.id = f.document_id
WHERE f.submission_id = ? AND f.severity IN ('error', 'fatal')
ORDER BY f.severity DESC, d.id, f."row", f.code
"""


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """A document to be filled: an acknowledgement, or with ``lines`` a correction notice."""

    name: str
    data: AcknowledgementData | CorrectionData
    lines: tuple[Line, ...] = ()

    def docx(self) -> bytes:
        """The filled document."""
        from generators.notices import acknowledgement_docx, correction_notice_lines_docx  # noqa: PLC0415

        if isinstance(self.data, CorrectionData):
            return correction_notice_lines_docx(self.data, self.lines)
        return acknowledgement_docx(self.data)


def document_jobs(session: Session, how: IntakeSettings, period: str) -> Iterator[DocumentJob]:
    """For each submission in force of a month its acknowledgement, and its correction notice where it has errors."""
    for row in session.fetch(_SUBMISSIONS, [period]):
        number, *rest = row
        key = SubmissionKey(*rest[:3])
        state, received, late, message, subject, company = rest[3:]
        stem = f"{key.permit_number}-{key.instrument_kind}"
        facts = submission_facts(session, number)
        company = company or facts.company_name or key.permit_number
        submission = ReplySubmission(
            key, State(state), facts.rows_total, facts.rows_loaded, company_name=company, late_days=late
        )
        yield DocumentJob(
            f"acknowledgement-{stem}.docx",
            AcknowledgementData(
                number=message[:16],
                company=company,
                permit_number=key.permit_number,
                subject=subject,
                received=_taipei(received),
                issued_on=how.today,
                submissions=(submission,),
                files=tuple(ReceivedFile(*one) for one in session.fetch(_FILES, [number])),
                example=how.example,
            ),
        )
        lines = tuple(_lines(session, number, key.instrument_kind))
        if lines:
            yield DocumentJob(f"correction-{stem}.docx", _correction(key, company, how.today, how.example), lines)


def _correction(key: SubmissionKey, company: str, today: date, example: bool) -> CorrectionData:
    return CorrectionData(key=key, company=company, issued_on=today, findings=(), example=example)


def _lines(session: Session, submission: int, kind: str) -> Iterator[Line]:
    """The errors as they were told then: the sentence is the warehouse's, the remedy the catalogue's."""
    for name, code, page, sheet, row, line, column, field, value, said in session.fetch(_FINDINGS, [submission]):
        place = Place(page=page, sheet=sheet, row=row, line=line, column=column)
        found = FileFinding(name, Finding(code, place, field, value), kind)
        yield replace(line_of(found), message=said)


def _taipei(moment: datetime) -> datetime:
    return moment.replace(tzinfo=TAIPEI)
