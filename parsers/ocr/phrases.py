"""Phrases of the forms in which one unsure character was read wrongly: put right before anything is made of a line.

Only characters that the recogniser itself was not sure of are changed, and they stay unsure: what holds them is to be
confirmed like anything else that was read so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from schemas.kinds import KINDS
from schemas.known_words import COLUMNS, LABELS

if TYPE_CHECKING:
    from parsers.ocr.engine import Letter

_SURE = 0.9
_SHORTEST = 4
_CJK = range(0x3400, 0xA000)
_BRACKETS = frozenset("()（）")
_GAP, _ANY = "\n", "\0"
_OTHERS = (
    "股份有限公司", "有限公司", "自行檢定紀錄表", "檢定紀錄表", "自行檢定", "月份月報表", "檢定檢查技術規範", "電度表", "水量計", "氣量計", "臺北市", "新北市",
    "桃園市", "臺中市", "臺南市", "高雄市", "基隆市", "新竹市", "嘉義市", "新竹縣", "苗栗縣", "彰化縣", "南投縣", "雲林縣", "嘉義縣",
    "屏東縣", "宜蘭縣", "花蓮縣", "臺東縣",
)  # fmt: skip
"""Words of firms, titles and addresses."""
_TITLE = ("紀錄表", "月報表")
_LIKE = 0.6
_LONG = 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line's ideographs in a row, brackets left out and a gap for anything else; ``at`` is each one's letter."""

    text: str
    at: Sequence[int]


def meant(letters: Sequence[Letter]) -> list[Letter]:
    """The letters of one line, with the unsure ones that make a phrase of the forms all but one what that has."""
    shown = list(letters)
    line = _line(shown)
    for place, letter in enumerate(line.at):
        if shown[letter].score < _SURE and line.text[place] != _GAP:
            found = _instead(line.text, place)
            if found:
                shown[letter] = replace(shown[letter], text=found)
                line = _line(shown)
    return _titled(shown, line)


def _line(letters: Sequence[Letter]) -> _Line:
    kept = [index for index, letter in enumerate(letters) if letter.text not in _BRACKETS]
    text = "".join(letters[index].text if ord(letters[index].text[0]) in _CJK else _GAP for index in kept)
    return _Line(text, kept)


def _instead(text: str, place: int) -> str | None:
    """The ideograph that makes a phrase of those around it, if it makes none as it is and only one other does."""
    phrases, patterns = _phrases()
    windows = [(start, end) for size in _sizes() for start, end in _around(text, place, size)]
    if any(text[start:end] in phrases for start, end in windows):
        return None
    for start, end in windows:
        found = patterns.get(f"{text[start:place]}{_ANY}{text[place + 1 : end]}", ())
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _around(text: str, place: int, size: int) -> Iterator[tuple[int, int]]:
    for start in range(max(0, place - size + 1), min(place, len(text) - size) + 1):
        yield start, start + size


@lru_cache(maxsize=1)
def _phrases() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """The phrases; and for each with one ideograph left out those that may stand there."""
    words = {word for word in COLUMNS | LABELS if len(word) >= _SHORTEST and all(ord(c) in _CJK for c in word)}
    phrases = frozenset(words.union(_OTHERS, _kinds()))
    found: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        for place, character in enumerate(phrase):
            found[f"{phrase[:place]}{_ANY}{phrase[place + 1 :]}"].add(character)
    return phrases, {pattern: tuple(characters) for pattern, characters in found.items()}


@lru_cache(maxsize=1)
def _sizes() -> tuple[int, ...]:
    return tuple(sorted({len(phrase) for phrase in _phrases()[0]}, reverse=True))


def _kinds() -> set[str]:
    """The long names of kinds of instruments."""
    return {word for kind in KINDS for word in kind.titles if len(word) >= _LONG and not word.isascii()}


def _titled(letters: list[Letter], line: _Line) -> list[Letter]:
    """The letters with the kind of instrument in a title written out, where it was read with several characters wrong."""
    known = {word for kind in KINDS for word in kind.titles}
    if not any(word in line.text for word in _TITLE) or any(word in line.text for word in known):
        return letters
    ranked = sorted((*_best(line.text, word), word) for word in _kinds())
    (likeness, start, end, word), runner_up = ranked[-1], ranked[-2][0]
    if likeness < _LIKE or runner_up > _LIKE / 2:
        return letters
    first, last = line.at[start], line.at[end - 1]
    return [*letters[:first], *_written(word, letters[first], letters[last]), *letters[last + 1 :]]


def _best(text: str, word: str) -> tuple[float, int, int]:
    """How like the word the likeliest part of a text is, and where that stands."""
    spans = [(start, start + size) for size in (len(word), len(word) - 1, len(word) + 1) for start in range(len(text))]
    return max(
        (SequenceMatcher(None, text[start:end], word).ratio(), start, min(end, len(text))) for start, end in spans
    )


def _written(word: str, first: Letter, last: Letter) -> Iterator[Letter]:
    """The word's letters, unsure, from the one letter to the other."""
    wide = (last.right - first.left) / len(word)
    for place, character in enumerate(word):
        left = first.left + place * wide
        yield replace(first, text=character, score=0.0, left=left, right=left + wide)
