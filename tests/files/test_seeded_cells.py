"""Faults of cells planted in workbooks: found in the very cell, and no other error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from io import BytesIO
from types import ModuleType

import pytest
from openpyxl import load_workbook

from flows.checking import judge
from flows.reading import read_document
from parsers.reader import read
from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Finding, Severity
from schemas.raw import RawDocument
from tests.rules.papers import FORMATS
from tests.rules.sheets import spot_of, workbook
from tests.rules.specimens import context, record, report


def findings(document: Document) -> list[Finding]:
    """What the reading of the document's workbook finds."""
    return read_document(workbook(document), "a.xlsx").findings


@dataclass(frozen=True)
class Cell:
    """What is written into a cell of an honest document, and the code that it must give."""

    code: str
    document: Callable[[], Document]
    row: int | None
    field: str
    text: str | None

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.code}-{self.row or 'head'}"


WATER = partial(record, "water_meter", failing=())
CELLS = [
    Cell("C301", WATER, 2, "high_end", "未測"),
    Cell("C302", report, 2, "verification_date", "115/02/30"),
    Cell("C302", WATER, None, "verification_date", "115/13/40"),
    Cell("C303", WATER, 3, "verdict", "再議"),
    Cell("C304", WATER, 3, "verdict", "☑合格 ☑不合格"),
    Cell("C305", WATER, 5, "mark_number", "150000?"),
    Cell("C306", report, 1, "quantity", "3.5"),
    Cell("C306", WATER, None, "quantity", "5.5"),
    Cell("C307", WATER, 4, "serial_number", "Q2\ue000000004"),
    Cell("C307", WATER, 4, "low_end", "38\ue00069"),
    Cell("C309", WATER, 3, "low_start", None),
]


IN_FILES = [(seed, ending) for seed in CELLS for ending in FORMATS if (seed.code, ending) != ("C307", "pdf")]
"""A font's own sign cannot be drawn with a font that lacks it."""


@pytest.mark.parametrize(("seed", "ending"), IN_FILES, ids=lambda one: one.name if isinstance(one, Cell) else one)
def test_a_faulty_cell_is_the_only_finding_and_named_where_it_stands(seed: Cell, ending: str) -> None:
    made, (as_file, is_there) = seed.document(), FORMATS[ending]
    book = load_workbook(BytesIO(workbook(made)))
    sheet = book.worksheets[0]
    line, column = spot_of(made, sheet, seed.row, seed.field)
    sheet.cell(line, column).value = seed.text
    out = BytesIO()
    book.save(out)
    data = as_file(out.getvalue())
    [found] = read_document(data, f"a.{ending}").findings
    assert (found.code, found.field, found.place.row) == (seed.code, seed.field, seed.row)
    assert is_there(sheet, data, found.place, line, column), found.place


def test_a_quantity_that_is_no_whole_number_in_a_row() -> None:
    made = report()
    object.__setattr__(made.rows[0], "quantity", Decimal("3.5"))
    [found] = findings(made)
    assert (found.code, found.field, found.value) == ("C306", "quantity", "3.5")
    assert (found.place.sheet, found.place.row, found.place.column) == ("檢定", 1, "G")


def test_a_quantity_that_is_no_whole_number_in_the_head() -> None:
    made = record("gas_meter")
    object.__setattr__(made.header, "quantity", Decimal("5.5"))
    [found] = findings(made)
    assert (found.code, found.field, found.value) == ("C306", "quantity", "5.5")
    assert (found.place.sheet, found.place.row, found.place.column) == ("檢定", None, "B")


def test_a_day_that_no_calendar_has_in_a_row() -> None:
    made = report()
    object.__setattr__(made.rows[1], "verification_date", "115/02/30")
    [found] = findings(made)
    assert (found.code, found.field, found.value) == ("C302", "verification_date", "115/02/30")
    assert (found.place.sheet, found.place.row, found.place.line, found.place.column) == ("檢定", 2, 6, "B")


def test_a_day_that_no_calendar_has_in_the_head() -> None:
    made = record("gas_meter")
    object.__setattr__(made.header, "verification_date", "115/13/40")
    [found] = findings(made)
    assert (found.code, found.field, found.value) == ("C302", "verification_date", "115/13/40")
    assert (found.place.sheet, found.place.row, found.place.line, found.place.column) == ("檢定", None, 4, "B")


def test_words_read_by_eye_are_to_be_confirmed_where_they_stand() -> None:
    made = record("gas_meter")
    made.rows[3].rejection_reason = "外觀刮傷甚鉅"
    data = workbook(made)
    seen = replace(read(data, "a.xlsx"), findings=[Finding("F116")])
    told = read_document(data, "a.xlsx", seen=seen).findings
    places = {found.field: found.place for found in told if found.code == "C308"}
    assert {found.code for found in told} == {"F116", "C308"}
    assert {"company_name", "brand", "verifier", "reference_standard.name"} <= set(places)
    for name in ("brand", "verifier"):
        sheet = load_workbook(BytesIO(data)).worksheets[0]
        assert sheet[f"{places[name].column}{places[name].line}"].value == getattr(made.header, name)
    assert (places["rejection_reason"].row, places["rejection_reason"].sheet) == (4, "檢定")


def test_an_item_that_was_not_found_by_eye_is_named() -> None:
    made = record("gas_meter")
    made.header.company_name = made.header.quantity = None
    data = workbook(made)
    seen = replace(read(data, "a.xlsx"), findings=[Finding("F116")])
    document = read_document(data, "a.xlsx", seen=seen)
    found = [each for each in document.findings if each.code == "T213"]
    assert [each.field for each in found] == ["company_name", "quantity"]
    assert (found[0].place.sheet, found[0].place.line) == ("檢定", 2)
    judge([document], context())
    assert [each.code for each in document.findings if each.field == "company_name"] == ["T213"]


def test_a_blank_among_values() -> None:
    made = record("gas_meter")
    made.rows[2].qmax_rate = None
    [found] = findings(made)
    assert (found.code, found.field, found.place.row) == ("C309", "qmax_rate", 3)
    assert severity(found) not in (Severity.ERROR, Severity.FATAL)


def test_a_reader_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rapidocr", "onnxruntime"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in [name for name in sys.modules if name.startswith("parsers.ocr")]:
        monkeypatch.delitem(sys.modules, name)
    [found] = read_document(b"%PDF-1.4\n", "scan.pdf", "parsers.ocr.document").findings
    assert found.code == "F117"
    assert found.params["extra"]


def test_a_fault_of_the_program_is_named_and_costs_this_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbling(data: bytes) -> RawDocument:
        raise ZeroDivisionError

    broken = ModuleType("broken_reader")
    monkeypatch.setattr(broken, "read", stumbling, raising=False)
    monkeypatch.setitem(sys.modules, broken.__name__, broken)
    first, second = (read_document(workbook(report()), "a.xlsx", engine) for engine in (broken.__name__, None))
    [found] = first.findings
    assert (found.code, found.field, first.rows) == ("F199", None, [])
    assert (second.findings, len(second.rows)) == ([], 2)
