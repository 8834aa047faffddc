"""Acknowledgement (回執) and correction notice (補正通知) as docx, from the same data as the reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from generators.docx_engine import render
from generators.finding_lines import FileFinding, Line, heaviest_first, line_of
from generators.printable import one_line
from generators.reply_data import ReceivedFile, ReplySubmission
from generators.state_words import STATE_WORDS
from generators.templates import BUILT_IN, Templates
from generators.wording import kind_name, roc_date, roc_month_or_text, roc_parts
from schemas.submission import SubmissionKey

_AGENCY = "經濟部標準檢驗局"


@dataclass(frozen=True, slots=True)
class AcknowledgementData:
    """What was received and what became of it; ``received`` carries its zone."""

    number: str
    company: str
    permit_number: str
    subject: str
    received: datetime
    issued_on: date
    submissions: tuple[ReplySubmission, ...]
    files: tuple[ReceivedFile, ...]
    agency: str = _AGENCY
    example: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionData:
    """The faults of one submission that its sender must correct."""

    key: SubmissionKey
    company: str
    issued_on: date
    findings: tuple[FileFinding, ...]
    deadline: date | None = None
    agency: str = _AGENCY
    example: bool = False


def acknowledgement_docx(data: AcknowledgementData, templates: Templates = BUILT_IN) -> bytes:
    """The filled acknowledgement."""
    return render(templates.path("acknowledgement", data.issued_on), acknowledgement_values(data))


def acknowledgement_values(data: AcknowledgementData) -> dict[str, object]:
    """What the template prints."""
    return {
        "example": data.example,
        "agency": data.agency,
        "company": data.company,
        "permit_number": data.permit_number,
        "received": f"{roc_date(data.received.date())} {data.received:%H:%M}",
        "number": data.number,
        "subject": one_line(data.subject),
        "submissions": [_submission(submission) for submission in data.submissions],
        "files": [{"name": file.name, "size": f"{file.size:,}", "sha256": file.sha256} for file in data.files],
        **roc_parts(data.issued_on),
    }


def correction_notice_docx(data: CorrectionData, templates: Templates = BUILT_IN) -> bytes:
    """The filled correction notice, the heaviest findings first; all of them, however many."""
    return render(templates.path("correction_notice", data.issued_on), correction_values(data))


def correction_notice_lines_docx(data: CorrectionData, lines: Sequence[Line], templates: Templates = BUILT_IN) -> bytes:
    """The correction notice of findings that are lines already, in the given order; ``data.findings`` is not used."""
    return render(templates.path("correction_notice", data.issued_on), _correction_values(data, lines))


def correction_values(data: CorrectionData) -> dict[str, object]:
    """What the template prints."""
    return _correction_values(data, [line_of(found) for found in heaviest_first(data.findings)])


def _correction_values(data: CorrectionData, lines: Sequence[Line]) -> dict[str, object]:
    return {
        "example": data.example,
        "agency": data.agency,
        "company": data.company,
        "permit_number": data.key.permit_number,
        "period": roc_month_or_text(data.key.period),
        "kind": kind_name(data.key.instrument_kind),
        "deadline": roc_date(data.deadline) if data.deadline else "由承辦人員另行通知",
        "how": "更正後重新寄送該月份之整份檔案",
        "findings": [_finding(line) for line in lines],
        "closing": f"以上共 {len(lines):,} 項。",
        **roc_parts(data.issued_on),
    }


def _submission(submission: ReplySubmission) -> dict[str, str]:
    words = STATE_WORDS[submission.state]
    return {
        "period": roc_month_or_text(submission.key.period),
        "kind": kind_name(submission.key.instrument_kind),
        "state": words.zh,
        "rows": f"{submission.rows_loaded:,}/{submission.rows_total:,}",
        "note": words.do_zh,
    }


def _finding(line: Line) -> dict[str, str]:
    return {
        "file": line.file,
        "page": line.page,
        "row": line.row,
        "field": line.field,
        "value": line.value,
        "message": f"[{line.severity} {line.code}] {line.message}",
        "remedy": line.remedy,
    }
