"""What engineers put around and into a record's table beside its values, each drawn as small as it can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flows.reading import read_document
from schemas.document import Document
from tests.layouts.paper import Cell, Paper, Table
from tests.layouts.reported import by_hand
from tests.layouts.test_causes import HEAD, LOOK, gas_rows, gas_table, head, record, report_rows

Read = Callable[[Paper], Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Draws a paper and reads it."""

    def drawn(paper: Paper) -> Document:
        target = tmp_path / "paper.pdf"
        by_hand(paper, target)
        return read_document(target.read_bytes(), target.name)

    return drawn


LINES = [[f"{word}：{text}" for word, text in [*HEAD.items()][at : at + 2]] for at in range(0, 6, 2)]
ENGLISH = {"自檢號": "Permit No.", "檢定場所": "Site", "檢定人員": "Inspector", "檢定日期": "Date", "檢定數量": "Q'ty"}
ENGLISH |= {"廠牌": "Brand", "器號": "Serial No.", "器示值": "Indicated", "標準值": "Ref. (L)", "器差": "Error (%)"}
ENGLISH |= {"是否合格": "Pass/Fail", "合格印證號碼": "Mark No.", "壓力吸收": "Pressure loss (Pa)"}


@pytest.mark.parametrize("way", ["{} {}", "{}\n{}", "{}({})", "{} / {}"])
def test_english_beside_a_label_or_a_heading_only_translates_it(read: Read, way: str) -> None:
    def both(text: str) -> str:
        return way.format(text, ENGLISH[text]) if text in ENGLISH else text

    items = [*HEAD.items()]
    labels = Table([[Cell(both(text)) for item in items[at : at + 2] for text in item] for at in range(0, 6, 2)])
    rows = gas_rows(4)
    table = gas_table(rows)
    table.rows[:2] = [[replace(cell, text=both(cell.text)) for cell in row] for row in table.rows[:2]]
    document = read(record([labels, table]))
    found = head(document)
    assert {found[name] for name in ("permit_number", "verification_site", "verifier", "brand")} == {
        "MV098016", "臺中市西屯區新生路166號", "何俊婷", "昌豐"
    }  # fmt: skip
    assert (found["quantity"], found["verification_date"]) == (4, "2018-06-02")
    assert [row.serial_number for row in document.rows] == [row[0] for row in rows]
    assert [str(row.qmax_error) for row in document.rows] == [row[4] for row in rows]
    assert document.findings == []


UNITS = ("-", "Pa", "L", "L", "%", "-", "-")


@pytest.mark.parametrize("rules", ["full", "none", "hlines"])
@pytest.mark.parametrize(
    "legend",
    [UNITS, [f"({text})" if text != "-" else "" for text in UNITS], [f"單位:{text}" for text in UNITS],
     [f"({at})" for at in range(1, 8)], [chr(0x2460 + at) for at in range(7)], [str(at) for at in range(1, 8)]],
    ids=["units", "in brackets", "named", "numbers in brackets", "circled", "bare numbers"],
)  # fmt: skip
def test_a_row_of_units_or_column_numbers_is_no_instrument(read: Read, legend: Sequence[str], rules: str) -> None:
    rows = gas_rows(4)
    table = gas_table(rows)
    table.rows.insert(2, [Cell(text if text != "單位:-" else "") for text in legend])
    table.head, table.starts = 3, {start + 1 for start in table.starts}
    document = read(record([*LINES, table], replace(LOOK, rules=rules)))
    assert [row.serial_number for row in document.rows] == [row[0] for row in rows]
    assert [str(row.qmax_reference) for row in document.rows] == [row[3] for row in rows]
    assert [row.mark_number for row in document.rows] == [row[6] for row in rows]
    assert document.findings == []


@pytest.mark.parametrize("rules", ["full", "none", "group"])
@pytest.mark.parametrize("shown", [["5", "", "--以下空白--"], ["5", "/", "/", "/", "/"], ["", "－－", "－－", "－－"]])
def test_a_row_of_the_form_that_was_not_needed_is_no_part_of_the_last_one(
    read: Read, shown: Sequence[str], rules: str
) -> None:
    rows = gas_rows(4)
    table = gas_table(rows)
    first, *others = table.rows[0]
    table.rows[0] = [Cell("項次", 2), first, *others]
    table.rows[2:] = [[Cell(str(at)), *row] for at, row in enumerate(table.rows[2:], 1)]
    table.rows += [[Cell(text) for text in [*shown, *[""] * (8 - len(shown))]], [Cell("6"), *[Cell("")] * 7]]
    document = read(record([*LINES, table], replace(LOOK, rules=rules)))
    assert [row.serial_number for row in document.rows] == [row[0] for row in rows]
    assert [row.mark_number for row in document.rows] == [row[6] for row in rows]


@pytest.mark.parametrize("rules", ["full", "none"])
def test_a_caption_over_the_whole_table_is_no_group_of_columns(read: Read, rules: str) -> None:
    rows = gas_rows(4)
    table = gas_table(rows)
    first, *others = table.rows[0]
    table.rows[0] = [Cell("項次", 2), first, *others]
    table.rows[2:] = [[Cell(str(at)), *row] for at, row in enumerate(table.rows[2:], 1)]
    table.rows.insert(0, [Cell("檢定結果", 1, 8)])
    table.head, table.starts = 3, {start + 1 for start in table.starts}
    document = read(record([*LINES, table], replace(LOOK, rules=rules)))
    assert [row.serial_number for row in document.rows] == [row[0] for row in rows]
    assert [row.verdict for row in document.rows] == ["pass"] * 4
    assert document.findings == []


@pytest.mark.parametrize("across", [3, 6])
def test_the_rest_of_an_item_that_stands_flush_below_it_goes_on(read: Read, across: int) -> None:
    items = [
        f"{word}：{text}" for word, text in (HEAD | {"檢定依據": "膜式氣量計檢定檢查技術規範(CNMV31)第4版"}).items()
    ]
    items = [items[6], *items[1:6], items[0]] if across == 3 else items[:6]
    lines = [items[at : at + across] for at in range(0, len(items), across)]
    found = head(read(record([*lines, gas_table(gas_rows(4))])))
    assert found["verification_site"] == "臺中市西屯區新生路166號"
    if across == 3:
        assert found["technical_specification"] == "膜式氣量計檢定檢查技術規範(CNMV31)第4版"
    assert (found["verifier"], found["brand"], found["permit_number"]) == ("何俊婷", "昌豐", "MV098016")


@pytest.mark.parametrize("sign", ["〃", '"', "″", "同上"])
def test_the_sign_for_the_same_as_above_is_the_value_above(read: Read, sign: str) -> None:
    rows = report_rows(6)
    shown = [[sign if at and column in {1, 2, 3, 4} else text for column, text in enumerate(row)]
             for at, row in enumerate(rows)]  # fmt: skip
    headings = ("項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註")
    table = Table([[Cell(text) for text in row] for row in (headings, *shown)], 1, is_data=True)
    document = read(Paper(["嘉達實業有限公司", "膜式氣量計自行檢定107年6月份月報表"], [table], LOOK))
    assert [row.brand for row in document.rows] == [rows[0][2]] * 6
    assert [str(row.verification_date) for row in document.rows] == ["2018-06-02"] * 6
    assert [row.serial_numbers for row in document.rows] == [row[5] for row in rows]
