"""The files in a ``winmail.dat``: Outlook's own wrapping (TNEF, MS-OXTNEF) of what it should have sent as attachments.

One pass over the bytes, with nothing believed that leads outside of them: the library for this goes round four
thousand million times where four bytes say so, and takes a file that was cut off for one without attachments.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.mail_text import decode_bytes

_SIGNATURE = 0x223E9F78
_HEADER = struct.Struct("<IH")
_ATTRIBUTE = struct.Struct("<BII")
_CHECKSUM = 2
_RENDERING, _TITLE, _DATA, _PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_LONG_NAME, _OBJECT = 0x3707, 0x3701
_EMBEDDED_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
"""Bytes of each value of fixed length, filled up to four."""
_VARIABLE = frozenset({0x000D, 0x001E, 0x001F, 0x0102})
_UNICODE = 0x001F
_MULTIPLE = 0x1000
_NAMED = 0x8000
_DEEPEST = 5


class NotTnef(ValueError):
    """The bytes are no TNEF, or end in the middle; the text says where."""


@dataclass(slots=True)
class _Wrapped:
    """An attachment as far as it was read."""

    title: str = ""
    data: bytes | None = None
    properties: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The long name where there is one: the other is cut to eight characters by old programs."""
        kind, value = self.properties.get(_LONG_NAME, (0, b""))
        return _text(value, kind) or self.title


def wrapped_files(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file, those of embedded messages included; the name is empty where there is none.

    ``NotTnef`` after the last file that is whole, where the bytes are damaged or nest too deep.
    """
    if len(data) < _HEADER.size or _HEADER.unpack_from(data)[0] != _SIGNATURE or depth > _DEEPEST:
        raise NotTnef("header" if depth <= _DEEPEST else "nesting")
    here: _Wrapped | None = None
    for number, value in _attributes(data):
        if number == _RENDERING:
            yield from _files(here, depth)
            here = _Wrapped()
        elif here is not None:
            _take(here, number, value)
    yield from _files(here, depth)


def _take(wrapped: _Wrapped, number: int, value: bytes) -> None:
    if number == _TITLE:
        wrapped.title = _text(value)
    elif number == _DATA:
        wrapped.data = value
    elif number == _PROPERTIES:
        wrapped.properties = dict(_properties(value))


def _files(wrapped: _Wrapped | None, depth: int) -> Iterator[tuple[str, bytes]]:
    if wrapped is None:
        return
    value = wrapped.properties.get(_OBJECT, (0, b""))[1]
    if value.startswith(_EMBEDDED_MESSAGE):
        yield from wrapped_files(value[len(_EMBEDDED_MESSAGE) :], depth + 1)
    elif wrapped.data or value:
        yield wrapped.name, wrapped.data or value


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _HEADER.size
    while at < len(data):
        if at + _ATTRIBUTE.size > len(data):
            raise NotTnef(f"byte {at}")
        level, number, length = _ATTRIBUTE.unpack_from(data, at)
        start = at + _ATTRIBUTE.size
        if level not in {1, 2} or start + length + _CHECKSUM > len(data):
            raise NotTnef(f"byte {at}")
        yield number, data[start : start + length]
        at = start + length + _CHECKSUM


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Number, type and value of each property; of several values the first. Each takes four bytes of ``data`` or more."""
    reader = _Reader(data)
    for _ in range(reader.number()):
        kind, number = struct.unpack("<HH", reader.take(4))
        if number >= _NAMED:
            _skip_name(reader)
        single = kind & ~_MULTIPLE
        if single in _VARIABLE:
            values = [reader.padded() for _ in range(reader.number())]
        else:
            if single not in _FIXED:
                raise NotTnef(f"property type {kind:#06x}")
            count = reader.number() if kind & _MULTIPLE else 1
            values = [reader.take(count * _FIXED[single])]
        yield number, (single, values[0] if values else b"")


def _skip_name(reader: _Reader) -> None:
    """A property with a name of its own: its set, then a number or a text."""
    reader.take(16)
    if reader.number() == 0:
        reader.number()
    else:
        reader.padded()


class _Reader:
    """Bytes taken one after the other; ``NotTnef`` where there are no more."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        start, self._at = self._at, self._at + count
        if self._at > len(self._data):
            raise NotTnef("properties")
        return self._data[start : self._at]

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def padded(self) -> bytes:
        """A length, so many bytes, and what fills them up to four."""
        value = self.take(self.number())
        self.take(-len(value) % 4)
        return value


def _text(value: bytes, kind: int = 0) -> str:
    text = value.decode("utf-16-le", "replace") if kind == _UNICODE else decode_bytes(value)
    return text.split("\0")[0].strip()
