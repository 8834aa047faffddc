"""The card generations that public sources describe, behind one protocol. Nothing here proves a PIN to a card.

Sources: a trace of 2009 and a Java sample (card number), Taiwan_CDC_RI of 2015 to 2017 (certificates at fixed
offsets), open-gpki-pkcs11 of 2026 (second generation). They contradict one another in places, and no real card was at
hand: what a card does not answer is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cardaccess.apdu import OK, exchange, read_binary, read_der, select_path
from cardaccess.errors import BadAnswer, UnsupportedCard
from cardaccess.transport import CardChannel

NUMBER = re.compile(r"[A-Z]{2,4}\d{12,14}")
"""A card number as public samples show it: two to four letters and digits, sixteen in all."""

_NUMBER_LENGTH = 16
_NUMBER_PATH = (0x3F00, 0x0900, 0x0903)
_MAKER_PATH = (0x3F00, 0x0900, 0x0905)
_MAKER = b"CHT V32N"
_CERTIFICATES_PATH = (0x3F00, 0x5030, 0x08F2)
_OFFSETS = (0x0000, 0x0700, 0x0E00, 0x1500)
_SECOND_GENERATION = bytes.fromhex("A0000002830000062201696400010101")


class CardProfile(Protocol):
    """How a generation of cards is read without a PIN."""

    @property
    def name(self) -> str:
        """The generation's name."""

    def matches(self, channel: CardChannel) -> bool:
        """Whether the card is of this generation."""

    def number(self, channel: CardChannel) -> str:
        """The card number, sixteen characters."""

    def certificates(self, channel: CardChannel) -> list[bytes]:
        """The certificates on the card, DER; may be none where only the vendor's module can read them."""


@dataclass(frozen=True, slots=True)
class _FileCard:
    """What both generations share: the same files under another class byte."""

    name: str
    cla: int

    def number(self, channel: CardChannel) -> str:
        """The file 0900/0903."""
        if select_path(channel, self.cla, _NUMBER_PATH) != OK:
            raise UnsupportedCard(self.name)
        text = read_binary(channel, self.cla, 0, _NUMBER_LENGTH).decode("ascii", "replace")
        if not NUMBER.fullmatch(text):
            raise BadAnswer("card number")
        return text

    def certificates(self, channel: CardChannel) -> list[bytes]:
        """What begins like a certificate at the offsets of the file 5030/08F2."""
        if select_path(channel, self.cla, _CERTIFICATES_PATH) != OK:
            return []
        return list(self._found(channel))

    def _found(self, channel: CardChannel) -> Iterator[bytes]:
        for offset in _OFFSETS:
            try:
                der = read_der(channel, self.cla, offset)
            except BadAnswer as error:
                if "READ BINARY" in error.detail and offset:
                    return  # the file ends before this place
                raise
            if der is not None:
                yield der


class FirstGeneration(_FileCard):
    """自然人憑證 and 工商憑證, first generation: class byte 80 only, known by a text in 0900/0905."""

    def __init__(self) -> None:
        """Class byte 80."""
        super().__init__("generation 1", 0x80)

    def matches(self, channel: CardChannel) -> bool:
        """Whether 0900/0905 begins with the maker's text."""
        if select_path(channel, self.cla, _MAKER_PATH) != OK:
            return False
        try:
            return read_binary(channel, self.cla, 0, len(_MAKER)) == _MAKER
        except BadAnswer:
            return False


class SecondGeneration(_FileCard):
    """Second generation: an applet that is selected first, then the same files under class byte 00."""

    def __init__(self) -> None:
        """Class byte 00."""
        super().__init__("generation 2", 0x00)

    def matches(self, channel: CardChannel) -> bool:
        """Whether the applet can be selected."""
        command = bytes([0x00, 0xA4, 0x04, 0x0C, len(_SECOND_GENERATION)]) + _SECOND_GENERATION
        return exchange(channel, command)[1] == OK


PROFILES: tuple[CardProfile, ...] = (FirstGeneration(), SecondGeneration())


def profile_of(channel: CardChannel) -> CardProfile:
    """The profile that fits; never by the ATR, which does not say who issued the card. ``UnsupportedCard``."""
    for profile in PROFILES:
        if profile.matches(channel):
            return profile
    raise UnsupportedCard()
