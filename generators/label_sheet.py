"""Stickers of 42 mm x 15 mm in vector PDF (guide, item 7 (1) 6 (2) c and (3) c), on sheets or on a roll, to scale."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generators.label_layout import HEIGHT_MM, SYMBOL_MODULES, WIDTH_MM, Layout
from generators.label_symbol import QUIET_ZONE
from schemas.label import Label

if TYPE_CHECKING:
    from generators.label_modules import Bits

MM = 72 / 25.4
FONT = Path(__file__).parent / "fonts" / "label-kai.ttf"
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


def draw_stickers(stickers: Iterable[Sticker], layout: Layout) -> bytes:
    """A PDF of all stickers in their order; the memory taken grows with the compressed pages only."""
    sheets = _Sheets(layout)
    page: list[Sticker] = []
    for sticker in stickers:
        page.append(sticker)
        if len(page) == layout.each_page * max(1, _TOGETHER // layout.each_page):
            sheets.add(page)
            page = []
    sheets.add(page)
    return sheets.finished()


_TOGETHER = 128
"""Stickers whose symbols are computed at once: whole pages of about that many."""


def lines_of(sticker: Sticker) -> tuple[str, ...]:
    """The sticker's text, line by line (guide, item 7 (1) 6 (3) c)."""
    year, month = sticker.valid_until or ("", "")
    return (
        f"檢定合格有效期間 {year} 年 {month} 月",
        f"最長使用期限至 {sticker.service_until or ''} 年止",
        "經濟部標準檢驗局",
        f"自檢 {sticker.permit_number}",
    )


class _Sheets:
    """Pages on a canvas; frame and text are one form XObject for all stickers that say the same."""

    def __init__(self, layout: Layout) -> None:
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 (only for sheets)

        register_font()
        self._layout = layout
        self._out = io.BytesIO()
        size = (layout.page[0] * MM, layout.page[1] * MM)
        self._canvas: Any = Canvas(self._out, pagesize=size, pageCompression=1, invariant=1)
        self._forms: dict[tuple[str, ...], str] = {}
        self._symbol_at = _symbol_place(layout)

    def add(self, stickers: Sequence[Sticker]) -> None:
        """Whole pages; only the last call may leave one half empty."""
        from generators.label_modules import rows_of  # noqa: PLC0415 (numpy)

        symbols = list(paths(list(rows_of(sticker.label.payload for sticker in stickers))))
        each = self._layout.each_page
        for first in range(0, len(stickers), each):
            for position, index in enumerate(range(first, min(first + each, len(stickers)))):
                self._place(stickers[index], symbols[index], position)
            self._canvas.showPage()
            _compress(self._canvas._doc.Pages.pages[-1])

    def finished(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._out.getvalue()

    def _place(self, sticker: Sticker, path: str, position: int) -> None:
        left, bottom = self._layout.corner(position)
        text = self._form(lines_of(sticker))
        self._canvas._code.append(f"q 1 0 0 1 {left * MM:.4f} {bottom * MM:.4f} cm")
        self._canvas.doForm(text)
        self._canvas._code.append(f"{self._symbol_at} {path} f Q")

    def _form(self, lines: tuple[str, ...]) -> str:
        name = self._forms.get(lines)
        if name is None:
            name = self._forms[lines] = f"text{len(self._forms)}"
            self._canvas.beginForm(name, 0, 0, WIDTH_MM * MM, HEIGHT_MM * MM)
            _draw_text(self._canvas, lines, self._layout)
            self._canvas.endForm()
        return name


def _compress(page: Any) -> None:
    """At once and to plain Flate: reportlab would keep the operators of all pages until the end, then write base 85."""
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream  # noqa: PLC0415

    packed = zlib.compress(page.stream.encode("ascii"), 6)
    page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
    page.stream = None


def register_font() -> None:
    """Make the labels' own type known to reportlab as ``Label``."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    if "Label" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Label", str(FONT)))


def _symbol_place(layout: Layout) -> str:
    """The transformation to modules: the symbol with its quiet zone stands at the right, a whole number of dots in."""
    module, dot = layout.module_mm, 25.4 / layout.dots_per_inch
    side = (SYMBOL_MODULES + 2 * QUIET_ZONE) * module
    edge = int((HEIGHT_MM - side) / 2 / dot) * dot
    left = int((WIDTH_MM - side - edge) / dot) * dot
    return f"{module * MM:.6f} 0 0 {module * MM:.6f} {left * MM:.4f} {edge * MM:.4f} cm"


def _draw_text(canvas: Any, lines: tuple[str, ...], layout: Layout) -> None:
    side = (SYMBOL_MODULES + 2 * QUIET_ZONE) * layout.module_mm
    canvas.setLineWidth(0.2)
    canvas.rect(0.1, 0.1, WIDTH_MM * MM - 0.2, HEIGHT_MM * MM - 0.2)
    text = canvas.beginText(1.0 * MM, (HEIGHT_MM - 3.4) * MM)
    text.setFont("Label", _size(lines, (WIDTH_MM - side - 1.5) * MM), leading=_LEADING * MM)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def _size(lines: Sequence[str], width: float) -> float:
    """The type size at which the longest line keeps clear of the symbol's quiet zone."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    widest = max(float(stringWidth(line, "Label", 1)) for line in lines)
    return max(_SMALLEST, min(_LARGEST, width / widest))


def paths(symbols: Sequence[Bits]) -> Iterable[str]:
    """For each symbol its dark runs as integer rectangles, the quiet zone's corner at 0 0: small files, exact edges."""
    import numpy as np  # noqa: PLC0415 (only for sheets)

    if not symbols:
        return
    rows = np.stack(symbols)
    before, after = rows & ~(rows << 1), rows & ~(rows >> 1)
    bits = np.arange(SYMBOL_MODULES, dtype=np.uint32)
    number, row, start = np.nonzero((before[..., None] >> bits) & 1)
    end = np.nonzero((after[..., None] >> bits) & 1)[2]
    strings = _rectangles()
    pieces = [strings[code] for code in ((row * SYMBOL_MODULES + start) * SYMBOL_MODULES + end).tolist()]
    ends = np.cumsum(np.bincount(number, minlength=len(symbols))).tolist()
    for first, last in pairwise([0, *ends]):
        yield " ".join(pieces[first:last])


@lru_cache(maxsize=1)
def _rectangles() -> list[str]:
    """The operator of every run: row, first and last column."""
    size = range(SYMBOL_MODULES)
    top = SYMBOL_MODULES + QUIET_ZONE - 1
    return [
        f"{start + QUIET_ZONE} {top - row} {end - start + 1} 1 re" for row in size for start in size for end in size
    ]
