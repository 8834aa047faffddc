"""The mail server, connected when the first reply goes out and again where the connection has grown stale."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flows.mail_url import ServerUrl, server_url
from flows.settings import SmtpSettings, password
from flows.smtp_session import Answer, HandoverLost, MailServerError, SmtpSession
from schemas.errors import UsageError

PASSWORD = "ZIJIAN_SMTP_PASSWORD"  # noqa: S105 (the variable's name)


def smtp_line(text: str | None, settings: SmtpSettings) -> SmtpLine:
    """The server at an address, by default at the settings' own; ``UsageError`` where address or password is missing."""
    if not (text or settings.url):
        raise UsageError("不知由何伺服器寄送。(Which mail server?)", hint="請給 --send smtp://host 或設定 [smtp] url。")
    url = server_url(text or settings.url or "", "smtp")
    secret = password(settings, PASSWORD)
    if (url.user or settings.user) and secret is None:
        raise UsageError(
            f"{url}:缺少密碼 (no password)。", hint=f"請設 {PASSWORD} 或 {PASSWORD}_FILE。(docs/mailbox.md)"
        )
    return SmtpLine(url, settings, lambda: secret.get_secret_value() if secret else None)


class SmtpLine:
    """Hands messages over, one at a time."""

    def __init__(self, url: ServerUrl, settings: SmtpSettings, secret: Callable[[], str | None]) -> None:
        """Nothing is opened yet."""
        self._url = url
        self._settings = settings
        self._secret = secret
        self._session: SmtpSession | None = None

    @property
    def largest(self) -> int | None:
        """The largest message in bytes that the server announces to take."""
        return self._connected().largest

    def send(self, data: bytes, sender: str, recipients: Sequence[str], before: Callable[[], None]) -> Answer:
        """As ``SmtpSession.send``; a connection that broke since the last message is made anew once."""
        stale = self._session is not None
        try:
            return self._connected().send(data, sender, recipients, before)
        except HandoverLost:
            self.close()
            raise
        except MailServerError:
            self.close()
            if not stale:
                raise
        return self._connected().send(data, sender, recipients, before)

    def close(self) -> None:
        """Say goodbye."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _connected(self) -> SmtpSession:
        if self._session is None:
            self._session = SmtpSession.opened(self._url, self._settings, self._secret())
        return self._session
