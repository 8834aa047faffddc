"""Characters to visual lines, and lines to pieces, by the gaps between the boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parsers.pdf.chars import Chars

Ints = npt.NDArray[np.int64]

_LINE = 0.45
_SPACE = 0.2


@dataclass(frozen=True, slots=True)
class Words:
    """Runs of characters of one line. ``line`` counts from the top; ``text`` is joined without any space.

    Arrays of one length: box, baseline, type size; ``gap`` is the white space to the word before on the line.
    """

    text: list[str]
    x0: npt.NDArray[np.float64]
    y0: npt.NDArray[np.float64]
    x1: npt.NDArray[np.float64]
    y1: npt.NDArray[np.float64]
    base: npt.NDArray[np.float64]
    em: npt.NDArray[np.float64]
    line: Ints

    def __len__(self) -> int:
        return len(self.text)

    def take(self, which: npt.NDArray[np.bool_] | Ints) -> Words:
        """The words at a mask or at indices."""
        at = np.flatnonzero(which) if which.dtype == np.bool_ else which
        return Words(
            [self.text[i] for i in at.tolist()],
            self.x0[at], self.y0[at], self.x1[at], self.y1[at], self.base[at], self.em[at], self.line[at],
        )


def line_numbers(chars: Chars) -> Ints:
    """The visual line of each character, from the top: baselines closer than half the type size are one line."""
    if not len(chars):
        return np.zeros(0, np.int64)
    order = np.argsort(chars.base, kind="stable")
    base, em = chars.base[order], chars.em[order]
    numbers = np.zeros(len(chars), np.int64)
    numbers[order] = np.cumsum(np.concatenate([[0], np.diff(base) > _LINE * np.maximum(em[1:], em[:-1])]))
    return numbers


def words_of(chars: Chars, gap: float = _SPACE) -> Words:
    """Words: characters of a line that stand closer than ``gap`` type sizes."""
    line = line_numbers(chars)
    order = np.lexsort((chars.x0, line))
    ordered, line = chars.take(order), line[order]
    starts = _starts(ordered, line, gap)
    if not len(starts):
        empty = np.zeros(0)
        return Words([], empty, empty, empty, empty, empty, empty, np.zeros(0, np.int64))
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
    )


def _starts(ordered: Chars, line: Ints, gap: float) -> Ints:
    if not len(ordered):
        return np.zeros(0, np.int64)
    white = ordered.x0[1:] - ordered.x1[:-1]
    wide = white > gap * np.minimum(ordered.em[1:], ordered.em[:-1])
    return np.flatnonzero(np.concatenate([[True], wide | (np.diff(line) != 0)]))


def joined(words: Words) -> str:
    """The words as text: a space between words of a line, lines joined by a line feed."""
    pieces: list[str] = []
    for index, text in enumerate(words.text):
        if index:
            pieces.append(" " if words.line[index] == words.line[index - 1] else "\n")
        pieces.append(text)
    return "".join(pieces)
