"""camelot's lattice behind our seam: it also finds lines that are part of a picture behind the text."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any

from parsers.peers import plumber
from parsers.peers.grid import table_of
from schemas.errors import MissingPart
from schemas.findings import Finding
from schemas.raw import RawDocument, RawPage, RawTable

ENGINE = "camelot"


def read(data: bytes) -> RawDocument:
    """What camelot sees in a PDF; ``MissingPart`` where the extra is not installed."""
    try:
        import camelot  # noqa: PLC0415, F401 (optional extra)
        import pdfplumber  # noqa: PLC0415
    except ImportError as error:
        raise MissingPart("camelot", hint="tables") from error
    raw = plumber.read(data)
    if raw.findings:
        return RawDocument(iter(()), ENGINE, 0, [Finding("F105", params={"why": ENGINE})])
    return RawDocument(_pages(data, pdfplumber.open(io.BytesIO(data))), ENGINE, raw.page_count)


def _pages(data: bytes, document: Any) -> Iterator[RawPage]:
    from camelot import io as camelot_io  # noqa: PLC0415 (optional extra)

    logging.getLogger("camelot").setLevel(logging.ERROR)
    with document:
        for number, page in enumerate(document.pages, 1):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = camelot_io.read_pdf(data, pages=str(number), flavor="lattice", suppress_stdout=True)
            single = page.dedupe_chars()
            yield plumber.page_of(single, [_table(table.cells, single, number) for table in found], number)
            page.close()


def _table(grid: Any, page: Any, number: int) -> RawTable | None:
    seen: set[tuple[int, int]] = set()
    cells = []
    for row in range(len(grid)):
        for column in range(len(grid[row])):
            if (row, column) not in seen:
                members = _merged(grid, row, column)
                seen.update(members)
                cells.append(plumber.boxed(page, _box([grid[r][c] for r, c in members], float(page.height))))
    return table_of(cells, number)


def _merged(grid: Any, row: int, column: int) -> list[tuple[int, int]]:
    """The rectangle of grid cells that no drawn line parts from the one at its top left."""
    right = column
    while right + 1 < len(grid[row]) and not grid[row][right].right:
        right += 1
    bottom = row
    while bottom + 1 < len(grid) and not grid[bottom][column].bottom:
        bottom += 1
    return [(r, c) for r in range(row, bottom + 1) for c in range(column, right + 1)]


def _box(cells: list[Any], height: float) -> tuple[float, float, float, float]:
    left, right = min(cell.x1 for cell in cells), max(cell.x2 for cell in cells)
    low, high = min(cell.y1 for cell in cells), max(cell.y2 for cell in cells)
    return float(left), height - float(high), float(right), height - float(low)
