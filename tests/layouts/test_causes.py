"""Layouts that were once read wrongly, each drawn as small as it can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from weasyprint import HTML

from flows.reading import read_document
from parsers.pdf.doubles import doubles
from parsers.pdf.runs import find_runs
from parsers.pdf.textlines import Line
from schemas.document import Document
from tests.layouts.fpdf_tables import fpdf
from tests.layouts.html import page, weasyprint
from tests.layouts.paper import Cell, Look, Paper, Table
from tests.layouts.reported import by_hand

HEAD = {"自檢號": "MV098016", "檢定場所": "臺中市西屯區新生路166號", "檢定人員": "何俊婷"}
HEAD |= {"檢定日期": "107/06/02", "檢定數量": "4", "廠牌": "昌豐"}
LOOK = Look(landscape=False, repeat=False)
_HEADINGS = ("器號", "壓力吸收", "器示值", "標準值", "器差", "是否合格", "合格印證號碼")

Set = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Set:
    """Draws a paper, by hand or by another producer, and reads it."""

    def drawn(paper: Paper, setter: Callable[[Paper, Path], None] = by_hand) -> Document:
        target = tmp_path / "paper.pdf"
        setter(paper, target)
        return read_document(target.read_bytes(), target.name)

    return drawn


def gas_rows(count: int) -> list[list[str]]:
    """What stands in the rows of a record of gas meters."""
    return [
        [f"G6-48932{at:02d}", str(120 + at), f"59.{30 + at}", "60.00", f"-0.{11 + at}", "合格", f"07762{at:02d}"]
        for at in range(count)
    ]


def gas_table(rows: Sequence[Sequence[str]]) -> Table:
    """A record's table, its readings under 1.0Qmax."""
    upper = [Cell(text, 2) for text in _HEADINGS[:2]] + [Cell("1.0Qmax", 1, 3)]
    upper += [Cell(text, 2) for text in _HEADINGS[5:]]
    lower = [Cell(text) for text in _HEADINGS[2:5]]
    body = [[Cell(text) for text in row] for row in rows]
    return Table([upper, lower, *body], 2, set(range(2, 2 + len(body))), is_data=True)


def record(items: Sequence[Table | Sequence[str]], look: Look = LOOK) -> Paper:
    """A record of gas meters with these parts."""
    return Paper(["嘉達實業有限公司", "膜式氣量計自行檢定紀錄表"], list(items), look)


def head(document: Document) -> dict[str, Any]:
    """The values of the head."""
    assert document.header is not None
    values: dict[str, Any] = document.header.model_dump(mode="json")
    return values


def test_values_below_labels_that_may_head_columns_too_are_no_table(read: Set) -> None:
    items = [*HEAD.items()]
    rows = [[Cell(text) for text in texts] for part in (items[:3], items[3:]) for texts in zip(*part, strict=True)]
    document = read(record([Table(rows), gas_table(gas_rows(4))], replace(LOOK, head_rules="none")))
    found = head(document)
    assert found["permit_number"] == "MV098016"
    assert found["verification_site"] == "臺中市西屯區新生路166號"
    assert found["verifier"] == "何俊婷"
    assert len(document.rows) == 4


def test_letters_drawn_twice_are_told_apart_in_rows_closer_than_their_boxes_are_tall() -> None:
    places = [(100.0 + again, y) for y in (50.0, 61.0, 72.0) for again in (0.0, 0.25)]
    box = np.array([(x, y, x + 4.0, y + 22.0) for x, y in places])
    found = doubles(np.full(len(box), ord("1")), box, None, np.arange(len(box)))
    assert found.tolist() == [False, True] * 3


_REPORT = ("項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註")


def report_rows(count: int) -> list[list[str]]:
    """The rows of a report whose brand changes every seventh row."""
    return [
        [str(at + 1), "107/06/02", f"昌豐{at // 7}", "G4", "4m3/h", f"48932{at:03d}", "1", f"07762{at:03d}", "50", "無"]
        for at in range(count)
    ]


@pytest.mark.parametrize("repeat", [True, False])
def test_a_cell_merged_down_over_the_end_of_a_page_holds_for_the_rows_on_both(read: Set, repeat: bool) -> None:
    rows = report_rows(91)
    body = [[Cell(text, 7) if c == 2 else Cell(text) for c, text in enumerate(row)] for row in rows]
    body = [row if at % 7 == 0 else [*row[:2], *row[3:]] for at, row in enumerate(body)]
    table = Table([[Cell(text) for text in _REPORT], *body], 1, is_data=True)
    paper = Paper(["嘉達實業有限公司", "膜式氣量計自行檢定107年6月份月報表"], [table], replace(LOOK, repeat=repeat))
    document = read(paper, weasyprint)
    pages = [row.place.page for row in document.rows]
    assert any(a != b for at, (a, b) in enumerate(pairwise(pages), 1) if at % 7)
    assert [row.brand for row in document.rows] == [row[2] for row in rows]


@pytest.mark.parametrize("rules", ["none", "group"])
def test_a_total_below_each_line_is_no_part_of_it(read: Set, rules: str) -> None:
    rows = report_rows(6)
    body = [[Cell(text) for text in row] for row in rows]
    total = ["", "小計", "", "", "", "", "1", "", "50", ""]
    lines = [line for row in body for line in (row, [Cell(text) for text in total])]
    table = Table([[Cell(text) for text in _REPORT], *lines], 1, set(range(1, 13, 2)), is_data=True)
    paper = Paper(["嘉達實業有限公司", "膜式氣量計自行檢定107年6月份月報表"], [table], replace(LOOK, rules=rules))
    document = read(paper)
    assert [(row.item, row.quantity, int(row.fee)) for row in document.rows] == [(row[0], 1, 50) for row in rows]


def test_values_that_wrap_without_rules_or_gaps_belong_to_the_row_that_begins_above(read: Set) -> None:
    """As Word sets a table without borders: each cell begins at the top of its row, and pages end within rows."""
    rows = [["", *row] for row in gas_rows(12)]
    lines = [[[str(at)], [row[1][:3], row[1][3:5], row[1][5:]], [row[2]], [row[3][:3], row[3][3:]], ["60.", "00"],
              [row[5][:3], row[5][3:]], ["合格"], [row[7][:5], row[7][5:]]] for at, row in enumerate(rows, 1)]  # fmt: skip
    grid = [[cell[at] if at < len(cell) else "" for cell in row] for row in lines for at in range(3)]
    headings = [Cell("序號"), *(Cell(text) for text in ("器號", "壓力吸收", "Qmax器示值", "Qmax標準值", "Qmax器差"))]
    headings += [Cell("是否合格"), Cell("合格印證號碼")]
    table = Table([headings, *([Cell(text) for text in row] for row in grid)], 1, is_data=True)
    document = read(record([table], replace(LOOK, rules="none", size=8.0)))
    assert [row.serial_number for row in document.rows] == [row[0] for row in gas_rows(12)]
    assert [row.mark_number for row in document.rows] == [row[6] for row in gas_rows(12)]
    assert [str(row.qmax_error) for row in document.rows] == [row[4] for row in gas_rows(12)]


def _kv_paper(rows: Sequence[Sequence[str]]) -> Paper:
    table = Table([[Cell(text) for text in row] for row in rows])
    return record([table, gas_table(gas_rows(4))], replace(LOOK, head_rules="none", align="left", size=8.0))


def test_a_value_that_wraps_beside_others_is_put_together(read: Set) -> None:
    rows = [["自檢號", "MV098016", "檢定場所", f"臺中市西屯區{'新生北路' * 8}一百六十六巷", "檢定人員", "何俊婷"],
            ["檢定日期", "107/06/02", "檢定數量", "4", "廠牌", "昌豐"]]  # fmt: skip
    document = read(_kv_paper(rows))
    assert head(document)["verification_site"] == rows[0][3]
    assert head(document)["verifier"] == "何俊婷"


@pytest.mark.parametrize("rest", ["07/03/21)", "21)", "16"])
def test_a_rest_that_looks_like_a_number_is_part_of_the_value_or_announced(read: Set, rest: str) -> None:
    rows = [
        ["檢定依據", "膜式氣量計檢定檢查技術規範", "自檢號", "MV098016"],
        ["", rest, "", ""],
        ["廠牌", "昌豐", "檢定數量", "4"],
    ]
    document = read(_kv_paper(rows))
    announced = {finding.field for finding in document.findings if finding.code == "T206"}
    assert head(document)["technical_specification"].endswith(rest) or "technical_specification" in announced


def test_text_beside_a_value_that_is_no_part_of_it_for_sure_is_announced_with_its_item(read: Set) -> None:
    rows = [["自檢號", "MV098016", "檢定場所", "臺中市西屯區新生路166號", "檢定人員", "何俊婷"],
            ["", "", "", "　　二樓", "", ""], ["檢定日期", "107/06/02", "檢定數量", "4", "廠牌", "昌豐"]]  # fmt: skip
    document = read(_kv_paper(rows))
    found = [finding for finding in document.findings if finding.code == "T206"]
    assert [(finding.field, finding.value) for finding in found] == [("verification_site", "二樓")]
    assert found[0].place is not None
    assert found[0].place.box is not None


def test_a_value_that_runs_into_the_next_label_ends_before_it(read: Set) -> None:
    items = [[f"{word}　{text}" for word, text in part] for part in ([*HEAD.items()][:3], [*HEAD.items()][3:])]
    document = read(
        record([*items, ["檢定依據", "膜式氣量計檢定檢查技術規範(CNMV31) 型號", "WM965S"], gas_table(gas_rows(4))])
    )
    assert head(document)["technical_specification"] == "膜式氣量計檢定檢查技術規範(CNMV31)"
    assert head(document)["model"] == "WM965S"


def water_table(count: int) -> Table:
    """A record of water meters: two rows an instrument, what it has once half way between them."""
    upper = [Cell(text, 2) for text in ("序號", "器號", "流量")] + [Cell("指針(讀值)", 1, 2), Cell("水量(公升)", 1, 2)]
    upper += [Cell(text, 2) for text in ("器差", "公差(%)", "是否合格", "合格印證號碼")]
    rows = [upper, [Cell(text) for text in ("起", "止", "器示值", "標準值")]]
    for at in range(count):
        high = [f"17.{30 + at}", "217.80", f"200.{13 + at}", "200.00", "0.06", "±2"]
        low = [f"14.{50 + at}", "34.60", "19.74", "20.00", "-1.29", "±5"]
        first, last = [str(at + 1), f"08A1{at:05d}"], ["合格", f"56648{at:02d}"]
        rows.append(
            [*(Cell(text, 2) for text in first), *map(Cell, ["大流", *high]), *(Cell(text, 2) for text in last)]
        )
        rows.append([Cell(text) for text in ["小流", *low]])
    return Table(rows, 2, set(range(2, 2 + 2 * count, 2)), is_data=True)


def test_rows_in_pairs_are_told_where_only_the_columns_are_drawn(read: Set) -> None:
    paper = Paper(["嘉達實業有限公司", "水量計自行檢定紀錄表"], [water_table(6)], replace(LOOK, rules="outer"))
    document = read(paper, fpdf)
    assert [row.serial_number for row in document.rows] == [f"08A1{at:05d}" for at in range(6)]
    assert [str(row.low_start) for row in document.rows] == [f"14.{50 + at}" for at in range(6)]


def test_a_heading_half_way_up_the_head_over_a_blank_column_between_others_is_a_column(read: Set) -> None:
    table = gas_table(gas_rows(5))
    rows = [
        [*row[:2], Cell("備註", 2) if at == 0 else Cell(""), *row[2:]] for at, row in enumerate(table.rows) if at != 1
    ]
    lower = [*table.rows[1], Cell("第二次")]
    rows[0][3] = Cell("1.0Qmax", 1, 4)
    body = [[*row[:6], Cell(f"-0.{20 + at}"), *row[6:]] for at, row in enumerate(rows[1:])]
    whole = Table([rows[0], lower, *body], 2, set(range(2, 7)), is_data=True)
    document = read(record([whole], replace(LOOK, rules="none")))
    assert [str(row.pressure_absorption) for row in document.rows] == [row[1] for row in gas_rows(5)]
    assert [str(row.qmax_indicated) for row in document.rows] == [row[2] for row in gas_rows(5)]


def test_values_below_labels_right_above_the_headings_are_no_headings(read: Set) -> None:
    rows = [["標準器名稱", "標準器校正日期", "標準器編號"], ["標準法碼", "107年05月22日", "ST-5644"]]
    stacked = Table([[Cell(text) for text in row] for row in rows])
    document = read(record([stacked, gas_table(gas_rows(5))], replace(LOOK, rules="headonly", head_rules="none")))
    standard = head(document)["reference_standard"]
    assert (standard["name"], standard["serial_number"]) == ("標準法碼", "ST-5644")
    assert len(document.rows) == 5


def test_the_lines_of_one_reason_stay_in_the_row_that_begins_above(read: Set) -> None:
    """Only one cell of the table wraps, over lines that stand as close as the rows do."""
    rows = gas_rows(9)
    rows[4][5], rows[4][6] = "不合格", "器差超出檢"
    grid = [[Cell(text) for text in row] for row in rows]
    rest = [[*[Cell("")] * 6, Cell(text)] for text in ("定公差及外", "觀不符")]
    table = gas_table(rows)
    table = Table([*table.rows[:2], *grid[:5], *rest, *grid[5:]], 2, is_data=True)
    document = read(record([table], replace(LOOK, rules="none", size=8.0)))
    assert [row.serial_number for row in document.rows] == [row[0] for row in rows]
    assert [row.mark_number for row in document.rows] == [None if at == 4 else row[6] for at, row in enumerate(rows)]
    assert document.rows[4].rejection_reason == "器差超出檢定公差及外觀不符"


def test_wrapped_cells_that_stand_half_way_without_rules_or_gaps(read: Set) -> None:
    """Values of two lines next to values of one, which stand half way between them."""
    rows = gas_rows(8)
    rows = [[*row[:5], "合格", row[6][:4] + "8888" + row[6][4:]] for row in rows]
    look = replace(LOOK, rules="none", size=9.0, landscape=False)
    document = read(record([gas_table(rows)], look), _narrow)
    assert [row.serial_number for row in document.rows] == [row[0] for row in rows]
    assert [row.mark_number for row in document.rows] == [row[6] for row in rows]


def _narrow(paper: Paper, target: Path) -> None:
    """Set by WeasyPrint, no space between the rows, in columns too narrow for most of the values."""
    css = "td,th{padding:0 2pt!important;line-height:1.2} table{width:56mm!important;table-layout:fixed}"
    HTML(string=page(paper).replace("</style>", f"{css}</style>")).write_pdf(target)


def test_the_last_digit_of_a_row_on_the_next_page_is_no_heading(read: Set) -> None:
    upper = gas_table(gas_rows(3))
    rows = [[cell.text for cell in row] for row in upper.rows[2:]]
    rest = [["", *[""] * 5, rows[-1][6][-1]]]
    upper.rows[-1][6] = Cell(rows[-1][6][:-1])
    more = gas_rows(6)[3:]
    lower = gas_table([*rest, *more])
    gap: list[Sequence[str]] = [[" "]] * 60
    document = read(record([upper, *gap, lower]))
    assert [row.mark_number for row in document.rows] == [row[6] for row in gas_rows(6)]


@pytest.mark.parametrize(
    ("last", "rows"), [("以下空白", 4), ("備 註", 4), ("1.總計檢定數量為 245 具。", 4), ("67-A", 5)]
)
def test_the_words_that_close_a_table_are_no_part_of_its_last_row(last: str, rows: int) -> None:
    extents = [(at * 50.0, at * 50.0 + 30) for at in range(5)]
    lines = [Line(at * 5, at * 5 + 5, at * 20.0, 8.0, extents, ["1234"] * 5, data=True) for at in range(4)]
    lines.append(Line(20, 21, 72.0, 8.0, extents[:1], [last], data=False))
    assert [(run.first, run.last) for run in find_runs(lines)] == [(0, rows)]


def test_signs_that_no_record_has_make_the_characters_doubtful(read: Set) -> None:
    paper = replace(record([gas_table(gas_rows(4))]), titles=["嘉達實業}限}司", "膜式氣量計自行檢定{錄表"])
    assert "F115" in {finding.code for finding in read(paper).findings}


def test_the_last_line_of_a_cell_in_the_middle_of_one_row_belongs_to_it() -> None:
    """One row, cells of one, two and three lines: each line stands half a line below the one above."""
    extents = [(at * 50.0, at * 50.0 + 30) for at in range(7)]
    shown = [[2], [0, 1, 3, 5], [2, 4, 6], [0, 1, 3, 5], [2]]
    lines = [
        Line(sum(map(len, shown[:at])), sum(map(len, shown[: at + 1])), at * 4.8, 7.0, [extents[c] for c in row],
             ["1234"] * len(row), data=True)
        for at, row in enumerate(shown)
    ]  # fmt: skip
    assert [(run.first, run.last) for run in find_runs(lines)] == [(0, 5)]
