"""A card's conversation written down and played again: a real card's can be tried where the card is not.

One line a command: ``> 80A40000023F00`` and ``< 9000``. Commands that could hold a PIN (VERIFY, CHANGE REFERENCE DATA)
are never written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from cardaccess.errors import BadAnswer
from cardaccess.transport import CardChannel

_SECRET = frozenset({0x20, 0x21, 0x24, 0x2C})


class RecordingChannel:
    """A channel that notes what goes through it in ``lines``."""

    def __init__(self, channel: CardChannel) -> None:
        """``channel`` does the work."""
        self._channel = channel
        self.lines = [f"= {channel.atr.hex().upper()}"]

    @property
    def atr(self) -> bytes:
        """The card's."""
        return self._channel.atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send and note."""
        data, status = self._channel.transmit(command)
        if command[1] not in _SECRET:
            self.lines += [f"> {command.hex().upper()}", f"< {data.hex().upper()}{status:04X}"]
        return data, status

    def close(self) -> None:
        """Close the channel."""
        self._channel.close()

    def __enter__(self) -> RecordingChannel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ReplayedChannel:
    """A channel that answers as a transcript says, in its order; ``BadAnswer`` for anything else."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Lines of a transcript; ``ValueError`` where they are none."""
        text = [line.split(maxsplit=1) for line in lines if line.strip()]
        if not text or text[0][0] != "=":
            raise ValueError("a transcript begins with the card's ATR")
        self.atr = bytes.fromhex(text[0][1])
        self._pairs = [(bytes.fromhex(a[1]), bytes.fromhex(b[1])) for a, b in zip(text[1::2], text[2::2], strict=True)]
        self._next = 0

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """The answer that stands there."""
        if self._next >= len(self._pairs) or self._pairs[self._next][0] != command:
            raise BadAnswer(f"not in the transcript: {command[:5].hex().upper()}")
        answer = self._pairs[self._next][1]
        self._next += 1
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def close(self) -> None:
        """Nothing to let go."""

    def __enter__(self) -> ReplayedChannel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
