"""How like a heading is to the words of a field: normal forms and scores from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from schemas.gloss import without_gloss
from schemas.pattern import lazy
from schemas.text import squeeze
from schemas.words import VERDICT

if TYPE_CHECKING:
    from schemas.column import FieldInfo

_UNIT = r"%|l|pa|kpa|m3/h|m3/hr|km/h|km/hr|公里/小時|公里/時|公升|公克|公斤|g|kg|元|新臺幣元|秒|sec|s|m|公尺|v|a|imp/kwh|具|只"
_UNIT_IN_BRACKETS = lazy(rf"[(\[](?:{_UNIT})[)\]]|單位:?(?:{_UNIT})$")
_UNIT_AT_END = lazy(r"(?:(?<=[\u4e00-\u9fff])(?:l|%|pa|kpa|g|kg|m|s)|m3/hr?|km/hr?|%)$")
_BRACKETS = lazy(r"[(\[（【].*?[)\]）】]")
_PUNCTUATION = lazy(r"(?![0-9a-z\u2e80-\u9fff])[^\U00020000-\U0003ffff]")
_ANOTHER_WORD = str.maketrans("証号台检", "證號臺檢")
_LOOK_ALIKES = str.maketrans("il|o", "1110")
_LOOKS_LIKE = 0.9
_CLOSE = 0.75
_LAST_LINE = 0.8


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A heading without units, punctuation, white space and a translation, in small letters."""
    text = squeeze(without_gloss(text)).casefold().translate(_ANOTHER_WORD)
    text = _UNIT_AT_END.sub("", _UNIT_IN_BRACKETS.sub("", text)) or text
    return _PUNCTUATION.sub("", text)


class Heading(NamedTuple):
    """The texts above a column from top to bottom, in normal form; ``text`` as a person reads it.

    ``plain`` is the last one without what stands in brackets: 合格單號碼 of 合格單號碼(不合格原因). ``lines``: the lines of
    the last one before its last line, and that line, which a grid without rules may have put together.
    """

    levels: tuple[str, ...]
    text: str
    plain: str = ""
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Sequence[str]) -> Heading:
        """From the cells above a column; empty ones and repeats are left out."""
        levels = [level for text in texts for level in map(bare, _split_choice(text)) if level]
        kept = [level for i, level in enumerate(levels) if i == 0 or level != levels[i - 1]]
        written = [text for text in map(squeeze, texts) if text]
        plain = bare(_BRACKETS.sub("", written[-1])) if written else ""
        return cls(tuple(kept), " ".join(written), plain if kept and plain != kept[-1] else "", _parted(texts))

    @property
    def tails(self) -> tuple[str, ...]:
        """The last level, the last two joined, and so on."""
        return tuple("".join(self.levels[i:]) for i in range(len(self.levels) - 1, -1, -1))


def _parted(texts: Sequence[str]) -> tuple[str, ...]:
    """The last heading's text cut before its last line, in normal form; nothing where it has one line."""
    last = next((text for text in reversed(texts) if text.strip()), "").strip()
    above, line, leaf = last.rpartition("\n")
    parts = (bare(above), bare(leaf)) if line else ()
    return parts if all(parts) else ()


def _split_choice(text: str) -> tuple[str, ...]:
    """``是否合格`` over ``是`` in one cell, as a grid without rules may have it, is two levels; ``合格`` over ``否`` is one."""
    group, line, choice = text.rstrip().rpartition("\n")
    is_choice = line and choice.strip() in {"是", "否"} and len(group.strip()) > 1
    return (group, choice) if is_choice and bare(text) not in map(bare, VERDICT[0].split("|")) else (text,)


class Words(NamedTuple):
    """One way to head a field: for each level the words that it may have."""

    levels: tuple[tuple[str, ...], ...]


def words_of(field: FieldInfo) -> tuple[Words, ...]:
    """The declared headers of a field in normal form."""
    return tuple(_words(header) for header in field.column.headers)


@lru_cache(maxsize=1024)
def _words(header: str) -> Words:
    return Words(tuple(tuple(dict.fromkeys(map(bare, level.split("|")))) for level in header.split("/")))


@lru_cache(maxsize=65536)
def likeness(word: str, text: str) -> float:
    """1 for the same, less for a part, a whole or a misprint of it, 0 for anything else. Short words must be equal."""
    if word == text:
        return 1.0
    short, long = (word, text) if len(word) <= len(text) else (text, word)
    if len(short) < 2 or (len(short) == 2 and len(long) > 4):
        return 0.0
    share = len(short) / len(long)
    if short in long:
        return (0.6 if long == text else 0.5) + 0.35 * share
    if short.isascii():
        return _LOOKS_LIKE if word.translate(_LOOK_ALIKES) == text.translate(_LOOK_ALIKES) else 0.0
    if share < _CLOSE or len({*short} & {*long}) < 0.6 * len(short):
        return 0.0
    ratio = SequenceMatcher(None, word, text, autojunk=False).ratio()
    return 0.8 * ratio if ratio >= _CLOSE else 0.0


@lru_cache(maxsize=16384)
def score(words: Words, heading: Heading) -> float:
    """How well a column's heading fits one way to head a field; above 0.5 it may be meant."""
    *groups, leaf = words.levels
    best = 0.95 * _score(groups, leaf, heading.plain, heading.levels[:-1]) if heading.plain else 0.0
    if heading.lines:
        above, last = heading.lines
        best = max(best, _LAST_LINE * _score(groups, leaf, last, (*heading.levels[:-1], above)))
    for size, tail in enumerate(heading.tails, 1):
        rest = heading.levels[: len(heading.levels) - size]
        best = max(best, _score(groups, leaf, tail, rest))
    return best


def _score(groups: list[tuple[str, ...]], leaf: tuple[str, ...], tail: str, rest: tuple[str, ...]) -> float:
    matched = max((likeness(word, tail) for word in leaf), default=0.0)
    if not groups:
        return matched if not rest else matched * 0.97
    whole = max((_whole(groups, word, tail) for word in leaf), default=0.0)
    if not matched:
        return whole
    found = [_group(group, rest) for group in groups]
    if not all(found):
        return max(whole, matched * 0.55)
    return max(whole, 0.5 * matched + 0.5 * sum(found) / len(found))


def _group(group: tuple[str, ...], rest: tuple[str, ...]) -> float:
    candidates = (*rest, "".join(rest)) if len(rest) > 1 else rest
    return max((likeness(word, text) for word in group for text in candidates), default=0.0)


def _whole(groups: list[tuple[str, ...]], word: str, tail: str) -> float:
    """Group and leaf in one text, ``大流起`` or ``瓦時全載``."""
    if not tail.endswith(word) or len(tail) == len(word):
        return 0.0
    head = tail[: -len(word)]
    found = [max((likeness(option, head) for option in group), default=0.0) for group in groups]
    return 0.96 * sum(found) / len(found) if all(found) else 0.0
