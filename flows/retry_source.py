"""Messages that are in the archive already, as a source: those that failed, or those let go from quarantine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from flows.archive import Archive
from flows.mail_dates import TAIPEI
from flows.mail_source import Note, RawMessage
from schemas.errors import UsageError, WarehouseError
from warehouse.followup import Unsettled
from warehouse.pending import failed_messages
from warehouse.session import Session
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class ArchivedMessages:
    """Registered messages, read again from the archive beside their warehouse."""

    archive: Archive
    wanted: tuple[Unsettled, ...]

    def total(self) -> int:
        """The number of messages."""
        return len(self.wanted)

    def opened(self, session: Session) -> AbstractContextManager[object]:
        """Nothing is to be opened."""
        return nullcontext(session)

    def messages(self) -> Iterator[RawMessage]:
        """Each original; one that is missing or changed comes with its fault."""
        for one in self.wanted:
            hint = one.received_at.replace(tzinfo=TAIPEI)
            try:
                yield RawMessage(self.archive.get(one.sha256), one.source, hint)
            except WarehouseError as error:
                yield RawMessage(b"", one.source, hint, fault=str(error))

    def settled(self, message: RawMessage) -> None:
        """Where the message once came from is asked by the next intake from there."""

    def notes(self) -> Sequence[Note]:
        """Nothing to say."""
        return ()


def failed_source(warehouse: Path, wanted: Sequence[str]) -> ArchivedMessages:
    """The failed messages whose SHA-256 begin with one of ``wanted``, or all of them where that is empty.

    ``UsageError`` for a word that fits none, or more than one.
    """
    with Store(warehouse, read_only=True) as store:
        failed = {one.sha256: Unsettled(one.sha256, one.source, one.received_at) for one in failed_messages(store)}
    chosen = [_one(word, failed) for word in wanted] if wanted else list(failed.values())
    return ArchivedMessages(Archive.beside(warehouse), tuple(dict.fromkeys(chosen)))


def _one(word: str, failed: dict[str, Unsettled]) -> Unsettled:
    found = [one for sha256, one in failed.items() if word and sha256.startswith(word.lower())]
    if len(found) == 1:
        return found[0]
    what = "不只一封 (several messages)" if found else "無此失敗郵件 (no failed message)"
    raise UsageError(f"{word}:{what}", hint="見 zijian intake status。")
