"""Where something stands: page or sheet, row, column, box."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""left, top, right, bottom in points; origin at the top left of the page as a person sees it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in one file.

    ``page`` counts from 1 (PDF, Word); ``sheet`` is a worksheet's name; ``row`` is the instrument's (or
    report line's) number in the whole document, from 1; ``line`` is the row on the sheet as the
    spreadsheet program numbers it; ``column`` is the field's column as a letter on a sheet.
    """

    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    column: str | None = None
    box: Box | None = None


NOWHERE = Place()
