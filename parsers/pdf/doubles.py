"""Characters drawn again over themselves: faux bold and shadows."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from parsers.pdf.arrays import Bools, Floats, Ints
from parsers.pdf.library import pdfium

_NEAR = 0.3
_BANDS = 2.0**12
_REACH = 2.0**15


def doubles(code: Ints, box: Floats, text_page: Any, keep: Ints) -> Bools:
    """Which characters repeat an earlier one in its place; ligature parts share one box and are none.

    ``box``: boxes in user space; ``keep``: the index of each character on the text page.
    """
    double: Bools = np.zeros(len(code), np.bool_)
    if len(code) < 2:
        return double
    wide, tall = np.abs(box[:, 2] - box[:, 0]), np.abs(box[:, 3] - box[:, 1])
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    near = _NEAR * np.minimum(wide, tall)
    height = max(float(np.minimum(wide, tall).mean()), 0.1)
    for shift in (0.0, 0.5):
        order = _by_place(code, x, np.floor(y / height + shift))
        first, second = order[:-1], order[1:]
        over = (code[first] == code[second]) & (np.abs(x[first] - x[second]) < near[second])
        over &= np.abs(y[first] - y[second]) < near[second]
        double[np.maximum(first[over], second[over])] = True
    return double & ~_ligature_parts(box, double, text_page, keep) if double.any() else double


def _by_place(code: Ints, x: Floats, band: Floats) -> Ints:
    """The order by character, then by ``band``, then from left to right."""
    key = code * _BANDS + band.clip(-_BANDS / 2, _BANDS / 2 - 1)
    return np.asarray((key * _REACH + x.clip(-_REACH / 2, _REACH / 2 - 1)).argsort(), dtype=np.int64)


def _ligature_parts(box: Floats, double: Bools, text_page: Any, keep: Ints) -> Bools:
    parts: Bools = np.zeros(len(double), np.bool_)
    for index in double.nonzero()[0].tolist():
        if index and keep[index] == keep[index - 1] + 1 and (box[index] == box[index - 1]).all():
            own = pdfium.FPDFText_GetTextObject(text_page, int(keep[index]))
            before = pdfium.FPDFText_GetTextObject(text_page, int(keep[index - 1]))
            parts[index] = ctypes.addressof(own.contents) == ctypes.addressof(before.contents)
    return parts
