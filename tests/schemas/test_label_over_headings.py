"""A label with its value that a text grid took in above the headings is still a header value."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.assemble import assemble
from schemas.document import Source
from schemas.raw import RawCell, RawDocument, RawLine, RawPage, RawSegment, RawTable

HEADS = ("項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註")
ROW = ("1", "2019-03-01", "甲", "DS287", "口徑20mm", "16140060~16140186", "127", "08076865~08076991", "7620", "")


def _table(rows: Sequence[Sequence[str]]) -> RawTable:
    """Equal texts side by side are one cell, and the first eight headings reach over both of their rows."""
    grid = [[RawCell(text, r, c, r + 1, c + 1) for c, text in enumerate(row)] for r, row in enumerate(rows)]
    label = RawCell("製表日期：2019-04-09", 0, 8, 1, 10)
    grid[0][8:] = [label, label]
    for column in range(8):
        grid[0][column] = grid[1][column] = RawCell(HEADS[column], 0, column, 2, column + 1)
    edges = [float(30 * number) for number in range(11)]
    return RawTable(grid, page=1, xs=edges, ys=edges[: len(rows) + 1], ruled=False)


def test_the_report_date_right_above_the_headings_is_read() -> None:
    title = RawLine((RawSegment("(電度表)自行檢定108年03月份月報表", 0.0, 100.0),), page=1)
    page = RawPage([title, _table([("",) * 10, HEADS, ROW])], page=1)
    source = Source(file="x.pdf", sha256="", pages=1, engine="x")
    document = assemble(RawDocument(iter([page]), "x", 1), source)
    assert document.header.report_date is not None
    assert document.header.report_date.isoformat() == "2019-04-09"
    assert [row.serial_numbers for row in document.rows] == ["16140060~16140186"]
