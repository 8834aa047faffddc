"""Text that a document can carry: what it cannot carry is shown by name, never dropped."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 but tab and newline: not XML, or no glyph
    "\u202a-\u202e\u2066-\u2069"  # they turn the order of what a person reads
    "\ud800-\udfff\ue000-\uf8ff\ufff9-\uffff"  # lone surrogates, private use (造字), non-characters
    "\U000f0000-\U0010ffff]"
)
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")


def _named(match: re.Match[str]) -> str:
    return f"〔U+{ord(match.group()):04X}〕"


def printable(text: str) -> str:
    """``text`` with line ends as ``\\n`` and each character that no document shows as ``〔U+0007〕``."""
    return _UNPRINTABLE.sub(_named, _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """``printable`` text with every run of white space as one space: for headings and mail headers."""
    return " ".join(printable(text).split())
