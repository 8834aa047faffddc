"""A connection to a mail server that sends; every error of ``smtplib`` leaves here as one of ours, or as an answer."""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from flows.mail_tls import client_context
from flows.mail_url import ServerUrl
from flows.settings import SmtpSettings
from generators.printable import one_line
from schemas.errors import ZijianError

_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)
_LINE_END = re.compile(rb"\r\n|\n|\r")
_LONGEST_ANSWER = 300


class MailServerError(ZijianError):
    """The mail server cannot be reached, or refuses us altogether."""

    retryable = True


class HandoverLost(MailServerError):
    """The connection broke after the whole message was handed over and before the server answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said of a message: 250 is taken, 4xx not now, 5xx never. ``about``: the address it refused."""

    code: int
    text: str
    about: str | None = None

    @property
    def taken(self) -> bool:
        """Whether the server has taken the message."""
        return 200 <= self.code < 300

    @property
    def temporary(self) -> bool:
        """Whether it may be tried again."""
        return 400 <= self.code < 500

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class SmtpSession:
    """A server that takes mail from us."""

    def __init__(self, smtp: smtplib.SMTP, url: ServerUrl) -> None:
        """``smtp`` is greeted, encrypted and logged in as far as was wanted."""
        self._smtp = smtp
        self._url = url

    @classmethod
    def opened(cls, url: ServerUrl, settings: SmtpSettings, password: str | None) -> SmtpSession:
        """Connect, encrypt, log in if there is a user. ``MailServerError`` where that fails."""
        with _translated(url):
            smtp = _connected(url, settings)
            try:
                _encrypt(smtp, url, settings)
                user = url.user or settings.user
                if user:
                    _log_in(smtp, url, user, password or "")
            except BaseException:
                smtp.close()
                raise
        return cls(smtp, url)

    @property
    def largest(self) -> int | None:
        """The largest message in bytes that the server announces to take; ``None`` where it does not tell."""
        words = self._smtp.esmtp_features.get("size", "").split()
        return int(words[0]) or None if words and words[0].isdigit() else None

    def close(self) -> None:
        """Say goodbye as far as the server still listens."""
        with suppress(smtplib.SMTPException, OSError):
            self._smtp.quit()
        self._smtp.close()

    def send(self, data: bytes, sender: str, recipients: Sequence[str], before: Callable[[], None]) -> Answer:
        """Hand a message over to all of ``recipients`` or to none; ``before`` is called when all of them were accepted.

        ``HandoverLost`` where nobody knows whether the server took it, ``MailServerError`` where it surely did not.
        """
        with _translated(self._url):
            refused = self._envelope(data, sender, recipients)
            if refused is not None:
                self._command("RSET")
                return refused
        before()
        with _translated(self._url):
            answer = self._command("DATA")
            if answer.code != 354:
                return answer if not answer.taken else Answer(451, "unexpected answer to DATA")
            self._smtp.send(_on_the_wire(data))
        with _translated(self._url, HandoverLost):
            return _answer(self._smtp.getreply())

    def _envelope(self, data: bytes, sender: str, recipients: Sequence[str]) -> Answer | None:
        options = [f"SIZE={len(data)}"] if "size" in self._smtp.esmtp_features else []
        if not data.isascii() and "8bitmime" in self._smtp.esmtp_features:
            options.append("BODY=8BITMIME")
        answers = (self._command(f"RCPT TO:<{recipient}>", recipient) for recipient in recipients)
        first = self._command(" ".join([f"MAIL FROM:<{sender}>", *options]), sender)
        return first if not first.taken else next((one for one in answers if not one.taken), None)

    def _command(self, line: str, about: str | None = None) -> Answer:
        self._smtp.putcmd(line)
        return _answer(self._smtp.getreply(), about)


def _connected(url: ServerUrl, settings: SmtpSettings) -> smtplib.SMTP:
    name = "localhost" if url.loopback else None
    if url.tls:
        context = client_context(settings.ca_file)
        return smtplib.SMTP_SSL(url.host, url.port, name, timeout=settings.timeout, context=context)
    return smtplib.SMTP(url.host, url.port, name, timeout=settings.timeout)


def _encrypt(smtp: smtplib.SMTP, url: ServerUrl, settings: SmtpSettings) -> None:
    """STARTTLS, unless the connection is encrypted, the server is this machine without it, or ``plain`` allows it."""
    smtp.ehlo_or_helo_if_needed()
    if url.tls or settings.plain:
        return
    if smtp.has_extn("starttls"):
        smtp.starttls(context=client_context(settings.ca_file))
        smtp.ehlo()
    elif not url.loopback:
        raise MailServerError(
            f"{url.server} 不提供加密連線。(The server offers no encryption.)",
            hint="請改用 smtps://;確需不加密時設 plain。(Use smtps://, or allow it: plain.)",
        )


def _log_in(smtp: smtplib.SMTP, url: ServerUrl, user: str, password: str) -> None:
    """AUTH PLAIN in UTF-8: ``smtplib`` knows ASCII passwords only."""
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, _ = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code not in {235, 503}:
        raise MailServerError(
            f"{url.server} 拒絕 {user} 登入({code})。(The server refuses the login.)",
            hint="請檢查帳號與密碼,見 docs/mailbox.md。(Check user and password.)",
        )


def _answer(reply: tuple[int, bytes], about: str | None = None) -> Answer:
    code, text = reply
    if code < 200:
        raise smtplib.SMTPServerDisconnected("no SMTP answer")
    return Answer(code, one_line(text.decode("utf-8", "replace"))[:_LONGEST_ANSWER], about)


def _on_the_wire(data: bytes) -> bytes:
    """CRLF line ends, dots doubled at the start of lines, and the dot that ends it all."""
    text = _LINE_START_DOT.sub(b"..", _LINE_END.sub(b"\r\n", data))
    return text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n"


@contextmanager
def _translated(url: ServerUrl, kind: type[MailServerError] = MailServerError) -> Iterator[None]:
    """One line that names the server."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailServerError(
            f"{url.server} 之憑證無法驗證:{error.verify_message} (its certificate cannot be verified)",
            hint="請以 ca_file 指定簽發機關之憑證。(Name the authority's file: ca_file.)",
        ) from None
    except (smtplib.SMTPException, OSError, EOFError) as error:
        said = one_line(str(error))[:_LONGEST_ANSWER] or type(error).__name__
        raise kind(
            f"與 {url.server} 之連線中斷:{said} (connection lost)",
            hint="待寄回覆均保留,請再執行 zijian outbox send。(Replies are kept; send again.)",
        ) from None
