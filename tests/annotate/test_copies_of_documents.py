"""From a judged document to the sender's marked file."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from flows.annotating import annotated_copy, write_copies
from flows.checking import judge
from flows.reading import read_document
from schemas.document import Document
from schemas.findings import Finding
from schemas.findings_sheet import SHEET
from tests.rules.seeds_records import cell
from tests.rules.sheets import workbook
from tests.rules.specimens import context, record


def faulty() -> tuple[bytes, Document]:
    """A workbook whose second instrument has no serial number, read and judged."""
    made = record("gas_meter")
    cell(2, serial_number=None)(made)
    data = workbook(made)
    document = read_document(data, "紀錄.xlsx")
    judge([document], context())
    return data, document


def test_the_faulty_cell_is_marked() -> None:
    data, document = faulty()
    copy = annotated_copy(document, data)
    assert copy is not None
    found = next(finding for finding in document.findings if finding.code == "R404")
    sheet = openpyxl.load_workbook(BytesIO(copy))["檢定"]
    comment = sheet[f"{found.place.column}{found.place.line}"].comment
    assert comment is not None
    assert "R404" in comment.text
    assert "請補填該具器具之器號" in comment.text


def test_the_senders_own_cells_are_as_they_were() -> None:
    data, document = faulty()
    copy = annotated_copy(document, data)
    assert copy is not None
    before, after = (openpyxl.load_workbook(BytesIO(book))["檢定"] for book in (data, copy))
    assert [[cell.value for cell in row] for row in after] == [[cell.value for cell in row] for row in before]
    assert after.merged_cells.ranges == before.merged_cells.ranges


def test_the_copy_sent_back_says_what_the_original_said() -> None:
    data, document = faulty()
    copy = annotated_copy(document, data)
    assert copy is not None
    again = read_document(copy, "紀錄_檢核.xlsx")
    judge([again], context())
    assert again.header == document.header
    assert again.rows == document.rows
    assert [found.code for found in again.findings] == [found.code for found in document.findings]
    twice = annotated_copy(again, copy)
    assert twice is not None
    assert read_document(twice, "紀錄_檢核_檢核.xlsx").rows == document.rows


def test_a_sheet_of_that_name_with_another_content_is_read() -> None:
    data, _ = faulty()
    book = openpyxl.load_workbook(BytesIO(data))
    book["檢定"].title = SHEET
    out = BytesIO()
    book.save(out)
    assert len(read_document(out.getvalue(), "紀錄.xlsx").rows) == 5


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"a,b\n1,2\n", b""])
def test_a_file_that_takes_no_marks_gives_no_copy(data: bytes) -> None:
    _, document = faulty()
    assert annotated_copy(document, data) is None


def test_nothing_found_nothing_written(tmp_path: Path) -> None:
    data, document = faulty()
    document.findings = []
    assert write_copies([document], [("a.xlsx", data)], tmp_path, "zh") == []
    document.findings = [Finding("R404")]
    document.document_kind = None
    assert write_copies([document], [("a.xlsx", data)], tmp_path, "zh") == []
    assert list(tmp_path.iterdir()) == []


def test_files_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    data, document = faulty()
    written = write_copies([document] * 3, [("../紀錄.xlsx", data)] * 3, tmp_path / "new", "en")
    assert [path.name for path in written] == ["紀錄_檢核.xlsx", "紀錄_檢核_2.xlsx", "紀錄_檢核_3.xlsx"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(path.name for path in written)
