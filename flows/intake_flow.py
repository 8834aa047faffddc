"""The intake as a Prefect flow: on a schedule and on demand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows import flow_settings
from flows.flow_settings import FlowSettings
from flows.intake_types import MessageResult
from flows.month_markdown import month_markdown, month_rows
from flows.office_intake import Taken, take_in
from flows.shared_flow import Progress, machine_retries
from schemas.submission import Outcome


@flow(name="intake", description="收件、檢核、入庫、回覆 · mail in, judged, loaded, answered", persist_result=False)
def intake(settings: Path, today: date | None = None) -> State[Any]:
    """One intake as the settings file says; ``today`` is the day that the rules go by (now by default).

    A message that failed by a fault of ours makes the run Failed, so that somebody looks; the next run takes it again.
    """
    known = flow_settings.load(settings)
    taken = _take_in.with_options(**machine_retries(known))(known, today)
    _show(taken, known)
    counts = taken.result.counts
    said = ", ".join(f"{outcome.value} {counts[outcome]}" for outcome in Outcome if counts[outcome]) or "-"
    if counts[Outcome.FAILED]:
        return Failed(message=f"{counts[Outcome.FAILED]} 封處理失敗,下次執行時重新處理 (taken again next time): {said}")
    return Completed(message=said)


@task(name="take in", persist_result=False, cache_policy=NO_CACHE)
def _take_in(settings: FlowSettings, today: date | None) -> Taken:
    log, bar = get_run_logger(), Progress("收件處理 · messages taken in")

    def tell(done: int, total: int | None, message: MessageResult) -> None:
        log.info("%s: %s %s", message.where, message.outcome.value, message.reason or "")
        bar.move(done, total)

    taken = take_in(settings, today=today, progress=tell)
    bar.end()
    return taken


def _show(taken: Taken, settings: FlowSettings) -> None:
    """The month's report and table among the run's artifacts; with a key, so that the page keeps their history."""
    period, lang = taken.month.period, settings.office.lang
    create_markdown_artifact(month_markdown(taken.month, lang), key=f"month-{period}", description=str(taken.page.path))
    create_table_artifact(month_rows(taken.month, lang), key=f"submissions-{period}", description=period)
