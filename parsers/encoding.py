"""Bytes of a text file -> str: BOM, UTF-8, else CP950 (Big5 as Windows in Taiwan writes it)."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CONTROLS = {"\t", "\n", "\r", "\x0b", "\x0c", "\x1a", "\x1b"}


def decode(data: bytes, *, complete: bool = True) -> str | None:
    """The text, without its BOM; ``None`` if this is no text. ``complete=False``: the last character may be cut off."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], encoding, complete=complete)
    for encoding in ("utf-8", "cp950", "big5hkscs"):
        text = _decode(data, encoding, complete=complete)
        if text is not None:
            return text
    return None


def _decode(data: bytes, encoding: str, *, complete: bool) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(data, final=complete)
    except UnicodeDecodeError:
        return None
    return text if _is_text(text) else None


def _is_text(text: str) -> bool:
    return not any(char < " " and char not in _TEXT_CONTROLS for char in set(text))
