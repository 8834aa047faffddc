"""A mailbox as a source of messages: each new one once, marked after it is settled, whatever the connection does.

New is what this warehouse has not settled: by UID within one numbering (UIDVALIDITY), and by content otherwise. The
warehouse alone decides; flags are set for people to see and are never asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from flows.imap_access import MailboxRefused
from flows.imap_line import ImapLine, Renumbered
from flows.imap_marks import mark
from flows.imap_places import Places
from flows.imap_session import Listed
from flows.mail_source import Note, RawMessage
from flows.mail_url import ServerUrl, server_url
from flows.settings import ImapSettings, MailSettings, password
from schemas.errors import UsageError
from warehouse.mailboxes import Fetched
from warehouse.session import Session

PASSWORD = "ZIJIAN_IMAP_PASSWORD"  # noqa: S105 (the variable's name)
_BATCH = 200


def imap_source(text: str, settings: MailSettings | None = None) -> ImapSource:
    """The mailbox at an address; ``UsageError`` where user or password is missing."""
    imap = (settings or MailSettings()).imap
    return ImapSource(*access(text, imap), imap)


def access(text: str, settings: ImapSettings) -> tuple[ServerUrl, Callable[[], str]]:
    """The address taken apart, and what gives the password to it."""
    url = server_url(text, "imap")
    secret = password(settings, PASSWORD)
    if url.user is None or secret is None:
        missing = "帳號 (user)" if url.user is None else "密碼 (password)"
        raise UsageError(
            f"{url}:缺少{missing}。",
            hint=f"位址寫作 imaps://user@host/INBOX,密碼設於 {PASSWORD} 或 {PASSWORD}_FILE。(docs/mailbox.md)",
        )
    return url, secret.get_secret_value


class ImapSource:
    """The messages of one folder that are not settled yet."""

    def __init__(self, url: ServerUrl, secret: Callable[[], str], settings: ImapSettings) -> None:
        """``secret`` gives the password; it is asked anew for each connection."""
        self._line = ImapLine(url, settings, secret)
        self._url = url
        self._settings = settings
        self._session: Session | None = None
        self._places: Places | None = None
        self._notes: dict[str, Note] = {}
        self._vanished = 0

    def total(self) -> int | None:
        """Not known before the folder is open."""
        return None

    @contextmanager
    def opened(self, session: Session) -> Iterator[None]:
        """``session`` keeps what is settled; the connection is made for the first message and closed in the end."""
        self._session = session
        try:
            yield
        finally:
            self._line.close()

    def messages(self) -> Iterator[RawMessage]:
        """Each message that is not settled, by UID; from the first one again where the server has renumbered all."""
        while True:
            try:
                yield from self._in_this_numbering()
            except Renumbered:
                continue
            return

    def settled(self, message: RawMessage) -> None:
        """Mark a message whose outcome is committed; one of an older numbering comes again and is marked then."""
        places = self._places
        if message.uid is None or places is None or message.uid[0] != places.uidvalidity:
            return
        with suppress(Renumbered):
            self._mark(places, message.uid[1])

    def notes(self) -> Sequence[Note]:
        """Marks that could not be set, messages that vanished, a numbering that changed."""
        return tuple(self._notes.values())

    def _in_this_numbering(self) -> Iterator[RawMessage]:
        places = self._begun()
        for uid in places.unmarked():
            self._mark(places, uid)
        uids = places.plan(
            self._line.steady(lambda box: box.uids_above(places.box.settled_uid)), self._settings.largest
        )
        for start in range(0, len(uids), _BATCH):
            yield from self._batch(places, uids[start : start + _BATCH])

    def _begun(self) -> Places:
        if self._session is None:
            raise RuntimeError("the source is not open")
        folder = self._line.begin()
        places = Places.opened(self._session, str(self._url), folder.uidvalidity)
        if places.renumbered:
            self._note(
                "renumbered",
                "信箱之郵件編號已重編,全部重新比對內容。",
                "The server has numbered the messages anew; all were compared by content.",
            )
        self._places = places
        return places

    def _batch(self, places: Places, uids: Sequence[int]) -> Iterator[RawMessage]:
        found = {one.uid: one for one in self._line.steady(lambda box: list(box.listed(uids)))}
        for uid in uids:
            raw = self._raw(places, found[uid]) if uid in found else None
            if raw is None:
                self._gone(places, uid)
            else:
                yield raw

    def _raw(self, places: Places, listed: Listed) -> RawMessage | None:
        """The message, its header where it is too large, a fault where the server does not give it; ``None`` if gone."""
        whole = listed.size <= self._settings.largest
        empty = RawMessage(b"", self._where(places, listed.uid), listed.at, uid=(places.uidvalidity, listed.uid))
        try:
            data = self._line.steady(lambda box: box.message(listed.uid) if whole else box.header(listed.uid))
        except MailboxRefused as error:
            return replace(empty, fault=str(error))
        if data is None:
            return None
        digest = hashlib.sha256(data).hexdigest()
        places.fetched(Fetched(listed.uid, digest, listed.size, whole))
        return replace(empty, data=data, too_large=None if whole else listed.size)

    def _where(self, places: Places, uid: int) -> str:
        return f"{self._url};UIDVALIDITY={places.uidvalidity};UID={uid}"

    def _mark(self, places: Places, uid: int) -> None:
        how = self._line.steady(lambda box: mark(box, uid, self._settings))
        places.marked(uid, how)
        if how == "none" and self._settings.mark != "none":
            self._note(
                "unmarked",
                "信箱資料夾唯讀,已處理之郵件未作標記。",
                "The folder is read-only: settled messages bear no mark.",
            )

    def _gone(self, places: Places, uid: int) -> None:
        places.vanished(uid)
        self._vanished += 1
        self._note(
            "vanished",
            f"{self._vanished} 封郵件於取回前已自信箱消失。",
            f"{self._vanished} message(s) vanished from the mailbox before they were fetched.",
        )

    def _note(self, key: str, zh: str, en: str) -> None:
        self._notes[key] = (zh, en)
