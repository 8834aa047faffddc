"""A connection to one folder of an IMAP server: what is there, message by message, and marks on what is settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from flows.imap_access import Folder, entered, hang_up, translated
from flows.mail_url import ServerUrl
from flows.settings import ImapSettings

_BATCH = 200
_HEADER_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as the server lists it: UID, size in bytes, when the server took it in (aware)."""

    uid: int
    size: int
    at: datetime | None


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
        """As ``imap_access.entered``."""
        client, folder = entered(url, settings, password, writing=writing, make=make)
        return cls(client, url, folder)

    def close(self) -> None:
        """Log out as far as the server still listens."""
        try:
            self._client.logout()
        except (IMAPClientError, OSError):
            self.hang_up()

    def hang_up(self) -> None:
        """Let a broken connection go."""
        hang_up(self._client)

    def uids_above(self, uid: int) -> list[int]:
        """The UIDs above ``uid``, ascending."""
        with translated(self._url):
            return sorted(one for one in self._client.search(["UID", f"{uid + 1}:*"]) if one > uid)

    def listed(self, uids: Sequence[int]) -> Iterator[Listed]:
        """Size and date of each message that is still there, in the order of ``uids``."""
        for start in range(0, len(uids), _BATCH):
            with translated(self._url):
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
        with translated(self._url):
            self._client.noop()
            return bool(self._client.search(["HEADER", "Message-ID", message_id]))

    def flag(self, uid: int, flag: str) -> None:
        """Set a flag; one that is there stays, a message that is gone is no error."""
        with translated(self._url):
            self._client.add_flags([uid], [flag], silent=True)

    def move(self, uid: int, target: str) -> None:
        """Move a message into a folder, which is made if it is not there; a message that is gone is no error.

        Without MOVE it is copied and removed; without UIDPLUS it is removed only if no other message of the folder
        waits for its removal, and otherwise left behind as deleted.
        """
        with translated(self._url):
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
        with translated(self._url):
            found: dict[bytes, Any] = self._client.fetch([uid], [item]).get(uid, {})
        data = found.get(key)
        return bytes(data) if data is not None else None


def _aware(moment: datetime | None) -> datetime | None:
    """``imapclient`` gives local time of this machine without its zone."""
    return moment.astimezone() if moment else None
