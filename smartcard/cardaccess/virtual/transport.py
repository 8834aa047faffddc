"""Virtual cards in process: the same border as PC/SC, on any system, in microseconds."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from types import TracebackType

from cardaccess.errors import BadAnswer, CardInUse, CardMute, CardRemoved, NoCard, NoReader, NoService
from cardaccess.states import ReaderState, ReaderStatus
from cardaccess.virtual.card import VirtualCard, refuse_production


class VirtualTransport:
    """Readers by name, each with a card or none; faults are set by its attributes.

    ``service`` false: nobody answers. ``mute`` and ``held`` name readers whose card does not answer, or is held by
    another program.
    """

    def __init__(self, *readers: str) -> None:
        """All readers are empty."""
        refuse_production()
        self._cards: dict[str, VirtualCard | None] = dict.fromkeys(readers)
        self._events = dict.fromkeys(readers, 0)
        self._change = threading.Condition()
        self.service = True
        self.mute: set[str] = set()
        self.held: set[str] = set()

    def insert(self, reader: str, card: VirtualCard) -> None:
        """Put a card into a reader."""
        card.power()
        self._set(reader, card)

    def remove(self, reader: str) -> None:
        """Take the card out, whatever it is doing."""
        self._set(reader, None)

    def unplug(self, reader: str) -> None:
        """Take the reader away."""
        with self._change:
            self._cards.pop(reader, None)
            self._change.notify_all()

    def readers(self) -> Sequence[str]:
        """Their names."""
        if not self.service:
            raise NoService()
        return list(self._cards)

    def status(self, reader: str) -> ReaderStatus:
        """The state now."""
        if not self.service:
            return ReaderStatus(reader, ReaderState.NO_SERVICE)
        if reader not in self._cards:
            return ReaderStatus(reader, ReaderState.NO_READER)
        card = self._cards[reader]
        if card is None:
            return ReaderStatus(reader, ReaderState.ABSENT, b"", self._events[reader])
        state = ReaderState.MUTE if reader in self.mute else ReaderState.PRESENT
        state = ReaderState.IN_USE if reader in self.held else state
        return ReaderStatus(reader, state, card.atr, self._events[reader])

    def wait(self, seen: Sequence[ReaderStatus], seconds: float) -> Sequence[ReaderStatus]:
        """Returns when something differs."""
        with self._change:
            self._change.wait_for(lambda: self._all() != list(seen), seconds)
            return self._all()

    def open(self, reader: str) -> VirtualChannel:
        """The card in a reader."""
        status = self.status(reader)
        if status.state is ReaderState.NO_SERVICE:
            raise NoService()
        if status.state is ReaderState.NO_READER:
            raise NoReader(reader)
        if status.state is ReaderState.IN_USE:
            raise CardInUse(reader)
        if status.state is ReaderState.MUTE:
            raise CardMute(reader)
        card = self._cards[reader]
        if card is None:
            raise NoCard(reader)
        card.power()
        return VirtualChannel(self, reader, card)

    def holds(self, reader: str, card: VirtualCard) -> bool:
        """Whether this card is still there."""
        return self.service and self._cards.get(reader) is card

    def _all(self) -> list[ReaderStatus]:
        return [self.status(reader) for reader in self._cards]

    def _set(self, reader: str, card: VirtualCard | None) -> None:
        with self._change:
            self._cards[reader] = card
            self._events[reader] += 1
            self._change.notify_all()


class VirtualChannel:
    """An open virtual card."""

    def __init__(self, transport: VirtualTransport, reader: str, card: VirtualCard) -> None:
        """Made by ``VirtualTransport.open``."""
        self._transport, self._reader, self._card = transport, reader, card

    @property
    def atr(self) -> bytes:
        """The card's."""
        return self._card.atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """One command; ``CardRemoved`` where the card is gone."""
        if not self._transport.holds(self._reader, self._card):
            raise CardRemoved(self._reader)
        answer = self._card.execute(command)
        if not self._transport.holds(self._reader, self._card):
            raise CardRemoved(self._reader)
        if len(answer) < 2:
            raise BadAnswer("too short")
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def close(self) -> None:
        """Reset the card."""
        self._card.power()

    def __enter__(self) -> VirtualChannel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
