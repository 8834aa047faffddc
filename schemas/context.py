"""What a document is judged against: the day, the legal tables, the register, and what was reported before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from schemas.legal_tables import LegalTables

if TYPE_CHECKING:
    from schemas.register import Register


class History(Protocol):
    """What the office has loaded before, without the submission that is being judged or that it replaces."""

    def mark_used(self, permit: str, kind: str, marks: Sequence[str]) -> Mapping[str, str]:
        """Of these mark numbers (as written), those used before, each with a name of its submission."""
        ...

    def serial_reported(self, permit: str, kind: str, serials: Sequence[str]) -> Mapping[str, str]:
        """Of these serial numbers, those that passed in a submission before, each with a name of it."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """``today`` is the day of the check; ``received`` the day of receipt, where lateness is to be judged."""

    today: date
    legal: LegalTables = field(default_factory=LegalTables)
    register: Register | None = None
    history: History | None = None
    received: date | None = None
