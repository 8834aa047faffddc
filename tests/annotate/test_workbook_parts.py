"""What the notes do not concern stays in the sender's workbook byte for byte, whoever saved it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from generators.annotate.notes import Note
from generators.annotate.styles import colour
from generators.annotate.workbook import annotate_workbook
from schemas.findings import Severity
from schemas.findings_sheet import HEADS
from schemas.findings_sheet import SHEET as FINDINGS
from schemas.place import Place
from tests.annotate.workbooks import SHEET, bare, parts, resaved, rich, without_numbers

SPOTS = {
    "A2": Severity.WARNING,
    "B2": Severity.ERROR,
    "C2": Severity.NOTE,
    "D5": Severity.FATAL,
    "H4": Severity.ERROR,
    "B30": Severity.WARNING,
}
WRITTEN = {
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
}


def note(number: int, spot: str, severity: Severity, value: str = "26000001") -> Note:
    place = Place(sheet=SHEET, row=number, line=int(spot[1:]), column=spot[0])
    return Note(number, severity, f"B50{number} 錯誤", "器號", value, f"問題 {number}", "請更正", place)


def notes() -> list[Note]:
    """One note at each of ``SPOTS``; that of the merged area names a cell inside it."""
    places = ["E6" if spot == "D5" else spot for spot in SPOTS]
    return [note(number, *pair) for number, pair in enumerate(zip(places, SPOTS.values(), strict=True), 1)]


def with_openpyxl(data: bytes) -> bytes:
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same workbook by four writers."""
    book = rich()
    office = resaved({"book": book}, tmp_path_factory.mktemp("source"))["book"]
    inline = rich(strings_in_cells=True)
    return {"xlsxwriter": book, "openpyxl": with_openpyxl(book), "libreoffice": office, "inline": inline}


def assert_marked(data: bytes) -> None:
    """All of ``notes()`` at their cells, and what the sender wrote."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[SHEET]
    assert book.sheetnames == [SHEET, "其他", FINDINGS]
    for number, (spot, severity) in enumerate(SPOTS.items(), 1):
        said = sheet[spot].comment
        assert said is not None, spot
        assert f"{number}. B50{number}" in said.text
        assert f"問題 {number}" in said.text
        assert sheet[spot].fill.fgColor.rgb[2:] == colour(severity), spot
    marked = {cell.coordinate for row in sheet for cell in row if cell.comment}
    assert marked == {*SPOTS, "A9"}
    filled = {cell.coordinate for row in sheet for cell in row if cell.fill.fill_type == "solid"}
    assert set(SPOTS) <= filled
    assert "A1" not in filled
    assert "寄件人的註解" in sheet["A2"].comment.text
    assert "另一則" in sheet["A9"].comment.text
    assert (sheet["A2"].value, sheet["C2"].value, sheet["D5"].value) == ("26000001", "=1+1", "合併")
    assert sheet["B2"].number_format.replace("\\", "") == "yyyy-mm-dd"
    assert sheet["B2"].font.bold
    assert "D5:E7" in [str(area) for area in sheet.merged_cells.ranges]
    assert tuple(cell.value for cell in book[FINDINGS][1]) == HEADS
    assert [cell.value for cell in book[FINDINGS]["D"][1:]] == ["A2", "B2", "C2", "E6", "H4", "B30"]


def test_every_other_part_is_there_byte_for_byte() -> None:
    data = rich()
    before, after = parts(data), parts(annotate_workbook(data, notes()))
    assert {name for name in before if after[name] != before[name]} == WRITTEN
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    assert {"xl/media/image1.png", "xl/charts/chart1.xml", "xl/sharedStrings.xml"} <= set(before) - WRITTEN


def test_the_sheet_itself_keeps_what_is_no_marked_cell() -> None:
    data = rich()
    before, after = parts(data), parts(annotate_workbook(data, notes()))
    name = "xl/worksheets/sheet1.xml"
    for kept in (b"<dataValidations", b"<conditionalFormatting", b"<mergeCells", b"<drawing ", b"<legacyDrawing "):
        start = before[name].index(kept)
        assert before[name][start : before[name].index(b">", start)] in after[name]
    boxes = before["xl/drawings/vmlDrawing1.vml"]
    assert after["xl/drawings/vmlDrawing1.vml"].startswith(boxes[: boxes.rindex(b"</xml>")])
    assert "器差" in after["xl/workbook.xml"].decode()


def test_packed_bytes_are_not_packed_again() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts(rich()).items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name.endswith(".png") else None)
    sizes = []
    for data in (out.getvalue(), annotate_workbook(out.getvalue(), notes())):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            items = [item for item in archive.infolist() if item.filename not in WRITTEN]
            sizes.append({item.filename: (item.compress_type, item.compress_size, item.CRC) for item in items})
    assert sizes[1].pop("xl/worksheets/sheet3.xml")
    assert sizes[0] == sizes[1]
    assert len(sizes[0]) > 10


def test_a_workbook_without_formats_and_comments_gets_both() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(with_openpyxl(bare())).items():
            if name != "xl/styles.xml":
                without = re.sub(rb"<(Override|Relationship) [^>]*styles[^>]*/>", b"", content)
                archive.writestr(name, without)
    sheet = openpyxl.load_workbook(io.BytesIO(annotate_workbook(out.getvalue(), [note(1, "A1", Severity.FATAL)])))[
        SHEET
    ]
    assert sheet["A1"].fill.fgColor.rgb[2:] == colour(Severity.FATAL)
    assert "1. B501" in sheet["A1"].comment.text
    assert sheet["B1"].fill.fill_type is None


def test_the_same_notes_give_the_same_bytes() -> None:
    assert annotate_workbook(rich(), notes()) == annotate_workbook(rich(), notes())


def test_marks_stand_in_the_workbooks_of_all_writers_and_libreoffice_sees_them(
    sources: dict[str, bytes], tmp_path: Path
) -> None:
    copies = {writer: annotate_workbook(data, notes()) for writer, data in sources.items()}
    for copy in copies.values():
        assert_marked(copy)
    opened = resaved(copies, tmp_path)
    assert len(opened) == 4
    for copy in opened.values():
        assert_marked(copy)


def test_the_heaviest_of_several_findings_gives_the_colour() -> None:
    three = [note(1, "A2", Severity.NOTE), note(2, "A2", Severity.ERROR), note(3, "A2", Severity.WARNING)]
    sheet = openpyxl.load_workbook(io.BytesIO(annotate_workbook(rich(), three)))[SHEET]
    assert sheet["A2"].fill.fgColor.rgb[2:] == colour(Severity.ERROR)
    assert [f"{number}. B50{number}" in sheet["A2"].comment.text for number in (1, 2, 3)] == [True] * 3


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_what_looks_like_a_formula_is_text_and_stays_text_when_edited(value: str) -> None:
    copy = annotate_workbook(rich(), [note(1, "A2", Severity.ERROR, value)])
    cell = openpyxl.load_workbook(io.BytesIO(copy))[FINDINGS]["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)


def test_characters_that_no_workbook_can_hold_are_left_out() -> None:
    copy = annotate_workbook(rich(), [note(1, "B2", Severity.ERROR, "a\x00b\x1fc\ufffe\ud800　d")])
    assert openpyxl.load_workbook(io.BytesIO(copy))[FINDINGS]["G2"].value == "abc　d"


def test_rows_and_cellswithout_numbers_are_counted() -> None:
    copy = annotate_workbook(without_numbers(bare()), [note(1, "B2", Severity.ERROR), note(2, "D1", Severity.ERROR)])
    sheet = openpyxl.load_workbook(io.BytesIO(copy))[SHEET]
    assert [[cell.value for cell in row] for row in sheet] == [["a", "b", None, None], ["c", "d", None, None]]
    assert {cell.coordinate for row in sheet for cell in row if cell.comment} == {"B2", "D1"}
