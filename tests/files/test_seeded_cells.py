"""Faults of cells planted in workbooks: found in the very cell, and no other error."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from flows.reading import read_document
from schemas.catalogue import severity
from schemas.document import Document
from schemas.findings import Finding, Severity
from tests.rules.sheets import workbook
from tests.rules.specimens import record, report


def findings(document: Document) -> list[Finding]:
    """What the reading of the document's workbook finds."""
    return read_document(workbook(document), "a.xlsx").findings


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
