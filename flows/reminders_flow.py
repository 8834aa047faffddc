"""Reminders as a Prefect flow: every day; what a day calls for goes out once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import flow_settings
from flows.flow_settings import FlowSettings
from flows.month_close import remind
from flows.office_letters import Posted
from flows.reminders import Due
from flows.shared_flow import machine_retries, show_letters


@flow(
    name="reminders", description="期限前提醒、逾期催報 · reminders before and after the due day", persist_result=False
)
def reminders(settings: Path, month: str | None = None, today: date | None = None) -> State[Any]:
    """The reminders for ``month`` (``YYYY-MM``), by default for the one whose reports are due in this month."""
    known = flow_settings.load(settings)
    due, posted = _remind.with_options(**machine_retries(known))(known, month, today)
    said = show_letters(posted, "reminders", known.office.lang)
    return Completed(message=f"{due.period}, due {due.day}: {said}")


@task(name="remind", persist_result=False, cache_policy=NO_CACHE)
def _remind(settings: FlowSettings, month: str | None, today: date | None) -> tuple[Due, list[Posted]]:
    return remind(settings, period=month, today=today)
