"""The answer to a submission: an RFC 5322 message, ready to send, Chinese first with English below.

The same data gives the same bytes. Whatever stands in a received message or file is text here: it is escaped in
HTML and cannot add a header or a recipient.
"""

from __future__ import annotations

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from generators.finding_lines import lines_csv
from generators.printable import one_line
from generators.reply_data import ReplyAttachment, ReplyData
from generators.reply_html import html_body
from generators.reply_text import text_body
from generators.reply_words import SHOWN, subject_line

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}@[!-;=?-~]{1,250}>")
_MOST_REFERENCES = 20
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_NAME_NOT = re.compile(r'[\\/:*?"<>|]')


def reply_eml(data: ReplyData) -> bytes:
    """The message as bytes with CRLF line ends.

    Raises ``ValueError`` where ``to`` or ``from_addr`` is not one plain address or ``message_id`` is none.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject_line(data)
    message["From"] = _mailbox(data.from_name, data.from_addr)
    message["To"] = _mailbox(data.to_name, data.to)
    message["Date"] = format_datetime(data.date)
    message["Auto-Submitted"] = "auto-replied"
    message["Content-Language"] = "zh-Hant, en"
    message.set_content(text_body(data))
    message.add_alternative(html_body(data), subtype="html")
    for attachment in (*_list_of_findings(data), *data.attachments):
        main, _, sub = attachment.content_type.partition("/")
        message.add_attachment(attachment.content, main, sub, filename=_file_name(attachment.name))
    _name_boundaries(message, data.message_id)
    return _thread_headers(data) + message.as_bytes()


def _list_of_findings(data: ReplyData) -> list[ReplyAttachment]:
    if len(data.all_findings) <= SHOWN:
        return []
    return [ReplyAttachment("findings.csv", "text/csv", lines_csv(data.all_findings))]


def _mailbox(name: str | None, address: str) -> Address:
    if not _ADDRESS.fullmatch(address):
        raise ValueError(f"not one e-mail address: {address!r}")
    user, _, domain = address.rpartition("@")
    return Address(one_line(name or "")[:100], user, domain)


def _file_name(name: str) -> str:
    return _NAME_NOT.sub("_", one_line(name)).lstrip(".")[:150] or "file"


def _name_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries from the Message-ID: the library draws them at random."""
    for index, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"={hashlib.sha256(f'{index}{message_id}'.encode()).hexdigest()[:32]}=")


def _thread_headers(data: ReplyData) -> bytes:
    """Message-ID, In-Reply-To, References; written here because the library breaks ids longer than a line."""
    own = _MESSAGE_ID.fullmatch(data.message_id)
    if not own:
        raise ValueError(f"not a Message-ID: {data.message_id!r}")
    lines = [f"Message-ID: {own.group()}"]
    parent = _MESSAGE_ID.findall(data.in_reply_to or "")[:1]
    chain = dict.fromkeys([*_MESSAGE_ID.findall(data.references or "")[-_MOST_REFERENCES:], *parent])
    lines += [f"In-Reply-To: {found}" for found in parent]
    if chain:
        lines.append("References: " + "\r\n ".join(chain))
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")
