"""Where an intake stands in a mailbox: what is still open in this numbering, and up to which UID all is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from warehouse import mailboxes
from warehouse.mailboxes import Fetched, Mailbox
from warehouse.session import Session


@dataclass(slots=True)
class Places:
    """One numbering of one mailbox, kept in the warehouse."""

    session: Session
    uidvalidity: int
    box: Mailbox
    renumbered: bool
    _planned: list[int] = field(default_factory=list)
    _settled: set[int] = field(default_factory=set)
    _next: int = 0

    @classmethod
    def opened(cls, session: Session, address: str, uidvalidity: int) -> Places:
        """The place in this numbering; ``renumbered`` where the mailbox was known in another one only."""
        known = mailboxes.known_before(session, address)
        box = mailboxes.open_mailbox(session, address, uidvalidity)
        return cls(session, uidvalidity, box, known and not box.known)

    def plan(self, above: Iterable[int], limit: int) -> list[int]:
        """The UIDs to fetch, of those that the server has ``above`` the settled ones.

        Messages that were too large and are not larger than ``limit`` now come first.
        """
        done, there = mailboxes.done_above(self.session, self.box.id, self.box.settled_uid), set(above)
        again = mailboxes.small_enough(self.session, self.box.id, limit)
        mailboxes.note_settled(self.session, self.box.id, _settled_up_to(there - done, there | done))
        self._planned = sorted({*again, *(there - done)})
        self._settled, self._next = set(), 0
        return self._planned

    def unmarked(self) -> list[int]:
        """UIDs of settled messages that lack their mark."""
        return mailboxes.unmarked(self.session, self.box.id)

    def fetched(self, fetched: Fetched) -> None:
        """A message is about to be handed on."""
        mailboxes.note_fetched(self.session, self.box.id, fetched)

    def marked(self, uid: int, how: str) -> None:
        """A message is settled and has its mark."""
        mailboxes.note_marked(self.session, self.box.id, uid, how, self._settled_with(uid))

    def vanished(self, uid: int) -> None:
        """A message is gone: nobody has to wait for it."""
        mailboxes.note_settled(self.session, self.box.id, self._settled_with(uid))

    def _settled_with(self, uid: int) -> int:
        """The highest UID up to which all is settled, ``uid`` included."""
        self._settled.add(uid)
        while self._next < len(self._planned) and self._planned[self._next] in self._settled:
            self._next += 1
        if not self._planned:
            return 0
        return self._planned[self._next] - 1 if self._next < len(self._planned) else self._planned[-1]


def _settled_up_to(pending: set[int], known: set[int]) -> int:
    """The UID before the first that is pending, or the last known one where none is: a killed run may not have noted it."""
    return min(pending) - 1 if pending else max(known, default=0)
