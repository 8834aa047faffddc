"""The border to the card: bytes go in, bytes and a status word come out. Everything else is built on it."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol

from cardaccess.states import ReaderStatus


class CardChannel(Protocol):
    """An open card. Faults of the way there are ``CardError``; a status word is an answer, not a fault."""

    @property
    def atr(self) -> bytes:
        """What the card said when it got power (answer to reset); says nothing of who issued it."""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Send one command APDU; the answer's data and its status word (0x9000 is success)."""

    def close(self) -> None:
        """Reset the card, so that nothing that was proved to it lives on, and let it go."""

    def __enter__(self) -> CardChannel: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class CardTransport(Protocol):
    """The readers of a machine, or of a test."""

    def readers(self) -> Sequence[str]:
        """The names of the readers; ``NoService`` or ``NoLibrary`` where nobody can say."""

    def status(self, reader: str) -> ReaderStatus:
        """The state of a reader now; never raises for what a reader may show."""

    def wait(self, seen: Sequence[ReaderStatus], seconds: float) -> Sequence[ReaderStatus]:
        """All readers' states once something differs from ``seen``, or after ``seconds``."""

    def open(self, reader: str) -> CardChannel:
        """The card in a reader; ``NoCard``, ``CardInUse``, ``CardMute``, ``NoReader``."""
