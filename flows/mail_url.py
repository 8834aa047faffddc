"""The address of a mailbox or of a mail server: ``imaps://user@host:port/folder``, never with a password."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from schemas.errors import UsageError

Protocol = Literal["imap", "smtp"]

_PORTS = {"imap": 143, "imaps": 993, "smtp": 587, "smtps": 465}
_EXAMPLES = {"imap": "imaps://user@mail.example.gov.tw/INBOX", "smtp": "smtp://user@mail.example.gov.tw"}
_PASSWORD = re.compile(r"(\w+://)[^/]*:[^/]*@(.*)", re.DOTALL)
_REST = re.compile(r"(?<=:).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ServerUrl:
    """A server and what is wanted of it; ``folder`` is empty for a mail server that sends."""

    scheme: str
    user: str | None
    host: str
    port: int
    folder: str

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted from its first byte; else STARTTLS asks for it."""
        return self.scheme.endswith("s")

    @property
    def loopback(self) -> bool:
        """Whether the server is this machine."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def server(self) -> str:
        """Host and port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        folder = f"/{quote(self.folder, safe='/')}" if self.folder else ""
        return f"{self.scheme}://{user}{self.server}{folder}"


def server_url(text: str, protocol: Protocol) -> ServerUrl:
    """The address taken apart. ``UsageError`` where it is none, or where it holds a password, which is not repeated."""
    shown = _PASSWORD.sub(r"\1…@\2", text)
    if shown != text:
        raise UsageError(
            f"{shown}:位址內不可有密碼。(No password in the address.)",
            hint="請設環境變數或密碼檔。(Use the environment or a file: docs/mailbox.md.)",
        )
    url = _taken_apart(text)
    if url is None or url.scheme not in {protocol, f"{protocol}s"} or bool(url.folder) != (protocol == "imap"):
        shown = _REST.sub("…", text) if "@" in text else text
        raise UsageError(f"{shown}:不是伺服器位址。(Not the address of a server.)", hint=f"例:{_EXAMPLES[protocol]}")
    return url


def _taken_apart(text: str) -> ServerUrl | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    scheme, folder = parts.scheme.lower(), unquote(parts.path.removeprefix("/"))
    user = unquote(parts.netloc.rpartition("@")[0]) or None
    if scheme not in _PORTS or not parts.hostname or parts.query or parts.fragment:
        return None
    if not f"{user}{parts.hostname}{folder}".isprintable():
        return None
    default = "INBOX" if scheme.startswith("imap") else ""
    return ServerUrl(scheme, user, parts.hostname, port or _PORTS[scheme], folder or default)
