"""Which character each of a text page is: code points, what is white, where a space is written."""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import Any

import numpy as np

from parsers.pdf.arrays import Bools, Ints
from parsers.pdf.calls import handle_of, plain
from parsers.pdf.library import pdfium
from parsers.pdf.radicals import UNIFIED

REPLACEMENT = 0xFFFD
_SOFT_HYPHEN = 0xAD
_BROKEN, _NO_CHARACTER = 0x02, 0xFFFE
_HIGH, _LOW = 0xD800 >> 10, 0xDC00 >> 10
_NOTHING = 0x200B
_SAMPLE = 16
_RADICAL_KEYS = np.array(sorted(UNIFIED), dtype=np.int64)
_RADICAL_VALUES = np.array([UNIFIED[key] for key in sorted(UNIFIED)], dtype=np.int64)

_UNICODE = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_MAP_ERROR = plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
_GENERATED = plain(pdfium.FPDFText_IsGenerated, ctypes.c_int)


def codes_of(text_page: Any, count: int) -> Ints:
    """The code points of a text page's first ``count`` characters, unmapped ones as U+FFFD, radicals as ideographs."""
    handle = handle_of(text_page)
    code = _whole(_raw_codes(text_page, count))
    unknown = np.zeros(count, np.bool_)
    if any(map(_MAP_ERROR, repeat(handle), range(0, count, _SAMPLE))) or (code == 0).any():
        flags = map(_MAP_ERROR, repeat(handle), range(count))
        unknown = (np.fromiter(flags, np.int64, count) == 1) | (code == 0)
    hyphens = (code == _BROKEN) | (code == _SOFT_HYPHEN) | (code == _NO_CHARACTER)
    for index in (hyphens & ~unknown).nonzero()[0].tolist():
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


def spaced(code: Ints, text_page: Any) -> Bools:
    """Before which characters a space stands in the file, not only on the paper."""
    white = np.flatnonzero((code == 0x20) | (code == 0xA0) | (code == 0x3000))
    written = np.fromiter(map(_GENERATED, repeat(handle_of(text_page)), white.tolist()), np.int64, len(white))
    after = white[written == 0] + 1
    found = np.zeros(len(code), np.bool_)
    found[after[after < len(code)]] = True
    return found


def _unify(code: Ints) -> Ints:
    found = ((code >= _RADICAL_KEYS[0]) & (code <= _RADICAL_KEYS[-1])).nonzero()[0]
    if len(found):
        own = code[found]
        where = np.searchsorted(_RADICAL_KEYS, own).clip(max=len(_RADICAL_KEYS) - 1)
        code[found] = np.where(_RADICAL_KEYS[where] == own, _RADICAL_VALUES[where], own)
    return code


def is_space(code: Ints) -> Bools:
    """White space beyond the blank, and marks without width."""
    odd = (code >= 0x2000) & (code < 0x2060)
    thin = odd & ((code <= 0x200F) | ((code >= 0x2028) & (code <= 0x202F)) | (code == 0x205F))
    return np.asarray(thin | (code == 0x3000) | (code == 0xA0) | (code == 0xFEFF), dtype=np.bool_)
