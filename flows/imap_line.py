"""A connection to a mailbox that is made anew when it breaks, a bounded number of times, each time after a longer pause."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from flows.imap_access import Folder, MailboxLost
from flows.imap_session import ImapSession
from flows.mail_url import ServerUrl
from flows.settings import ImapSettings

_LOG = logging.getLogger(__name__)
_LONGEST_PAUSE = 60.0

T = TypeVar("T")


class Renumbered(Exception):
    """The server has numbered the messages anew since ``begin``: UIDs from before mean nothing now."""


class ImapLine:
    """The folder at an address, connected whenever something is asked of it."""

    def __init__(
        self, url: ServerUrl, settings: ImapSettings, secret: Callable[[], str], *, make: bool = False
    ) -> None:
        """Nothing is opened yet. ``make``: the folder is made if it is not there."""
        self._url = url
        self._settings = settings
        self._secret = secret
        self._make = make
        self._box: ImapSession | None = None
        self._uidvalidity: int | None = None

    def begin(self) -> Folder:
        """The folder in its present numbering, which ``steady`` holds to from now on."""
        self._uidvalidity = None
        folder = self.steady(lambda box: box.folder)
        self._uidvalidity = folder.uidvalidity
        return folder

    def steady(self, action: Callable[[ImapSession], T]) -> T:
        """What ``action`` gives, which is done again on a new connection where the old one breaks.

        ``MailboxLost`` after the last attempt; ``Renumbered`` where the numbering is another than at ``begin``.
        """
        for attempt in range(self._settings.attempts):
            try:
                return action(self._connected())
            except MailboxLost as error:
                pause = min(self._settings.pause * 2**attempt, _LONGEST_PAUSE)
                _LOG.warning("%s; next attempt in %.1f s", error.message, pause)
                self._drop()
                time.sleep(pause)
        return action(self._connected())

    def close(self) -> None:
        """Log out."""
        box, self._box = self._box, None
        if box is not None:
            box.close()

    def _connected(self) -> ImapSession:
        if self._box is None:
            writing = self._settings.mark != "none" or self._settings.move_to is not None
            self._box = ImapSession.opened(self._url, self._settings, self._secret(), writing=writing, make=self._make)
        if self._uidvalidity not in {None, self._box.folder.uidvalidity}:
            raise Renumbered
        return self._box

    def _drop(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            box.hang_up()
