"""What a reader shows, in words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cardaccess.errors import CardError, CardInUse, CardMute, NoCard, NoReader, NoService, UnsupportedCard


class ReaderState(StrEnum):
    """The state of a reader, or why there is none."""

    NO_SERVICE = "no_service"
    NO_READER = "no_reader"
    ABSENT = "absent"
    PRESENT = "present"
    IN_USE = "in_use"
    MUTE = "mute"
    UNSUPPORTED = "unsupported"

    @property
    def problem(self) -> type[CardError] | None:
        """The error that says what to do; ``None`` where a card can be used."""
        return _PROBLEMS.get(self)

    @property
    def zh(self) -> str:
        """In Chinese."""
        return self.problem.zh if self.problem else "卡片存在"

    @property
    def en(self) -> str:
        """In English."""
        return self.problem.en if self.problem else "card present"


_PROBLEMS: dict[ReaderState, type[CardError]] = {
    ReaderState.NO_SERVICE: NoService,
    ReaderState.NO_READER: NoReader,
    ReaderState.ABSENT: NoCard,
    ReaderState.IN_USE: CardInUse,
    ReaderState.MUTE: CardMute,
    ReaderState.UNSUPPORTED: UnsupportedCard,
}


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """A reader and its state; ``events`` grows by one with each insertion and removal where the system counts them."""

    reader: str
    state: ReaderState
    atr: bytes = b""
    events: int = 0
