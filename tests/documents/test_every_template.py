"""Every template, filled: the Word file by python-docx and its PDF by LibreOffice say the data; records read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.oxml.ns import qn
from pypdfium2 import PdfDocument

from flows.reading import read_isolated
from generators.finding_lines import FileFinding
from generators.forms import form_docx, record_docx, report_docx
from generators.libreoffice import OfficeFile, to_pdf
from generators.notices import AcknowledgementData, CorrectionData, acknowledgement_docx, correction_notice_docx
from generators.permit_papers import (
    DestroyedBatch,
    DestructionData,
    PermitData,
    ReminderData,
    RenewalData,
    destruction_docx,
    permit_docx,
    reminder_docx,
    renewal_docx,
)
from generators.receipt import ReceiptData, ReceiptItem, receipt_docx
from generators.reply_data import ReceivedFile, ReplySubmission
from generators.templates import BUILT_IN
from schemas.document import Document
from schemas.findings import Finding
from schemas.form_reading import read_form
from schemas.forms import FORMS
from schemas.submission import State, SubmissionKey
from tests.generators.test_forms import DATA
from tests.rules import specimens

DAY = date(2026, 11, 21)
WHO = "東昇A&B儀表<股>公司"
KEY = SubmissionKey("MV115001", "2026-10", "gas_meter")
RECORDS = {f"FIF-03-{name}": specimens.record(name) for name in specimens.KINDS}
REPORT = specimens.report()


@dataclass(frozen=True)
class Paper:
    """A document and what must be found in it, blanks aside."""

    docx: bytes
    said: tuple[str, ...]


def _form(number: str) -> Paper:
    form, findings = read_form(FORMS[number], DATA[number])
    assert form is not None, findings
    texts = [value for value in DATA[number].values() if isinstance(value, str) and value != "115/11/21"]
    return Paper(form_docx(number, form), tuple(texts))


def _record(document: Document) -> Paper:
    said = [value for row in document.rows for value in (row.serial_number, row.mark_number) if value]
    header = document.header
    return Paper(record_docx(document), (header.company_name, header.verifier, header.model, *said))


def _papers() -> Mapping[str, Paper]:
    permit = PermitData(
        "MV115001",
        "S1",
        WHO,
        "04595257",
        "王大明",
        "新北市五股區1號",
        "一廠",
        "東昇測試實驗室",
        "水量計",
        DAY,
        DAY,
        DAY,
    )
    receipt = ReceiptData(
        "115-3160-000042", WHO, "04595257", DAY, (ReceiptItem("3160", 2_468, "五分之一"),), "檢定費用"
    )
    received = datetime(2026, 11, 7, 9, 5, tzinfo=ZoneInfo("Asia/Taipei"))
    states = (ReplySubmission(KEY, State.PARTLY_ACCEPTED, 300, 298),)
    files = (ReceivedFile("甲&乙.pdf", "0f" * 32, 9),)
    destroyed = DestructionData(
        company_name=WHO,
        permit_number="MV115001",
        reason="年度結束未使用完畢",
        place="東昇一廠",
        method="裁切",
        issued_on=DAY,
        destroyed_on=DAY,
        batches=(DestroyedBatch("weighing_instrument", "BA", "1500101", "1501200", 1_100),),
    )
    finding = FileFinding("b.pdf", Finding("F104"))
    return {
        **{number: _form(number) for number in FORMS},
        **{name: _record(document) for name, document in RECORDS.items()},
        "FIF-04": Paper(
            report_docx(REPORT), (REPORT.header.company_name, *(row.serial_numbers for row in REPORT.rows))
        ),
        "permit": Paper(permit_docx(permit), ("MV115001", WHO, "04595257", "東昇測試實驗室", "115年11月21日")),
        "receipt": Paper(receipt_docx(receipt), ("115-3160-000042", WHO, "2,468", "貳仟肆佰陸拾捌", "檢定費用")),
        "acknowledgement": Paper(
            acknowledgement_docx(AcknowledgementData("115-7", WHO, "MV115001", "十月", received, DAY, states, files)),
            (WHO, "甲&乙.pdf", "298/300", "0f" * 32),
        ),
        "correction_notice": Paper(
            correction_notice_docx(CorrectionData(KEY, WHO, DAY, (finding,), DAY)), (WHO, "b.pdf", "F104", "115年10月")
        ),
        "reminder": Paper(
            reminder_docx(ReminderData(WHO, "MV115001", "2026-10", ("water_meter",), DAY, DAY)), (WHO, "水量計")
        ),
        "renewal_notice": Paper(
            renewal_docx(RenewalData(WHO, "MV115001", DAY, date(2029, 11, 30), DAY)), (WHO, "118年11月30日")
        ),
        "mark_destruction": Paper(destruction_docx(destroyed), (WHO, "1501200", "1,100", "年度結束未使用完畢")),
    }


@dataclass(frozen=True)
class Made:
    papers: Mapping[str, Paper]
    pdfs: Mapping[str, bytes]


@pytest.fixture(scope="module")
def made() -> Made:
    """All of them, by one LibreOffice."""
    papers = _papers()
    pdfs = to_pdf([OfficeFile(f"{name}.docx", paper.docx) for name, paper in papers.items()])
    return Made(papers, {name: pdf for name, pdf in zip(papers, pdfs, strict=True) if isinstance(pdf, bytes)})


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _word_text(content: bytes) -> str:
    body = docx.Document(BytesIO(content)).element.body
    return _squeezed("".join(node.text or "" for node in body.iter(qn("w:t"))))


def _pdf_text(pdf: bytes) -> str:
    return _squeezed("".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf)))


def _unsaid(papers: Mapping[str, Paper], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, paper in papers.items():
        yield from ((name, said) for said in paper.said if _squeezed(said) not in texts[name])


@pytest.mark.xdist_group("every_template")
def test_every_template_is_filled_here(made: Made) -> None:
    assert set(made.papers) == {path.stem for path in BUILT_IN.path("FIF-01").parent.glob("*.docx")}
    assert all(len(paper.said) >= 2 for paper in made.papers.values())


@pytest.mark.xdist_group("every_template")
def test_the_word_file_says_the_data(made: Made) -> None:
    texts = {name: _word_text(paper.docx) for name, paper in made.papers.items()}
    assert list(_unsaid(made.papers, texts)) == []


@pytest.mark.xdist_group("every_template")
def test_the_pdf_says_the_data(made: Made) -> None:
    assert set(made.pdfs) == set(made.papers)
    assert list(_unsaid(made.papers, {name: _pdf_text(pdf) for name, pdf in made.pdfs.items()})) == []


def _rows(document: Document) -> list[dict[str, Any]]:
    return [row.model_dump() for row in document.rows]


@pytest.mark.xdist_group("every_template")
@pytest.mark.parametrize("name", [*RECORDS, "FIF-04"])
@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_a_record_reads_back_from_word_and_pdf(made: Made, name: str, ending: str) -> None:
    truth = RECORDS.get(name, REPORT)
    data = made.pdfs[name] if ending == "pdf" else made.papers[name].docx
    found = read_isolated(data, f"{name}.{ending}")
    assert found.findings == []
    assert found.instrument_kind == truth.instrument_kind
    assert _rows(found) == _rows(truth)
    assert found.header.permit_number == truth.header.permit_number
