"""What a row of the table is: an instrument, an empty form row, a repeated heading, totals, tolerances, or other."""

from __future__ import annotations

import re
from enum import Enum, auto

from schemas.header_match import Match
from schemas.heading_words import bare, words_of
from schemas.legend import is_legend
from schemas.pattern import lazy
from schemas.row_builder import GridRow
from schemas.text import clean, is_void, normal, squeeze
from schemas.vocabulary import any_labels

_TOTALS = lazy(r"^(?:合計|總計|小計|共計|合\s*計|總數|累計|本頁小計|total|subtotal|sum)", re.IGNORECASE)
_TOLERANCE = lazy(r"^(?:±|\+/-)?\s*[0-9.]+ *%?$")
_FEW = 4
_SHORT = 8
_SERIALS = ("serial_number", "serial_numbers")
_READINGS_APART = frozenset(("serial_number", "serial_numbers", "verdict", "mark_number", "rejection_reason", "item"))


class RowSort(Enum):
    """The sorts of rows."""

    INSTRUMENT = auto()
    EMPTY = auto()
    HEADING = auto()
    TOTALS = auto()
    TOLERANCES = auto()
    OTHER = auto()


def sort_of(row: GridRow, match: Match) -> RowSort:
    """Tell what a row is from its texts alone."""
    texts = [row.text(bound.column) for bound in match.bounds]
    texts += [row.text(bound.other) for bound in match.bounds if bound.other is not None]
    filled = [text for text in texts if text and not text.isspace()]
    if not filled:
        return _without_values(row)
    serial = _serial(row, match)
    if len(serial) < _SHORT and is_legend([cell.text for cell in row.cells if cell]):
        return RowSort.EMPTY
    if len(filled) == 1 and len(match.bounds) >= _FEW:
        return RowSort.OTHER
    first = next((cell.text for cell in row.cells if cell and cell.text.strip()), "")
    if not first[:1].isdigit() and _is_label(first):
        return RowSort.TOTALS if _TOTALS.match(squeeze(first)) else RowSort.OTHER
    if any(c.isdigit() for c in serial):
        return RowSort.INSTRUMENT
    return _without_serial(row, match, filled)


def _is_label(text: str) -> bool:
    """Whether the first cell of a row begins totals, or a label with or without its value."""
    squeezed = squeeze(text)
    if _TOTALS.match(squeezed) or ":" in squeezed[1:12]:
        return True
    if squeezed.isascii() and ":" not in squeezed:
        return False
    line = clean(text)
    return any_labels().alone(line) is not None or bool(any_labels().inside(line))


def _without_values(row: GridRow) -> RowSort:
    """Nothing under any known column: an empty row of the form, or text elsewhere in it."""
    others = [cell.text for cell in row.cells if cell and not is_void(cell.text)]
    return RowSort.EMPTY if all(squeeze(text).isdecimal() for text in others) else RowSort.OTHER


def _serial(row: GridRow, match: Match) -> str:
    column = next((bound.column for bound in match.bounds if bound.field.name in _SERIALS), None)
    return normal(row.text(column))


def _without_serial(row: GridRow, match: Match, filled: list[str]) -> RowSort:
    if _is_heading(row, match):
        return RowSort.HEADING
    if match.stacked:
        return RowSort.INSTRUMENT
    said = [text for text in filled if not is_void(text)]
    if _are_tolerances(said) and _only_readings(row, match):
        return RowSort.TOLERANCES
    if not said:
        return RowSort.EMPTY
    return RowSort.INSTRUMENT if 2 * len(said) >= len(match.bounds) or len(said) > 5 else RowSort.OTHER


def _are_tolerances(texts: list[str]) -> bool:
    written = [normal(text).strip() for text in texts]
    return all(map(_TOLERANCE.match, written)) and any(not text[0].isdigit() for text in written)


def _only_readings(row: GridRow, match: Match) -> bool:
    columns = [bound.column for bound in match.bounds if bound.field.name in _READINGS_APART]
    return all(is_void(row.text(column)) for column in columns)


def _is_heading(row: GridRow, match: Match) -> bool:
    hits = 0
    for bound in match.bounds:
        word = bare(row.text(bound.column))
        known = {option for words in words_of(bound.field) for level in words.levels for option in level}
        hits += bool(word) and word in known
    return hits >= 2 and 2 * hits >= len(match.bounds) - 2
