"""What the warehouse knows of marks and serial numbers, in the shape in which the rules ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.submission import SubmissionKey

if TYPE_CHECKING:
    from warehouse.model import Use
    from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class WarehouseHistory:
    """All that is in force besides the submission that is being judged."""

    store: Store
    key: SubmissionKey

    def mark_used(self, permit: str, kind: str, marks: Sequence[str]) -> dict[str, str]:
        """Marks that this permit used before, each with where."""
        del permit  # as written; the key has it in its normal form
        number = self.key.permit_number
        return _named(self.store.marks_used(kind, marks, permit_number=number, besides=self.key))

    def serial_reported(self, permit: str, kind: str, serials: Sequence[str]) -> dict[str, str]:
        """Serial numbers that this permit reported before, each with where."""
        del permit
        number = self.key.permit_number
        return _named(self.store.serials_reported(kind, serials, permit_number=number, besides=self.key))


def _named(uses: Mapping[str, Use]) -> dict[str, str]:
    return {text: f"{use.permit_number} {use.period}" for text, use in uses.items()}
