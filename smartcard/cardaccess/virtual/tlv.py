"""BER in one function."""

from __future__ import annotations


def tlv(tag: bytes, value: bytes) -> bytes:
    """BER: tag, length, value."""
    size = len(value)
    if size < 0x80:
        length = bytes([size])
    else:
        raw = size.to_bytes((size.bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(raw)]) + raw
    return tag + length + value
