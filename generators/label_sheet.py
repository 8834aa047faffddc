"""Stickers of 42 mm x 15 mm in vector PDF (guide, item 7 (1) 6 (2) c and (3) c), on sheets or on a roll, to scale."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generators.label_symbol import QUIET_ZONE, matrix
from schemas.label import Label

MM = 72 / 25.4
WIDTH_MM, HEIGHT_MM = 42.0, 15.0
_FONT = Path(__file__).parent / "fonts" / "label-kai.ttf"
_LEADING = 3.0
_LARGEST, _SMALLEST = 6.2, 3.0


@dataclass(frozen=True, slots=True)
class Sticker:
    """What one sticker prints beside its symbol. ``valid_until``: (ROC year, month); ``service_until``: ROC year.

    ``None`` leaves the figure blank, to be stamped: the periods are the office's to set (CNMV 46, sections 9 and 10).
    """

    label: Label
    permit_number: str
    valid_until: tuple[int, int] | None = None
    service_until: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where stickers stand, in millimetres; ``dots_per_inch`` of the printer makes a module a whole number of dots."""

    page: tuple[float, float]
    columns: int
    rows: int
    margin: tuple[float, float]
    pitch: tuple[float, float]
    dots_per_inch: int = 300

    @property
    def module_mm(self) -> float:
        """The largest whole number of dots for which version 2 with its quiet zone fits the sticker's height."""
        dot = 25.4 / self.dots_per_inch
        return int(HEIGHT_MM / (25 + 2 * QUIET_ZONE) / dot) * dot


def sheet(dots_per_inch: int = 300) -> Layout:
    """A4, 4 x 16 stickers."""
    return Layout((210.0, 297.0), 4, 16, (12.0, 12.0), (48.0, 17.0), dots_per_inch)


def roll(dots_per_inch: int = 300) -> Layout:
    """One sticker a page, for label printers."""
    return Layout((WIDTH_MM, HEIGHT_MM), 1, 1, (0.0, 0.0), (WIDTH_MM, HEIGHT_MM), dots_per_inch)


def draw_stickers(stickers: Iterable[Sticker], layout: Layout) -> bytes:
    """A PDF of all stickers in their order."""
    canvas, out = _canvas(layout)
    each_page = layout.columns * layout.rows
    position = -1
    for number, sticker in enumerate(stickers):
        position = number % each_page
        if number and position == 0:
            canvas.showPage()
        row, column = divmod(position, layout.columns)
        left = layout.margin[0] + column * layout.pitch[0]
        bottom = layout.page[1] - layout.margin[1] - row * layout.pitch[1] - HEIGHT_MM
        _draw(canvas, sticker, left * MM, bottom * MM, layout)
    if position >= 0:
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(layout: Layout) -> tuple[Any, io.BytesIO]:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 (only for sheets)

    _register()
    out = io.BytesIO()
    size = (layout.page[0] * MM, layout.page[1] * MM)
    return Canvas(out, pagesize=size, pageCompression=1, invariant=1), out


@lru_cache(maxsize=1)
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    pdfmetrics.registerFont(TTFont("Label", str(_FONT)))


def lines_of(sticker: Sticker) -> tuple[str, ...]:
    """The sticker's text, line by line (guide, item 7 (1) 6 (3) c)."""
    year, month = sticker.valid_until or ("", "")
    return (
        f"檢定合格有效期間 {year} 年 {month} 月",
        f"最長使用期限至 {sticker.service_until or ''} 年止",
        "經濟部標準檢驗局",
        f"自檢 {sticker.permit_number}",
    )


def _draw(canvas: Any, sticker: Sticker, left: float, bottom: float, layout: Layout) -> None:
    side = (25 + 2 * QUIET_ZONE) * layout.module_mm
    width, height = WIDTH_MM * MM, HEIGHT_MM * MM
    canvas.setLineWidth(0.2)
    canvas.rect(left, bottom, width, height)
    _text(canvas, lines_of(sticker), left + 1.0 * MM, bottom + height - 3.4 * MM, (WIDTH_MM - side - 1.5) * MM)
    edge = (HEIGHT_MM - side) / 2
    _modules(
        canvas, matrix(sticker.label), left + width - (side + edge) * MM, bottom + edge * MM, layout.module_mm * MM
    )


def _text(canvas: Any, lines: Sequence[str], left: float, top: float, width: float) -> None:
    size = _size(tuple(lines), width)
    text = canvas.beginText(left, top)
    text.setFont("Label", size, leading=_LEADING * MM)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def _size(lines: tuple[str, ...], width: float) -> float:
    """The type size at which the longest line keeps clear of the symbol's quiet zone."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    widest = max(float(stringWidth(line, "Label", 1)) for line in lines)
    return max(_SMALLEST, min(_LARGEST, width / widest))


def _modules(canvas: Any, rows: Sequence[bytearray], left: float, bottom: float, module: float) -> None:
    """Dark runs as integer rectangles under one scaling: small files, exact edges."""
    height = len(rows) + 2 * QUIET_ZONE
    runs = [
        f"{start + QUIET_ZONE} {height - QUIET_ZONE - 1 - number} {length} 1 re"
        for number, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    canvas._code.append(f"q {module:.5f} 0 0 {module:.5f} {left:.4f} {bottom:.4f} cm {' '.join(runs)} f Q")


def _runs(row: bytearray) -> Iterable[tuple[int, int]]:
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        yield start, end - start
        start = row.find(1, end)
