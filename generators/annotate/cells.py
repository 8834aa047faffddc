"""Cells of a worksheet part: found or made in their order (ECMA-376 part 1, 18.3.1)."""

from __future__ import annotations

import re
from bisect import bisect_right

from lxml import etree

_SPOT = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
Spot = tuple[int, int]
"""Row and column, both from 1."""


def column_number(letters: str) -> int:
    """``A`` is 1, ``AA`` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 is ``A``, 27 ``AA``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def spot_of(reference: str) -> Spot | None:
    """``B3`` as (3, 2); ``None`` for what names no cell."""
    match = _SPOT.fullmatch(reference.upper())
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def reference_of(spot: Spot) -> str:
    """(3, 2) as ``B3``."""
    return f"{column_letters(spot[1])}{spot[0]}"


class Cells:
    """The cells of one worksheet. A row or cell that lacks its number has the one after its neighbour's."""

    def __init__(self, root: etree._Element) -> None:
        """``ValueError`` where the part is no worksheet."""
        self._space = f"{{{etree.QName(root).namespace}}}"
        found = root.find(f"{self._space}sheetData")
        if found is None:
            raise ValueError("no sheetData in the worksheet")
        self._data, self._root = found, root
        self._rows: dict[int, etree._Element] = {}
        number = 0
        for row in found.iterchildren(f"{self._space}row"):
            number = int(row.get("r") or number + 1)
            row.set("r", str(number))
            self._rows.setdefault(number, row)
        self._numbers = sorted(self._rows)
        self._areas = self._merged()

    def _merged(self) -> list[tuple[Spot, Spot]]:
        areas = []
        for merged in self._root.iterfind(f"{self._space}mergeCells/{self._space}mergeCell"):
            first, _, last = (merged.get("ref") or "").partition(":")
            corners = spot_of(first), spot_of(last or first)
            if corners[0] and corners[1]:
                areas.append((corners[0], corners[1]))
        return areas

    def holder(self, spot: Spot) -> Spot:
        """The cell that holds what is seen at ``spot``: in a merged area the top left one."""
        inside = (
            first for first, last in self._areas if first[0] <= spot[0] <= last[0] and first[1] <= spot[1] <= last[1]
        )
        return next(inside, spot)

    def cell(self, spot: Spot) -> etree._Element:
        """The cell at ``spot``, made with the format of its row or column if there is none."""
        row = self._row(spot[0])
        after, here = None, 0
        for cell in row.iterchildren(f"{self._space}c"):
            known = spot_of(cell.get("r") or "")
            here = known[1] if known else here + 1
            if here == spot[1]:
                return cell
            cell.set("r", reference_of((spot[0], here)))
            if here > spot[1] and after is None:
                after = cell
        return self._new_cell(row, after, spot)

    def _new_cell(self, row: etree._Element, after: etree._Element | None, spot: Spot) -> etree._Element:
        made = etree.Element(f"{self._space}c", r=reference_of(spot))
        style = row.get("s") if row.get("customFormat") in ("1", "true") else self._column_style(spot[1])
        if style:
            made.set("s", style)
        if row.get("spans"):  # an optional hint that may no longer hold
            del row.attrib["spans"]
        if after is not None:
            after.addprevious(made)
        else:
            row.insert(len(row.findall(f"{self._space}c")), made)
        return made

    def _column_style(self, column: int) -> str | None:
        for found in self._root.iterfind(f"{self._space}cols/{self._space}col"):
            if int(found.get("min", "0")) <= column <= int(found.get("max", "0")):
                return found.get("style")
        return None

    def _row(self, number: int) -> etree._Element:
        if number in self._rows:
            return self._rows[number]
        made = etree.Element(f"{self._space}row", r=str(number))
        index = bisect_right(self._numbers, number)
        if index < len(self._numbers):
            self._rows[self._numbers[index]].addprevious(made)
        else:
            self._data.append(made)
        self._numbers.insert(index, number)
        self._rows[number] = made
        return made
