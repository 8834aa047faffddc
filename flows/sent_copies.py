"""The office's copies of its replies: by them a reply whose end is not known is found to have been taken or not."""

from __future__ import annotations

from flows.imap_line import ImapLine
from flows.imap_source import access
from flows.settings import MailSettings


class SentCopies:
    """A folder in which a copy of every reply arrives (``copy_to``), handed over together with the reply itself."""

    def __init__(self, line: ImapLine) -> None:
        """``line`` leads to the folder."""
        self._line = line

    @classmethod
    def of(cls, settings: MailSettings) -> SentCopies | None:
        """The folder of the settings; ``None`` where there is none."""
        if settings.smtp.copies is None or settings.smtp.copy_to is None:
            return None
        url, secret = access(settings.smtp.copies, settings.imap)
        reading = settings.imap.model_copy(update={"mark": "none", "move_to": None})
        return cls(ImapLine(url, reading, secret, make=True))

    def has(self, message_id: str) -> bool:
        """Whether the copy of a reply is there. ``MailboxError`` where nobody can look."""
        return self._line.steady(lambda box: box.has_message(message_id))

    def close(self) -> None:
        """Log out."""
        self._line.close()
