"""Letters that the office sends of its own accord, each once: through the outbox, or on paper where there is no address.

A letter's Message-ID follows from what it is about, so however often its cause is looked at, and wherever a run is
killed, it stands in the outbox once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from flows.papers import Papers
from generators.printable import one_line
from warehouse.audit import AuditEntry, append
from warehouse.model import OutboxItem
from warehouse.store import Store

_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_SENDER_NAME = "自行檢定陳報窗口"
NOT_ANSWERED = ""
"""What ``outbox.message_sha256`` holds for a letter: it answers no message."""


class Way(StrEnum):
    """What became of a letter: put into the outbox, laid out on paper, or there already."""

    OUTBOX = "outbox"
    PAPER = "paper"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that ought to be sent. ``about`` names its cause: kind, day or month, permit, as in ``renewal``,
    ``2026-11-30``, ``MV112903``. ``paper`` makes its document, which is made only where the letter is new.
    """

    about: tuple[str, str, str]
    to: str | None
    to_name: str
    subject: str
    text: str
    paper: Callable[[], bytes] | None = None

    @property
    def permit_number(self) -> str:
        """Whom it is about."""
        return self.about[2]

    @property
    def stem(self) -> str:
        """The name of its files."""
        return "-".join(map(_plain, self.about))

    def message_id(self, sender: str) -> str:
        """Its Message-ID, fixed before it is sent."""
        return f"<{'.'.join(map(_plain, self.about))}@{sender.rpartition('@')[2]}>"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter and what became of it; ``name`` is its file in the outbox or among the notices."""

    letter: Letter
    way: Way
    name: str


@dataclass(frozen=True, slots=True)
class PostRoom:
    """Where letters go out: the warehouse with its outbox and its notices on paper; ``sender`` is our address."""

    store: Store
    outbox: Papers
    notices: Papers
    sender: str

    @classmethod
    def of(cls, store: Store, sender: str) -> PostRoom:
        """The post room of an open warehouse; what a killed run left half-way is brought in order first."""
        room = cls(store, Papers.beside(store.path, "outbox"), Papers.beside(store.path, "notices"), sender)
        room.outbox.recover({item.path for item in store.outbox()})
        return room

    def post(self, letters: Sequence[Letter], now: datetime) -> list[Posted]:
        """Put each letter into the outbox, all in one transaction; those that went out before are left alone."""
        known = {item.message_id for item in self.store.outbox()}
        posted = [self._prepare(letter, now, known) for letter in letters]
        new = [one for one in posted if one.way is Way.OUTBOX]
        with self.store.transaction():
            self.store.add_outbox([self._item(one) for one in new])
            for one in new:
                append(self.store, self._entry(one))
        self.outbox.show(one.name for one in new)
        return posted

    def _prepare(self, letter: Letter, now: datetime, known: set[str]) -> Posted:
        address = _address(letter.to)
        if address is None:
            return self._on_paper(letter)
        name = f"{letter.stem}.eml"
        if letter.message_id(self.sender) in known:
            return Posted(letter, Way.BEFORE, name)
        self.outbox.prepare(name, self._eml(letter, address, now))
        return Posted(letter, Way.OUTBOX, name)

    def _on_paper(self, letter: Letter) -> Posted:
        """A document to be sent by post; without one the text."""
        name = f"{letter.stem}.docx" if letter.paper else f"{letter.stem}.txt"
        if self.notices.path(name).exists():
            return Posted(letter, Way.BEFORE, name)
        self.notices.prepare(name, letter.paper() if letter.paper else letter.text.encode("utf-8"))
        self.notices.show([name])
        return Posted(letter, Way.PAPER, name)

    def _item(self, one: Posted) -> OutboxItem:
        return OutboxItem(one.letter.message_id(self.sender), NOT_ANSWERED, one.name)

    def _entry(self, one: Posted) -> AuditEntry:
        after = {"message_id": one.letter.message_id(self.sender)}
        return AuditEntry("flows", f"{one.letter.about[0]}.post", one.letter.permit_number, after=after)

    def _eml(self, letter: Letter, address: Address, now: datetime) -> bytes:
        user, _, domain = self.sender.rpartition("@")
        message = EmailMessage(policy=SMTP)
        message["Message-ID"] = letter.message_id(self.sender)
        message["Subject"] = one_line(letter.subject)
        message["From"] = Address(_SENDER_NAME, user, domain)
        message["To"] = Address(one_line(letter.to_name)[:100], address.username, address.domain)
        message["Date"] = format_datetime(now)
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = "zh-Hant, en"
        message.set_content(letter.text)
        if letter.paper is not None:
            message.add_attachment(letter.paper(), *_DOCX, filename=f"{letter.stem}.docx")
            message.set_boundary(f"={hashlib.sha256(letter.stem.encode()).hexdigest()[:32]}=")
        return message.as_bytes()


def _plain(text: str) -> str:
    """A part of a file name and of a Message-ID."""
    return re.sub(r"[^0-9A-Za-z-]", "_", text)


def _address(text: str | None) -> Address | None:
    """One plain address, or ``None``."""
    try:
        found = Address(addr_spec=text or "")
    except (ValueError, HeaderParseError, IndexError):
        return None
    return found if found.username and found.domain and found.addr_spec.isascii() else None
