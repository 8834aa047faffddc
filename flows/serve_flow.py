"""All flows served on their schedules, or one of them run now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import prefect
from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, State
from prefect.deployments.runner import RunnerDeployment
from prefect.logging.handlers import APILogWorker
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.flow_settings import FlowSettings
from flows.intake_flow import intake
from flows.month_batches_flow import documents, labels
from flows.month_close_flow import month_close
from flows.outbox_flow import outbox
from flows.permit_expiry_flow import permit_expiry
from flows.reminders_flow import reminders

ZONE = "Asia/Taipei"
FLOWS: dict[str, Flow[..., Any]] = {
    "intake": intake,
    "outbox": outbox,
    "reminders": reminders,
    "month-close": month_close,
    "permit-expiry": permit_expiry,
    "labels": labels,
    "documents": documents,
}
"""Each flow by the name of its deployment; its schedule is the entry of the same name, ``-`` being ``_``."""


def deployments(settings: FlowSettings, path: Path) -> list[RunnerDeployment]:
    """What is served: one deployment a flow, one run of it at a time, wherever it is served."""
    return [_deployment(name, settings, path) for name in FLOWS]


def serve(settings: FlowSettings, path: Path, *, alone: bool) -> None:
    """Serve until the process is told to end. ``alone``: nobody else serves these, so schedules pause at the end."""
    prefect.serve(
        *deployments(settings, path),
        pause_on_shutdown=alone,
        print_starting_message=False,
        limit=settings.prefect.runs_at_once,
    )


def _deployment(name: str, settings: FlowSettings, path: Path) -> RunnerDeployment:
    line = getattr(settings.schedules, name.replace("-", "_"))
    made = FLOWS[name].to_deployment(
        "zijian",
        schedule=Cron(line, timezone=ZONE) if line else None,
        parameters={"settings": str(path.absolute())},
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, made)  # a coroutine only where a loop runs


def run_now(name: str, path: Path, **parameters: Any) -> State[Any]:
    """Run a flow in this process and return the state that it ended in; parameters that are ``None`` are left out."""
    given = {key: value for key, value in parameters.items() if value is not None}
    work: Callable[..., State[Any]] = FLOWS[name]
    state = work(settings=path, **given, return_state=True)
    APILogWorker.drain_all(timeout=5)  # before the server is stopped: the page is to have the whole log
    return state
