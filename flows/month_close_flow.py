"""The close of a month as a Prefect flow: from the 10th on, and on demand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import flow_settings
from flows.flow_settings import FlowSettings
from flows.month_close import MonthClose, close_month
from flows.month_close_words import close_markdown
from flows.month_markdown import month_rows
from flows.shared_flow import machine_retries


@flow(
    name="month-close",
    description="月結:完整性、核對、規費、收據、逾期、催報 · the close of a month",
    persist_result=False,
)
def month_close(settings: Path, month: str | None = None, today: date | None = None) -> State[Any]:
    """The close of ``month`` (``YYYY-MM``), by default of the one whose reports are due in this month."""
    known = flow_settings.load(settings)
    closed = _close.with_options(**machine_retries(known))(known, month, today)
    _show(closed, known)
    missing, late = len(closed.data.missing), sum(bool(one.late_days) for one in closed.data.submissions)
    said = f"{closed.data.period}: {len(closed.data.submissions)} filed, {missing} missing, {late} late"
    return Completed(message=f"{said}, {'final' if closed.final else 'not due yet'}")


@task(name="close the month", persist_result=False, cache_policy=NO_CACHE)
def _close(settings: FlowSettings, month: str | None, today: date | None) -> MonthClose:
    return close_month(settings, period=month, today=today)


def _show(closed: MonthClose, settings: FlowSettings) -> None:
    period, lang = closed.data.period, settings.office.lang
    create_markdown_artifact(close_markdown(closed, lang), key=f"close-{period}", description=str(closed.page))
    create_table_artifact(month_rows(closed.data, lang), key=f"submissions-{period}", description=period)
