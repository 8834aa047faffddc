"""Text outside tables: visual lines, split into segments at wide gaps."""

from __future__ import annotations

import re
from itertools import pairwise

from parsers.pdf.arrays import begins
from parsers.pdf.words import Words
from schemas.raw import RawLine, RawSegment

_WIDE = 1.7
_WIDEST = 4.5
_NARROW = 0.3
_FIELD = re.compile(r"[^\W\d_A-Za-z][^\d:：]{1,11}[:：]")
_LABEL = re.compile(r"[^\W\d_A-Za-z][:：]?.*", re.DOTALL)


def text_lines(words: Words, page: int) -> list[RawLine]:
    """One ``RawLine`` a visual line, from top to bottom."""
    if not len(words):
        return []
    bounds = [*begins(words.line).nonzero()[0].tolist(), len(words)]
    return [_line(words, start, end, page) for start, end in pairwise(bounds)]


def _line(words: Words, start: int, end: int, page: int) -> RawLine:
    segments: list[RawSegment] = []
    for at in range(start, end):
        piece = RawSegment(words.text[at], float(words.x0[at]), float(words.x1[at]))
        if at > start and not _splits(words, at, segments[-1].text):
            piece = RawSegment(f"{segments[-1].text} {piece.text}", segments[-1].left, piece.right)
            segments.pop()
        segments.append(piece)
    return RawLine(
        segments=tuple(segments),
        page=page,
        top=float(words.y0[start:end].min()),
        bottom=float(words.y1[start:end].max()),
    )


def _splits(words: Words, at: int, before: str) -> bool:
    """Whether a wide gap stands before the word; a label spaced out (廠　　牌：) stays one segment."""
    gap = (words.x0[at] - words.x1[at - 1]) / max(words.em[at], words.em[at - 1])
    if gap <= _WIDE:
        return gap > _NARROW and bool(_FIELD.match(words.text[at])) and len(before) > 1
    spaced_label = len(before) == 1 and _LABEL.fullmatch(before) and re.match(r"[^\W\d_A-Za-z][:：]", words.text[at])
    return not (spaced_label and gap < _WIDEST)
