"""What an intake is told, and what it gives back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from flows.mail_dates import TAIPEI
from flows.settings import MailSettings
from schemas.document import Document
from schemas.legal_tables import LegalTables
from schemas.profile import Profile
from schemas.register import Register
from schemas.submission import FeeDue, Message, Outcome, State, SubmissionKey

Reader = Callable[[bytes, str], Document]
"""Reads a file of the given name into a document; a fault of the file is a finding in it, never an exception."""


def taipei_now() -> datetime:
    """The time now, in Asia/Taipei."""
    return datetime.now(TAIPEI)


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """``today`` is the day that the rules go by; ``reader`` replaces the isolated one (``None``); ``from_addr`` answers.

    ``profiles``: the manufacturers' own words, for the isolated reader. ``mail``: passwords of zips by sender.
    ``cluster``: the Dask scheduler on whose workers files are read, ``workers`` of them at a time.
    """

    today: date
    legal: LegalTables = field(default_factory=LegalTables)
    register: Register | None = None
    workers: int = 1
    from_addr: str = "zijian@localhost"
    clock: Callable[[], datetime] = taipei_now
    reader: Reader | None = None
    profiles: tuple[Profile, ...] = ()
    mail: MailSettings = field(default_factory=MailSettings)
    cluster: str | None = None

    @property
    def example(self) -> bool:
        """Whether register or fees are sample data, so that no paper is taken for a real one."""
        return (self.register is not None and self.register.example) or any(
            entry.example for entry in self.legal.unit_fees
        )


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """What became of one submission of a message; ``new`` is false where the same files were there already."""

    submission_id: int
    key: SubmissionKey
    state: State
    new: bool
    in_force: bool
    rows_total: int
    rows_loaded: int
    fee: FeeDue | None = None
    receipt_number: str | None = None
    late_days: int = 0


@dataclass(frozen=True, slots=True)
class MessageResult:
    """What became of one message.

    ``message`` is ``None`` where not even its headers could be read. ``codes`` are all findings, those of files that
    belong to no submission are ``stray_codes``; ``errors`` counts severities error and fatal.
    """

    where: str
    sha256: str | None
    outcome: Outcome
    reason: str | None = None
    message: Message | None = None
    submissions: tuple[SubmissionResult, ...] = ()
    codes: tuple[str, ...] = ()
    stray_codes: tuple[str, ...] = ()
    errors: int = 0
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """A whole run: each message once."""

    run: int
    messages: tuple[MessageResult, ...]
    outbox: Path
    receipts: Path

    @property
    def counts(self) -> Counter[Outcome]:
        """How many messages ended in each outcome."""
        return Counter(message.outcome for message in self.messages)

    @property
    def periods(self) -> Sequence[str]:
        """The months that the run's submissions are of, latest last."""
        return sorted({item.key.period for message in self.messages for item in message.submissions})

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong: no error in a file, nothing in quarantine, nothing failed."""
        bad = {Outcome.QUARANTINED, Outcome.FAILED}
        return not any(message.outcome in bad or message.errors for message in self.messages)
