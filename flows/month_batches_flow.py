"""Label and document batches of a month as Prefect flows, a task a paper: in threads here, or on a Dask cluster."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import flow_settings
from flows.flow_settings import FlowSettings
from flows.month_batches import Batch, Job, Kept, Made, document_batch, keep, label_batch, make
from flows.shared_flow import Progress, machine_retries
from schemas.catalogue import Lang


@flow(name="labels", description="標籤批次 · label sheets of a month", persist_result=False)
def labels(settings: Path, month: str | None = None, today: date | None = None) -> State[Any]:
    """The sheets of stickers of a month's electricity meters, by default of the last month."""
    known = flow_settings.load(settings)
    return _done(_plan_labels.with_options(**machine_retries(known))(known, month, today), known)


@flow(
    name="documents", description="文件批次:回執、補正通知 · acknowledgements, correction notices", persist_result=False
)
def documents(settings: Path, month: str | None = None, today: date | None = None) -> State[Any]:
    """The acknowledgements and correction notices of a month, by default of the last month."""
    known = flow_settings.load(settings)
    return _done(_plan_documents.with_options(**machine_retries(known))(known, month, today), known)


@task(name="plan labels", persist_result=False, cache_policy=NO_CACHE)
def _plan_labels(settings: FlowSettings, month: str | None, today: date | None) -> Batch:
    return label_batch(settings, period=month, today=today)


@task(name="plan documents", persist_result=False, cache_policy=NO_CACHE)
def _plan_documents(settings: FlowSettings, month: str | None, today: date | None) -> Batch:
    return document_batch(settings, period=month, today=today)


@task(name="make", persist_result=False, cache_policy=NO_CACHE)
def _make(job: Job, lang: Lang) -> Made:
    return make(job, lang)


def _done(batch: Batch, settings: FlowSettings) -> State[Any]:
    """Make all papers in a flow of its own, whose tasks run where the settings say; the batch goes past Prefect's
    parameters, which would be stored.
    """
    lang, bar = settings.office.lang, Progress(str(batch.folder))

    @flow(name="papers", task_runner=_runner(settings), persist_result=False)
    def papers() -> list[Kept]:
        waiting = [_make.submit(job, lang) for job in batch.jobs]
        kept: list[Kept] = []
        for future in waiting:
            kept.append(keep(batch, future.result()))
            bar.move(len(kept), len(waiting))
        return kept

    kept = papers()
    bar.end()
    rows = [{"file": one.name, "written": str(one.path or ""), "why": "; ".join(one.why)} for one in kept]
    create_table_artifact(rows, key=f"papers-{batch.period}", description=str(batch.folder))
    refused = sum(one.path is None for one in kept)
    return Completed(message=f"{batch.period}: {len(kept) - refused} written, {refused} refused")


def _runner(settings: FlowSettings) -> TaskRunner[Any]:
    address = settings.cluster.scheduler
    if address is None:
        return ThreadPoolTaskRunner(max_workers=settings.office.workers)
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - only where there is a cluster

    runner: TaskRunner[Any] = DaskTaskRunner(address=address)
    return runner
