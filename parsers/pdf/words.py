"""Characters to words, and words to pieces, by the gaps between their boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from parsers.pdf.arrays import running, starts
from parsers.pdf.chars import Bools, Chars, Floats, Ints

_LINE = 0.45
_CHAIN = 1.5
_ROUNDING = 0.01
_SPACE = 0.2
_WRITTEN = 1.1


@dataclass(frozen=True, slots=True)
class Words:
    """Runs of characters on one line, by line and from left to right.

    Arrays of one length: box, baseline, type size, the ``line``'s number from the top, whether a space is written
    before (``spaced``). ``text`` has a space wherever words were joined to a piece.
    """

    text: list[str]
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    base: Floats
    em: Floats
    line: Ints
    spaced: Bools

    def __len__(self) -> int:
        return len(self.text)

    def take(self, which: Bools | Ints) -> Words:
        """The words at a mask or at indices."""
        at = which.nonzero()[0] if which.dtype == np.bool_ else which
        text = [self.text[index] for index in at.tolist()]
        box = self.x0[at], self.y0[at], self.x1[at], self.y1[at]
        return Words(text, *box, self.base[at], self.em[at], self.line[at], self.spaced[at])

    @property
    def cx(self) -> Floats:
        """Horizontal centres."""
        return (self.x0 + self.x1) / 2


def line_numbers(base: Floats, em: Floats, part: float = _LINE) -> Ints:
    """The visual line of each item, from the top: baselines closer than a part of the type size are one line.

    A heading that stands half way between two lines goes to the upper one and does not make one line of both.
    """
    if not len(base):
        return np.zeros(0, np.int64)
    order = np.argsort(base, kind="stable")
    ordered, size = base[order], em[order]
    apart = ordered[1:] - ordered[:-1] > part * np.maximum(size[1:], size[:-1])
    first = starts(apart)
    reach = part * np.maximum.reduceat(size, first)
    last = np.append(first[1:], len(base)) - 1
    for at in (ordered[last] - ordered[first] > _CHAIN * reach).nonzero()[0].tolist():
        for cut in _cuts(ordered, int(first[at]), int(last[at]) + 1, float(reach[at])):
            apart[cut - 1] = True
    numbers = np.empty(len(base), np.int64)
    numbers[order] = running(apart)
    return numbers


def _cuts(base: Floats, start: int, end: int, reach: float) -> list[int]:
    """Where a chain of baselines, each close to the next one, is cut: each line reaches as far below its first."""
    cuts: list[int] = []
    while True:
        start += int(np.searchsorted(base[start:end], base[start] + reach + _ROUNDING, "right"))
        if start >= end:
            return cuts
        cuts.append(start)


def words_of(chars: Chars) -> Words:
    """Words: characters of a line that stand closer than a fifth of the type size."""
    line = line_numbers(chars.base, chars.em)
    order = np.lexsort((chars.x0, line))
    return _words(chars.take(order), line[order])


def cell_order(chars: Chars, owner: Ints) -> tuple[Ints, Ints]:
    """The order of characters by cell (``owner`` numbers each one's), line and place; and the line of each, in order."""
    order = np.lexsort((chars.base, owner))
    base, em, cell = chars.base[order], chars.em[order], owner[order]
    step = base[1:] - base[:-1] > _LINE * np.maximum(em[1:], em[:-1])
    line = running(step | (cell[1:] != cell[:-1]))
    return order[np.lexsort((chars.x0[order], line))], line


def wide_gaps(x0: Floats, x1: Floats, em: Floats) -> Bools:
    """Behind which of the characters in their order a gap parts two words."""
    return np.asarray(x0[1:] - x1[:-1] > _SPACE * np.minimum(em[1:], em[:-1]), dtype=np.bool_)


def text_of(code: Ints) -> str:
    """The text of code points."""
    return code.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _words(ordered: Chars, line: Ints) -> Words:
    if not len(ordered):
        none = np.zeros(0)
        return Words([], none, none, none, none, none, none, np.zeros(0, np.int64), np.zeros(0, np.bool_))
    first = starts(wide_gaps(ordered.x0, ordered.x1, ordered.em) | (line[1:] != line[:-1]))
    text = text_of(ordered.code)
    return _merged([text[start:end] for start, end in pairwise([*first.tolist(), len(text)])], first, ordered, line)


def _merged(text: list[str], first: Ints, parts: Chars | Words, line: Ints) -> Words:
    """Words whose boxes hold the parts from each ``first`` one to the next."""
    return Words(
        text,
        np.minimum.reduceat(parts.x0, first),
        np.minimum.reduceat(parts.y0, first),
        np.maximum.reduceat(parts.x1, first),
        np.maximum.reduceat(parts.y1, first),
        np.maximum.reduceat(parts.base, first),
        np.maximum.reduceat(parts.em, first),
        line[first],
        parts.spaced[first],
    )


def pieces_of(words: Words, limit: float | Floats) -> Words:
    """Neighbours on a line joined where their gap is below ``limit`` type sizes, or holds one written space.

    ``limit`` may differ from gap to gap: one fewer than the words.
    """
    if len(words) < 2:
        return words
    gap = (words.x0[1:] - words.x1[:-1]) / np.minimum(words.em[1:], words.em[:-1])
    apart = gap > np.where(words.spaced[1:], np.maximum(limit, _WRITTEN), limit)
    apart |= words.line[1:] != words.line[:-1]
    if apart.all():
        return words
    first = starts(apart)
    text = words.text
    texts = [" ".join(text[start:end]) for start, end in pairwise([*first.tolist(), len(text)])]
    return _merged(texts, first, words, words.line)
