"""Specimens as workbooks in which some words were replaced by a manufacturer's own."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from schemas.document import Document
from tests.rules.sheets import workbook


def reworded(document: Document, words: Mapping[str, str]) -> bytes:
    """The workbook of a document; each cell that holds a key of ``words``, with or without a colon, has its value."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(document)))
    left = dict(words)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in sheet.iter_rows():
        for cell in row:
            text = str(cell.value or "")
            if text.rstrip(":") in words:
                cell.value = words[text.rstrip(":")] + text[len(text.rstrip(":")) :]
                left.pop(text.rstrip(":"), None)
    assert not left, left
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
