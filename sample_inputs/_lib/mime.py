"""Mail as different programs write it, byte by byte."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from urllib.parse import quote


def words(text: str, charset: str = "utf-8") -> str:
    """RFC 2047: encoded words of at most 75 characters, folded."""
    size = 11 if charset == "utf-8" else 14
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    return "\r\n ".join(f"=?{charset}?B?{_base64(piece, charset)}?=" for piece in pieces)


def _base64(text: str, charset: str) -> str:
    return base64.b64encode(text.encode(charset)).decode("ascii")


def quoted_words(text: str, charset: str) -> str:
    """A parameter as Outlook writes it, against RFC 2231: one encoded word in quotes."""
    return f'"=?{charset}?B?{_base64(text, charset)}?="'


def extended(parameter: str, text: str) -> str:
    """RFC 2231: ``name*=UTF-8''…``; a long value in numbered pieces."""
    encoded = quote(text, safe="")
    if len(encoded) <= 60:
        return f"{parameter}*=UTF-8''{encoded}"
    pieces = _unbroken(encoded, 54)
    first = f"{parameter}*0*=UTF-8''{pieces[0]}"
    return ";\r\n ".join([first, *(f"{parameter}*{i}*={piece}" for i, piece in enumerate(pieces[1:], 1))])


def _unbroken(encoded: str, size: int) -> list[str]:
    """Pieces that do not cut through an escape."""
    pieces = []
    while encoded:
        end = min(size, len(encoded))
        while end < len(encoded) and "%" in encoded[end - 2 : end]:
            end -= 1
        pieces.append(encoded[:end])
        encoded = encoded[end:]
    return pieces


def part(headers: Sequence[str], content: bytes) -> bytes:
    """A base64 part with these headers."""
    lines = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return "\r\n".join([*headers, "Content-Transfer-Encoding: base64", "", ""]).encode("ascii") + lines


def text_part(text: str, charset: str = "utf-8") -> bytes:
    """The text that a person reads."""
    return part([f"Content-Type: text/plain; charset={charset}"], text.replace("\n", "\r\n").encode(charset))


def attachment(
    name: str, content: bytes, content_type: str, style: str = "2231", disposition: str = "attachment"
) -> bytes:
    """A file; ``style`` says how its name is written: ``2231``, ``outlook`` (Big5 in quotes) or ``both``."""
    if style == "2231":
        headers = [
            f"Content-Type: {content_type}",
            f"Content-Disposition: {disposition};\r\n {extended('filename', name)}",
        ]
    elif style == "outlook":
        quoted = quoted_words(name, "big5")
        headers = [
            f"Content-Type: {content_type};\r\n name={quoted}",
            f"Content-Disposition: {disposition};\r\n filename={quoted}",
        ]
    else:
        quoted = quoted_words(name, "utf-8")
        headers = [
            f"Content-Type: {content_type};\r\n name={quoted}",
            f"Content-Disposition: {disposition};\r\n {extended('filename', name)}",
        ]
    return part(headers, content)  # fmt: skip


def multipart(headers: Sequence[str], parts: Sequence[bytes], boundary: str, subtype: str = "mixed") -> bytes:
    """A multipart entity; ``headers`` stand before its content type."""
    top = [*headers, f'Content-Type: multipart/{subtype}; boundary="{boundary}"', "", ""]
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + piece.rstrip(b"\r\n") + b"\r\n" for piece in parts)
    return "\r\n".join(top).encode("ascii") + body + mark + b"--\r\n"
