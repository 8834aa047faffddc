"""A paper set by hand on a surface of cairo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.layouts.byhand import ByHand, page_size
from tests.layouts.paper import Look, Paper

if TYPE_CHECKING:
    import cairocffi  # type: ignore[import-untyped]


class _Surface:
    """A surface of cairo as a sheet; it takes the fonts by their names, and draws with glyphs alone."""

    def __init__(self, look: Look, target: Path) -> None:
        import cairocffi  # noqa: PLC0415 - loads Debian's libcairo2

        self.surface = cairocffi.PDFSurface(str(target), *page_size(look))
        self.context: cairocffi.Context = cairocffi.Context(self.surface)
        self.context.select_font_face(look.font)

    def wide(self, text: str, size: float) -> float:
        self.context.set_font_size(size)
        return float(self.context.text_extents(text)[4])

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.context.set_font_size(size)
        self.context.move_to(x, y)
        self.context.show_text(text)

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, dashed: bool) -> None:
        self.context.set_line_width(0.5)
        self.context.set_dash([2, 2] if dashed else [])
        self.context.move_to(x0, y0)
        self.context.line_to(x1, y1)
        self.context.stroke()

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        self.context.rectangle(x, y, width, height)
        self.context.fill()

    def turn(self) -> None:
        self.context.show_page()

    def close(self) -> None:
        self.surface.finish()


def cairo(paper: Paper, target: Path) -> None:
    """Set by hand on a surface of cairo."""
    ByHand(paper, _Surface(paper.look, target)).draw()
