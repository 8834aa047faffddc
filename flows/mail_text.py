"""Header text as it is really sent: RFC 2047 and RFC 2231, and the ways in which mail programs break them.

Taiwan's mail carries Big5 (with Microsoft's CP950 extensions) under many labels, raw 8-bit headers, and encoded
words that are cut in the middle of a character. Whatever comes in, text comes out; nothing here raises.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote_from_bytes, unquote_to_bytes

_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
_LABELS = re.compile(
    r"utf-?8|us-?ascii|big5|cp950|ms950|gb|iso-?8859-|iso-?2022-|windows-|cp125|shift|sjis|euc|ks_c|koi8|utf-?16"
)
_BIG5 = ("cp950", "big5hkscs")
_SINGLE_BYTE = re.compile(r"us-?ascii|iso-?8859-|windows-125|cp125")
_ALIASES = {"ms950": "cp950", "x-big5": "cp950", "big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030"}
_LONGEST = 20_000
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def decode_bytes(data: bytes, label: str | None = None) -> str:
    """Text of ``data``; ``label`` is the charset that the sender claims, which is tried but not believed."""
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii")
    wanted = _normal(label)
    for codec in _candidates(data, wanted):
        try:
            return data.decode(codec)
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8" if wanted == "utf-8" else "cp950", "replace")


def decode_header(raw: str | None) -> str:
    """A header's text from its raw value (as ``email`` keeps it, with surrogates for 8-bit bytes)."""
    if not raw:
        return ""
    text = re.sub(r"\r?\n(?=[ \t])", "", eight_bit(raw[:_LONGEST]))
    return _clean("".join(_decoded(text)))


def eight_bit(raw: str) -> str:
    """``raw`` with its 8-bit bytes read as UTF-8 or Big5."""
    try:
        raw.encode("ascii")
    except UnicodeEncodeError:
        return decode_bytes(raw.encode("utf-8", "surrogateescape"))
    return raw


def parameter(raw: str | None, name: str) -> str | None:
    """A parameter of a structured header (``filename``), from any of the spellings in use.

    Plain, quoted, RFC 2047 inside quotes or bare, RFC 2231 with charset, and RFC 2231 continuations, whose bytes are
    joined before they are decoded. ``None`` if the parameter is missing or empty.
    """
    if not raw:
        return None
    text = re.sub(r"\r?\n(?=[ \t])", "", eight_bit(raw[:_LONGEST]))
    pieces = dict(_parameters(text))
    extended = _extended(pieces, name)
    if extended:
        return _clean(extended)
    plain = pieces.get(name)
    return (_clean("".join(_decoded(plain))) or None) if plain else None


def _normal(label: str | None) -> str | None:
    if not label:
        return None
    word = label.strip().strip("'\"").split("*")[0].lower()
    word = _ALIASES.get(word, word)
    if word == "utf8":
        return "utf-8"
    return word if _LABELS.match(word) else None


def _candidates(data: bytes, wanted: str | None) -> Iterator[str]:
    if wanted is not None and wanted.startswith(("iso-2022", "utf-16", "utf16")):
        yield wanted
    if wanted is None or _SINGLE_BYTE.match(wanted) or _surely_utf8(data):
        yield "utf-8"
        yield from _BIG5 if wanted is None or _looks_big5(data) else ()
    if wanted is not None:
        yield wanted
    yield from ("utf-8", *_BIG5, "gb18030")


def _surely_utf8(data: bytes) -> bool:
    """Valid UTF-8 with no two-byte sequence: Big5 text is practically never that."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(char < "\x80" or char >= "\u0800" for char in text)


def _looks_big5(data: bytes) -> bool:
    """Whether data labelled as a Western charset reads as Chinese in CP950."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return False
    wide = [char for char in text if char >= "\x80"]
    return len(wide) >= 2 and all(char >= "\u2000" for char in wide)


def _decoded(text: str) -> Iterator[str]:
    """The text between encoded words as it is; encoded words of one charset side by side decoded as one."""
    held, charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[end : word.start()]
        same = word[1].lower() == charset and held and not between.strip()
        if held and not same:
            yield decode_bytes(held, charset)
            held = b""
        if not same and not (charset and not between.strip()):
            yield between
        held, charset, end = held + _word_bytes(word), word[1].lower(), word.end()
    if held:
        yield decode_bytes(held, charset)
    yield text[end:]


def _word_bytes(word: re.Match[str]) -> bytes:
    payload = word[3].encode("utf-8")
    if word[2] in "qQ":
        return quopri.decodestring(payload.replace(b"_", b" "), header=False)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)
    whole = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    try:
        return base64.b64decode(whole + b"=" * (-len(whole) % 4))
    except binascii.Error:
        return payload


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of each parameter; a bare value runs to the next semicolon."""
    for match in re.finditer(r';\s*([^\s=;"]+)\s*=\s*("(?:\\.|[^"\\])*"?|[^;]*)', text):
        value = match[2].strip()
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:].removesuffix('"'))
        yield match[1].lower(), value


def _extended(pieces: dict[str, str], name: str) -> str | None:
    """RFC 2231: ``name*``, or ``name*0*``, ``name*1`` … joined as bytes."""
    if f"{name}*" in pieces:
        charset, data = _charset_value(pieces[f"{name}*"])
        return decode_bytes(data, charset)
    joined, index = "", 0
    while (value := pieces.get(f"{name}*{index}*", pieces.get(f"{name}*{index}"))) is not None:
        plain = f"{name}*{index}*" not in pieces
        joined += quote_from_bytes(value.encode("utf-8")) if plain else value
        index += 1
    if not index:
        return None
    charset, data = _charset_value(joined) if f"{name}*0*" in pieces else (None, unquote_to_bytes(joined))
    return "".join(_decoded(decode_bytes(data, charset)))


def _charset_value(value: str) -> tuple[str | None, bytes]:
    parts = value.split("'", 2)
    if len(parts) == 3:
        return parts[0] or None, unquote_to_bytes(parts[2])
    return None, unquote_to_bytes(value)


def _clean(text: str) -> str:
    """One line without control and direction characters (a name must look like what it is)."""
    return " ".join("".join(" " if unicodedata.category(char) in _HIDDEN else char for char in text).split())
