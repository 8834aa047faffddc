"""The intake as the office's settings have it: mail in, warehouse, month's page; the same for command and flow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flows import legal_tables, profiles
from flows import settings as mail_settings
from flows.flow_settings import FlowSettings
from flows.intake_report import Page, month_data, month_of, page_path, write_page
from flows.intake_types import IntakeResult, IntakeSettings, MessageResult, taipei_now
from flows.mail_source import open_source
from flows.permit_desk import register_for
from flows.pipeline import run_intake
from generators.month_data import MonthData
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Taken:
    """What an intake came to, and the month that it was about."""

    result: IntakeResult
    month: MonthData
    page: Page


Progress = Callable[[int, int | None, MessageResult], None]
"""Called after each message with how many are done, how many there are where that is known, and what it came to."""


def intake_settings(settings: FlowSettings, today: date | None = None) -> IntakeSettings:
    """What the office's files say, read anew for each run; ``UsageError`` where one cannot be read."""
    office = settings.office
    where = profiles.folder(office.profiles)
    known = profiles.load(where) if office.profiles is not None or where.is_dir() else {}
    day = today or taipei_now().date()
    return IntakeSettings(
        today=day,
        legal=legal_tables.load(office.legal, legal_tables.folder(office.legal_dir)),
        register=register_for(office.warehouse, office.permits, day),
        workers=office.workers if settings.cluster.scheduler is None else settings.cluster.tasks,
        from_addr=office.reply_from,
        profiles=tuple(known.values()),
        cluster=settings.cluster.scheduler,
        mail=mail_settings.load(settings.file),
    )


def take_in(settings: FlowSettings, *, today: date | None = None, progress: Progress | None = None) -> Taken:
    """One intake from the office's source, and the page of its month.

    Raises ``MailboxError``, ``WarehouseBusy`` and the like as ``run_intake`` does; what was settled stays settled.
    """
    office, how = settings.office, intake_settings(settings, today)
    source = open_source(office.source, how.mail)
    total, seen = source.total(), 0

    def tell(message: MessageResult) -> None:
        nonlocal seen
        seen += 1
        if progress is not None:
            progress(seen, total, message)

    result = run_intake(source, office.warehouse, how, name="flow", progress=tell)
    return _with_month(settings, how, result)


def _with_month(settings: FlowSettings, how: IntakeSettings, result: IntakeResult) -> Taken:
    office = settings.office
    period = month_of(result, how.today)
    page = Page(page_path(settings.out, office.warehouse, period), result.outbox, result.receipts)
    with Store(office.warehouse, read_only=True) as store:
        data = month_data(store, result, how, period, page)
    write_page(data, page, office.lang)
    return Taken(result, data, page)
