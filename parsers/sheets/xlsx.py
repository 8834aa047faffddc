"""``.xlsx`` and ``.xlsm``, streamed sheet by sheet.

``python -m benchmarks.sheet_speed`` holds it against openpyxl and calamine. calamine, which is faster for bare
values, tells neither formats nor formulas nor hidden rows, and a sheet of the cells A1 and XFD1048576 aborts
its process.
"""

from __future__ import annotations

from parsers.guard import open_package
from parsers.refusal import damaged
from parsers.sheets.grid import MAX_CELLS, as_page
from parsers.sheets.xlsx_parts import read_workbook
from parsers.sheets.xlsx_sheet import SheetReader
from schemas.raw import RawDocument

_ENGINE = "xlsx-stream"


def read(data: bytes) -> RawDocument:
    """Every worksheet as a page; ``Refused`` if the workbook cannot be read within the limits."""
    package = open_package(data)
    book = read_workbook(package)
    if not book.sheets:
        raise damaged("no worksheet")
    pages = []
    left = MAX_CELLS
    for part in book.sheets:
        if not package.has(part.path):
            raise damaged(f"{part.path} missing")
        reader = SheetReader(book, part, left)
        reader.read(package.chunks(part.path))
        left -= reader.count
        pages.append(as_page(reader.sheet()))
    return RawDocument(iter(pages), _ENGINE, len(pages), list(package.findings))
