"""Acknowledgement and correction notice, re-opened with python-docx."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from docx import Document

from generators.finding_lines import FileFinding
from generators.notices import AcknowledgementData, CorrectionData, acknowledgement_docx, correction_notice_docx
from generators.reply_data import ReceivedFile, ReplySubmission
from schemas.findings import Finding
from schemas.place import Place
from schemas.submission import State, SubmissionKey

KEY = SubmissionKey("MV115001", "2026-10", "gas_meter")


def all_text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert "{" not in text
    assert "%}" not in text
    return text


def test_an_acknowledgement_names_each_file_and_each_state() -> None:
    data = AcknowledgementData(
        number="115-000007",
        company="東昇<儀表>&公司",
        permit_number="MV115001",
        subject="十月\r\n陳報",
        received=datetime(2026, 11, 7, 9, 5, tzinfo=ZoneInfo("Asia/Taipei")),
        issued_on=date(2026, 11, 7),
        submissions=(ReplySubmission(KEY, State.PARTLY_ACCEPTED, 300, 298),),
        files=(ReceivedFile("甲&乙.pdf", "0f" * 32, 1_234_567), ReceivedFile("b.xlsx", "1e" * 32, 9)),
    )
    text = all_text(acknowledgement_docx(data))
    for said in (
        "東昇<儀表>&公司",
        "115年11月7日 09:05",
        "十月 陳報",
        "部分受理",
        "298/300",
        "甲&乙.pdf",
        "1e" * 32,
        "膜式氣量計",
    ):
        assert said in text
    assert "範例" not in text


def test_a_correction_notice_lists_every_finding_heaviest_first() -> None:
    light = FileFinding("a.pdf", Finding("C305", Place(page=1, row=2), "qmax_error", "1,0"), "gas_meter")
    heavy = FileFinding("b.pdf", Finding("F104"))
    data = CorrectionData(
        KEY, "東昇公司", date(2026, 11, 7), (light,) * 300 + (heavy,), date(2026, 11, 20), example=True
    )
    document = Document(BytesIO(correction_notice_docx(data)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert len(rows) == 1 + 301
    assert rows[1][1] == "b.pdf"
    assert rows[2][2:6] == ["第1頁", "2", "1.0Qmax 器差", "1,0"]
    text = all_text(correction_notice_docx(data))
    assert "115年11月20日" in text
    assert "【範例】" in text
