"""A connection to one folder of an IMAP server; every error of ``imapclient`` leaves here as one of ours."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError, LoginError

from flows.mail_tls import client_context
from flows.mail_url import ServerUrl
from flows.settings import ImapSettings
from generators.printable import one_line
from schemas.errors import MailboxError

KEYWORD = "$Zijian"
_BATCH = 200
_HEADER_BYTES = 1 << 20


class MailboxLost(MailboxError):
    """The connection broke off, or could not be made; a new one may go through."""


class MailboxRefused(MailboxError):
    """The server said no: to the login, the folder, a command."""

    retryable = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the server lists it: UID, size in bytes, when the server took it in (aware)."""

    uid: int
    size: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Folder:
    """The selected folder: ``keywords`` tells whether it keeps new keywords, ``seen`` whether it keeps ``\\Seen``."""

    uidvalidity: int
    writable: bool
    keywords: bool
    seen: bool


class ImapSession:
    """A folder, open. Use ``opened``; close it with ``close``."""

    def __init__(self, client: IMAPClient, url: ServerUrl, folder: Folder) -> None:
        """``client`` is logged in and has selected the folder."""
        self._client = client
        self._url = url
        self.folder = folder
        self._made: set[str] = set()

    @classmethod
    def opened(
        cls, url: ServerUrl, settings: ImapSettings, password: str, *, writing: bool, make: bool = False
    ) -> ImapSession:
        """Connect, log in, select, ``make`` the folder first if it is not there.

        ``MailboxLost`` may be tried again, ``MailboxRefused`` not.
        """
        with _translated(url):
            client = _connected(url, settings)
            try:
                _log_in(client, url, password)
                if make and not client.folder_exists(url.folder):
                    client.create_folder(url.folder)
                return cls(client, url, _selected(client, url, writing=writing))
            except BaseException:
                _hang_up(client)
                raise

    def close(self) -> None:
        """Log out as far as the server still listens."""
        try:
            self._client.logout()
        except (IMAPClientError, OSError):
            self.hang_up()

    def hang_up(self) -> None:
        """Let a broken connection go."""
        _hang_up(self._client)

    def uids_above(self, uid: int) -> list[int]:
        """The UIDs above ``uid``, ascending."""
        with _translated(self._url):
            return sorted(one for one in self._client.search(["UID", f"{uid + 1}:*"]) if one > uid)

    def listed(self, uids: Sequence[int]) -> Iterator[Listed]:
        """Size and date of each message that is still there, in the order of ``uids``."""
        for start in range(0, len(uids), _BATCH):
            with _translated(self._url):
                found = self._client.fetch(uids[start : start + _BATCH], ["RFC822.SIZE", "INTERNALDATE"])
            for uid in uids[start : start + _BATCH]:
                if b"RFC822.SIZE" in found.get(uid, {}):
                    yield Listed(uid, found[uid][b"RFC822.SIZE"], _aware(found[uid].get(b"INTERNALDATE")))

    def message(self, uid: int) -> bytes | None:
        """A message's bytes; ``None`` where it is gone. Its flags stay as they are."""
        return self._body(uid, "BODY.PEEK[]", b"BODY[]")

    def header(self, uid: int) -> bytes | None:
        """A message's header, the first mebibyte of it; ``None`` where it is gone."""
        data = self._body(uid, "BODY.PEEK[HEADER]", b"BODY[HEADER]")
        return data[:_HEADER_BYTES] if data is not None else None

    def has_message(self, message_id: str) -> bool:
        """Whether the folder holds a message with this Message-ID, those included that came in since it was opened."""
        with _translated(self._url):
            self._client.noop()
            return bool(self._client.search(["HEADER", "Message-ID", message_id]))

    def flag(self, uid: int, flag: str) -> None:
        """Set a flag; one that is there stays, a message that is gone is no error."""
        with _translated(self._url):
            self._client.add_flags([uid], [flag], silent=True)

    def move(self, uid: int, target: str) -> None:
        """Move a message into a folder, which is made if it is not there; a message that is gone is no error.

        Without MOVE it is copied and removed; without UIDPLUS it is removed only if no other message of the folder
        waits for its removal, and otherwise left behind as deleted.
        """
        with _translated(self._url):
            self._ensure(target)
            if self._client.has_capability("MOVE"):
                self._client.move([uid], target)
            elif self._client.search(["UID", str(uid)]):
                self._client.copy([uid], target)
                self._remove(uid)

    def _ensure(self, target: str) -> None:
        if target not in self._made:
            if not self._client.folder_exists(target):
                self._client.create_folder(target)
                self._client.subscribe_folder(target)
            self._made.add(target)

    def _remove(self, uid: int) -> None:
        self._client.add_flags([uid], ["\\Deleted"], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge([uid])
        elif list(self._client.search(["DELETED"])) == [uid]:
            self._client.expunge()

    def _body(self, uid: int, item: str, key: bytes) -> bytes | None:
        with _translated(self._url):
            found: dict[bytes, Any] = self._client.fetch([uid], [item]).get(uid, {})
        data = found.get(key)
        return bytes(data) if data is not None else None


def _connected(url: ServerUrl, settings: ImapSettings) -> IMAPClient:
    """A connection, encrypted unless the server is this machine or ``plain`` allows otherwise."""
    context = client_context(settings.ca_file)
    tls = {"ssl": True, "ssl_context": context} if url.tls else {"ssl": False}
    client = IMAPClient(url.host, url.port, timeout=settings.timeout, **tls)
    if url.tls or settings.plain:
        return client
    if client.has_capability("STARTTLS"):
        client.starttls(context)
    elif not url.loopback:
        _hang_up(client)
        raise MailboxRefused(
            f"{url.server} 不提供加密連線。(The server offers no encryption.)",
            hint="請改用 imaps://;確需不加密時設 plain。(Use imaps://, or allow it: plain.)",
        )
    return client


def _log_in(client: IMAPClient, url: ServerUrl, password: str) -> None:
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(url.user or "", password)
    else:
        client.login(url.user or "", password)


def _selected(client: IMAPClient, url: ServerUrl, *, writing: bool) -> Folder:
    try:
        status = client.select_folder(url.folder, readonly=not writing)
    except IMAPClientReadOnlyError:
        status = client.select_folder(url.folder, readonly=True)
    if b"UIDVALIDITY" not in status:
        raise MailboxRefused(f"{url.server} 不提供 UIDVALIDITY。(The server gives no UIDVALIDITY.)")
    kept = status.get(b"PERMANENTFLAGS", (b"\\*", b"\\Seen"))
    writable = b"READ-WRITE" in status
    return Folder(
        uidvalidity=int(status[b"UIDVALIDITY"]),
        writable=writable,
        keywords=writable and (b"\\*" in kept or KEYWORD.encode() in kept),
        seen=writable and b"\\Seen" in kept,
    )


def _hang_up(client: IMAPClient) -> None:
    with suppress(IMAPClientError, OSError):
        client.shutdown()


def _aware(moment: datetime | None) -> datetime | None:
    """``imapclient`` gives local time of this machine without its zone."""
    return moment.astimezone() if moment else None


@contextmanager
def _translated(url: ServerUrl) -> Iterator[None]:
    """One line that names the server; what the server itself says of a login is not repeated."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxRefused(
            f"{url.server} 之憑證無法驗證:{error.verify_message} (its certificate cannot be verified)",
            hint="請以 ca_file 指定簽發機關之憑證。(Name the authority's file: ca_file.)",
        ) from None
    except LoginError:
        raise MailboxRefused(
            f"{url.server} 拒絕 {url.user or ''} 登入。(The server refuses the login.)",
            hint="請檢查帳號與密碼,見 docs/mailbox.md。(Check user and password.)",
        ) from None
    except (IMAPClientAbortError, OSError, EOFError) as error:
        raise MailboxLost(
            f"與 {url.server} 之連線中斷:{_said(error)} (connection lost)",
            hint="請檢查網路後再執行;已處理之郵件不受影響。(Run it again; what is settled stays settled.)",
        ) from None
    except (IMAPClientError, ValueError) as error:
        raise MailboxRefused(
            f"{url.server} 拒絕要求:{_said(error)} (the server refuses)", hint="請檢查信箱資料夾名稱與權限。"
        ) from None


def _said(error: Exception) -> str:
    return one_line(str(error))[:200] or type(error).__name__
