"""A PDF file: opened, walked page by page, each page freed before the next."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from parsers.pdf.calls import Slots
from parsers.pdf.chars import Floats, read_layer
from parsers.pdf.drawing import read_drawing
from parsers.pdf.library import pdfium
from parsers.pdf.page import read_page
from schemas.findings import Finding
from schemas.place import Place
from schemas.raw import RawDocument, RawPage

_ENGINE = "pdfium-lattice"


def read(data: bytes) -> RawDocument:
    """What a PDF shows. A file that cannot be opened gives no page and the finding F104 or F105."""
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        return _unreadable(pdfium.FPDF_GetLastError())
    count = pdfium.FPDF_GetPageCount(handle)
    if count < 1:
        pdfium.FPDF_CloseDocument(handle)
        return _unreadable(pdfium.FPDF_ERR_FORMAT)
    return RawDocument(pages=_pages(handle, data, count), engine=_ENGINE, page_count=count)


def _unreadable(error: int) -> RawDocument:
    if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        finding = Finding("F104")
    else:
        finding = Finding("F105", params={"why": f"pdfium {error}"})
    return RawDocument(pages=iter(()), engine=_ENGINE, page_count=0, findings=[finding])


def _pages(handle: Any, data: bytes, count: int) -> Iterator[RawPage]:
    """Each page in turn; pdfium reads from ``data`` as long as the document is open."""
    known: Floats = np.zeros(0)
    slots = Slots()
    try:
        for number in range(1, count + 1):
            page = _page(handle, number, known, slots)
            grids = [table for table in page.tables if not table.ruled]
            known = np.array(grids[-1].xs) if grids else known
            yield page
    finally:
        if not sys.is_finalizing():  # at the interpreter's end pdfium is gone before a page list left half walked
            pdfium.FPDF_CloseDocument(handle)
        del data


def _page(handle: Any, number: int, known: Floats, slots: Slots) -> RawPage:
    page = pdfium.FPDF_LoadPage(handle, number - 1)
    if not page:
        return RawPage(order=[], page=number, doubts=[Finding("F105", Place(page=number), params={"why": "page"})])
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        layer = read_layer(text_page, slots=slots)
        pdfium.FPDFText_ClosePage(text_page)
        turns = pdfium.FPDFPage_GetRotation(page)
        return read_page(layer, read_drawing(page, slots), visible_box(page), turns, number, known)
    finally:
        pdfium.FPDF_ClosePage(page)


def visible_box(page: Any) -> tuple[float, float, float, float]:
    """The rectangle of a page that is shown: left, bottom, right, top in user space."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rect)
    return rect.left, rect.bottom, rect.right, rect.top
