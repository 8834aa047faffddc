"""The code on receipts and permits: in the picture, in the text, and changed with each thing that the paper says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
import zxingcpp
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generators.permit_papers import PermitData, permit_code, permit_docx
from generators.receipt import ReceiptData, ReceiptItem, receipt_code, receipt_docx
from schemas.document_code import PaperKind, code_of, find_code

RECEIPT = ReceiptData(
    "115-3160-000042", "範例A&B公司", "04595257", date(2026, 11, 20), (ReceiptItem("3160", 2_468),), "檢定費"
)
PERMIT = PermitData(
    "MV115001",
    "S1",
    "範例公司",
    "04595257",
    "王範例",
    "新北市範例路1號",
    "新北市",
    "新北市",
    "電度表",
    date(2026, 1, 1),
    date(2028, 12, 31),
    date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("content", "code"),
    [(receipt_docx(RECEIPT), receipt_code(RECEIPT)), (permit_docx(PERMIT), permit_code(PERMIT))],
    ids=["receipt", "permit"],
)
def test_picture_and_text_hold_the_same_code(content: bytes, code: object) -> None:
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)
    assert find_code(text) == code
    with ZipFile(BytesIO(content)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(pictures) == 1
        (symbol,) = zxingcpp.read_barcodes(Image.open(BytesIO(archive.read(pictures[0]))))
    assert symbol.text == str(code)


def test_each_thing_that_a_paper_says_is_in_its_code() -> None:
    receipts = [
        RECEIPT,
        replace(RECEIPT, number="115-3160-000043"),
        replace(RECEIPT, payer="範例A&B"),
        replace(RECEIPT, items=(ReceiptItem("3160", 2_469),)),
        replace(RECEIPT, issued_on=date(2026, 11, 21)),
    ]
    permits = [
        PERMIT,
        replace(PERMIT, company_name="範例"),
        replace(PERMIT, ubn="04595258"),
        replace(PERMIT, valid_from=date(2026, 1, 2)),
        replace(PERMIT, valid_to=date(2029, 1, 1)),
    ]
    codes = {str(receipt_code(one)) for one in receipts} | {str(permit_code(one)) for one in permits}
    assert len(codes) == len(receipts) + len(permits)


@given(st.sampled_from(PaperKind), st.from_regex(r"[0-9A-Z]{1,9}(-[0-9A-Z]{1,6}){0,3}", fullmatch=True), st.text())
def test_a_code_is_found_in_any_text(kind: PaperKind, number: str, said: str) -> None:
    code = code_of(kind, number, said)
    assert find_code(f"驗證碼 {str(code).lower()[:9]}\n{str(code).lower()[9:]}。") == code


def test_text_without_a_code_has_none() -> None:
    assert find_code("ZJ-X-1-AAAAAAAAAA ZJ-R-115-3160-000001") is None
