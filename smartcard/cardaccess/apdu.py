"""Commands of ISO/IEC 7816-4 over a channel: long answers in pieces, wrong lengths, files read in blocks."""

from __future__ import annotations

from collections.abc import Iterable

from cardaccess.errors import BadAnswer
from cardaccess.transport import CardChannel

OK = 0x9000
NO_FILE = 0x6A82
WRONG_CLASS = 0x6E00
BLOCK = 0xC8
"""The cards in public reports answer no more than 200 bytes at a time."""

_MOST_PIECES = 64
_LARGEST = 16 * 1024


def exchange(channel: CardChannel, command: bytes) -> tuple[bytes, int]:
    """One command with what belongs to it: 61xx is fetched by GET RESPONSE, after 6Cxx it is sent again with that length.

    ``BadAnswer`` where the card goes on without end.
    """
    data, status = channel.transmit(command)
    if status >> 8 == 0x6C:
        data, status = channel.transmit(command[:4] + bytes([status & 0xFF]))
    whole = bytearray(data)
    for _ in range(_MOST_PIECES):
        if status >> 8 != 0x61:
            return bytes(whole), status
        data, status = channel.transmit(bytes([command[0] & 0xFC, 0xC0, 0, 0, status & 0xFF]))
        whole += data
        if len(whole) > _LARGEST:
            break
    raise BadAnswer("61xx")


def select_path(channel: CardChannel, cla: int, path: Iterable[int]) -> int:
    """Select file after file, each by its two-byte identifier; the status word of the last, or of the first refusal."""
    status = OK
    for identifier in path:
        _, status = exchange(channel, bytes([cla, 0xA4, 0, 0, 2]) + identifier.to_bytes(2, "big"))
        if status != OK:
            return status
    return status


def read_binary(channel: CardChannel, cla: int, offset: int, length: int) -> bytes:
    """``length`` bytes of the selected file from ``offset``; fewer where the file ends. ``BadAnswer`` on a refusal."""
    found = bytearray()
    while len(found) < length:
        at, size = offset + len(found), min(BLOCK, length - len(found))
        data, status = exchange(channel, bytes([cla, 0xB0, at >> 8 & 0x7F, at & 0xFF, size]))
        if status in {0x6B00, 0x6282} and found:
            return bytes(found)
        if status != OK:
            raise BadAnswer(f"READ BINARY {status:04X}")
        if not data:
            return bytes(found)
        found += data[:size]
    return bytes(found)


def read_der(channel: CardChannel, cla: int, offset: int, limit: int = _LARGEST) -> bytes | None:
    """The DER value (a SEQUENCE) at ``offset`` of the selected file; ``None`` where none begins there.

    ``BadAnswer`` where it says to be larger than ``limit``.
    """
    head = read_binary(channel, cla, offset, 4)
    if len(head) < 4 or head[:2] != b"\x30\x82":
        return None
    size = 4 + int.from_bytes(head[2:4], "big")
    if size > limit:
        raise BadAnswer(f"DER {size} bytes")
    whole = read_binary(channel, cla, offset, size)
    if len(whole) < size:
        raise BadAnswer(f"DER {len(whole)} of {size} bytes")
    return whole
