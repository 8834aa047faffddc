"""Workbooks of two writers: each cell's text is what a person sees on the sheet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from parsers.reader import read
from schemas.raw import RawDocument, RawLine, RawPage, RawTable

DAY = dt.datetime(2018, 3, 21)  # noqa: DTZ001 - sheets know no zone


def _openpyxl(fill: Callable[[Workbook, Any], None]) -> RawDocument:
    book = Workbook()
    fill(book, book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), "a.xlsx")


def _xlsxwriter(fill: Callable[[Any, Any], None], **options: Any) -> RawDocument:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book, book.add_worksheet("表一"))
    book.close()
    return read(out.getvalue(), "a.xlsx")


def _page(raw: RawDocument) -> RawPage:
    pages = list(raw.pages)
    assert len(pages) == raw.page_count == 1
    return pages[0]


def _texts(table: RawTable) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


FORMATS = [
    (18000000, "General", "18000000"),
    (18000000.0, "0", "18000000"),
    (0.1 + 0.2, "General", "0.3"),
    (8.03, "0.00", "8.03"),
    (8, "0.00", "8.00"),
    (-0.456, "0.00", "-0.46"),
    (2.345, "0.00", "2.35"),
    (1.5, "0.0##", "1.5"),
    (1.25, "#.##", "1.25"),
    (1234, "00000000", "00001234"),
    (307170, "#,##0", "307170"),
    (307170.5, '"NT$"#,##0.00', "307170.50"),
    (1200, "[$NT$-404]#,##0", "1200"),
    (25, '0"只"', "25只"),
    (107001, '"MV"000000', "MV107001"),
    (0.05, "0%", "5%"),
    (0.0525, "0.00%", "5.25%"),
    (1e15, "General", "1000000000000000"),
    (1.5e-7, "General", "0.00000015"),
    (123456789012, "General", "123456789012"),
    (0.5, "0.00E+00", "0.5"),
    (-3, "0;[Red]-0", "-3"),
    (DAY, "yyyy/mm/dd", "2018-03-21"),
    (DAY, "[$-404]e/m/d", "2018-03-21"),
    (DAY, '[$-404]e"年"m"月"d"日"', "2018-03-21"),
    (DAY, "m月d日", "2018-03-21"),
    (DAY, "yyyy-mm", "2018-03"),
    (DAY, "yyyy", "2018"),
    (DAY, "[$-404]e", "107"),
    (DAY.replace(hour=14, minute=30), "yyyy/m/d h:mm", "2018-03-21 14:30"),
    (dt.time(14, 30), "h:mm", "14:30"),
    (dt.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
    ("00012345", "General", "00012345"),
    ("00012345", "@", "00012345"),
    (12345, "@", "12345"),
    ("107年3月21日", "General", "107年3月21日"),
    (True, "General", "TRUE"),
    ("line 1\nline 2", "General", "line 1\nline 2"),
]


@pytest.mark.parametrize("writer", ["openpyxl", "xlsxwriter"])
def test_numbers_and_dates_read_as_they_are_seen(writer: str) -> None:
    def by_openpyxl(_: Workbook, sheet: Any) -> None:
        for row, (value, code, _shown) in enumerate(FORMATS, 1):
            sheet.cell(row, 1, "x")
            sheet.cell(row, 2, value).number_format = code

    def by_xlsxwriter(book: Any, sheet: Any) -> None:
        for row, (value, code, _shown) in enumerate(FORMATS):
            sheet.write(row, 0, "x")
            sheet.write(row, 1, value, book.add_format({"num_format": code}))

    raw = _openpyxl(by_openpyxl) if writer == "openpyxl" else _xlsxwriter(by_xlsxwriter)
    shown = [row[1] for row in _texts(_page(raw).tables[0])]
    assert shown == [shown for _, _, shown in FORMATS]
    assert raw.findings == []


def test_a_workbook_that_counts_from_1904() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["器號", "日期"])
        sheet.write(1, 0, "1")
        sheet.write(1, 1, DAY, book.add_format({"num_format": "yyyy/m/d"}))

    assert _texts(_page(_xlsxwriter(fill, date_1904=True)).tables[0])[1] == ["1", "2018-03-21"]


def test_a_record_in_the_middle_of_a_sheet_keeps_its_place() -> None:
    def fill(_: Workbook, sheet: Any) -> None:
        sheet["C2"] = "電度表檢定紀錄"
        sheet.merge_cells("C2:F2")
        for column, text in zip("CDEF", ["器號", "構造", "是否合格", "號碼"], strict=True):
            sheet[f"{column}4"] = text
            sheet[f"{column}5"] = text + "1"

    page = _page(_openpyxl(fill))
    line, table = page.order
    assert isinstance(line, RawLine)
    assert isinstance(table, RawTable)
    assert (line.text, line.line) == ("電度表檢定紀錄", 2)
    assert (list(table.lines), list(table.letters)) == ([4, 5], ["C", "D", "E", "F"])
    place = table.place(1, 2)
    assert (place.sheet, place.line, place.column) == ("Sheet", 5, "E")


def test_a_merged_cell_is_the_same_cell_at_each_position() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A2", "器號", book.add_format())
        sheet.merge_range("B1:C1", "有效電能", book.add_format())
        sheet.write_row("B2", ["全載", "輕載"])
        sheet.write_row("A3", ["1", 0.1, 0.2])
        sheet.write_row("B4", [0.3, 0.4])

    table = _page(_xlsxwriter(fill)).tables[0]
    first, second = table.rows[0], table.rows[1]
    assert first[0] is second[0]
    assert first[1] is first[2]
    assert (first[0].top, first[0].bottom, first[1].left, first[1].right) == (0, 2, 1, 3)
    assert _texts(table)[2:] == [["1", "0.1", "0.2"], ["", "0.3", "0.4"]]


def test_tables_next_to_one_another_are_two() -> None:
    def fill(_: Workbook, sheet: Any) -> None:
        for row in range(1, 6):
            sheet.cell(row, 1, "器號" if row == 1 else f"1000{row}")
            sheet.cell(row, 2, "是否合格" if row == 1 else "合格")
            sheet.cell(row, 4, "器號" if row == 1 else f"2000{row}")
            sheet.cell(row, 5, "是否合格" if row == 1 else "合格")

    tables = _page(_openpyxl(fill)).tables
    assert [list(table.letters) for table in tables] == [["A", "B"], ["D", "E"]]
    assert [_texts(table)[1][0] for table in tables] == ["10002", "20002"]


def test_an_empty_column_within_a_table_does_not_part_it() -> None:
    def fill(_: Workbook, sheet: Any) -> None:
        sheet.append(["器號", "全載", None, "是否合格"])
        sheet.append(["1", 0.1, None, "合格"])

    assert len(_page(_openpyxl(fill)).tables) == 1


def test_an_empty_row_within_the_data_does_not_part_it() -> None:
    def fill(_: Workbook, sheet: Any) -> None:
        for row in (
            ["器號", "全載", "是否合格"],
            ["1", 0.1, "合格"],
            [],
            ["2", 0.2, "合格"],
            [],
            ["製表人", "王範例", "科長"],
        ):
            sheet.append(row)

    tables = _page(_openpyxl(fill)).tables
    assert [len(table.rows) for table in tables] == [4, 1]
    assert list(tables[0].lines) == [1, 2, 3, 4]


def test_hidden_parts_are_read_and_named() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(9):
            sheet.write_row(row, 0, [str(row), "合格"])
        for row in (3, 4, 7):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        other = book.add_worksheet("舊資料")
        other.write_row(0, 0, ["1", "2"])
        other.hide()

    raw = _xlsxwriter(fill)
    pages = list(raw.pages)
    assert [page.sheet for page in pages] == ["表一", "舊資料"]
    assert len(pages[0].tables[0].rows) == 9
    notes = [finding for page in pages for finding in page.doubts]
    assert [(note.code, note.place.sheet) for note in notes] == [("F113", "表一"), ("F113", "舊資料")]
    assert notes[0].params["what"] == "「表一」4–5, 8, B"


def test_formulas_give_their_stored_result_or_are_named() -> None:
    def stored(_: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["器號", "數量"])
        sheet.write(1, 0, "1")
        sheet.write_formula(1, 1, "=1+1", None, 2)
        sheet.write(2, 0, "2")
        sheet.write_formula(2, 1, '="合"&"格"', None, "合格")

    page = _page(_xlsxwriter(stored))
    assert _texts(page.tables[0])[1:] == [["1", "2"], ["2", "合格"]]
    assert page.doubts == []

    def missing(_: Workbook, sheet: Any) -> None:
        sheet.append(["器號", "數量"])
        sheet.append(["1", "=SUM(C1:C9)"])

    page = _page(_openpyxl(missing))
    (finding,) = page.doubts
    assert (finding.code, finding.value, finding.place.line, finding.place.column) == ("F114", "=SUM(C1:C9)", 2, "B")


def test_errors_and_rich_text_read_as_they_are_seen() -> None:
    def fill(_: Workbook, sheet: Any) -> None:
        sheet.append(["器號", "數量"])
        sheet["A2"] = "#N/A"
        sheet["A2"].data_type = "e"
        sheet["B2"] = CellRichText("檢定", TextBlock(InlineFont(b=True), "合格"))

    assert _texts(_page(_openpyxl(fill)).tables[0])[1] == ["#N/A", "檢定合格"]


def test_cells_of_spaces_are_empty_and_styles_alone_are_no_cells() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["器號", "數量", "判定"])
        sheet.write_row(1, 0, ["1", "   ", "合格"])
        sheet.write_blank(5000, 900, None, book.add_format({"bold": True}))

    table = _page(_xlsxwriter(fill)).tables[0]
    assert (len(table.rows), len(table.letters)) == (2, 3)
    assert table.rows[1][1].text == ""


def test_chart_sheets_are_passed_over() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["器號", "數量"])
        sheet.write_row(1, 0, [1, 2])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=表一!$A$2:$B$2"})
        book.add_chartsheet("圖").set_chart(chart)

    assert _page(_xlsxwriter(fill)).sheet == "表一"


def test_a_page_number_below_a_table_is_a_line_and_a_lonely_serial_is_a_row() -> None:
    def fill(_: Workbook, sheet: Any) -> None:
        for row in (["器號", "判定"], ["10001", "合格"], ["10002", None], ["第 1 頁", None]):
            sheet.append(row)

    page = _page(_openpyxl(fill))
    assert [row[0] for row in _texts(page.tables[0])] == ["器號", "10001", "10002"]
    assert [line.text for line in page.text_lines] == ["第 1 頁"]


def test_ten_thousand_tables_and_lines_are_cut_in_time() -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row in range(0, 20_000, 2):
            sheet.write_row(row, row % 50 * 3, ["x", "y"] if row % 4 else ["z"])

    page = _page(_xlsxwriter(fill))
    assert len(page.order) == 10_000
