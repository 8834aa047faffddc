"""T210 planted in drawn reports without rules: named with the page it stands on, and no other error."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import pdfplumber
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from flows.checking import judge
from flows.reading import read_document
from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Severity
from tests.rules.specimens import context, report

FONT = Path("/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf")
HEIGHT, STEP = 595.0, 18.0
COLUMNS = {
    "項次": 60,
    "檢定日期": 125,
    "廠牌": 210,
    "型號": 280,
    "規格": 350,
    "器號": 450,
    "數量": 545,
    "合格印證號碼": 640,
    "檢定費": 760,
}
"""The headings and the middles of their columns."""
EACH_PAGE = 4
NOBODY: frozenset[int] = frozenset()


@lru_cache(maxsize=1)
def _font() -> str:
    pdfmetrics.registerFont(TTFont("Kai", FONT))
    return "Kai"


class Paper:
    """A landscape page on which lines are set one below the other, without a rule."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(842, HEIGHT), invariant=1)
        self.begin()

    def begin(self) -> None:
        self.canvas.setFont(_font(), 9)
        self.y = HEIGHT - 40

    def next_page(self) -> None:
        self.canvas.showPage()
        self.begin()

    def line(self, text: str) -> None:
        self.canvas.drawString(40, self.y, text)
        self.y -= STEP

    def cells(self, **texts: object) -> None:
        for heading, text in texts.items():
            self.canvas.drawCentredString(COLUMNS[heading], self.y, str(text))
        self.y -= STEP


def drawn(made: Document, doubted: frozenset[int], words: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """A report of two pages; on the ``doubted`` ones each pair of lines has its subtotal below; ``words``: other headings."""
    paper = Paper()
    head = made.header
    paper.line(head.company_name)
    paper.line("水量計自行檢定115年10月份月報表")
    paper.line("製表日期:115/11/05")
    for page, rows in enumerate((made.rows[:EACH_PAGE], made.rows[EACH_PAGE:]), 1):
        if page > 1:
            paper.next_page()
        paper.cells(**{heading: words.get(heading, heading) for heading in COLUMNS})
        for number, row in enumerate(rows):
            facts = (
                row.item, "115/10/14", row.brand, row.model, row.specification,
                row.serial_numbers, row.quantity, row.mark_numbers, row.fee,
            )  # fmt: skip
            paper.cells(**dict(zip(COLUMNS, facts, strict=True)))
            if page in doubted and number % 2:
                above = rows[number - 1]
                paper.cells(廠牌="小計", 數量=above.quantity + row.quantity, 檢定費=above.fee + row.fee)
    paper.y -= STEP
    paper.line(f"1.總計檢定數量為 {head.total_quantity} 具。")
    paper.line(f"2.應繳檢定費五分之一計收,總計應繳檢定費新臺幣 {head.total_fee} 元。")
    paper.line(f"自檢號: {head.permit_number}    負責人: {head.responsible_person}    製表人: {head.prepared_by}")
    paper.canvas.save()
    return paper.buffer.getvalue()


@pytest.mark.parametrize("doubted", [NOBODY, {1}, {2}, {1, 2}], ids=str)
def test_a_grid_in_doubt_is_named_with_its_page_and_no_error_follows(doubted: frozenset[int]) -> None:
    made = report(counts=[3, 2, 4, 1, 6, 2, 3, 5])
    document = read_document(drawn(made, frozenset(doubted)), "report.pdf")
    judge([document], context())
    told = [(found.place.page, found.params["page"]) for found in document.findings if found.code == "T210"]
    assert told == [(page, str(page)) for page in sorted(doubted)]
    boxes = [found.place.box for found in document.findings if found.code == "T210"]
    assert all(box and 0 < box[0] < COLUMNS["項次"] and COLUMNS["檢定費"] < box[2] < 842 for box in boxes)
    assert {found.code for found in document.findings} - {"T210"} == {"B559"}
    assert not [found for found in document.findings if severity(found) in (Severity.ERROR, Severity.FATAL)]
    read = [(row.serial_numbers, row.quantity, row.mark_numbers, row.fee) for row in document.rows]
    assert read == [(row.serial_numbers, row.quantity, row.mark_numbers, row.fee) for row in made.rows]


def test_a_heading_without_rules_is_found_where_it_is_drawn() -> None:
    made = report(counts=[3, 2, 4, 1, 6, 2, 3, 5])
    data = drawn(made, NOBODY, {"規格": "天氣狀況"})
    document = read_document(data, "report.pdf")
    told = {found.code: found for found in document.findings}
    assert told.keys() == {"T204"}
    assert told["T204"].value == "天氣狀況"
    box = told["T204"].place.box
    assert told["T204"].place.page == 1
    assert box is not None
    with pdfplumber.open(io.BytesIO(data)) as paper:
        seen = paper.pages[0].within_bbox((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1))
        assert seen.extract_text() == "天氣狀況"
