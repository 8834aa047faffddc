"""The characters of a page as numpy arrays, in the frame that a person sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from parsers.pdf.arrays import Bools, Floats, Ints
from parsers.pdf.calls import Slots, handle_of
from parsers.pdf.clipped import clipped
from parsers.pdf.codes import REPLACEMENT, codes_of, is_space, spaced
from parsers.pdf.doubles import doubles
from parsers.pdf.frame import Frame
from parsers.pdf.library import pdfium
from parsers.pdf.style import style_of

__all__ = ["REPLACEMENT", "Bools", "Chars", "Floats", "Ints", "TextLayer", "main_turn", "place", "read_layer"]

_PLAIN_RATIO = 0.8
_NEXT = 0.3
_SMALL = tuple(map(ord, "-‐‑‒–—―−_=.,:;'·•"))


@dataclass(frozen=True, slots=True)
class Chars:
    """Visible characters (no white space): code points, boxes and baselines in points from the page's top left.

    ``em`` is the type size as drawn; ``turn`` the quarter turn against the page's text (-1: slanting); ``spaced``
    tells that the producer wrote a space before the character, ``order`` the position in the content stream.
    """

    code: Ints
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats
    base: Floats
    em: Floats
    turn: Ints
    spaced: Bools
    order: Ints

    def __len__(self) -> int:
        return len(self.code)

    @property
    def cx(self) -> Floats:
        """Horizontal centres."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> Floats:
        """Vertical centres of the ink zone: a third of an em above the baseline."""
        return self.base - 0.35 * self.em

    def take(self, which: Bools | Ints) -> Chars:
        """The characters at a mask or at indices."""
        if which.dtype == np.bool_ and which.all():
            return self
        return Chars(*(getattr(self, name)[which] for name in Chars.__slots__))


class TextLayer(NamedTuple):
    """What a text page holds, in user space: code points, loose boxes, origins, quarter turns (-1: slanting).

    ``spaced``: a space stands in the file (not only on the paper) before the character. ``size``: type size.
    """

    code: Ints
    boxes: Floats
    origins: Floats
    turns: Ints
    spaced: Bools
    size: Floats

    def take(self, which: Bools) -> TextLayer:
        """The characters at a mask."""
        if which.all():
            return self
        return TextLayer(*(getattr(self, name)[which] for name in TextLayer._fields))


def read_layer(text_page: Any, known: Ints | None = None, slots: Slots | None = None) -> TextLayer:
    """All characters of a pdfium text page: user space, white space left out, unmapped ones as U+FFFD.

    ``known``: code points that the caller knows better than the file, one for each character of the text page.
    ``slots``: those of the document, where several of its pages are read.
    """
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    code = codes_of(text_page, count) if known is None else known
    keep = ((code > 0x20) & ~is_space(code)).nonzero()[0]
    style = style_of(handle_of(text_page), keep.tolist(), slots or Slots())
    before, shown = spaced(code, text_page)[keep], code[keep]
    boxes, hidden = clipped(style.boxes, style.origins[:, 1], style.size, text_page, keep)
    layer = TextLayer(shown, boxes, style.origins, style.turns, before, style.size)
    return layer.take(~(hidden | doubles(shown, style.boxes, text_page, keep)))


def main_turn(layer: TextLayer, rotation: int) -> int:
    """The quarter turn of most characters; of the page's /Rotate where there are none."""
    straight = layer.turns[layer.turns >= 0]
    return int(np.bincount(straight).argmax()) if len(straight) else -rotation % 4


def place(layer: TextLayer, frame: Frame) -> Chars:
    """The layer's characters in the frame; what lies outside the visible page is left out, but for a text's end."""
    x0, y0, x1, y1 = frame.boxes(layer.boxes)
    _, base = frame.points(layer.origins[:, 0], layer.origins[:, 1])
    turn = np.where(layer.turns < 0, -1, (layer.turns - frame.turn) % 4)
    em, small = _em(layer.code, layer.size, np.where(turn % 2 == 1, x1 - x0, y1 - y0))
    base = np.where((turn == 0) & (base > y0) & (base < y1 + np.where(small, em, y1 - y0)), base, y1)
    order = np.arange(len(layer.code))
    inside = (x1 > 0) & (x0 < frame.width) & (y1 > 0) & (y0 < frame.height)
    if not inside.all():
        inside = _with_rest(inside, x0, x1, base, em)
    return Chars(layer.code, x0, y0, x1, y1, base, em, turn, layer.spaced, order).take(inside)


def _with_rest(inside: Bools, x0: Floats, x1: Floats, base: Floats, em: Floats) -> Bools:
    """Also the characters past the page's edge that go on with a text which begins on the page."""
    near = np.abs(x0[1:] - x1[:-1]) < _NEXT * em[1:]
    near &= np.abs(base[1:] - base[:-1]) < _NEXT * em[1:]
    found = inside.copy()
    for at in (~inside[1:] & near).nonzero()[0].tolist():
        found[at + 1] |= found[at]
    return found


def _em(code: Ints, size: Floats, along: Floats) -> tuple[Floats, Bools]:
    """Type size; where the file's own is out of proportion to the drawn box (Type 3 fonts), by the box.

    Signs that are drawn small have a small box there: their size is right where other characters have the same. The
    second array tells which those are.
    """
    box = np.maximum(along, 0.1)
    likely = (size > 0.3 * box) & (size < 2.5 * box)
    small: Bools = np.zeros_like(likely)
    if not likely.all():
        small = ~likely & np.isin(code, _SMALL) & np.isin(size.round(1), size[likely].round(1))
    return np.where(likely | small, size, _PLAIN_RATIO * box), small
