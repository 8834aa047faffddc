"""Marks stand on the value however the page is shown, and however its text runs on it: judged by other libraries."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import numpy as np
import pdfplumber
import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array
from PIL import Image

from flows.annotating import annotated_copy
from flows.reading import read_document
from schemas.document import Document
from schemas.findings import Finding
from schemas.place import Box
from schemas.turned import Turned

PDFS = Path(__file__).parents[1] / "records" / "pdf"
RECORD = "1-135-gas-libreoffice.pdf"
CUT = 20
_TURNED = ("1 0 0 1 0 0", "0 -1 1 0 0 {width}", "-1 0 0 -1 {width} {height}", "0 1 -1 0 {height} 0")


def lying(data: bytes, content: int, shown: int) -> bytes:
    """The first page with its text turned by ``content`` quarters on the sheet (clockwise), the page shown by /Rotate ``shown``, cut a little."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.pages[1:]
        for page in pdf.pages:
            _, _, width, height = map(float, page.mediabox)
            page.contents_add(f"{_TURNED[content].format(width=width, height=height)} cm".encode(), prepend=True)
            page.mediabox = Array([0, 0, *((height, width) if content % 2 else (width, height))])
            page.cropbox = Array([-50, CUT, 2000, 2000])
            page.Rotate = 90 * shown
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def with_findings(document: Document) -> Document:
    """The document with a finding on each serial number, one on each mark and one on the permit's number."""
    cells = [
        Finding("C308", document.cell(row.place, name), name, getattr(row, name))
        for row in document.rows
        for name in ("serial_number", "mark_number")
    ]
    permit = Finding("C308", document.header_places["permit_number"], "permit_number", document.header.permit_number)
    document.findings = [each for each in [*cells, permit] if each.value]
    return document


def marked(copy: bytes) -> list[str]:
    """What stands under each square, as pdfplumber has it: the characters whose middle is in it, as they were written."""
    found = []
    with pdfplumber.open(io.BytesIO(copy)) as pdf:
        for page in pdf.pages:
            for note in page.annots:
                text = "".join(char["text"] for char in page.chars if _holds(note, char))
                found.append(unicodedata.normalize("NFKC", text).strip())
    return found


def _middle(char: dict[str, float]) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _holds(note: dict[str, float], char: dict[str, float]) -> bool:
    x, y = _middle(char)
    return note["x0"] < x < note["x1"] and note["top"] < y < note["bottom"]


@pytest.mark.parametrize(("content", "shown"), [(0, 1), (1, 0), (1, 1), (2, 0), (2, 3), (3, 2), (3, 3)])
def test_the_square_stands_on_the_value(content: int, shown: int) -> None:
    data = lying((PDFS / RECORD).read_bytes(), content, shown)
    document = with_findings(read_document(data, RECORD))
    copy = annotated_copy(document, data)
    assert copy is not None
    values = [found.value for found in document.findings]
    assert len(values) == 41
    assert marked(copy)[:-1] == values[:-1]
    assert str(values[-1]) in marked(copy)[-1]


@given(
    st.tuples(*[st.floats(0, 800)] * 4),
    st.builds(Turned, st.floats(1, 900), st.floats(1, 900), st.integers(0, 3), st.floats(-5, 5)),
)
def test_a_box_as_shown_is_the_box_as_read(sides: Box, page: Turned) -> None:
    left, right = sorted(sides[::2])
    top, bottom = sorted(sides[1::2])
    assert page.read(page.shown((left, top, right, bottom))) == pytest.approx((left, top, right, bottom), abs=1e-6)


DPI, SLANT = 150, 1.5


def scanned(data: bytes) -> bytes:
    """Half the first page as a picture that lies on its side and slants, in a page that is shown upside down."""
    page = pypdfium2.PdfDocument(data)[0].render(scale=DPI / 72).to_pil().convert("L")
    page = page.crop((0, 0, page.width, page.height // 2))
    page = page.rotate(SLANT, fillcolor=255, resample=Image.Resampling.BICUBIC).transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=DPI)
    return lying(out.getvalue(), 0, 2)


def on_the_scan(x: float, y: float, width: float, height: float) -> tuple[float, float]:
    """A point of the half page as drawn, where it is shown: slanting, on its side, upside down, cut at the top."""
    turn = np.radians(SLANT)
    x, y = x - width / 2, y - height / 2
    x, y = np.cos(turn) * x + np.sin(turn) * y, -np.sin(turn) * x + np.cos(turn) * y
    return height / 2 - y, width / 2 + x - CUT


def test_the_square_stands_on_the_value_of_a_scan() -> None:
    drawn = (PDFS / RECORD).read_bytes()
    document = read_document(scanned(drawn), RECORD, "parsers.ocr.document")
    document.rows = document.rows[:8]  # the page's edge cuts the next ones
    document = with_findings(document)
    with pdfplumber.open(io.BytesIO(drawn)) as pdf:
        width, height = float(pdf.pages[0].width), float(pdf.pages[0].height) / 2
        ink = [(_middle(char), char["text"]) for char in pdf.pages[0].chars]
    placed = [(on_the_scan(*middle, width, height), text) for middle, text in ink]
    assert len(document.findings) == 17
    for found in document.findings:
        assert found.place.box is not None
        left, top, right, bottom = found.place.box
        under = "".join(text for (x, y), text in placed if left < x < right and top < y < bottom)
        assert str(found.value) in unicodedata.normalize("NFKC", under)
