"""Who sent a message, when, and whether a program sent it: the ``Message`` that is registered."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.message import Message as Mime

from flows.mail_dates import parse_date
from flows.mail_source import RawMessage
from flows.mail_text import decode_header, eight_bit
from flows.mime_names import parse, raw_header
from schemas.submission import Message

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,255}")
_ANGLE = re.compile(rf"<({_ADDRESS.pattern})>")
_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_ROBOTS = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+=-].*)?@", re.IGNORECASE)
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-loop")
_MOST_REFERENCES = 20


def envelope(raw: RawMessage, now: datetime) -> Message:
    """The message's headers as they are registered; what is missing or unreadable is ``None``.

    ``received_at`` is what our own mail server wrote (the topmost ``Received``), else what the source keeps, else the
    sender's ``Date``, else ``now``; all in Asia/Taipei.
    """
    head = parse(_head(raw.data))
    sent_at = parse_date(decode_header(raw_header(head, "date")))
    name, sender = _address(head, "from")
    return Message(
        sha256=hashlib.sha256(raw.data).hexdigest(),
        source=raw.where,
        message_id=_first_id(head, "message-id"),
        sender=sender,
        sender_name=name,
        subject=decode_header(raw_header(head, "subject")) or None,
        sent_at=sent_at,
        received_at=_received(head) or raw.hint or sent_at or now,
        size=raw.too_large or len(raw.data),
        reply_to=_address(head, "reply-to")[1],
        references=_references(head),
        auto_submitted=is_automatic(head),
    )


def is_automatic(head: Mime) -> bool:
    """Whether an answer would go to a program: automatic replies, bounces, lists (RFC 3834, RFC 2369)."""
    submitted = decode_header(raw_header(head, "auto-submitted")).lower()
    precedence = decode_header(raw_header(head, "precedence")).lower()
    return_path = raw_header(head, "return-path")
    return (
        (submitted not in {"", "no"})
        or precedence in {"bulk", "junk", "list", "auto_reply"}
        or (return_path is not None and return_path.strip() == "<>")
        or any(raw_header(head, name) is not None for name in _LIST_HEADERS)
        or head.get_content_type() == "multipart/report"
        or is_robot(_address(head, "from")[1] or "")
    )


def is_robot(address: str) -> bool:
    """Whether an address says of itself that nobody reads what it gets."""
    return _ROBOTS.match(address) is not None


def can_be_written_to(address: str) -> bool:
    """Whether it is an address of ASCII letters, which every mail server takes."""
    return _PLAIN.fullmatch(address) is not None


def _head(data: bytes) -> bytes:
    """The header block alone, so that a large message is not parsed twice."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = re.search(rb"\r?\n\r?\n", start)
    return start[: end.end()] if end else start


def _address(head: Mime, header: str) -> tuple[str | None, str | None]:
    """Display name and address; the address is ``None`` unless it can be written to."""
    text = re.sub(r"\r?\n", "", eight_bit(raw_header(head, header) or ""))
    angle = _ANGLE.search(text)
    if angle:
        return decode_header(text[: angle.start()].strip(" \t\"'")) or None, angle[1]
    bare = _ADDRESS.search(text)
    return None, bare[0] if bare else None


def _received(head: Mime) -> datetime | None:
    value = raw_header(head, "received")
    return parse_date(value.rsplit(";", 1)[1].strip()) if value and ";" in value else None


def _first_id(head: Mime, header: str) -> str | None:
    found = _MESSAGE_ID.search(raw_header(head, header) or "")
    return found[0] if found and found[0].isascii() else None


def _references(head: Mime) -> str | None:
    text = raw_header(head, "references") or raw_header(head, "in-reply-to") or ""
    ids = [one for one in _MESSAGE_ID.findall(text) if one.isascii()]
    return " ".join(ids[-_MOST_REFERENCES:]) or None
