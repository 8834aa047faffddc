"""What a paragraph of a ``.docx`` shows: its runs, signs and boxes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.refusal import too_much

MAX_DEPTH = 50
"""Elements within one another, beyond which a file is refused."""

_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F0A3": "☐", "F0FB": "×", "F0FD": "☒"}


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def text_of(paragraph: Any) -> str:
    """What a paragraph shows."""
    return "".join(_pieces(paragraph, 0))


_LEFT_OUT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "Fallback", "delText", "txbxContent", "rt"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def _pieces(element: Any, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        raise too_much("XML depth", MAX_DEPTH)
    for child in element:
        kind = local(child)
        if kind == "t":
            yield child.text or ""
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        elif kind == "sym":
            yield _SYMBOLS.get((attribute(child, "char") or "").upper(), "�")
        elif kind == "checkBox" and local(child.getparent()) == "ffData":
            yield "☑" if _ticked(child) else "☐"
        elif kind not in _LEFT_OUT:
            yield from _pieces(child, depth + 1)


def _ticked(box: Any) -> bool:
    """A legacy form field: ``checked`` counts, else ``default``."""
    for name in ("checked", "default"):
        found = box.find(f"{{*}}{name}")
        if found is not None:
            return (attribute(found, "val") or "1") in ("1", "true", "on")
    return False
