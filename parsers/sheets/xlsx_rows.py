"""Plain rows of a worksheet, taken from its XML by one regular expression.

Nearly all rows that programs write have one shape. A piece of whole rows of this shape is split into tokens five
times as fast as by handlers called for each element; the XML parser still walks over it, without handlers, so
broken XML stays broken. Whatever has another shape goes through the handlers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Token = tuple[str, str, str, str, str, str, str, str]
"""Of a cell: letters, digits, style, type, value, inline text; of a row: its attributes; of the rest: all of it."""

_LONGEST = 4 << 20
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")?\s*\?>)?\s*'
    rb'<worksheet [^<>]*?\bxmlns="(' + "|".join(map(re.escape, _NAMESPACES)).encode() + rb')"[^<>]*>'
)
_DATA = b"<sheetData>"
_END = b"</row>"
_TOKEN = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?'
    r"(?:/>|>(?:(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]+)</v>|<is><t>([^<]+)</t></is>)?</c>)"
    r'|<row( r="[0-9]+"(?: [A-Za-z0-9:]+="[^"<>]*")*)/?>'
    r"|</row>|(.+)",
    re.DOTALL,
)


def pieces(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The part in pieces; with each, whether it is whole rows of a sheet, in UTF-8 and without a prefix."""
    rest = next(chunks, b"")
    cut = rest.find(_DATA) + len(_DATA)
    sure = cut >= len(_DATA) and _is_head(rest[:cut])
    if sure:
        yield rest[:cut], False
        rest = rest[cut:]
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(_END) + len(_END) if sure else len(rest)
        sure = sure and b"<!" not in rest[:cut] and b"<?" not in rest[:cut] and len(rest) < _LONGEST
        if not sure:
            cut = len(rest)
        if cut >= len(_END):
            yield rest[:cut], sure
            rest = rest[cut:]
    yield from _last(rest, sure)


def _last(rest: bytes, sure: bool) -> Iterator[tuple[bytes, bool]]:
    cut = rest.rfind(_END) + len(_END)
    if sure and cut >= len(_END):
        yield rest[:cut], b"<!" not in rest and b"<?" not in rest
        rest = rest[cut:]
    yield rest, False


def _is_head(head: bytes) -> bool:
    match = _HEAD.match(head)
    return match is not None and head.count(b"xmlns=") == 1 and b"<!" not in head


def tokens(piece: bytes) -> list[Token]:
    """The cells and rows of a piece; none where anything in it is not plain."""
    if b"&" in piece or b"\r" in piece:
        return []
    try:
        found: list[Token] = _TOKEN.findall(piece.decode())
    except UnicodeDecodeError:
        return []
    return found if found and not found[-1][-1] else []
