"""Characters to words, and words to pieces, by the gaps between their boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parsers.pdf.chars import Bools, Chars, Floats, Ints

_LINE = 0.45
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
        at = np.flatnonzero(which) if which.dtype == np.bool_ else which
        rest = (getattr(self, name)[at] for name in Words.__slots__[1:])
        return Words([self.text[index] for index in at.tolist()], *rest)

    @property
    def cx(self) -> Floats:
        """Horizontal centres."""
        return (self.x0 + self.x1) / 2


def line_numbers(base: Floats, em: Floats, part: float = _LINE) -> Ints:
    """The visual line of each item, from the top: baselines closer than a part of the type size are one line."""
    numbers = np.zeros(len(base), np.int64)
    order = np.argsort(base, kind="stable")
    if len(order):
        size = np.maximum(em[order][1:], em[order][:-1])
        numbers[order] = np.cumsum(np.concatenate([[0], np.diff(base[order]) > part * size]))
    return numbers


def words_of(chars: Chars) -> Words:
    """Words: characters of a line that stand closer than a fifth of the type size."""
    line = line_numbers(chars.base, chars.em)
    order = np.lexsort((chars.x0, line))
    return _words(chars.take(order), line[order])


def cell_words(chars: Chars, owner: Ints) -> tuple[Words, Ints]:
    """Words inside cells (``owner`` numbers each character's cell), by cell, line and place; and their cells."""
    by_base = np.lexsort((chars.base, owner))
    ordered, cell = chars.take(by_base), owner[by_base]
    if not len(cell):
        return _words(ordered, cell), cell
    step = np.diff(ordered.base) > _LINE * np.maximum(ordered.em[1:], ordered.em[:-1])
    line = np.cumsum(np.concatenate([[0], step | (np.diff(cell) != 0)]))
    order = np.lexsort((ordered.x0, line))
    words = _words(ordered.take(order), line[order])
    first = np.searchsorted(line, words.line)
    return words, cell[first]


def _words(ordered: Chars, line: Ints) -> Words:
    if not len(ordered):
        none = np.zeros(0)
        return Words([], none, none, none, none, none, none, np.zeros(0, np.int64), np.zeros(0, np.bool_))
    white = ordered.x0[1:] - ordered.x1[:-1]
    wide = white > _SPACE * np.minimum(ordered.em[1:], ordered.em[:-1])
    starts = np.flatnonzero(np.concatenate([[True], wide | (np.diff(line) != 0)]))
    text = "".join(map(chr, ordered.code.tolist()))
    ends = [*starts[1:].tolist(), len(text)]
    return Words(
        [text[start:end] for start, end in zip(starts.tolist(), ends, strict=True)],
        np.minimum.reduceat(ordered.x0, starts),
        np.minimum.reduceat(ordered.y0, starts),
        np.maximum.reduceat(ordered.x1, starts),
        np.maximum.reduceat(ordered.y1, starts),
        np.maximum.reduceat(ordered.base, starts),
        np.maximum.reduceat(ordered.em, starts),
        line[starts],
        ordered.spaced[starts],
    )


def pieces_of(words: Words, limit: float | Floats) -> Words:
    """Neighbours on a line joined where their gap is below ``limit`` type sizes, or holds one written space.

    ``limit`` may differ from gap to gap: one fewer than the words.
    """
    if len(words) < 2:
        return words
    gap = (words.x0[1:] - words.x1[:-1]) / np.minimum(words.em[1:], words.em[:-1])
    apart = (gap > np.where(words.spaced[1:], np.maximum(limit, _WRITTEN), limit)) | (np.diff(words.line) != 0)
    starts = np.flatnonzero(np.concatenate([[True], apart]))
    ends = [*starts[1:].tolist(), len(words)]
    return Words(
        [" ".join(words.text[start:end]) for start, end in zip(starts.tolist(), ends, strict=True)],
        np.minimum.reduceat(words.x0, starts),
        np.minimum.reduceat(words.y0, starts),
        np.maximum.reduceat(words.x1, starts),
        np.maximum.reduceat(words.y1, starts),
        np.maximum.reduceat(words.base, starts),
        np.maximum.reduceat(words.em, starts),
        words.line[starts],
        words.spaced[starts],
    )


def joined(words: Words) -> str:
    """The words as text: a space between words of a line, lines joined by a line feed."""
    pieces: list[str] = []
    for index, text in enumerate(words.text):
        if index:
            pieces.append(" " if words.line[index] == words.line[index - 1] else "\n")
        pieces.append(text)
    return "".join(pieces)
