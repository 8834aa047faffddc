"""The characters of a page as numpy arrays, in the frame that a person sees."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from parsers.pdf.frame import Frame
from parsers.pdf.mending import in_page_space
from parsers.pdf.radicals import UNIFIED

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

REPLACEMENT = 0xFFFD
_SOFT_HYPHEN = 0xAD
_HYPHENS = (0x02, _SOFT_HYPHEN, 0xFFFE)
_SPACES = (0xA0, 0x3000, 0xFEFF)
_SAMPLE = 16
_PLAIN_RATIO = 0.8
_NEAR = 0.3
_RADICAL_KEYS = np.array(sorted(UNIFIED), dtype=np.int64)
_RADICAL_VALUES = np.array([UNIFIED[key] for key in sorted(UNIFIED)], dtype=np.int64)


def address(handle: Any) -> int:
    """Where a ctypes pointer or function points."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def call(calls: Iterator[int]) -> None:
    """Run every call of a ``map``; writing into a numpy buffer by address spares a Python object a character."""
    deque(calls, maxlen=0)


_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int
_LOOSE_BOX = ctypes.CFUNCTYPE(_INT, _HANDLE, _INT, _HANDLE)(address(pdfium.FPDFText_GetLooseCharBox))
_MATRIX = ctypes.CFUNCTYPE(_INT, _HANDLE, _INT, _HANDLE)(address(pdfium.FPDFText_GetMatrix))
_ORIGIN = ctypes.CFUNCTYPE(_INT, _HANDLE, _INT, _HANDLE, _HANDLE)(address(pdfium.FPDFText_GetCharOrigin))


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
        return Chars(*(getattr(self, name)[which] for name in Chars.__slots__))


@dataclass(frozen=True, slots=True)
class TextLayer:
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
        return TextLayer(*(getattr(self, name)[which] for name in TextLayer.__slots__))


def read_layer(text_page: Any, known: Ints | None = None) -> TextLayer:
    """All characters of a pdfium text page: user space, white space left out, unmapped ones as U+FFFD.

    ``known``: code points that the caller knows better than the file, one for each character of the text page.
    """
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    code = _codes(text_page, count) if known is None else known
    keep = np.flatnonzero((code > 0x20) & ~np.isin(code, _SPACES) & ~_is_thin_space(code))
    indices = keep.tolist()
    matrices = _matrices(text_page, indices)
    boxes, origins = in_page_space(_boxes(text_page, indices), _origins(text_page, indices), matrices)
    size = np.fromiter(map(pdfium.FPDFText_GetFontSize, repeat(text_page), indices), np.float64, len(indices))
    layer = TextLayer(
        code[keep],
        boxes,
        origins,
        _turns(matrices),
        _spaced(code, text_page)[keep],
        size * np.hypot(matrices[:, 2], matrices[:, 3]),
    )
    return layer.take(~_doubles(layer, text_page, keep))


def main_turn(layer: TextLayer, rotation: int) -> int:
    """The quarter turn of most characters; of the page's /Rotate where there are none."""
    straight = layer.turns[layer.turns >= 0]
    return int(np.bincount(straight).argmax()) if len(straight) else -rotation % 4


def place(layer: TextLayer, frame: Frame) -> Chars:
    """The layer's characters in the frame; what lies outside the visible page is left out."""
    x0, y0, x1, y1 = frame.boxes(layer.boxes)
    _, base = frame.points(layer.origins[:, 0], layer.origins[:, 1])
    turn = np.where(layer.turns < 0, -1, (layer.turns - frame.turn) % 4)
    base = np.where((turn == 0) & (base > y0) & (base < y1 + (y1 - y0)), base, y1)
    em = _em(layer.size, np.where(turn % 2 == 1, x1 - x0, y1 - y0))
    order = np.arange(len(layer.code))
    inside = (x1 > 0) & (x0 < frame.width) & (y1 > 0) & (y0 < frame.height)
    return Chars(layer.code, x0, y0, x1, y1, base, em, turn, layer.spaced, order).take(inside)


def _em(size: Floats, along: Floats) -> Floats:
    """Type size; where the file's own is out of proportion to the drawn box (Type 3 fonts), by the box."""
    box = np.maximum(along, 0.1)
    return np.where((size > 0.4 * box) & (size < 2.5 * box), size, _PLAIN_RATIO * box)


def _codes(text_page: Any, count: int) -> Ints:
    code = np.fromiter(map(pdfium.FPDFText_GetUnicode, repeat(text_page), range(count)), np.int64, count)
    unknown = np.zeros(count, np.bool_)
    sample = range(0, count, _SAMPLE)
    if any(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1 for index in sample) or (code == 0).any():
        flags = map(pdfium.FPDFText_HasUnicodeMapError, repeat(text_page), range(count))
        unknown = (np.fromiter(flags, np.int64, count) == 1) | (code == 0)
    for index in np.flatnonzero(np.isin(code, _HYPHENS) & ~unknown).tolist():
        hyphen = pdfium.FPDFText_IsHyphen(text_page, index) == 1 or code[index] == _SOFT_HYPHEN
        known = hyphen and not unknown[max(index - 1, 0)]
        code[index] = ord("-") if known else REPLACEMENT
    return np.where(unknown, REPLACEMENT, _unify(code))


def _spaced(code: Ints, text_page: Any) -> Bools:
    white = np.flatnonzero((code == 0x20) | (code == 0xA0) | (code == 0x3000))
    written = np.fromiter(map(pdfium.FPDFText_IsGenerated, repeat(text_page), white.tolist()), np.int64, len(white))
    after = white[written == 0] + 1
    spaced = np.zeros(len(code), np.bool_)
    spaced[after[after < len(code)]] = True
    return spaced


def _unify(code: Ints) -> Ints:
    where = np.searchsorted(_RADICAL_KEYS, code).clip(max=len(_RADICAL_KEYS) - 1)
    return np.where(_RADICAL_KEYS[where] == code, _RADICAL_VALUES[where], code)


def _is_thin_space(code: Ints) -> Bools:
    thin = ((code >= 0x2000) & (code <= 0x200F)) | ((code >= 0x2028) & (code <= 0x202F)) | (code == 0x205F)
    return np.asarray(thin, dtype=np.bool_)


def _boxes(text_page: Any, indices: list[int]) -> Floats:
    rects = np.zeros((len(indices), 4), np.float32)
    start = rects.ctypes.data
    call(map(_LOOSE_BOX, repeat(address(text_page)), indices, range(start, start + rects.nbytes, 16)))
    return rects.astype(np.float64)


def _origins(text_page: Any, indices: list[int]) -> Floats:
    points = np.zeros((len(indices), 2), np.float64)
    start, end = points.ctypes.data, points.ctypes.data + points.nbytes
    call(map(_ORIGIN, repeat(address(text_page)), indices, range(start, end, 16), range(start + 8, end + 8, 16)))
    return points


def _matrices(text_page: Any, indices: list[int]) -> Floats:
    matrices = np.zeros((len(indices), 6), np.float32)
    start = matrices.ctypes.data
    call(map(_MATRIX, repeat(address(text_page)), indices, range(start, start + matrices.nbytes, 24)))
    return matrices.astype(np.float64)


def _turns(matrices: Floats) -> Ints:
    """Quarter turns clockwise from the text matrices; -1 where the text slants."""
    angles = np.arctan2(-matrices[:, 1], matrices[:, 0])
    quarters = np.rint(angles / (np.pi / 2))
    straight = np.abs(angles - quarters * np.pi / 2) < 0.05
    return np.where(straight, quarters.astype(np.int64) % 4, -1)


def _doubles(layer: TextLayer, text_page: Any, keep: Ints) -> Bools:
    """Characters drawn again over themselves (faux bold, shadows); ligature parts share one box and stay."""
    code, box = layer.code, layer.boxes
    middle_x, middle_y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    size = np.maximum(np.abs(box[:, 2] - box[:, 0]), np.abs(box[:, 3] - box[:, 1]))
    near = _NEAR * np.minimum(np.abs(box[:, 2] - box[:, 0]), np.abs(box[:, 3] - box[:, 1]))
    double = np.zeros(len(code), np.bool_)
    for axis in (middle_y, middle_x):
        band = np.rint(axis / np.maximum(np.median(size) if len(size) else 1.0, 0.1))
        order = np.lexsort((keep, middle_x, middle_y, band, code))
        first, second = order[:-1], order[1:]
        over = (code[first] == code[second]) & (np.abs(middle_x[first] - middle_x[second]) < near[second])
        over &= np.abs(middle_y[first] - middle_y[second]) < near[second]
        double[np.maximum(first[over], second[over])] = True
    return double & ~_ligature_parts(layer, text_page, keep, double)


def _ligature_parts(layer: TextLayer, text_page: Any, keep: Ints, double: Bools) -> Bools:
    parts = np.zeros(len(double), np.bool_)
    for index in np.flatnonzero(double).tolist():
        if index and keep[index] == keep[index - 1] + 1 and (layer.boxes[index] == layer.boxes[index - 1]).all():
            own = pdfium.FPDFText_GetTextObject(text_page, int(keep[index]))
            before = pdfium.FPDFText_GetTextObject(text_page, int(keep[index - 1]))
            parts[index] = ctypes.addressof(own.contents) == ctypes.addressof(before.contents)
    return parts
