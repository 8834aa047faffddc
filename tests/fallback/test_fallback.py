"""For each reader behind the fast one, a record that needs it; and what is kept, named and marked."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from flows.fallback import CAMELOT, OCR, PLUMBER, Engine, better
from flows.reading import nothing, read_document, read_isolated
from schemas.document import Document
from schemas.doubt import DOUBTFUL, doubt
from schemas.findings import Finding
from tests.fallback.drawn import ROWS, grid_in_a_picture, white_cells_on_grey
from tests.fallback.scans import RECORDS, scanned, truth_of
from tests.records.comparison import differences


@pytest.mark.parametrize(
    ("make", "engine"),
    [(white_cells_on_grey, "pdfplumber"), (grid_in_a_picture, "camelot")],
    ids=["white cells on grey", "grid in a picture"],
)
def test_a_record_that_only_another_reader_understands(make: Callable[[], bytes], engine: str) -> None:
    data = make()
    assert doubt(read_document(data, "record.pdf")) >= DOUBTFUL
    document = read_isolated(data, "record.pdf")
    assert document.source.engine == engine
    assert doubt(document) == 0
    assert [row.serial_number for row in document.rows] == [row[0] for row in ROWS]
    assert [row.increasing_2 for row in document.rows] == [Decimal(row[3]) for row in ROWS]
    assert [row.mark_number for row in document.rows] == [row[-1] for row in ROWS]


def test_glyphs_without_unicode_are_learned_and_marked() -> None:
    name = "1-163-gas-cairo"
    document = read_isolated((RECORDS / "pdf" / f"{name}.pdf").read_bytes(), "record.pdf")
    assert document.source.engine == "pdfium-ocr"
    assert list(differences(truth_of(name), document.model_dump(mode="json"))) == []
    assert "F116" in {finding.code for finding in document.findings}


def test_a_scan_is_read_and_no_wrong_value_goes_unannounced() -> None:
    name = "1-135-gas-libreoffice"
    document = read_isolated(scanned(name, 200, 0.6, 6.0), "scan.pdf")
    assert document.source.engine == "pdfium-ocr"
    assert "F116" in {finding.code for finding in document.findings}
    truth = truth_of(name)
    wrong = [difference for difference in differences(truth, document.model_dump(mode="json")) if "row" in difference]
    doubtful = {finding.place.row for finding in document.findings if finding.code.startswith("C")}
    boxes = [finding.place.box for finding in document.findings if finding.code == "C308" and finding.place.box]
    middles = [(box[1] + box[3]) / 2 for box in boxes]
    for difference in wrong:
        row = int(difference.split()[1])
        box = document.rows[row - 1].place.box
        assert row in doubtful or any(box[1] <= middle <= box[3] for middle in middles), difference
    assert len(document.rows) == 20
    assert len(wrong) <= 13


def _reading(rows: int, quantity: int, engine: str) -> Document:
    document = read_document((RECORDS / "pdf" / "1-135-gas-libreoffice.pdf").read_bytes(), "record.pdf")
    document.rows = document.rows[:rows]
    document.header.quantity = quantity
    document.source.engine = engine
    return document


def _best(document: Document, read: Callable[[Engine], Document]) -> Document:
    """What ``better`` settles on where ``read`` is the other engines."""
    choice = better(document)
    try:
        engine = next(choice)
        while True:
            engine = choice.send(read(engine))
    except StopIteration as end:
        best: Document = end.value
        return best


def test_a_second_reader_that_agrees_confirms_the_first() -> None:
    asked: list[str] = []

    def read(engine: Engine) -> Document:
        asked.append(engine.module)
        return _reading(18, 20, engine.module)

    best = _best(_reading(18, 20, "fast"), read)
    assert (best.source.engine, asked) == ("fast", [PLUMBER.module])


def test_no_other_reader_is_asked_where_the_first_hangs_together() -> None:
    def read(engine: Engine) -> Document:
        raise AssertionError(engine.module)

    assert _best(_reading(20, 20, "fast"), read).source.engine == "fast"


def test_the_reading_with_the_least_doubt_is_kept() -> None:
    rows = {PLUMBER.module: 17, CAMELOT.module: 20, OCR.module: 3}
    best = _best(_reading(18, 20, "fast"), lambda engine: _reading(rows[engine.module], 20, engine.module))
    assert best.source.engine == CAMELOT.module


@pytest.mark.parametrize(("rows", "told"), [(0, ["F107"]), (18, [])])
def test_that_another_reader_was_stopped_is_told_where_nothing_was_read(rows: int, told: list[str]) -> None:
    stopped = Finding("F107", params={"why": "180 s"})
    document = _reading(rows, 20, "fast")
    best = _best(document, lambda _: nothing(document.source, [stopped]))
    assert best is document
    assert [finding.code for finding in best.findings if finding.code == "F107"] == told
