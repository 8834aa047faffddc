"""What a month's report says: messages, submissions, who is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from schemas.submission import FeeDue, Outcome, State, SubmissionKey


@dataclass(frozen=True, slots=True)
class MonthMessage:
    """A message and its one outcome. ``reply_path`` is relative to the report's folder."""

    received_at: datetime
    sender: str
    subject: str
    outcome: Outcome
    note: str = ""
    reply_path: str | None = None


@dataclass(frozen=True, slots=True)
class MonthSubmission:
    """A submission that was loaded, refused or held.

    ``rows_total`` instruments were read, ``rows_loaded`` loaded; of the loaded ones ``passed`` and ``failed`` by
    verdict (both 0 for a monthly report alone). ``findings`` counts by code. Paths are relative to the report.
    """

    key: SubmissionKey
    company_name: str
    state: State
    received_at: datetime
    rows_total: int
    rows_loaded: int
    passed: int = 0
    failed: int = 0
    late_days: int = 0
    fee: FeeDue | None = None
    receipt_number: str | None = None
    receipt_path: str | None = None
    reply_path: str | None = None
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthMissing:
    """A permit holder that has sent nothing for a kind that its permit covers."""

    company_name: str
    permit_number: str
    instrument_kinds: tuple[str, ...]
    email: str | None = None


@dataclass(frozen=True, slots=True)
class MonthData:
    """One month (``period`` as YYYY-MM). ``register_as_of`` is ``None`` where no register was given.

    ``other_findings`` counts by code what was found in files that belong to no submission. ``audit_head`` is the last
    entry of the audit log when the page was made (``number:hash``): printed, it bears witness to the log up to there.
    """

    period: str
    generated_at: datetime
    due: date | None
    messages: tuple[MonthMessage, ...]
    submissions: tuple[MonthSubmission, ...]
    missing: tuple[MonthMissing, ...] = ()
    other_findings: Mapping[str, int] = field(default_factory=dict)
    register_as_of: date | None = None
    ruleset: str = ""
    audit_head: str | None = None
    example: bool = False

    def outcomes(self) -> dict[Outcome, int]:
        """How many messages ended in each outcome; the sum is the number of messages."""
        counted = Counter(message.outcome for message in self.messages)
        return {outcome: counted[outcome] for outcome in Outcome}

    def held(self) -> int:
        """How many messages wait for a person: quarantined, or failed by a fault of the program."""
        outcomes = self.outcomes()
        return outcomes[Outcome.QUARANTINED] + outcomes[Outcome.FAILED]

    def states(self) -> dict[State, int]:
        """How many submissions are in each state."""
        counted = Counter(submission.state for submission in self.submissions)
        return {state: counted[state] for state in State}

    def finding_counts(self) -> list[tuple[str, int]]:
        """Codes with their number, the most frequent first."""
        total = Counter(self.other_findings)
        for submission in self.submissions:
            total.update(submission.findings)
        return sorted(total.items(), key=lambda item: (-item[1], item[0]))

    def fee_total(self) -> int:
        """The sum of all fees that could be computed, in NT$."""
        return sum(item.fee.payable or 0 for item in self.submissions if item.fee)
