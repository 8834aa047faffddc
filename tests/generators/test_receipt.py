"""The receipt: every figure on it, no tag left, and the words that mark an example."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from generators.receipt import ReceiptData, ReceiptItem, receipt_docx, verification_fee_item, verification_purpose

DATA = ReceiptData(
    number="115-3160-000042",
    payer="東昇A&B儀表<股>公司",
    ubn="04595257",
    issued_on=date(2026, 11, 20),
    items=(verification_fee_item(2_468, 300),),
    purpose=verification_purpose("2026-10", "water_meter", "MV115001"),
    collector="王小明",
    payment="郵局匯票",
    paid_on=date(2026, 11, 9),
)


def all_text(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_a_receipt_says_all_that_it_must() -> None:
    text = all_text(receipt_docx(DATA))
    for said in (
        "115-3160-000042",
        "東昇A&B儀表<股>公司",
        "04595257",
        "3160",
        "2,468",
        "貳仟肆佰陸拾捌元整",
        "115年10月份水量計自行檢定檢定費（自檢字號 MV115001）",
        "共300具",
        "第22條",
        "王小明",
        "郵局匯票",
        "115年11月9日",
        "中 華 民 國 115 年 11 月 20 日",
    ):
        assert said in text
    assert "{" not in text
    assert "%}" not in text
    assert "範例" not in text


def test_an_example_is_marked() -> None:
    assert "【範例】" in all_text(receipt_docx(replace(DATA, example=True)))


def test_permit_and_certificate_fee_stand_on_one_receipt() -> None:
    items = (ReceiptItem("3110", 2_000), ReceiptItem("5700", 1_000))
    text = all_text(receipt_docx(replace(DATA, items=items, purpose="自行檢定許可申請", payment=None, paid_on=None)))
    for said in ("3110", "5700", "2,000", "1,000", "NT$ 3,000", "參仟元整"):
        assert said in text


@pytest.mark.parametrize(
    "items", [(), (ReceiptItem("9999", 1),), (ReceiptItem("3160", -1),)], ids=["no line", "unknown code", "negative"]
)
def test_a_receipt_that_makes_no_sense_is_refused(items: tuple[ReceiptItem, ...]) -> None:
    with pytest.raises(ValueError, match=r"receipt|revenue"):
        receipt_docx(replace(DATA, items=items))


def test_libreoffice_prints_it_on_one_page_with_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "receipt.docx"
    path.write_bytes(receipt_docx(replace(DATA, example=True)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert text.count("\f") == 1
    for said in ("東昇A&B儀表<股>公司", "2,468", "115-3160-000042", "中華民國115年11月20日"):
        assert said in "".join(text.split())
