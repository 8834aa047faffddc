"""A reply's file as it goes onto the wire: its bytes, who sends it, the one address that it goes to."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from flows.mail_envelope import can_be_written_to
from flows.papers import Papers
from warehouse.deliveries import Reply


@dataclass(frozen=True, slots=True)
class Letter:
    """What is handed over."""

    data: bytes
    sender: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a reply cannot be sent at all: ``no-file``, ``no-address``, ``own-address``, ``other-message``."""

    reason: str


def letter_of(outbox: Papers, reply: Reply) -> Letter | Unfit:
    """The reply's letter; its Message-ID is the one that the warehouse knows, or it is not sent."""
    try:
        data = outbox.path(reply.path).read_bytes()
    except OSError:
        return Unfit("no-file")
    head = BytesHeaderParser().parsebytes(data)
    sender, recipient = _only_address(head.get_all("From", [])), _only_address(head.get_all("To", []))
    if sender is None or recipient is None:
        return Unfit("no-address")
    if str(head.get("Message-ID", "")).strip() != reply.message_id:
        return Unfit("other-message")
    return Unfit("own-address") if sender.lower() == recipient.lower() else Letter(data, sender, recipient)


def _only_address(headers: list[str]) -> str | None:
    found = [address for _, address in getaddresses([str(header) for header in headers])]
    return found[0] if len(found) == 1 and can_be_written_to(found[0]) else None
