"""Where something stands: page or sheet, row, column, box."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""left, top, right, bottom in points; origin at the top left of the page as a viewer shows it.

That is with its /Rotate, cut to its CropBox, and however the text runs on it: a page that was scanned upside down is
shown upside down. While a page is read its places are on the page as read (``schemas.turned``).
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in one file.

    ``page`` counts from 1 (PDF); ``sheet`` is a worksheet's name, in a Word file ``表1`` for its first table or
    ``段落`` for its paragraphs; ``row`` is the instrument's (or report line's) number in the whole document, from 1;
    ``line`` is the row on the sheet as the spreadsheet program numbers it (in a table of Word: its row, else the
    paragraph), from 1; ``column`` is the column as a letter.
    """

    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    column: str | None = None
    box: Box | None = None

    @property
    def cell(self) -> str:
        """Column and line as a spreadsheet program writes them, ``B12``; the line alone where no column is known."""
        return f"{self.column or ''}{self.line}" if self.line else ""


NOWHERE = Place()
