"""All symbols of a picture: two engines on the picture as it is, then on easier versions of it, until nothing is left.

Most pictures end after the first look of about a millisecond: one QR code decoded, and no other seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from parsers.label_changes import changes
from parsers.label_engines import MATRIX_KINDS, Symbol, zbar, zxing, zxing_seen

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS = 10.0
_PATIENCE = 6
"""Looks without a new symbol after which the rest is given up, where a place is still open."""
_FEW, _FEW_PATIENCE = 8, 2
"""Of so few symbols some may have been passed over without a trace: so many more looks."""


@dataclass(slots=True)
class _Found:
    """Symbols by place; the first that decodes a place has it. ``seen``: places where a symbol could not be decoded."""

    symbols: list[Symbol] = field(default_factory=list)
    seen: list[Symbol] = field(default_factory=list)
    idle: int = 0

    def add(self, symbols: Iterable[Symbol]) -> None:
        """Keep what is new; count the looks that brought nothing."""
        before = len(self.symbols)
        for symbol in symbols:
            if not any(_same_place(symbol, known) for known in self.symbols):
                self.symbols.append(symbol)
        self.idle = 0 if len(self.symbols) > before else self.idle + 1

    def open_places(self) -> bool:
        """Whether a symbol was seen where none is decoded yet."""
        return any(not any(_same_place(place, known) for known in self.symbols) for place in self.seen)

    def enough(self, *, thorough: bool) -> bool:
        """Whether looking on is not worth its time."""
        if not self.symbols:
            return False
        if thorough or self.open_places():
            return self.idle >= _PATIENCE
        return len(self.symbols) == 1 or len(self.symbols) > _FEW or self.idle >= _FEW_PATIENCE


def _same_place(one: Symbol, other: Symbol) -> bool:
    (x, y), (u, v) = one.middle, other.middle
    reach = max(one.reach, other.reach)
    return abs(x - u) <= reach and abs(y - v) <= reach


def symbols_in(picture: Image, *, seconds: float = SECONDS, thorough: bool = False) -> list[Symbol]:
    """Every symbol found, each place once. ``seconds``: no look begins later; ``thorough``: no early end for one symbol."""
    end = time.monotonic() + seconds
    found = _Found()
    first = zxing_seen(picture)
    found.add(symbol for symbol in first if symbol.data)
    found.seen += [symbol for symbol in first if not symbol.data]
    if found.symbols and not found.seen:
        found.seen += _second_look(picture)
    for look in _looks():
        if found.enough(thorough=thorough) or time.monotonic() > end:
            break
        found.add(look(picture))
    return found.symbols or _other_kinds(picture)


def _second_look(picture: Image) -> list[Symbol]:
    """What another threshold shows, decoded or not: a second label that the first look passed over."""
    return [replace(symbol, data=b"") for symbol in zxing_seen(picture, plainly=True)]


def _looks() -> Iterator[Callable[[Image], list[Symbol]]]:
    for name, change in changes():
        yield lambda picture, name=name, change=change: _look(picture, name, change)  # type: ignore[misc]


def _look(picture: Image, name: str, change: Callable[[Image], tuple[Image, float]]) -> list[Symbol]:
    """Both engines on a changed picture; zxing has seen the plain one already."""
    changed, scale = change(picture)
    found = [] if name == "plain" else zxing(changed)
    if not name.startswith("motion"):
        found += zbar(changed)
    return [_in_original(symbol, name, scale) for symbol in found]


def _in_original(symbol: Symbol, name: str, scale: float) -> Symbol:
    corners = tuple((x / scale, y / scale) for x, y in symbol.corners)
    return replace(symbol, corners=corners, engine=symbol.engine if name == "plain" else f"{symbol.engine}+{name}")


def _other_kinds(picture: Image) -> list[Symbol]:
    """Symbols that are no QR code; those without error correction only where a smaller picture says the same."""
    found = zxing(picture, every_kind=True)
    if all(_matrix(symbol) for symbol in found):
        return found
    again = {(symbol.data, symbol.kind) for symbol in zxing(picture.reduce(2), every_kind=True)}
    return [symbol for symbol in found if _matrix(symbol) or (symbol.data, symbol.kind) in again]


def _matrix(symbol: Symbol) -> bool:
    return any(kind in symbol.kind.upper() for kind in MATRIX_KINDS)
