"""What is drawn on a page comes out where it was drawn, whichever of pdfium's answers it is taken from."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reading import read_isolated
from parsers.guard_pdf import inflate
from parsers.pdf.drawing import MAX_OBJECTS, read_drawing

Box = tuple[float, float, float, float]


def _page(content: bytes) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(800, 800)).Contents = pdf.make_stream(content)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def _strokes(content: bytes) -> list[Box]:
    document = pdfium.PdfDocument(_page(content))
    page = document[0]
    strokes = read_drawing(page.raw).strokes
    boxes = np.concatenate([np.minimum(strokes[:, :2], strokes[:, 2:]), np.maximum(strokes[:, :2], strokes[:, 2:])], 1)
    document.close()
    return sorted((round(a, 2), round(b, 2), round(c, 2), round(d, 2)) for a, b, c, d in boxes.tolist())


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"4 w 100 200 m 300 200 l S", [(100, 200, 300, 200)]),
        (b"4 w 300 200 m 100 200 l S", [(100, 200, 300, 200)]),
        (b"0.5 w 100 200 m 100 350 l S", [(100, 200, 100, 350)]),
        (b"0 w 100 200 m 300 200 l S", [(100, 200, 300, 200)]),
        (b"2 0 0 1 0 0 cm 2 w 50 200 m 150 200 l S", [(100, 200, 300, 200)]),
        (b"0 1 -1 0 800 0 cm 3 w 50 200 m 150 200 l S", [(600, 50, 600, 150)]),
        (b"1 w 100 200 m 101 200 l S", [(100, 200, 101, 200)]),
        (b"1 w 100 200 m 300 400 l S", []),
        (b"1 1 1 RG 1 w 100 200 m 300 200 l S", []),
        (b"9 w 100 200 m 300 200 l S", []),
        (b"1 w 10 20 m 30 20 l 10 40 m 30 40 l S", [(10, 20, 30, 20), (10, 40, 30, 40)]),
        (b"1 w 10 20 m 30 20 l 30 40 l h S", [(10, 20, 30, 20), (30, 20, 30, 40)]),
        (b"1 w 10 20 30 40 re S", [(10, 20, 10, 60), (10, 20, 40, 20), (10, 60, 40, 60), (40, 20, 40, 60)]),
        (b"1 w 10 20 m 10 60 40 60 40 20 c h S", [(10, 20, 40, 20)]),
        (b"10 20 300 0.5 re f", [(10, 20, 310, 20.5)]),
    ],
)
def test_straight_lines_are_found_in_their_place(content: bytes, lines: list[Box]) -> None:
    assert _strokes(content) == [tuple(map(float, line)) for line in lines]


@settings(deadline=None, max_examples=60)
@given(
    st.integers(10, 700),
    st.integers(10, 700),
    st.integers(1, 90),
    st.sampled_from([0.1, 0.5, 1.0, 2.5, 4.5]),
    st.booleans(),
)
def test_a_line_of_two_points_is_the_line_of_three(x: int, y: int, length: int, width: float, level: bool) -> None:
    """pdfium's bounds of a stroke and its single points say the same."""
    ends = (x + length, y) if level else (x, y + length)
    short = b"%f w %d %d m %d %d l S" % (width, x, y, *ends)
    longer = b"%f w %d %d m %d %d l %d %d l S" % (width, x, y, *ends, *ends)
    (line,) = _strokes(short)
    assert sorted([line, (*map(float, ends), *map(float, ends))]) == _strokes(longer)


@pytest.mark.parametrize("tail", [b"", b"\n", b"\r\n"])
def test_the_end_of_a_large_stream_is_the_end(tail: bytes) -> None:
    size, kept = inflate(zlib.compress(b"0 0 9 9 re f\n" * 250_000) + tail, 8 << 20)
    assert (size, kept) == (3_250_000, b"")


def test_a_page_of_600_000_rectangles_is_read_as_far_as_it_is_looked_at() -> None:
    document = read_isolated(_page(b"0 0 9 9 re f\n" * 600_000), "many.pdf")
    limits = [finding.params.get("limit") for finding in document.findings if finding.code == "F106"]
    assert (limits, document.source.engine) == ([str(MAX_OBJECTS)], "pdfium-lattice")
