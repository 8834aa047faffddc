"""A paper set by hand: texts and rules at places, on whatever sheet a library gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from tests.layouts.paper import Look, Paper, Table

MARGIN = 34.0
LINE = 1.25
_A4 = (595.276, 841.89)


def page_size(look: Look) -> tuple[float, float]:
    """Width and height in points."""
    return (_A4[1], _A4[0]) if look.landscape else _A4


class Sheet(Protocol):
    """Pages of a library that draws. Heights count from the page's top, down."""

    def wide(self, text: str, size: float) -> float:
        """The width of a text."""

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """A text with its baseline at ``y``."""

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, dashed: bool) -> None:
        """A stroke of half a point."""

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle."""

    def turn(self) -> None:
        """A new page."""

    def close(self) -> None:
        """The end of the file."""


def widths_of(table: Table, size: float, room: float, wide: Callable[[str, float], float]) -> list[float]:
    """The width of each column: as much as its texts want, within ``room`` points."""
    wanted = [2.2 * size] * table.width
    for row in table.grid():
        for column, cell in enumerate(row):
            if cell and cell.across == 1:
                most = 6.5 * size if row is not None and len(cell.text) > 8 and not cell.text.isascii() else 1e9
                wanted[column] = max(wanted[column], min(most, wide(cell.text, size)))
    wanted = [width + 4 for width in wanted]
    scale = room / sum(wanted)
    return [width * scale for width in wanted]


class ByHand:
    """Texts and rules at places: what a program without tables does. ``thin``: rules are filled rectangles."""

    def __init__(self, paper: Paper, sheet: Sheet) -> None:
        self.paper, self.look, self.sheet = paper, paper.look, sheet
        self.width, self.height = page_size(self.look)
        self.size = self.look.size
        self.y = MARGIN

    def draw(self) -> None:
        """The whole document."""
        for title in self.paper.titles:
            self.sheet.text((self.width - self.sheet.wide(title, 12)) / 2, self.y + 12, title, 12)
            self.y += 16
        for item in self.paper.items:
            if isinstance(item, Table):
                self.table(item)
            else:
                self.line(item)
        self.sheet.close()

    def text(self, x: float, y: float, text: str) -> None:
        """A text whose baseline is ``y`` points below the page's top; bold ones are drawn twice."""
        self.sheet.text(x, y, text, self.size)
        if self.look.bold:
            self.sheet.text(x + 0.25, y, text, self.size)

    def line(self, texts: Sequence[str]) -> None:
        """Texts side by side, long ones over several lines."""
        self.y += 3
        step = (self.width - 2 * MARGIN) / len(texts)
        broken = [self.broken(text, step - self.size) for text in texts]
        self.room(max(map(len, broken)) * self.size * LINE)
        for number, lines in enumerate(broken):
            for at, part in enumerate(lines):
                self.text(MARGIN + number * step, self.y + (at + 1) * self.size * LINE, part)
        self.y += max(map(len, broken)) * self.size * LINE + 2

    def broken(self, text: str, room: float) -> list[str]:
        """A text cut into lines."""
        lines = [""]
        for letter in text:
            if lines[-1] and self.sheet.wide(lines[-1] + letter, self.size) > room:
                lines.append("")
            lines[-1] += letter
        return lines

    def room(self, height: float) -> bool:
        """A new page where the rest of this one is too low."""
        if self.y + height <= self.height - MARGIN:
            return False
        self.sheet.turn()
        self.y = MARGIN
        return True

    def table(self, table: Table) -> None:
        """Rows one after the other; an instrument's rows stay together."""
        grid = table.grid()
        xs = [MARGIN]
        for width in widths_of(table, self.size, self.width - 2 * MARGIN, self.sheet.wide):
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
            found.append(max(lines, default=1) * self.size * LINE + 4)
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
        y = (y0 + y1 - len(lines) * self.size * LINE) / 2
        for at, part in enumerate(lines):
            free = x1 - x0 - 3 - self.sheet.wide(part, self.size)
            shift = {"left": 0.0, "center": free / 2, "right": free}[self.look.align]
            self.text(x0 + 1.5 + shift, y + at * self.size * LINE + self.size, part)

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
            self.sheet.bar(x0, y0 - 0.2, x1 - x0 + 0.4, y1 - y0 + 0.4)
            return
        self.sheet.rule(x0, y0, x1, y1, dashed=self.look.rules == "dashed")
