"""A paper set by ReportLab: its own tables, or by hand on a canvas with rules of many kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as Grid

from tests.layouts.paper import Look, Paper, Table

FONT_FILE = "/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf"
_MARGIN = 34.0
_LINE = 1.25


@lru_cache(maxsize=1)
def _font() -> str:
    pdfmetrics.registerFont(TTFont("Kai", FONT_FILE))
    return "Kai"


def _page(look: Look) -> tuple[float, float]:
    width, height = landscape(A4) if look.landscape else A4
    return float(width), float(height)


def platypus(paper: Paper, target: Path) -> None:
    """Set by ReportLab's own tables."""
    look = paper.look
    style = ParagraphStyle("x", fontName=_font(), fontSize=look.size, leading=look.size * _LINE, wordWrap="CJK")
    title = ParagraphStyle("t", style, fontSize=12, leading=16, alignment=1)
    story: list[Flowable] = [Paragraph(text, title) for text in paper.titles]
    for item in paper.items:
        if isinstance(item, Table):
            story.append(_grid(item, look, style))
        else:
            story.append(Paragraph("\u3000\u3000".join(item), style))
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    SimpleDocTemplate(str(target), pagesize=_page(look), **margins).build(story)


def _grid(table: Table, look: Look, style: ParagraphStyle) -> Grid:
    cell_style = ParagraphStyle("c", style, alignment={"left": 0, "center": 1, "right": 2}[look.align])
    widths = widths_of(table, look.size, _page(look)[0] - 2 * _MARGIN)
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


def widths_of(table: Table, size: float, room: float) -> list[float]:
    """The width of each column: as much as its texts want, within ``room`` points."""
    font = _font()
    wanted = [2.2 * size] * table.width
    for row in table.grid():
        for column, cell in enumerate(row):
            if cell and cell.across == 1:
                most = 6.5 * size if row is not None and len(cell.text) > 8 and not cell.text.isascii() else 1e9
                wanted[column] = max(wanted[column], min(most, pdfmetrics.stringWidth(cell.text, font, size)))
    wanted = [width + 4 for width in wanted]
    scale = room / sum(wanted)
    return [width * scale for width in wanted]


class ByHand:
    """Texts and rules at places: what a program without tables does. ``thin``: rules are filled rectangles."""

    def __init__(self, paper: Paper, target: Path) -> None:
        self.paper, self.look = paper, paper.look
        self.width, self.height = _page(self.look)
        self.canvas = Canvas(str(target), pagesize=(self.width, self.height), pageCompression=1)
        self.font, self.size = _font(), self.look.size
        self.y = _MARGIN

    def draw(self) -> None:
        """The whole document."""
        for title in self.paper.titles:
            self.canvas.setFont(self.font, 12)
            self.canvas.drawCentredString(self.width / 2, self.height - self.y - 12, title)
            self.y += 16
        for item in self.paper.items:
            if isinstance(item, Table):
                self.table(item)
            else:
                self.line(item)
        self.canvas.showPage()
        self.canvas.save()

    def text(self, x: float, y: float, text: str) -> None:
        """A text whose baseline is ``y`` points below the page's top; bold ones are drawn twice."""
        self.canvas.setFont(self.font, self.size)
        self.canvas.drawString(x, self.height - y, text)
        if self.look.bold:
            self.canvas.drawString(x + 0.25, self.height - y, text)

    def line(self, texts: Sequence[str]) -> None:
        """Texts side by side, long ones over several lines."""
        self.y += 3
        step = (self.width - 2 * _MARGIN) / len(texts)
        broken = [self.broken(text, step - self.size) for text in texts]
        self.room(max(map(len, broken)) * self.size * _LINE)
        for number, lines in enumerate(broken):
            for at, part in enumerate(lines):
                self.text(_MARGIN + number * step, self.y + (at + 1) * self.size * _LINE, part)
        self.y += max(map(len, broken)) * self.size * _LINE + 2

    def broken(self, text: str, room: float) -> list[str]:
        """A text cut into lines."""
        lines = [""]
        for letter in text:
            if lines[-1] and pdfmetrics.stringWidth(lines[-1] + letter, self.font, self.size) > room:
                lines.append("")
            lines[-1] += letter
        return lines

    def room(self, height: float) -> bool:
        """A new page where the rest of this one is too low."""
        if self.y + height <= self.height - _MARGIN:
            return False
        self.canvas.showPage()
        self.y = _MARGIN
        return True

    def table(self, table: Table) -> None:
        """Rows one after the other; an instrument's rows stay together."""
        grid = table.grid()
        xs = [_MARGIN]
        for width in widths_of(table, self.size, self.width - 2 * _MARGIN):
            xs.append(xs[-1] + width)
        heights = self.heights(grid, xs)
        self.y += 4
        start = 0
        while start < len(grid):
            end = start + 1
            while end < len(grid) and self._reaches(grid, start, end):
                end += 1
            if self.room(sum(heights[start:end])) and self.look.repeat and start >= table.head > 0:
                self.block(grid, xs, heights, 0, table.head, table)
            self.block(grid, xs, heights, start, end, table)
            start = end
        self.y += 4

    def _reaches(self, grid: Sequence[Sequence[Any]], start: int, end: int) -> bool:
        return any(cell and row + cell.down > end for row in range(start, end) for cell in grid[row])

    def heights(self, grid: Sequence[Sequence[Any]], xs: Sequence[float]) -> list[float]:
        """The height of each row."""
        found = []
        for row in grid:
            lines = [
                len(self.broken(cell.text, xs[c + cell.across] - xs[c] - 3))
                for c, cell in enumerate(row)
                if cell and cell.down == 1
            ]
            found.append(max(lines, default=1) * self.size * _LINE + 4)
        return found

    def block(
        self,
        grid: Sequence[Sequence[Any]],
        xs: Sequence[float],
        heights: Sequence[float],
        start: int,
        end: int,
        table: Table,
    ) -> None:
        """Rows ``start`` to ``end`` from the present height down."""
        rules = self.look.rules if table.is_data else self.look.head_rules
        top = self.y
        for r in range(start, end):
            for c, cell in enumerate(grid[r]):
                if cell:
                    height = sum(heights[r : r + cell.down])
                    self.cell(cell.text, xs[c], self.y, xs[c + cell.across], self.y + height)
                    if rules == "hlines":
                        self.rule(xs[c], self.y, xs[c + cell.across], self.y)
                    if rules in {"full", "thin", "dashed", "double"}:
                        self.frame(xs[c], self.y, xs[c + cell.across], self.y + height, rules)
            is_line = rules == "group" and r in table.starts
            if is_line or (rules == "headonly" and r in {0, table.head}):
                self.rule(xs[0], self.y, xs[-1], self.y)
            self.y += heights[r]
        if rules == "outer":
            self.rule(xs[0], top, xs[0], self.y)
            self.rule(xs[-1], top, xs[-1], self.y)
        if rules in {"outer", "hlines"} and (start == 0 or end == len(grid)):
            edge = top if start == 0 else self.y
            self.rule(xs[0], edge, xs[-1], edge)

    def cell(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        """A text in the middle of its cell."""
        lines = self.broken(text, x1 - x0 - 3)
        y = (y0 + y1 - len(lines) * self.size * _LINE) / 2
        for at, part in enumerate(lines):
            free = x1 - x0 - 3 - pdfmetrics.stringWidth(part, self.font, self.size)
            shift = {"left": 0.0, "center": free / 2, "right": free}[self.look.align]
            self.text(x0 + 1.5 + shift, y + at * self.size * _LINE + self.size, part)

    def frame(self, x0: float, y0: float, x1: float, y1: float, rules: str) -> None:
        """The four sides of a cell."""
        gaps = (0.0, 1.4) if rules == "double" else (0.0,)
        for gap in gaps:
            for side in (
                (x0, y0 + gap, x1, y0 + gap),
                (x0, y1 + gap, x1, y1 + gap),
                (x0 + gap, y0, x0 + gap, y1),
                (x1 + gap, y0, x1 + gap, y1),
            ):
                self.rule(*side)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule: a stroke, a dashed one or a filled rectangle."""
        if self.look.rules == "thin":
            self.canvas.rect(x0, self.height - y1 - 0.2, x1 - x0 + 0.4, y1 - y0 + 0.4, stroke=0, fill=1)
            return
        self.canvas.setLineWidth(0.5)
        self.canvas.setDash(*((2, 2) if self.look.rules == "dashed" else ()))
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)


def by_hand(paper: Paper, target: Path) -> None:
    """Set by hand on a canvas."""
    ByHand(paper, target).draw()
