"""Where stickers stand on a page and how large a module is; lengths in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

from generators.label_symbol import QUIET_ZONE
from schemas.errors import UsageError

WIDTH_MM, HEIGHT_MM = 42.0, 15.0
SYMBOL_MODULES = 25
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Layout:
    """``margin``: left and top; ``pitch``: from one sticker to the next; ``dots_per_inch`` of the printer.

    A layout whose stickers overlap or leave the page is refused with ``UsageError``.
    """

    page: tuple[float, float]
    columns: int
    rows: int
    margin: tuple[float, float]
    pitch: tuple[float, float]
    dots_per_inch: int = 300

    def __post_init__(self) -> None:
        """Refuse what cannot be printed."""
        if min(self.columns, self.rows) < 1 or not 150 <= self.dots_per_inch <= 4800:
            raise UsageError("版面設定有誤:行列數至少 1,解析度 150 至 4800 dpi。")
        for side, length in enumerate((WIDTH_MM, HEIGHT_MM)):
            count = (self.columns, self.rows)[side]
            end = self.margin[side] + (count - 1) * self.pitch[side] + length
            apart = count == 1 or self.pitch[side] >= length - _ROUNDING
            if self.margin[side] < 0 or end > self.page[side] + _ROUNDING or not apart:
                raise UsageError(
                    "版面設定有誤:貼紙重疊或超出紙張。(stickers overlap or leave the page)",
                    hint=f"貼紙為 {WIDTH_MM:g} × {HEIGHT_MM:g} mm,請檢查 page、margin、pitch。",
                )

    @property
    def each_page(self) -> int:
        """Stickers on a page."""
        return self.columns * self.rows

    @property
    def module_mm(self) -> float:
        """The largest whole number of printer dots with which the symbol and its quiet zone fit the sticker's height."""
        dot = 25.4 / self.dots_per_inch
        return int(HEIGHT_MM / (SYMBOL_MODULES + 2 * QUIET_ZONE) / dot) * dot

    def corner(self, position: int) -> tuple[float, float]:
        """Left and bottom of the sticker at a position of its page, from the page's lower left corner.

        Both are whole printer dots, so that every module of every sticker falls on dots.
        """
        row, column = divmod(position, self.columns)
        left = self.margin[0] + column * self.pitch[0]
        bottom = self.page[1] - self.margin[1] - row * self.pitch[1] - HEIGHT_MM
        dot = 25.4 / self.dots_per_inch
        return round(left / dot) * dot, round(bottom / dot) * dot


def sheet(dots_per_inch: int = 300) -> Layout:
    """A4, 4 x 16 stickers."""
    return Layout((210.0, 297.0), 4, 16, (12.0, 12.0), (48.0, 17.0), dots_per_inch)


def roll(dots_per_inch: int = 300) -> Layout:
    """One sticker a page, for label printers."""
    return Layout((WIDTH_MM, HEIGHT_MM), 1, 1, (0.0, 0.0), (WIDTH_MM, HEIGHT_MM), dots_per_inch)
