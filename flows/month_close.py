"""The close of a month: who has filed, whether records and report agree, fees, receipts, who was late, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flows.cashier import Account, accounts
from flows.flow_settings import FlowSettings
from flows.intake_report import Page, month_data, write_page
from flows.intake_types import IntakeResult, IntakeSettings
from flows.month_messages import month_messages
from flows.office_intake import intake_settings
from flows.office_letters import Posted, PostRoom
from flows.office_store import office_store, register_of
from flows.papers import Papers
from flows.reminders import Due, due_now, month_before, reminders
from generators.month_data import MonthData
from schemas.submission import State, SubmissionKey
from warehouse.session import Session
from warehouse.store import Store

_RECONCILED = """
WITH counted AS (
    SELECT submission_id, count(*) AS passed FROM current_verifications
    WHERE period = ? AND verdict = 'pass' GROUP BY submission_id
), papers AS (
    SELECT submission_id,
        count(*) FILTER (document_kind = 'verification_record') AS records,
        count(*) FILTER (document_kind = 'monthly_report') AS reports,
        sum(total_quantity) FILTER (document_kind = 'monthly_report')::BIGINT AS reported,
        sum(total_fee) FILTER (document_kind = 'monthly_report')::BIGINT AS fee
    FROM documents GROUP BY submission_id
)
SELECT s.permit_number, s.period, s.instrument_kind, coalesce(p.records, 0), coalesce(p.reports, 0),
    coalesce(c.passed, 0), p.reported, s.fee_payable, p.fee
FROM current_submissions s
LEFT JOIN counted c ON c.submission_id = s.id
LEFT JOIN papers p ON p.submission_id = s.id
WHERE s.period = ?
ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A submission's records against its report: instruments that passed against those reported, NT$ due against NT$ stated.

    ``reported``, ``fee_due`` and ``fee_stated`` are ``None`` where the report does not say or no table gives the fee.
    """

    key: SubmissionKey
    records: int
    reports: int
    passed: int
    reported: int | None
    fee_due: int | None
    fee_stated: int | None

    @property
    def agrees(self) -> bool:
        """Whether there is a report and at least one record, and the numbers are the same where both are known."""
        same_fee = None in {self.fee_due, self.fee_stated} or self.fee_due == self.fee_stated
        return bool(self.records and self.reports) and self.passed == self.reported and same_fee


@dataclass(frozen=True, slots=True)
class MonthClose:
    """A month as it stands. ``final``: the day on which its reports were due is over."""

    data: MonthData
    due: Due
    final: bool
    reconciled: tuple[Reconciled, ...]
    accounts: tuple[Account, ...]
    posted: tuple[Posted, ...]
    page: Path

    @property
    def settled(self) -> bool:
        """Whether nothing of the month is left to do: all filed, all accepted and agreeing, every fee computed."""
        accepted = {State.ACCEPTED, State.ACCEPTED_WITH_WARNINGS}
        return (
            not self.data.missing
            and not self.data.held()
            and all(one.state in accepted for one in self.data.submissions)
            and all(one.agrees for one in self.reconciled)
            and all(one.balance.due.amount is not None for one in self.accounts)
        )


def close_month(settings: FlowSettings, *, period: str | None = None, today: date | None = None) -> MonthClose:
    """Close a month, by default the one whose reports are due in this month, and write its page.

    It may be run as often as one likes: each run states the month anew, and reminders go out once.
    """
    how = intake_settings(settings, today)
    period = period or month_before(how.today)
    with office_store(settings, how) as store:
        how = replace(how, register=register_of(store, how))
        page = _page(settings, period)
        data = _month(store, how, period, page)
        due = due_now(period, how, settings.reminders)
        letters = reminders(data.missing, due, how)
        posted = PostRoom.of(store, how.from_addr).post(letters, how.clock())
        closed = MonthClose(
            data=data,
            due=due,
            final=how.today > due.day,
            reconciled=tuple(reconciled(store, period)),
            accounts=tuple(_accounts(store, how, period)),
            posted=tuple(posted),
            page=page.path,
        )
    write_page(data, page, settings.office.lang)
    return closed


def remind(settings: FlowSettings, *, period: str | None = None, today: date | None = None) -> tuple[Due, list[Posted]]:
    """Send the reminders that today calls for, for the month whose reports are due in this month or for ``period``."""
    how = intake_settings(settings, today)
    period = period or month_before(how.today)
    due = due_now(period, how, settings.reminders)
    if due.stage is None:
        return due, []
    with office_store(settings, how) as store:
        how = replace(how, register=register_of(store, how))
        missing = _month(store, how, period, _page(settings, period)).missing
        return due, PostRoom.of(store, how.from_addr).post(reminders(missing, due, how), how.clock())


def reconciled(session: Session, period: str) -> list[Reconciled]:
    """Every submission in force of a month, records against report."""
    rows = session.fetch(_RECONCILED, [period, period])
    return [Reconciled(SubmissionKey(*row[:3]), *row[3:]) for row in rows]


def _month(store: Store, how: IntakeSettings, period: str, page: Page) -> MonthData:
    nothing = IntakeResult(0, (), page.outbox, page.receipts)
    return replace(month_data(store, nothing, how, period, page), messages=month_messages(store, period, page))


def _page(settings: FlowSettings, period: str) -> Page:
    warehouse = settings.office.warehouse
    path = settings.out / f"{warehouse.stem}.close-{period}.html"
    return Page(path, Papers.beside(warehouse, "outbox").folder, Papers.beside(warehouse, "receipts").folder)


def _accounts(store: Store, how: IntakeSettings, period: str) -> Sequence[Account]:
    return [one for one in accounts(store, how.legal, how.today) if one.owed.period == period]
