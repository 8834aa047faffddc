"""The way into a folder of an IMAP server; every error of ``imapclient`` leaves here as one of ours."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError, LoginError

from flows.mail_tls import client_context
from flows.mail_url import ServerUrl
from flows.settings import ImapSettings
from generators.printable import one_line
from schemas.errors import MailboxError

KEYWORD = "$Zijian"


class MailboxLost(MailboxError):
    """The connection broke off, or could not be made; a new one may go through."""


class MailboxRefused(MailboxError):
    """The server said no: to the login, the folder, a command."""

    retryable = False


@dataclass(frozen=True, slots=True)
class Folder:
    """The selected folder: ``keywords`` tells whether it keeps new keywords, ``seen`` whether it keeps ``\\Seen``."""

    uidvalidity: int
    writable: bool
    keywords: bool
    seen: bool


def entered(
    url: ServerUrl, settings: ImapSettings, password: str, *, writing: bool, make: bool
) -> tuple[IMAPClient, Folder]:
    """Connected, logged in, the folder selected; ``make``: the folder is made if it is not there.

    ``MailboxLost`` may be tried again, ``MailboxRefused`` not.
    """
    with translated(url):
        client = _connected(url, settings)
        try:
            _log_in(client, url, password)
            if make and not client.folder_exists(url.folder):
                client.create_folder(url.folder)
            return client, _selected(client, url, writing=writing)
        except BaseException:
            hang_up(client)
            raise


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
        hang_up(client)
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


def hang_up(client: IMAPClient) -> None:
    """Let a connection go, whatever state it is in."""
    with suppress(IMAPClientError, OSError):
        client.shutdown()


@contextmanager
def translated(url: ServerUrl) -> Iterator[None]:
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
