"""The characters of a page as numpy arrays, in the frame that a person sees."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from parsers.pdf.calls import address, call, handle_of, plain
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
_HIGH, _LOW = 0xD800 >> 10, 0xDC00 >> 10
_NOTHING = 0x200B
_SAMPLE = 16
_PLAIN_RATIO = 0.8
_NEAR = 0.3
_LEVEL = 0.02
_MISPLACED = 0.02
_BANDS = 2.0**31
_RADICAL_KEYS = np.array(sorted(UNIFIED), dtype=np.int64)
_RADICAL_VALUES = np.array([UNIFIED[key] for key in sorted(UNIFIED)], dtype=np.int64)


_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int
_LOOSE_BOX = plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, _HANDLE, _INT, _HANDLE)
_MATRIX = plain(pdfium.FPDFText_GetMatrix, ctypes.c_int, _HANDLE, _INT, _HANDLE)
_ORIGIN = plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, _HANDLE, _INT, _HANDLE, _HANDLE)
_SIZE = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_UNICODE = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_MAP_ERROR = plain(pdfium.FPDFText_HasUnicodeMapError, _INT)
_GENERATED = plain(pdfium.FPDFText_IsGenerated, _INT)


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
    boxes = _boxes(text_page, indices)
    style = _style_of_runs(text_page, indices, boxes) or _style(text_page, indices)
    boxes, origins = in_page_space(boxes, style.origins, style.matrices)
    layer = TextLayer(
        code[keep],
        boxes,
        origins,
        _turns(style.matrices),
        _spaced(code, text_page)[keep],
        style.size * np.hypot(style.matrices[:, 2], style.matrices[:, 3]),
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
    handle = handle_of(text_page)
    code = _whole(_raw_codes(text_page, count))
    unknown = np.zeros(count, np.bool_)
    if any(map(_MAP_ERROR, repeat(handle), range(0, count, _SAMPLE))) or (code == 0).any():
        flags = map(_MAP_ERROR, repeat(handle), range(count))
        unknown = (np.fromiter(flags, np.int64, count) == 1) | (code == 0)
    for index in np.flatnonzero(np.isin(code, _HYPHENS) & ~unknown).tolist():
        hyphen = pdfium.FPDFText_IsHyphen(text_page, index) == 1 or code[index] == _SOFT_HYPHEN
        known = hyphen and not unknown[max(index - 1, 0)]
        code[index] = ord("-") if known else REPLACEMENT
    return np.where(unknown, REPLACEMENT, _unify(code))


def _raw_codes(text_page: Any, count: int) -> Ints:
    """The codes at once; one by one where pdfium leaves some out of the text (control characters, beyond the BMP)."""
    units = np.zeros(2 * count + 2, np.uint16)
    written = pdfium.FPDFText_GetText(text_page, 0, count, units.ctypes.data_as(ctypes.POINTER(ctypes.c_ushort)))
    if written == count + 1:
        return units[:count].astype(np.int64)
    return np.fromiter(map(_UNICODE, repeat(handle_of(text_page)), range(count)), np.int64, count)


def _whole(code: Ints) -> Ints:
    """Surrogate pairs as one character at the place of the first; a space takes the second's."""
    high = np.flatnonzero((code[:-1] >> 10 == _HIGH) & (code[1:] >> 10 == _LOW))
    code[high] = 0x10000 + ((code[high] & 0x3FF) << 10) + (code[high + 1] & 0x3FF)
    code[high + 1] = _NOTHING
    return code


def _spaced(code: Ints, text_page: Any) -> Bools:
    white = np.flatnonzero((code == 0x20) | (code == 0xA0) | (code == 0x3000))
    written = np.fromiter(map(_GENERATED, repeat(handle_of(text_page)), white.tolist()), np.int64, len(white))
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


@dataclass(frozen=True, slots=True)
class _Style:
    """Of each character: where it stands, its text's matrix, the size in the file."""

    origins: Floats
    matrices: Floats
    size: Floats

    def take(self, which: Ints) -> _Style:
        return _Style(self.origins[which], self.matrices[which], self.size[which])


def _style(text_page: Any, indices: list[int]) -> _Style:
    count, handle = len(indices), address(text_page)
    points, matrices = np.zeros((count, 2), np.float64), np.zeros((count, 6), np.float32)
    start, end = points.ctypes.data, points.ctypes.data + points.nbytes
    call(map(_ORIGIN, repeat(handle), indices, range(start, end, 16), range(start + 8, end + 8, 16)))
    start = matrices.ctypes.data
    call(map(_MATRIX, repeat(handle), indices, range(start, start + matrices.nbytes, 24)))
    size = np.fromiter(map(_SIZE, repeat(handle_of(text_page)), indices), np.float64, count)
    return _Style(points, matrices.astype(np.float64), size)


def _style_of_runs(text_page: Any, indices: list[int], boxes: Floats) -> _Style | None:
    """Each character's style, read only of the first in each run; ``None`` where runs are no lines of text.

    A run is characters whose boxes lie between the same two lines (level or upright), which is one baseline and one
    size of one font. Of an origin only the baseline holds then: no more is asked of it where the matrices are right.
    """
    changes = [(boxes[1:, [side, side + 2]] != boxes[:-1, [side, side + 2]]).any(axis=1) for side in (1, 0)]
    across = int(np.count_nonzero(changes[1]) < np.count_nonzero(changes[0]))
    first = np.flatnonzero(np.concatenate([[len(boxes) > 0], changes[across]]))
    length = np.diff(first, append=len(indices))
    heads = _style(text_page, [indices[index] for index in first.tolist()])
    scale = np.maximum(np.hypot(heads.matrices[:, 2], heads.matrices[:, 3]), 1e-6)
    along = np.abs(heads.matrices[:, 1 - across]) < _LEVEL * np.hypot(heads.matrices[:, 0], heads.matrices[:, 1])
    shift = ((heads.matrices[:, 4:6] - heads.origins) * heads.matrices[:, 2:4]).sum(axis=1) / scale
    if not (along | (length == 1)).all() or (np.abs(shift) > _MISPLACED).any():
        return None
    return heads.take(np.repeat(np.arange(len(first)), length))


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
        order = np.lexsort((middle_x, middle_y, code * _BANDS + band.clip(-_BANDS / 2, _BANDS / 2)))
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
