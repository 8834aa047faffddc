"""The readers of this machine through PC/SC; the only module that imports pyscard, and only when it is used."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, TypeVar

from cardaccess.errors import (
    BadAnswer,
    CardError,
    CardInUse,
    CardMute,
    CardRemoved,
    CardReset,
    CardTimeout,
    NoCard,
    NoLibrary,
    NoReader,
    NoService,
)
from cardaccess.states import ReaderState, ReaderStatus

T = TypeVar("T")
ANSWER_SECONDS = 30.0
"""How long a card may take for one command; RSA-2048 on a real card takes about a second."""

_CODES: dict[int, type[CardError]] = {
    0x8010001D: NoService,
    0x8010001E: NoService,
    0x80100006: NoService,
    0x8010002E: NoReader,
    0x80100009: NoReader,
    0x80100017: NoReader,
    0x8010000C: NoCard,
    0x8010000B: CardInUse,
    0x80100066: CardMute,
    0x80100067: CardMute,
    0x80100068: CardReset,
    0x80100069: CardRemoved,
    0x8010000A: CardTimeout,
    0x80100016: CardRemoved,
    0x8010002F: CardRemoved,
    0x00000000: CardRemoved,  # seen when a card is pulled while it computes
}


class PcscTransport:
    """PC/SC by pyscard: on Linux pcscd, on Windows and macOS the system's own."""

    def readers(self) -> Sequence[str]:
        """Their names, none where no reader is plugged in."""
        try:
            return self._with_context(_reader_names)
        except NoReader:
            return []

    def status(self, reader: str) -> ReaderStatus:
        """Asked without waiting."""
        try:
            return self._with_context(lambda context: _states(context, [reader], [], 0))[0]
        except NoService:
            return ReaderStatus(reader, ReaderState.NO_SERVICE)
        except NoReader:
            return ReaderStatus(reader, ReaderState.NO_READER)

    def wait(self, seen: Sequence[ReaderStatus], seconds: float) -> Sequence[ReaderStatus]:
        """PC/SC wakes us up; new readers are seen at the next call."""
        names = self.readers()
        if not names:
            threading.Event().wait(min(seconds, 0.2))
            return []
        known = [one for one in seen if one.reader in names]
        return self._with_context(lambda context: _states(context, names, known, int(seconds * 1000)))

    def open(self, reader: str) -> PcscChannel:
        """Shared first with a transaction of its own, so that no other program comes between."""
        return PcscChannel(reader)

    def _with_context(self, do: Callable[[Any], T]) -> T:
        scard = _scard()
        result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _raise(result)
        try:
            return do(context)
        finally:
            scard.SCardReleaseContext(context)


class PcscChannel:
    """A connected card, in a transaction until it is closed."""

    def __init__(self, reader: str) -> None:
        """Connect; faults as the class of their cause."""
        self._scard = scard = _scard()
        result, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _raise(result, reader)
        try:
            result, self._card, protocol = scard.SCardConnect(
                self._context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
            )
            _raise(result, reader)
            self._pci = scard.SCARD_PCI_T1 if protocol == scard.SCARD_PROTOCOL_T1 else scard.SCARD_PCI_T0
            _raise(scard.SCardBeginTransaction(self._card), reader)
            result, _, _, _, atr = scard.SCardStatus(self._card)
            _raise(result, reader)
        except CardError:
            scard.SCardReleaseContext(self._context)
            raise
        self._atr = bytes(atr)
        self._open = True

    @property
    def atr(self) -> bytes:
        """The answer to reset."""
        return self._atr

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """One command; a card that never answers is left after ``ANSWER_SECONDS``."""
        answers: list[tuple[int, list[int]]] = []
        call = threading.Thread(
            target=lambda: answers.append(self._scard.SCardTransmit(self._card, self._pci, list(command))), daemon=True
        )
        call.start()
        call.join(ANSWER_SECONDS)
        if not answers:
            self._open = False  # the call still holds the card: closing it would wait as well
            raise CardTimeout()
        result, answer = answers[0]
        _raise(result)
        if not answer:
            raise CardRemoved()  # pulled while it computed: success without an answer
        if len(answer) < 2:
            raise BadAnswer("too short")
        return bytes(answer[:-2]), answer[-2] << 8 | answer[-1]

    def close(self) -> None:
        """End the transaction with a reset; a card that is gone is no fault here."""
        if self._open:
            self._open = False
            scard = self._scard
            scard.SCardEndTransaction(self._card, scard.SCARD_RESET_CARD)
            scard.SCardDisconnect(self._card, scard.SCARD_RESET_CARD)
            scard.SCardReleaseContext(self._context)

    def __enter__(self) -> PcscChannel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _reader_names(context: Any) -> list[str]:
    result, names = _scard().SCardListReaders(context, [])
    _raise(result)
    return list(names)


def _states(context: Any, readers: Sequence[str], seen: Sequence[ReaderStatus], wait_ms: int) -> list[ReaderStatus]:
    """The state of readers now (``seen`` empty), or when one differs from what was seen."""
    scard = _scard()
    result, now = scard.SCardGetStatusChange(context, 0, [(name, scard.SCARD_STATE_UNAWARE) for name in readers])
    _raise(result)
    found = [_status(*state) for state in now]
    if wait_ms and list(seen) == found:
        result, now = scard.SCardGetStatusChange(context, wait_ms, [(name, event) for name, event, _ in now])
        if result & 0xFFFFFFFF != 0x8010000A:
            _raise(result)
            found = [_status(*state) for state in now]
    return found


def _status(reader: str, event: int, atr: Sequence[int]) -> ReaderStatus:
    scard = _scard()
    if event & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE):
        state = ReaderState.NO_READER
    elif event & scard.SCARD_STATE_MUTE:
        state = ReaderState.MUTE
    elif event & scard.SCARD_STATE_PRESENT:
        state = ReaderState.IN_USE if event & scard.SCARD_STATE_EXCLUSIVE else ReaderState.PRESENT
    else:
        state = ReaderState.ABSENT
    return ReaderStatus(reader, state, bytes(atr), event >> 16 & 0xFFFF)


def _raise(result: int, detail: str = "") -> None:
    code = result & 0xFFFFFFFF
    if code:
        raise _CODES.get(code, BadAnswer)(detail or f"PC/SC {code:08X}")


def _scard() -> Any:
    try:
        return importlib.import_module("smartcard.scard")
    except ImportError as error:
        raise NoLibrary() from error
