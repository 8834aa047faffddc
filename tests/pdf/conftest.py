"""Small PDFs drawn by the tests themselves, and views on what the reader made of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.pdf import read
from schemas.raw import RawPage, RawTable

WIDTH, HEIGHT = 595.0, 842.0


@dataclass
class Sheet:
    """A canvas with y counted from the top, and a ready-made table of eight columns."""

    canvas: Canvas
    buffer: io.BytesIO
    xs: Sequence[float] = (40, 60, 140, 200, 260, 320, 380, 440, 555)
    heads: Sequence[str] = ("No", "Serial", "Loss Pa", "Shown L", "True L", "Error %", "Verdict", "Mark number")
    size: float = 9
    done: bool = field(default=False)

    def text(self, x: float, y: float, text: str, centred: bool = False) -> None:
        (self.canvas.drawCentredString if centred else self.canvas.drawString)(x, HEIGHT - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def box(self, x0: float, y0: float, x1: float, y1: float, stroke: int = 1, fill: int = 0) -> None:
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, stroke=stroke, fill=fill)

    def cell(self, column: int, y: float, text: str, last: int | None = None) -> None:
        self.text((self.xs[column] + self.xs[(last or column) + 1]) / 2, y, text, centred=True)

    def head(self, y: float) -> None:
        """Two levels: a heading over columns 3 to 5, the others half way."""
        self.cell(3, y + 9, "1.0 Qmax", last=5)
        for column, text in enumerate(self.heads):
            self.cell(column, y + (24 if column in (3, 4, 5) else 16.5), text)

    def row(self, y: float, number: int) -> None:
        for column, text in enumerate(values(number)):
            self.cell(column, y, text)

    def body(self, y: float, count: int, step: float = 16, start: int = 1) -> None:
        for index in range(count):
            self.row(y + index * step + 11, start + index)

    def ruled(self, top: float, bottom: float, right: float | None = None, step: float = 16) -> None:
        """Rules around rows of ``step`` points and the columns up to ``right``."""
        xs = [x for x in self.xs if right is None or x <= right]
        for index in range(int((bottom - top) / step) + 1):
            self.line(xs[0], top + index * step, xs[-1], top + index * step)
        for x in xs:
            self.line(x, top, x, bottom)

    def new_page(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont("Helvetica", self.size)

    def bytes(self) -> bytes:
        if not self.done:
            self.canvas.save()
            self.done = True
        return self.buffer.getvalue()

    def pages(self) -> list[RawPage]:
        return list(read(self.bytes()).pages)


def values(number: int) -> list[str]:
    """The eight values of an instrument's row."""
    shown = 59 + number / 10
    return [
        str(number), f"G6-{3328936 + number}", str(100 + number), f"{shown:.2f}", "60.00",
        f"{shown - 60:.2f}", "PASS", f"{7762520 + number:08d}",
    ]  # fmt: skip


def texts(table: RawTable) -> list[list[str]]:
    """The cells' texts, a merged cell's at each of its positions."""
    return [[cell.text for cell in row] for row in table.rows]


@pytest.fixture
def sheet() -> Sheet:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Helvetica", 9)
    return Sheet(canvas, buffer)


@pytest.fixture
def values_of() -> Callable[[int], list[str]]:
    return values


@pytest.fixture
def texts_of() -> Callable[[RawTable], list[list[str]]]:
    return texts
