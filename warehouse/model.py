"""What goes into the warehouse beside the seams' own models, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from schemas.submission import State

LOADING_STATES: frozenset[State] = frozenset({State.ACCEPTED, State.ACCEPTED_WITH_WARNINGS, State.PARTLY_ACCEPTED})
"""States whose rows are loaded; the others keep only documents and findings."""

VERIFICATION_FEE = "3160"
"""收入代號 of the self-verification fee (application guide of 108.01.18, FIF-04)."""


@dataclass(frozen=True, slots=True)
class ReceiptRequest:
    """A receipt to issue: its number is given by the warehouse. ``amount`` in NT$, ``reference`` is the submission's own if not given."""

    payer: str
    amount: int
    issued_on: date
    revenue_code: str = VERIFICATION_FEE
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as issued. ``number`` is ROC year, revenue code and running number: ``115-3160-000001``.

    ``reference`` says what it is for, as in the view ``fees_due``. A void one keeps its number.
    """

    number: str
    submission_id: int | None
    payer: str
    amount: int
    revenue_code: str
    issued_on: date
    reference: str | None = None
    voided_at: datetime | None = None
    void_reason: str | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A reply whose Message-ID is fixed before it is sent; ``path`` is where the file lies or will lie."""

    message_id: str
    message_sha256: str
    path: str
    submission_id: int | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What ``load_submission`` did. ``new`` is false where the same content was there already: nothing changed then.

    ``in_force`` is false where an earlier submission stays the current one (a rejected correction, a late copy).
    """

    submission_id: int
    new: bool
    in_force: bool
    supersedes: int | None = None
    receipt_number: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """Where a mark number or a serial number stands in the warehouse."""

    mark_number: str | None
    serial_number: str | None
    permit_number: str
    period: str
    instrument_kind: str
    submission_id: int
    file_sha256: str
    page: int | None
    sheet: str | None
    row: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One permit and instrument kind in a month; ``state`` is ``None`` where nothing was filed. Fees in NT$."""

    permit_number: str
    company_name: str | None
    instrument_kind: str
    submission_id: int | None
    state: State | None
    received_at: datetime | None
    late_days: int | None
    verifications: int
    failed: int
    warnings: int
    errors: int
    fee_scheduled: int | None
    fee_payable: int | None
    fee_missing: tuple[str, ...]
    receipt_number: str | None


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """A month: a line for each permit and kind that filed or should have."""

    period: str
    lines: tuple[MonthLine, ...]

    @property
    def missing(self) -> tuple[MonthLine, ...]:
        """Who should have filed and did not."""
        return tuple(line for line in self.lines if line.submission_id is None)
