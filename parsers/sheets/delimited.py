"""``.csv`` and its like: UTF-8 with or without BOM, UTF-16 with BOM, Big5/CP950; comma, tab, semicolon or bar."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from parsers.encoding import decode
from parsers.refusal import damaged, too_much
from parsers.sheets.grid import MAX_CELLS, MAX_COLUMN, MAX_ROW, Sheet, as_page
from parsers.sniff import delimiter
from schemas.raw import RawDocument

_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def read(data: bytes) -> RawDocument:
    """The one page of a delimited file; ``Refused`` if it is no text or too large."""
    text = decode(data)
    if text is None:
        raise damaged("UTF-8 / Big5")
    page = as_page(Sheet(None, _cells(text)))
    return RawDocument(iter([page]), "csv", 1)


def _cells(text: str) -> dict[int, dict[int, str]]:
    cells: dict[int, dict[int, str]] = {}
    count = 0
    for number, row in enumerate(_rows(text), 1):
        if number > MAX_ROW:
            raise too_much("rows", MAX_ROW)
        if len(row) > MAX_COLUMN:
            raise too_much("columns", MAX_COLUMN)
        line = {column: _text(value) for column, value in enumerate(row, 1) if value.strip()}
        count += len(line)
        if count > MAX_CELLS:
            raise too_much("cells", MAX_CELLS)
        if line:
            cells[number] = line
    return cells


def _rows(text: str) -> Iterator[list[str]]:
    """The rows; where a quotation mark is never closed, lines as they stand."""
    mark = delimiter(text) or ","
    try:
        yield from list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False))
    except csv.Error:
        yield from csv.reader(text.splitlines(), delimiter=mark, quoting=csv.QUOTE_NONE)


def _text(value: str) -> str:
    """``="00123"`` is how spreadsheets are made to keep the zeros of a CSV file."""
    match = _AS_TEXT.fullmatch(value)
    return match[1].replace('""', '"') if match else value
