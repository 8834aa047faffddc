"""What is inside an S/MIME envelope (RFC 8551): the content of a signed message, or that it is encrypted.

The signature is not judged here: what counts for a submission is what its files say. Only as much of ASN.1 is read as
leads to the content, in DER or BER (indefinite lengths, strings in pieces), as mail programs write it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNED = bytes.fromhex("2a864886f70d010702")
_ENCRYPTED = frozenset({bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d0109100117")})
_SEQUENCE, _OBJECT_ID, _OCTETS, _OCTETS_IN_PIECES, _EXPLICIT = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 12
_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.*?)-----END", re.DOTALL)


class NotSmime(ValueError):
    """The bytes are no S/MIME that can be read; the text says where they break."""


class Encrypted(Exception):
    """The message is encrypted for somebody's key."""


@dataclass(frozen=True, slots=True)
class _Element:
    """One element of ASN.1: its content is ``start`` to ``stop``, the next element begins at ``after``."""

    tag: int
    start: int
    stop: int
    after: int


def is_smime(data: bytes) -> bool:
    """Whether the bytes begin like S/MIME, signed or encrypted."""
    if data[:1] != bytes([_SEQUENCE]):
        return _PEM.match(data) is not None
    return any(oid in data[:40] for oid in (_SIGNED, *_ENCRYPTED))


def signed_content(data: bytes) -> bytes | None:
    """The content that was signed; ``None`` for a signature that stands beside its content.

    Raises ``Encrypted`` for an encrypted message and ``NotSmime`` for what cannot be read.
    """
    armoured = _PEM.match(data)
    if armoured:
        try:
            data = base64.b64decode(armoured[1])
        except binascii.Error as error:
            raise NotSmime("base64") from error
    kind, *rest = _children(data, _expect(_element(data, 0), _SEQUENCE))
    oid = data[_expect(kind, _OBJECT_ID).start : kind.stop]
    if oid in _ENCRYPTED:
        raise Encrypted
    if oid != _SIGNED or not rest:
        raise NotSmime("content type")
    return _encapsulated(data, _only(data, _expect(rest[0], _EXPLICIT)))


def _encapsulated(data: bytes, signed: _Element) -> bytes | None:
    """The content of SignedData: version, digest algorithms, then ``{type, [0] content}``."""
    parts = list(_children(data, _expect(signed, _SEQUENCE)))
    if len(parts) < 3:
        raise NotSmime("SignedData")
    inside = list(_children(data, _expect(parts[2], _SEQUENCE)))
    if len(inside) < 2:
        return None
    return b"".join(_octets(data, _only(data, _expect(inside[1], _EXPLICIT)), 0))


def _octets(data: bytes, element: _Element, depth: int) -> Iterator[bytes]:
    if element.tag == _OCTETS:
        yield data[element.start : element.stop]
    elif element.tag == _OCTETS_IN_PIECES and depth < _DEEPEST:
        for piece in _children(data, element):
            yield from _octets(data, piece, depth + 1)
    else:
        raise NotSmime("content")


def _only(data: bytes, element: _Element) -> _Element:
    found = next(_children(data, element), None)
    if found is None:
        raise NotSmime("empty")
    return found


def _expect(element: _Element, tag: int) -> _Element:
    if element.tag != tag:
        raise NotSmime(f"tag {element.tag:#04x}")
    return element


def _children(data: bytes, parent: _Element) -> Iterator[_Element]:
    at = parent.start
    while at < parent.stop:
        child = _element(data, at)
        yield child
        at = child.after


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    """The element at a place; one of indefinite length ends before two zero bytes."""
    if at + 2 > len(data) or depth > _DEEPEST or data[at] & 0x1F == 0x1F:
        raise NotSmime(f"byte {at}")
    tag, first = data[at], data[at + 1]
    if first == 0x80:
        return _indefinite(data, at, depth)
    count = first & 0x7F if first & 0x80 else 0
    start = at + 2 + count
    length = int.from_bytes(data[at + 2 : start], "big") if count else first
    if count > 8 or start + length > len(data):
        raise NotSmime(f"byte {at}")
    return _Element(tag, start, start + length, start + length)


def _indefinite(data: bytes, at: int, depth: int) -> _Element:
    here = at + 2
    while data[here : here + 2] != b"\0\0":
        here = _element(data, here, depth + 1).after
    return _Element(data[at], at + 2, here, here + 2)
