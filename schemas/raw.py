"""What a reader hands over: text with its place, nothing coerced.

A reader (``parsers``) turns bytes into a ``RawDocument``; everything that knows what a column *means* works on
this and on nothing else. Pages come one after the other, so a document of 5,000 pages is never held whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from schemas.findings import Finding
from schemas.place import Box, Place
from schemas.turned import Turned


@dataclass(slots=True, unsafe_hash=True)  # frozen would make the millions of a large sheet three times as dear
class RawCell:
    """One cell. It covers grid rows ``top`` to ``bottom`` and columns ``left`` to ``right`` (half open).

    A cell is never changed once it is made. ``text`` is as written: no NFKC, no stripping of units; the lines of a wrapped cell are joined by ``\\n``.
    """

    text: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class RawTable:
    """A grid of cells on one page or sheet.

    ``rows[r][c]`` is the cell at that position; a merged cell stands, as the same object, at each position
    that it covers. ``xs`` and ``ys`` are the grid lines in points (len = columns + 1, rows + 1; empty on a
    sheet). ``lines[r]`` is the row's number on the sheet and ``letters[c]`` the column's (empty for PDF).
    ``ruled`` tells whether drawn lines made the grid, or only the gaps between the words.
    """

    rows: list[list[RawCell]]
    page: int | None = None
    sheet: str | None = None
    xs: Sequence[float] = ()
    ys: Sequence[float] = ()
    lines: Sequence[int] = ()
    letters: Sequence[str] = ()
    ruled: bool = True
    doubts: list[Finding] = field(default_factory=list)

    def place(self, row: int, column: int) -> Place:
        """The place of the cell at ``rows[row][column]``."""
        cell = self.rows[row][column]
        box: Box | None = None
        if self.xs and self.ys:
            box = (self.xs[cell.left], self.ys[cell.top], self.xs[cell.right], self.ys[cell.bottom])
        return Place(
            page=self.page,
            sheet=self.sheet,
            line=self.lines[row] if self.lines else None,
            column=self.letters[column] if self.letters else None,
            box=box,
        )

    def is_blank(self, row: int) -> bool:
        """Whether no cell that begins in a row has text."""
        return not any(cell.text.strip() for cell in self.rows[row] if cell.top == row)

    def band(self, top: int, bottom: int) -> Place:
        """The place of the rows ``top`` to ``bottom`` (half open): their box; on a sheet the first cell that says something."""
        cell = next((cell for row in self.rows[top:bottom] for cell in row if cell.text.strip()), self.rows[top][0])
        first = self.place(max(cell.top, top), cell.left)
        if first.box is None:
            return first
        return replace(first, box=(self.xs[0], self.ys[top], self.xs[-1], self.ys[bottom]))


class RawSegment(NamedTuple):
    """A run of words on one line without a wide gap; ``left`` and ``right`` in points."""

    text: str
    left: float
    right: float


class RawLine(NamedTuple):
    """A visual line of text that stands outside every table; ``line`` and ``column`` name its cell on a sheet."""

    segments: tuple[RawSegment, ...]
    page: int | None = None
    sheet: str | None = None
    top: float = 0.0
    bottom: float = 0.0
    line: int | None = None
    column: str | None = None

    @property
    def text(self) -> str:
        """The segments, two spaces between them."""
        return "  ".join(segment.text for segment in self.segments)

    def place(self) -> Place:
        """The whole line's place."""
        box: Box | None = None
        if self.page is not None and self.segments:
            box = (self.segments[0].left, self.top, self.segments[-1].right, self.bottom)
        return Place(page=self.page, sheet=self.sheet, line=self.line, column=self.column, box=box)


@dataclass(slots=True)
class RawPage:
    """A page or a sheet: its tables and lines, each list from top to bottom.

    ``order`` interleaves both: what a person reads first comes first. All places are on the page as it was read;
    ``turned`` says how it is shown where that is otherwise.
    """

    order: list[RawTable | RawLine]
    page: int | None = None
    sheet: str | None = None
    width: float = 0.0
    height: float = 0.0
    turned: Turned | None = None
    doubts: list[Finding] = field(default_factory=list)

    @property
    def tables(self) -> list[RawTable]:
        """The tables only."""
        return [item for item in self.order if isinstance(item, RawTable)]

    @property
    def text_lines(self) -> list[RawLine]:
        """The lines only."""
        return [item for item in self.order if isinstance(item, RawLine)]


@dataclass(slots=True)
class RawDocument:
    """A file as its reader saw it. ``pages`` can be walked once."""

    pages: Iterator[RawPage]
    engine: str
    page_count: int
    findings: list[Finding] = field(default_factory=list)
