"""Reading a card: its number and certificates, without a PIN, one program at a time."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cardaccess.errors import (
    CardChanged,
    CardError,
    CardInUse,
    CardMute,
    CardRemoved,
    CertificateMissing,
    NoCard,
    NoReader,
    NoService,
)
from cardaccess.identity import Identity, identify, load
from cardaccess.profiles import profile_of
from cardaccess.states import ReaderState, ReaderStatus
from cardaccess.transport import CardTransport

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True)
class CardContent:
    """What a card shows to anybody: certificates as DER, ``signing`` the one that signs, with what it says."""

    reader: str
    generation: str
    number: str
    certificates: tuple[bytes, ...]
    signing: bytes | None
    identity: Identity | None

    @property
    def signing_certificate(self) -> Certificate:
        """The certificate that signs; ``CertificateMissing``."""
        if self.signing is None:
            raise CertificateMissing(self.reader)
        return load(self.signing)


_LOOKS: dict[type[CardError], ReaderState] = {
    CardInUse: ReaderState.IN_USE,
    CardMute: ReaderState.MUTE,
    CardRemoved: ReaderState.ABSENT,
    NoCard: ReaderState.ABSENT,
    NoReader: ReaderState.NO_READER,
    NoService: ReaderState.NO_SERVICE,
}


class CardDesk:
    """The readers, and a lock for each: PC/SC and PKCS#11 on one card would disturb each other."""

    def __init__(self, transport: CardTransport) -> None:
        """``transport`` is PC/SC or a virtual one."""
        self.transport = transport
        self._locks: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)
        self._guard = threading.Lock()

    @contextmanager
    def alone(self, reader: str) -> Iterator[None]:
        """Nobody else of this program uses the reader meanwhile."""
        with self._guard:
            lock = self._locks[reader]
        with lock:
            yield

    def statuses(self) -> list[ReaderStatus]:
        """Every reader's state."""
        return [self.transport.status(reader) for reader in self.transport.readers()]

    def looked_at(self, status: ReaderStatus) -> ReaderStatus:
        """The state with what only a look at the card tells: that it is mute, held by another program, or unknown."""
        if status.state is not ReaderState.PRESENT:
            return status
        try:
            with self.alone(status.reader), self.transport.open(status.reader) as channel:
                profile_of(channel)
        except CardError as error:
            return replace(status, state=_LOOKS.get(type(error), ReaderState.UNSUPPORTED))
        return status

    def choose(self, wanted: str | None = None) -> str:
        """The reader named (a part of its name will do), else the first with a card; ``NoReader``, ``NoCard``."""
        found = self.statuses()
        if wanted is not None:
            found = [one for one in found if wanted in one.reader]
        if not found:
            raise NoReader(wanted or "")
        with_card = [one for one in found if one.state is not ReaderState.ABSENT]
        if not with_card:
            raise NoCard(found[0].reader)
        return with_card[0].reader

    def read(self, reader: str, *, expected: str | None = None) -> CardContent:
        """Number and certificates; ``CardChanged`` where another card than ``expected`` is there."""
        with self.alone(reader), self.transport.open(reader) as channel:
            profile = profile_of(channel)
            number = profile.number(channel)
            if expected is not None and number != expected:
                raise CardChanged(reader)
            certificates = tuple(profile.certificates(channel))
        signing = _signing(certificates)
        return CardContent(reader, profile.name, number, certificates, *signing)


def _signing(certificates: tuple[bytes, ...]) -> tuple[bytes | None, Identity | None]:
    """The holder's certificate that may sign: no authority's, with digitalSignature."""
    for der in certificates:
        identity = identify(load(der))
        if identity.signs and "key_cert_sign" not in identity.usages:
            return der, identity
    return None, None
