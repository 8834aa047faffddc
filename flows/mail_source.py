"""Where messages come from: a folder of ``.eml`` files, one ``.eml``, an mbox or a Maildir, all read one by one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flows import mbox
from schemas.errors import MailboxError

if TYPE_CHECKING:
    from flows.settings import MailSettings
    from warehouse.session import Session

Note = tuple[str, str]

OWN_FOLDERS = (".archive", ".outbox", ".receipts")
"""Folders that an intake itself writes beside a warehouse; mail in them is ours, not the applicants'."""

_HEADER_LINE = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message's bytes as they lie at the source.

    ``where`` names the spot for a person. ``hint`` is the day and time at which the source itself took the message
    in (mbox separator, Maildir name, INTERNALDATE), where it keeps one. ``fault`` tells why the bytes could not be
    read. ``too_large`` is the size in bytes of a message of which only the header was read, ``uid`` the UIDVALIDITY
    and UID that a mailbox knows it by.
    """

    data: bytes
    where: str
    hint: datetime | None = None
    fault: str | None = None
    too_large: int | None = None
    uid: tuple[int, int] | None = None


class MailSource(Protocol):
    """A place that holds messages."""

    def total(self) -> int | None:
        """How many messages there are, where that is known without reading them."""

    def opened(self, session: Session) -> AbstractContextManager[object]:
        """Entered before the first message, left after the last is settled; a mailbox keeps its place in ``session``."""

    def messages(self) -> Iterator[RawMessage]:
        """Each message once, in a stable order; only one is held in memory at a time."""

    def settled(self, message: RawMessage) -> None:
        """Called once a message's outcome is committed; a mailbox flags or moves it then."""

    def notes(self) -> Sequence[Note]:
        """What staff should know of the source after a run, Chinese and English."""


class _OnDisk:
    """What sources on disk have in common: nothing to open, nothing to say."""

    __slots__ = ()

    def opened(self, session: Session) -> AbstractContextManager[object]:
        """Files need no opening, and keep no place."""
        return nullcontext(session)

    def notes(self) -> Sequence[Note]:
        """Nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class FileSource(_OnDisk):
    """Messages that lie one to a file."""

    files: tuple[Path, ...]
    root: Path

    def total(self) -> int:
        """The number of files."""
        return len(self.files)

    def messages(self) -> Iterator[RawMessage]:
        """Each file's bytes; an unreadable file comes with its fault."""
        for path in self.files:
            yield self._read(path)

    def settled(self, message: RawMessage) -> None:
        """Files are left as they are."""

    def _read(self, path: Path) -> RawMessage:
        where = path.relative_to(self.root).as_posix() if path != self.root else path.name
        try:
            return RawMessage(path.read_bytes(), where, _maildir_time(path))
        except OSError as error:
            return RawMessage(b"", where, fault=error.strerror or str(error))


@dataclass(frozen=True, slots=True)
class MboxSource(_OnDisk):
    """An mbox file; the ``>From `` quoting of lines is undone."""

    path: Path

    def total(self) -> int:
        """The number of separator lines."""
        with self.path.open("rb") as stream:
            return mbox.count(stream)

    def messages(self) -> Iterator[RawMessage]:
        """The messages between the separator lines."""
        with self.path.open("rb") as stream:
            for number, (data, hint) in enumerate(mbox.split(stream), start=1):
                yield RawMessage(data, f"{self.path.name}#{number}", hint)

    def settled(self, message: RawMessage) -> None:
        """The mbox is left as it is."""


def open_source(text: str, settings: MailSettings | None = None) -> MailSource:
    """The source that ``text`` names: a path, or the address of a mailbox, which ``settings`` tell more of.

    Raises ``MailboxError`` or ``UsageError`` with one line if there is nothing to read there.
    """
    if re.match(r"imaps?:", text, re.IGNORECASE):
        from flows.imap_source import imap_source  # noqa: PLC0415 - imapclient only where there is a mailbox

        return imap_source(text, settings)
    path = Path(text)
    try:
        return _open_folder(path) if path.is_dir() else _open_file(path)
    except OSError as error:
        raise MailboxError(f"讀不到收信來源 {text}:{error.strerror or error}。", hint="請檢查路徑與權限。") from error


def _open_folder(path: Path) -> MailSource:
    if (path / "cur").is_dir() and (path / "new").is_dir():
        files = [entry for name in ("cur", "new") for entry in sorted((path / name).iterdir()) if _is_message(entry)]
        return FileSource(tuple(files), path)
    return FileSource(tuple(_eml_files(path)), path)


def _open_file(path: Path) -> MailSource:
    with path.open("rb") as stream:
        start = stream.read(512)
    if start.startswith(b"From "):
        return MboxSource(path)
    if path.suffix.lower() == ".eml" or _HEADER_LINE.match(start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")):
        return FileSource((path,), path)
    raise MailboxError(f"{path} 不是電子郵件(.eml)也不是 mbox。", hint="請給 .eml、mbox、Maildir 或 .eml 資料夾。")


def _is_message(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _eml_files(root: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        raise error

    for folder, names, files in os.walk(root, onerror=fail):
        names[:] = sorted(name for name in names if not name.endswith(OWN_FOLDERS))
        yield from (Path(folder, name) for name in sorted(files) if name.lower().endswith(".eml"))


def _maildir_time(path: Path) -> datetime | None:
    """A Maildir name starts with the second of delivery."""
    match = re.match(r"(\d{9,10})\.", path.name)
    if match is None or path.parent.name not in {"cur", "new"}:
        return None
    return datetime.fromtimestamp(int(match[1]), UTC)
