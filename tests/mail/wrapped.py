"""Outlook's ``winmail.dat``, written byte by byte from Microsoft's description (MS-OXTNEF), and S/MIME by openssl."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

_MESSAGE, _ATTACHMENT = 1, 2
_LONG_NAME, _DATA_OBJECT = 0x3707, 0x3701
_MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")


def tnef(*files: tuple[str, bytes], codepage: int = 950, long_names: bool = True, embedded: bytes = b"") -> bytes:
    """A TNEF stream with these files; without long names the short ones stand in ``codepage`` 950 (Big5)."""
    parts = [
        struct.pack("<IH", 0x223E9F78, 1),
        _attribute(_MESSAGE, 0x00089006, struct.pack("<I", 0x00010000)),
        _attribute(_MESSAGE, 0x00069007, struct.pack("<II", codepage, 0)),
    ]
    for name, data in files:
        parts += [
            _attribute(_ATTACHMENT, 0x00069002, bytes(14)),
            _attribute(_ATTACHMENT, 0x00018010, name.encode("cp950", "replace") + b"\0"),
            _attribute(_ATTACHMENT, 0x0006800F, data),
        ]
        if long_names:
            parts.append(_attribute(_ATTACHMENT, 0x00069005, _property(0x001F, _LONG_NAME, _utf16(name))))
    if embedded:
        inner = _property(0x000D, _DATA_OBJECT, _MESSAGE_INTERFACE + embedded)
        parts += [_attribute(_ATTACHMENT, 0x00069002, bytes(14)), _attribute(_ATTACHMENT, 0x00069005, inner)]
    return b"".join(parts)


def _attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _property(kind: int, number: int, value: bytes) -> bytes:
    padded = value + bytes(-len(value) % 4)
    return struct.pack("<IHHII", 1, kind, number, 1, len(value)) + padded


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le") + b"\0\0"


class Signer:
    """A key with a certificate of its own, used through openssl."""

    def __init__(self, folder: Path) -> None:
        self.key, self.certificate = folder / "key.pem", folder / "certificate.pem"
        _openssl(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Test", "-days", "2"),
            *("-keyout", str(self.key), "-out", str(self.certificate)),
        )

    def signed(self, content: bytes, *options: str) -> bytes:
        """SignedData in DER, or in BER with ``-stream``; the content inside with ``-nodetach``."""
        keys = ("-signer", str(self.certificate), "-inkey", str(self.key))
        return _openssl("cms", "-sign", "-binary", "-outform", "DER", *keys, *options, stdin=content)

    def encrypted(self, content: bytes) -> bytes:
        """EnvelopedData in DER."""
        return _openssl("cms", "-encrypt", "-binary", "-outform", "DER", str(self.certificate), stdin=content)


def _openssl(*arguments: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True, input=stdin).stdout
