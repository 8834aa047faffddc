"""A paper set by ReportLab: its own tables, or by hand on a canvas with rules of many kinds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as Grid

from tests.layouts.byhand import LINE, MARGIN, ByHand, page_size, widths_of
from tests.layouts.paper import Look, Paper, Table

FONT_FILE = "/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf"


@lru_cache(maxsize=1)
def _font() -> str:
    pdfmetrics.registerFont(TTFont("Kai", FONT_FILE))
    return "Kai"


def platypus(paper: Paper, target: Path) -> None:
    """Set by ReportLab's own tables."""
    look = paper.look
    style = ParagraphStyle("x", fontName=_font(), fontSize=look.size, leading=look.size * LINE, wordWrap="CJK")
    title = ParagraphStyle("t", style, fontSize=12, leading=16, alignment=1)
    story: list[Flowable] = [Paragraph(text, title) for text in paper.titles]
    for item in paper.items:
        if isinstance(item, Table):
            story.append(_grid(item, look, style))
        else:
            story.append(Paragraph("\u3000\u3000".join(item), style))
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    SimpleDocTemplate(str(target), pagesize=page_size(look), **margins).build(story)


def _grid(table: Table, look: Look, style: ParagraphStyle) -> Grid:
    cell_style = ParagraphStyle("c", style, alignment={"left": 0, "center": 1, "right": 2}[look.align])
    widths = widths_of(table, look.size, page_size(look)[0] - 2 * MARGIN, _wide)
    rows, spans = [], []
    for r, row in enumerate(table.grid()):
        rows.append([Paragraph(cell.text.replace("<", "&lt;"), cell_style) if cell else "" for cell in row])
        spans += [
            ("SPAN", (c, r), (c + cell.across - 1, r + cell.down - 1))
            for c, cell in enumerate(row)
            if cell and (cell.across > 1 or cell.down > 1)
        ]
    commands = [*spans, *_rules(table, look), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    pads = [(f"{side}PADDING", (0, 0), (-1, -1), 1.5) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return Grid(rows, widths, repeatRows=table.head if look.repeat else 0, style=[*commands, *pads])


def _rules(table: Table, look: Look) -> Iterator[tuple[Any, ...]]:
    rules = look.rules if table.is_data else look.head_rules
    whole, black = ((0, 0), (-1, -1)), colors.black
    if rules in {"full", "thin"}:
        yield ("GRID", *whole, 0.5 if rules == "full" else 0.1, black)
    elif rules == "dashed":
        yield ("GRID", *whole, 0.5, black, None, (2, 2))
    elif rules == "double":
        yield ("GRID", *whole, 0.4, black, None, None, None, 2, 1.2)
    elif rules in {"hlines", "group"}:
        yield ("LINEABOVE", *whole, 0.5, black)
        yield ("LINEBELOW", (0, -1), (-1, -1), 0.5, black)
    elif rules == "outer":
        yield ("BOX", *whole, 0.8, black)
    elif rules == "headonly":
        yield ("LINEABOVE", (0, 0), (-1, 0), 1, black)
        yield ("LINEBELOW", (0, max(0, table.head - 1)), (-1, max(0, table.head - 1)), 0.7, black)
        yield ("LINEBELOW", (0, -1), (-1, -1), 1, black)


def _wide(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _font(), size))


class _Canvas:
    """ReportLab's canvas as a sheet."""

    def __init__(self, look: Look, target: Path) -> None:
        self.size = page_size(look)
        self.canvas = Canvas(str(target), pagesize=self.size, pageCompression=1)

    def wide(self, text: str, size: float) -> float:
        return _wide(text, size)

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(_font(), size)
        self.canvas.drawString(x, self.size[1] - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, dashed: bool) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.setDash(*((2, 2) if dashed else ()))
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        self.canvas.rect(x, self.size[1] - y - height, width, height, stroke=0, fill=1)

    def turn(self) -> None:
        self.canvas.showPage()

    def close(self) -> None:
        self.canvas.showPage()
        self.canvas.save()


def by_hand(paper: Paper, target: Path) -> None:
    """Set by hand on a canvas."""
    ByHand(paper, _Canvas(paper.look, target)).draw()
