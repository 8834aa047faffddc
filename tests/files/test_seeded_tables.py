"""Faults of titles, headings and rows planted in files of three formats: each named where it stands, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.reading import read_document
from schemas.document import Document
from tests.rules.papers import FORMATS
from tests.rules.sheets import workbook
from tests.rules.specimens import record, report

SHEET = "檢定"
TITLE, HEADINGS, LAST = 2, 4, 6
"""The rows of the specimen's title, of its headings and of its last line."""


@dataclass(frozen=True)
class Seed:
    """A fault, and the finding: code, line and column on the sheet, field and value."""

    code: str
    plant: Callable[[Worksheet], object]
    cell: tuple[int, int]
    field: str | None = None
    value: str | None = None
    rows: int = 2


def title(words: str) -> Callable[[Worksheet], object]:
    """Another title."""
    return lambda sheet: sheet.cell(2, 1, words)


def column(*texts: str) -> Callable[[Worksheet], None]:
    """One column more: its heading and its cells."""

    def plant(sheet: Worksheet) -> None:
        for row, text in enumerate(texts, HEADINGS):
            sheet.cell(row, 11, text)

    return plant


def run_together(sheet: Worksheet) -> None:
    """Four cells of the last line in one."""
    sheet.cell(LAST, 1, "2 115/10/14 青禾 QH-20")
    sheet.merge_cells(start_row=LAST, end_row=LAST, start_column=1, end_column=4)


def unknown_headings(sheet: Worksheet) -> None:
    """Only two of the headings are words that anybody knows."""
    for number in range(1, 10):
        if number not in (3, 4):
            sheet.cell(HEADINGS, number, "甲乙丙丁戊己庚辛壬"[number - 1] * 2)


TOGETHER = "2 115/10/14 青禾 QH-20 口徑20mm Q26000004~Q26000005 2 1500004~1500005 100"
SEEDS = [
    Seed("T201", lambda sheet: sheet.delete_rows(HEADINGS, 3), (TITLE, 1), rows=0),
    Seed("T201", unknown_headings, (HEADINGS, 1), rows=0),
    Seed("T202", title("自行檢定115年10月份月報表"), (TITLE, 1)),
    Seed("T203", lambda sheet: sheet.delete_cols(7), (HEADINGS, 1), "quantity", "數量"),
    Seed("T204", column("天氣", "晴", "陰"), (HEADINGS, 11), None, "天氣"),
    Seed("T205", column("廠牌", "甲", "乙"), (HEADINGS, 11), "brand", "廠牌"),
    Seed("T206", lambda sheet: sheet.append(["自檢號:", "MV113002"]), (11, 2), "permit_number", "MV113002"),
    Seed("T207", run_together, (LAST, 1), None, TOGETHER, rows=1),
    Seed("T208", title("水量計及電度表自行檢定115年10月份月報表"), (TITLE, 1), None, "水量計、電度表"),
    Seed("T209", lambda sheet: sheet.delete_rows(sheet.max_row), (TITLE, 1), "permit_number"),
    Seed("T209", lambda sheet: sheet.cell(sheet.max_row, 2, "－"), (10, 2), "permit_number"),
]


def changed(made: Document, plant: Callable[[Worksheet], object]) -> bytes:
    """A document's workbook after a change."""
    book = load_workbook(BytesIO(workbook(made)))
    plant(book.worksheets[0])
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.code)
def test_a_fault_is_the_only_finding_and_named_where_it_stands(seed: Seed, ending: str) -> None:
    data, (made, is_there) = changed(report(), seed.plant), FORMATS[ending]
    document = read_document(made(data), f"a.{ending}")
    [found] = document.findings
    assert (found.code, found.field, found.value) == (seed.code, seed.field, seed.value)
    assert is_there(load_workbook(BytesIO(data)).worksheets[0], made(data), found.place, *seed.cell), found.place
    assert len(document.rows) == seed.rows


def same_group(sheet: Worksheet) -> None:
    """Both groups of readings under one heading, so that only their order tells them apart."""
    groups = [cell for row in sheet.iter_rows() for cell in row if cell.value in ("瓦時部份", "乏時部份")]
    assert len(groups) == 2
    for cell in groups:
        sheet.cell(cell.row, cell.column, "器差試驗(%)")


@pytest.mark.parametrize("ending", FORMATS)
def test_columns_that_only_their_order_tells_apart_are_each_named(ending: str) -> None:
    data, (made, is_there) = changed(record("electricity_meter"), same_group), FORMATS[ending]
    document = read_document(made(data), f"a.{ending}")
    assert {found.code for found in document.findings} == {"T212"}
    told = {found.field: (found.value or "").split()[-1] for found in document.findings}
    words = {"full_load": "全載", "power_factor": "功因", "light_load": "輕載"}
    assert told == {f"{part}_{name}": word for part in ("wh", "varh") for name, word in words.items()}
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    for found in document.findings:
        [*_, column] = [
            cell.column
            for line in sheet
            for cell in line
            if cell.value == told[found.field] and (found.field or "").startswith("wh") == (cell.column < 12)
        ]
        line = next(cell.row for row in sheet for cell in row if cell.value == told[found.field])
        assert is_there(sheet, made(data), found.place, line, column), found.place
    assert [row.wh_full_load for row in document.rows] == [row.wh_full_load for row in record("electricity_meter").rows]
