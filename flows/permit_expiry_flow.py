"""Renewal notices as a Prefect flow: every day; the holder of a permit has one a term."""

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
from flows.office_permits import Renewals, notify_expiring
from flows.shared_flow import machine_retries, show_letters


@flow(name="permit-expiry", description="許可屆滿前三個月之展延通知 · renewal notices", persist_result=False)
def permit_expiry(settings: Path, today: date | None = None) -> State[Any]:
    """The renewal notices that ``today`` calls for."""
    known = flow_settings.load(settings)
    found = _notify.with_options(**machine_retries(known))(known, today)
    return Completed(message=show_letters(found.posted, "renewals", known.office.lang))


@task(name="notify", persist_result=False, cache_policy=NO_CACHE)
def _notify(settings: FlowSettings, today: date | None) -> Renewals:
    return notify_expiring(settings, today=today)
