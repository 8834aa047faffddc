"""A month after an intake: who filed, who is missing, what each message of the run came to."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cashier_papers import receipt_name
from flows.intake_types import IntakeResult, IntakeSettings, MessageResult
from flows.mail_dates import TAIPEI
from flows.safe_write import write_new
from generators.month_data import MonthData, MonthMessage, MonthMissing, MonthSubmission
from schemas.catalogue import Lang
from schemas.deadline import due_date
from schemas.submission import FeeDue, State, SubmissionKey
from schemas.validate import RULESET
from warehouse.audit import head
from warehouse.followup import receipt_in_force, submission_facts
from warehouse.store import Store

_NEVER = datetime(1970, 1, 1, tzinfo=TAIPEI)

if TYPE_CHECKING:
    from warehouse.model import MonthLine


@dataclass(frozen=True, slots=True)
class Page:
    """The month's page and the folders that it links to."""

    path: Path
    outbox: Path
    receipts: Path

    def link(self, target: Path) -> str | None:
        """``target`` as the page links it, if it is there."""
        return Path(os.path.relpath(target, self.path.parent)).as_posix() if target.is_file() else None


def page_path(folder: Path, warehouse: Path, period: str) -> Path:
    """Where the page of a month lies."""
    return folder / f"{warehouse.stem}.month-{period}.html"


def month_of(result: IntakeResult, today: date) -> str:
    """The month that a run is about: the latest that it brought, else the one that is due now."""
    if result.periods:
        return result.periods[-1]
    last = today.replace(day=1) - timedelta(days=1)
    return f"{last.year:04d}-{last.month:02d}"


def month_data(store: Store, result: IntakeResult, settings: IntakeSettings, period: str, page: Page) -> MonthData:
    """The month as the warehouse has it, with the messages of the run."""
    lines = store.month_summary(period).lines
    replies = {item.message_sha256: item.path for item in store.outbox()}
    return MonthData(
        period=period,
        generated_at=settings.clock(),
        due=due_date(period, settings.legal.holidays),
        messages=tuple(_message(message, page) for message in result.messages),
        submissions=tuple(
            _submission(store, line, period, number, replies, page)
            for line in lines
            if (number := line.submission_id) is not None
        ),
        missing=tuple(_missing((line for line in lines if line.submission_id is None), settings)),
        other_findings=Counter(code for message in result.messages for code in message.stray_codes),
        register_as_of=settings.register.as_of if settings.register else None,
        ruleset=RULESET,
        audit_head=_audit_head(store),
        example=settings.example,
    )


def write_page(data: MonthData, page: Page, lang: Lang) -> None:
    """Write the month's page."""
    from generators.month_report import month_report_html  # noqa: PLC0415 - only at the end of a run

    write_new(page.path, month_report_html(data, lang).encode("utf-8"))


def _audit_head(store: Store) -> str | None:
    last = head(store)
    return f"{last.sequence}:{last.hash}" if last.sequence else None


def _message(result: MessageResult, page: Page) -> MonthMessage:
    message = result.message
    return MonthMessage(
        received_at=message.received_at if message else _NEVER,
        sender=(message.sender if message else None) or result.where,
        subject=(message.subject if message else None) or "",
        outcome=result.outcome,
        note=result.reason or "",
        reply_path=page.link(page.outbox / result.reply) if result.reply else None,
    )


def _submission(
    store: Store, line: MonthLine, period: str, number: int, replies: dict[str, str], page: Page
) -> MonthSubmission:
    facts = submission_facts(store, number)
    key = SubmissionKey(line.permit_number, period, line.instrument_kind)
    receipt = _receipt_number(store, line, key)
    reply = replies.get(facts.message_sha256)
    return MonthSubmission(
        key=key,
        company_name=line.company_name or facts.company_name or line.permit_number,
        state=line.state or State.QUARANTINED,
        received_at=(line.received_at or _NEVER).replace(tzinfo=TAIPEI),
        rows_total=facts.rows_total,
        rows_loaded=facts.rows_loaded,
        passed=line.verifications - line.failed,
        failed=line.failed,
        late_days=line.late_days or 0,
        fee=_fee(line),
        receipt_number=receipt,
        receipt_path=page.link(page.receipts / receipt_name(receipt)) if receipt else None,
        reply_path=page.link(page.outbox / reply) if reply else None,
        findings=facts.codes,
    )


def _receipt_number(store: Store, line: MonthLine, key: SubmissionKey) -> str | None:
    """The submission's own receipt, or the one that an earlier submission of the same amount left in force."""
    if line.receipt_number is not None:
        return line.receipt_number
    earlier = receipt_in_force(store, key)
    return earlier.number if earlier is not None and earlier.amount == line.fee_payable else None


def _fee(line: MonthLine) -> FeeDue | None:
    if line.fee_payable is None and not line.fee_missing:
        return None
    return FeeDue(line.fee_scheduled, line.fee_payable, line.fee_missing)


def _missing(lines: Iterable[MonthLine], settings: IntakeSettings) -> Iterator[MonthMissing]:
    kinds: defaultdict[str, list[MonthLine]] = defaultdict(list)
    for line in lines:
        kinds[line.permit_number].append(line)
    for number, own in kinds.items():
        permit = settings.register.permit(number) if settings.register else None
        yield MonthMissing(
            company_name=own[0].company_name or number,
            permit_number=number,
            instrument_kinds=tuple(line.instrument_kind for line in own),
            email=permit.email if permit else None,
        )
