"""A row under the headings that says nothing of an instrument: the units of the columns, or their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from schemas.pattern import lazy
from schemas.text import is_void, squeeze

_UNIT = (
    r"%|%rh|l|ml|cc|m3|m|km|mm|cm|pa|kpa|hpa|mbar|mmh2o|m3/h|m3/hr|l/h|l/hr|km/h|km/hr|s|sec|秒|分|g|kg|mg|t|e|°c|hz|kw|w|"
    r"公尺|公里|公升|公克|公斤|公噸|立方公尺|公里/時|公里/小時|元|nt\$|新[臺台]幣元|只|具|台|臺|次|imp/kwh|rev/kwh"
)
_UNITS = lazy(rf"(?:單位:?|unit:?)?[(\[【〔]?(?:{_UNIT})[)\]】〕]?", re.IGNORECASE)
_NUMBER = lazy(r"[(\[【〔<]?第?([0-9]{1,2}|[a-z])欄?[)\]】〕>.]?", re.IGNORECASE)
_FEWEST = 4
_MOST = 0.8


def is_legend(texts: Sequence[str]) -> bool:
    """Whether the cells of a row hold units and nothing else, or number the columns from left to right."""
    first = next((squeeze(text) for text in texts if not is_void(text)), "")
    if not (_UNITS.fullmatch(first) or _NUMBER.fullmatch(first)):
        return False
    written = [squeeze(text) for text in texts if not is_void(text)]
    return all(map(_UNITS.fullmatch, written)) or _are_numbers(written, len(texts))


def _are_numbers(written: Sequence[str], cells: int) -> bool:
    found = [match.group(1) for text in written if (match := _NUMBER.fullmatch(text))]
    if len(found) < max(_FEWEST, _MOST * cells) or len(found) < len(written):
        return False
    order = [int(text) if text.isdecimal() else ord(text) for text in found]
    return order[0] in {0, 1, ord("A"), ord("a")} and all(b - a == 1 for a, b in pairwise(order))
