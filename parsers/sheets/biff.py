"""What calamine does not tell of an ``.xls``: the number format of each number, and what is hidden ([MS-XLS], BIFF8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.refusal import locked
from parsers.sheets import number_format
from parsers.sheets.grid import letters_of
from parsers.sheets.number_format import NumberFormat

_BOF, _EOF, _SHEET, _FORMAT, _XF, _DATES = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x0022
_NUMBER, _RK, _MULTIPLE_RK, _FORMULA, _ROW, _COLUMNS = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0208, 0x007D
_PASSWORD = 0x002F
_BIFF8 = 0x0600
_MAX_COLUMN = 256


@dataclass(slots=True)
class SheetFormats:
    """``formats[(row, column)]``, both from 1, for cells that hold a number; hidden rows and columns."""

    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)


@dataclass(slots=True)
class BookFormats:
    """The sheets by name, and whether the workbook counts its days from 1904."""

    sheets: dict[str, SheetFormats] = field(default_factory=dict)
    date1904: bool = False


def read_formats(book: bytes) -> BookFormats:
    """Walk the records of a ``Workbook`` stream. A stream before BIFF8 gives nothing; an encrypted one is ``Refused``."""
    found = BookFormats()
    if len(book) < 8 or _short(book, 4) != _BIFF8:
        return found
    codes: dict[int, str] = {}
    styles: list[int] = []
    places: list[tuple[str, int]] = []
    for kind, body in _records(book, 0):
        if kind == _FORMAT:
            codes[_short(body, 0)] = _text(body[2:], 2)
        elif kind == _XF:
            styles.append(_short(body, 2))
        elif kind == _PASSWORD:
            raise locked()
        elif kind == _DATES:
            found.date1904 = _short(body, 0) == 1
        elif kind == _SHEET:
            places.append((_text(body[6:], 1), int.from_bytes(body[:4], "little")))
    formats = [_format(style, codes) for style in styles]
    found.sheets = {name: _sheet(book, at, formats) for name, at in places}
    return found


def _format(style: int, codes: dict[int, str]) -> NumberFormat:
    return number_format.parse(codes[style]) if style in codes else number_format.built_in(style)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from a BOF to its EOF."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet(book: bytes, at: int, formats: list[NumberFormat]) -> SheetFormats:
    found = SheetFormats()
    for kind, body in _records(book, at):
        if kind in (_NUMBER, _RK, _FORMULA, _MULTIPLE_RK) and len(body) >= 6:
            for place, style in _cells(kind, body):
                if style < len(formats):
                    found.formats[place] = formats[style]
        elif kind == _ROW and _short(body, 12) & 0x20:
            found.hidden_rows.append(_short(body, 0) + 1)
        elif kind == _COLUMNS and _short(body, 8) & 1:
            found.hidden_columns.append(_span(_short(body, 0), _short(body, 2)))
    return found


def _cells(kind: int, body: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    row, column = _short(body, 0) + 1, _short(body, 2) + 1
    if kind != _MULTIPLE_RK:
        yield (row, column), _short(body, 4)
        return
    for index in range((len(body) - 6) // 6):
        yield (row, column + index), _short(body, 4 + 6 * index)


def _span(first: int, last: int) -> str:
    one, two = letters_of(first + 1), letters_of(min(last + 1, _MAX_COLUMN))
    return one if one == two else f"{one}–{two}"


def _short(body: bytes, at: int) -> int:
    return int.from_bytes(body[at : at + 2], "little")


def _text(body: bytes, width: int) -> str:
    """A string with its length in ``width`` bytes, then a flag whether it is UTF-16, then the characters."""
    length = int.from_bytes(body[:width], "little")
    characters = body[width + 1 :]
    if body[width : width + 1] == b"\x01":
        return characters[: 2 * length].decode("utf-16-le", "replace")
    return characters[:length].decode("latin-1")
