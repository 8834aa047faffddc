"""Text at the edges: past the side of the page, in a frame above the table's rules, at the top of each page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from parsers.pdf import read
from schemas.raw import RawPage, RawTable

Texts = Callable[[RawTable], list[list[str]]]


def _page(sheet: Any) -> RawPage:
    return next(iter(read(sheet.bytes()).pages))


def _lines(page: RawPage) -> list[str]:
    return [line.text for line in page.text_lines]


def test_a_text_that_runs_past_the_edge_is_read_to_its_end(sheet: Any) -> None:
    sheet.text(40, 100, "Permit: MV107001")
    sheet.text(560, 100, "MF607-2018")
    sheet.text(610, 120, "unseen")
    assert _lines(_page(sheet)) == ["Permit: MV107001  MF607-2018"]


def test_labels_and_values_in_a_frame_are_lines_and_not_one_cell(sheet: Any, texts_of: Texts) -> None:
    sheet.box(sheet.xs[0], 60, sheet.xs[-1], 188)
    for at, texts in enumerate((("Brand", "Model", "Size"), ("EDMI", "MF-607", "20 mm"))):
        for x, text in zip((50, 200, 400), texts, strict=True):
            sheet.text(x, 75 + 14 * at, text)
    sheet.ruled(108, 188)
    for column, text in enumerate(sheet.heads):
        sheet.cell(column, 119, text)
    sheet.body(124, 4)
    page = _page(sheet)
    assert _lines(page) == ["Brand  Model  Size", "EDMI  MF-607  20 mm"]
    assert [texts_of(table)[0] for table in page.tables] == [list(sheet.heads)]


def test_the_name_of_the_file_is_no_heading(sheet: Any, texts_of: Texts) -> None:
    for x, text in ((40, "record-107.xlsx"), (280, "Sheet"), (500, "11/21/2026")):
        sheet.text(x, 80, text)
    for column, text in enumerate(sheet.heads):
        sheet.cell(column, 98, text)
    sheet.body(103, 6)
    page = _page(sheet)
    assert _lines(page) == ["record-107.xlsx  Sheet  11/21/2026"]
    assert [texts_of(table)[0] for table in page.tables] == [list(sheet.heads)]


def test_a_text_over_the_side_of_its_cell_stays_whole(sheet: Any, texts_of: Texts) -> None:
    sheet.ruled(100, 180)
    for column, text in enumerate(sheet.heads):
        sheet.cell(column, 111, text)
    sheet.body(116, 2)
    reason = "error beyond tolerance at all flows of this meter"
    for at, x in enumerate((sheet.xs[5] + 2, sheet.xs[7] - 2 - sheet.canvas.stringWidth(reason, "Helvetica", 9))):
        sheet.text(x, 116 + 16 * (at + 2) + 11, reason)
    table = _page(sheet).tables[0]
    rows = texts_of(table)
    assert (rows[3][5], rows[4][6]) == (reason, reason)
    assert sum(map(len, [*rows[3], *rows[4]])) == 2 * len(reason)


def test_a_text_over_the_side_is_not_the_next_one_s_beginning(sheet: Any, texts_of: Texts) -> None:
    """It ends in the space before the text of the cell beside it."""
    sheet.ruled(100, 148)
    for column, text in enumerate(sheet.heads):
        sheet.cell(column, 111, text)
    sheet.body(116, 1)
    brand = "MAX 30 KG E=10G"
    sheet.text(sheet.xs[3] + 2.5 - sheet.canvas.stringWidth(brand, "Helvetica", 9), 143, brand)
    sheet.text(sheet.xs[3] + 1.2, 143, "10648850")
    assert texts_of(_page(sheet).tables[0])[2][2:4] == [brand, "10648850"]


def test_a_text_over_the_side_of_the_table_stays_in_its_last_cell(sheet: Any, texts_of: Texts) -> None:
    sheet.ruled(100, 148, right=440)
    for column, text in enumerate(sheet.heads[:7]):
        sheet.cell(column, 111, text)
    for column, text in enumerate(("1", "G6-3328937", "101", "59.1", "60.0", "-0.9", "FAIL: error beyond tolerance")):
        sheet.text(sheet.xs[column] + 2, 127, text)
    page = _page(sheet)
    assert texts_of(page.tables[0])[1][6] == "FAIL: error beyond tolerance"
    assert not page.text_lines
