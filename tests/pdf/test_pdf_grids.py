"""Grids by rules, by gaps between words, and by both."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from schemas.raw import RawTable

Texts = Callable[[RawTable], list[list[str]]]
Values = Callable[[int], list[str]]


def _head_rules(sheet: Any, top: float) -> None:
    for column, x in enumerate(sheet.xs):
        sheet.line(x, top + (14 if column in (4, 5) else 0), x, top + 28)
    sheet.line(sheet.xs[0], top, sheet.xs[-1], top)
    sheet.line(sheet.xs[3], top + 14, sheet.xs[6], top + 14)
    sheet.line(sheet.xs[0], top + 28, sheet.xs[-1], top + 28)


def _full(sheet: Any) -> None:
    _head_rules(sheet, 100)
    sheet.ruled(128, 128 + 16 * 12)


def _dashed(sheet: Any) -> None:
    sheet.canvas.setDash(2, 2)
    _full(sheet)


def _hairlines(sheet: Any) -> None:
    sheet.canvas.setLineWidth(0)
    _full(sheet)


def _thin_fills(sheet: Any) -> None:
    drawn = sheet.line

    def filled(x0: float, y0: float, x1: float, y1: float) -> None:
        sheet.box(x0 - 0.3, y0 - 0.3, x1 + 0.3, y1 + 0.3, stroke=0, fill=1)

    sheet.line = filled
    _full(sheet)
    sheet.line = drawn


def _pieces(sheet: Any, size: float, gap: float) -> None:
    drawn = sheet.line

    def broken(x0: float, y0: float, x1: float, y1: float) -> None:
        length = max(x1 - x0, y1 - y0)
        for index in range(int(length / (size + gap)) + 1):
            a, b = index * (size + gap) / length, min(1.0, (index * (size + gap) + size) / length)
            drawn(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)

    sheet.line = broken
    _full(sheet)
    sheet.line = drawn


def _short_dashes(sheet: Any) -> None:
    _pieces(sheet, 3, 2)


def _dots(sheet: Any) -> None:
    _pieces(sheet, 0.5, 1.5)


def _double(sheet: Any) -> None:
    _full(sheet)
    sheet.canvas.translate(1.5, 1.5)
    _full(sheet)
    sheet.canvas.translate(-1.5, -1.5)


def _rectangles(sheet: Any) -> None:
    _head_rules(sheet, 100)
    for row in range(12):
        for left, right in zip(sheet.xs[:-1], sheet.xs[1:], strict=True):
            sheet.box(left, 128 + row * 16, right, 144 + row * 16)


def _page_frame(sheet: Any) -> None:
    sheet.box(20, 20, 575, 822)
    _full(sheet)


def _verticals(sheet: Any) -> None:
    _head_rules(sheet, 100)
    for x in sheet.xs:
        sheet.line(x, 128, x, 128 + 16 * 12)
    sheet.line(sheet.xs[0], 128 + 16 * 12, sheet.xs[-1], 128 + 16 * 12)


RULED = [
    _full, _dashed, _hairlines, _thin_fills, _short_dashes, _dots, _double, _rectangles, _page_frame, _verticals,
]  # fmt: skip


def _nothing(sheet: Any) -> None:
    del sheet


def _white(sheet: Any) -> None:
    sheet.canvas.setStrokeGray(1)
    _full(sheet)
    sheet.canvas.setStrokeGray(0)


def _levels(sheet: Any) -> None:
    for row in range(13):
        sheet.line(40, 128 + row * 16, 555, 128 + row * 16)
    sheet.line(40, 100, 555, 100)
    sheet.line(200, 114, 380, 114)


def _three_lines(sheet: Any) -> None:
    sheet.line(40, 99, 555, 99)
    sheet.line(40, 127, 555, 127)
    sheet.line(203, 113.5, 377, 113.5)
    sheet.line(40, 128 + 16 * 12, 555, 128 + 16 * 12)


def _outer(sheet: Any) -> None:
    sheet.box(36, 98, 560, 128 + 16 * 12)


def _stripes(sheet: Any) -> None:
    sheet.canvas.setFillGray(0.9)
    for row in range(0, 12, 2):
        sheet.box(40, 128 + row * 16, 555, 144 + row * 16, stroke=0, fill=1)
    sheet.box(40, 99, 555, 127, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)


def _ruled_head(sheet: Any) -> None:
    _head_rules(sheet, 100)


OPEN = [_nothing, _white, _levels, _three_lines, _outer, _stripes, _ruled_head]


@pytest.mark.parametrize("rules", [*RULED, *OPEN], ids=lambda rules: rules.__name__)
def test_grid(sheet: Any, values_of: Values, texts_of: Texts, rules: Callable[[Any], None]) -> None:
    sheet.text(40, 60, "Permit: MV107001")
    rules(sheet)
    sheet.head(100)
    sheet.body(128, 12)
    sheet.text(280, 820, "Page 1")
    (page,) = sheet.pages()
    (table,) = page.tables
    assert table.ruled == (rules in RULED)
    rows = texts_of(table)
    assert rows[0] == ["No", "Serial", "Loss Pa", "1.0 Qmax", "1.0 Qmax", "1.0 Qmax", "Verdict", "Mark number"]
    assert rows[1] == list(sheet.heads)
    assert rows[2:] == [values_of(number) for number in range(1, 13)]
    assert (table.rows[0][3].left, table.rows[0][3].right) == (3, 6)
    assert table.rows[0][0] is table.rows[1][0]
    assert [line.text for line in page.text_lines] == ["Permit: MV107001", "Page 1"]
    assert page.order[0] is not table
    assert page.order[1] is table


def test_headings_fill_their_group_before_their_neighbours(sheet: Any, texts_of: Texts) -> None:
    """Two groups of three beside a single heading on the second of three levels; no rule is drawn."""
    sheet.heads = ("Serial", "Corner", "P1", "P2", "P3", "P3", "P2", "P1")
    sheet.xs = [40 + 64 * column for column in range(9)]
    sheet.cell(0, 120, "Serial")
    sheet.cell(1, 108, "Errors", last=7)
    sheet.cell(1, 126, "Corner")
    sheet.cell(2, 120, "Rising", last=4)
    sheet.cell(5, 120, "Falling", last=7)
    for column in range(2, 8):
        sheet.cell(column, 132, sheet.heads[column])
    for row in range(8):
        for column in range(8):
            sheet.cell(column, 150 + 15 * row, f"S{10000 + row}" if column == 0 else f"{row}.{column}")
    (table,) = sheet.pages()[0].tables
    rows = texts_of(table)
    assert rows[0] == ["Serial", *["Errors"] * 7]
    assert rows[1] == ["Serial", "Corner", *["Rising"] * 3, *["Falling"] * 3]
    assert rows[2] == list(sheet.heads)
    assert len(rows) == 11


def test_borders_of_low_cells_are_no_dashes(sheet: Any) -> None:
    """Each cell has its own border; of row 4 two cells are one, as high as a gap between dashes could be."""
    step, merged = 7.0, 4
    sheet.canvas.setFont("Helvetica", 5)
    for row in range(9):
        edges = [edge for edge in range(9) if (row, edge) != (merged, 4)]
        for left, right in pairwise(edges):
            sheet.box(sheet.xs[left], 100 + row * step, sheet.xs[right], 100 + (row + 1) * step)
            sheet.cell(left, 105 + row * step, f"{row}.{left}", last=right - 1)
    (table,) = sheet.pages()[0].tables
    assert [len({id(cell) for cell in row}) for row in table.rows] == [7 if row == merged else 8 for row in range(9)]
    assert table.rows[merged][3] is table.rows[merged][4]


WATER = ("Serial", "Flow", "From L", "To L", "Shown", "True", "Verdict", "Mark")


def _water(sheet: Any, middle: bool, rules: str, wrapped: bool) -> None:
    sheet.xs = [40, 130, 170, 230, 290, 350, 410, 470, 555]
    for column, text in enumerate(WATER):
        sheet.cell(column, 102, text)
    for index in range(10):
        top = 110 + index * 28
        for line, flow in enumerate(("high", "low")):
            for column, text in enumerate((flow, f"{index}.2{line}", f"{index}9.6{line}", "100.42", "100.00")):
                sheet.cell(column + 1, top + 10 + line * 14, text)
        y = top + 10 + (7 if middle else 0)
        if wrapped:
            sheet.cell(0, y - 5, "06B20-")
            sheet.cell(0, y + 5, f"{49872 + index}")
        else:
            sheet.cell(0, y, f"06B20-{49872 + index}")
        sheet.cell(6, y, "PASS")
        sheet.cell(7, y, str(5819263 + index))
        if rules != "none":
            sheet.line(40, top, 555, top)
        if rules == "grid":
            for x in sheet.xs:
                sheet.line(x, top, x, top + 28)
    if rules != "none":
        sheet.line(40, 390, 555, 390)


@pytest.mark.parametrize("rules", ["none", "groups", "grid"])
@pytest.mark.parametrize("shape", ["middle", "top", "wrapped"])
def test_two_lines_an_instrument(sheet: Any, texts_of: Texts, rules: str, shape: str) -> None:
    if shape == "top" and rules == "grid":
        rules = "groups"
    _water(sheet, shape != "top", rules, shape == "wrapped")
    rows = [row for table in sheet.pages()[0].tables for row in texts_of(table)]
    rows = [row for row in rows if row[1] in ("high", "low")]
    assert len(rows) == 20
    for index in range(10):
        first, second = rows[2 * index], rows[2 * index + 1]
        assert first[0].replace("\n", "") == second[0].replace("\n", "") == f"06B20-{49872 + index}"
        assert first[6:] == second[6:] == ["PASS", str(5819263 + index)]
        assert first[1:4] == ["high", f"{index}.20", f"{index}9.60"]
        assert second[1:4] == ["low", f"{index}.21", f"{index}9.61"]


@pytest.mark.parametrize("align", ["top", "middle", "bottom"])
def test_wrapped_cells_stay_in_their_row(sheet: Any, texts_of: Texts, align: str) -> None:
    offsets = {"top": (0, 10), "middle": (-5, 5), "bottom": (-10, 0)}[align]
    for index in range(12):
        y = 120 + index * 26
        for column in (0, 2, 3, 4, 5, 6):
            sheet.cell(column, y, f"{index}.{column}")
        for column in (1, 7):
            sheet.cell(column, y + offsets[0], f"K{column}88-")
            sheet.cell(column, y + offsets[1], f"{66200 + index}")
    (table,) = sheet.pages()[0].tables
    rows = texts_of(table)
    assert len(rows) == 12
    for index, row in enumerate(rows):
        assert row[1] == f"K188-\n{66200 + index}"
        assert row[7] == f"K788-\n{66200 + index}"
        assert row[5] == f"{index}.5"


def test_a_table_goes_on_with_its_blank_column(sheet: Any, texts_of: Texts) -> None:
    """A column with a heading and no value exists on the next page too, where no heading stands."""
    for _ in range(2):
        if _ == 0:
            for column, text in enumerate(sheet.heads):
                sheet.cell(column, 100, text)
        for index in range(6):
            for column in (0, 1, 2, 3, 4, 5, 7):
                sheet.cell(column, 120 + 15 * index, f"{1000 + index}.{column}")
        sheet.new_page()
    first, second = (page.tables[0] for page in sheet.pages()[:2])
    assert [len(table.rows[0]) for table in (first, second)] == [8, 8]
    assert {row[6] for row in texts_of(second)} == {""}
    assert len(second.rows) == 6


def test_two_tables_and_the_lines_around_them(sheet: Any) -> None:
    sheet.head(100)
    sheet.body(128, 6)
    sheet.text(40, 250, "The second lot follows here")
    sheet.head(270)
    sheet.body(298, 6, start=7)
    sheet.text(40, 430, "Verifier: Wang")
    sheet.text(300, 430, "Supervisor: Li")
    (page,) = sheet.pages()
    assert [len(table.rows) for table in page.tables] == [8, 8]
    last = page.text_lines[-1]
    assert [segment.text for segment in last.segments] == ["Verifier: Wang", "Supervisor: Li"]
    assert [isinstance(item, RawTable) for item in page.order] == [True, False, True, False]


def test_places_are_on_the_page(sheet: Any) -> None:
    sheet.body(128, 6)
    (page,) = sheet.pages()
    (table,) = page.tables
    place = table.place(0, 1)
    assert place.page == 1
    assert place.box is not None
    left, top, right, bottom = place.box
    assert 40 < left < 70 < right < 145
    assert 125 < top < 140 < bottom < 155
    assert list(table.ys) == sorted(table.ys)
