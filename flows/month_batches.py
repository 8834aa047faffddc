"""The papers of a month, all at once: label sheets of its electricity meters, acknowledgements, correction notices.

A batch is a list of jobs; a job is plain data and may be done on another machine. What it makes is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.flow_settings import FlowSettings, Labels
from flows.label_checks import Planned, after_drawing, before_drawing
from flows.label_layouts import layout
from flows.label_lists import Printed, month_of, plans_from_records
from flows.month_documents import DocumentJob, document_jobs
from flows.office_intake import intake_settings
from flows.reminders import month_before
from flows.safe_write import write_new
from schemas.catalogue import Lang, message
from schemas.errors import UsageError
from schemas.findings import Finding
from warehouse.meters import Meters
from warehouse.query import reader
from warehouse.store import Store

_PERMITS = """
SELECT DISTINCT permit_number FROM current_verifications
WHERE period = ? AND instrument_kind = 'electricity_meter' AND verdict = 'pass' ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class LabelJob:
    """A permit's stickers of a month; ``findings`` were made before anything is drawn, and stop it."""

    name: str
    plans: tuple[Planned, ...]
    findings: tuple[Finding, ...]
    settings: Labels


Job = LabelJob | DocumentJob


@dataclass(frozen=True, slots=True)
class Made:
    """What a job came to: a file's bytes, or the reasons why there is none, in the office's language."""

    name: str
    content: bytes | None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch is to make: the month, the folder, the jobs."""

    period: str
    folder: Path
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was written, or the reasons why it was not."""

    name: str
    path: Path | None
    why: tuple[str, ...] = ()


def label_batch(settings: FlowSettings, *, period: str | None = None, today: date | None = None) -> Batch:
    """A sheet of stickers for each permit whose electricity meters passed in a month, by default in the last one."""
    how = intake_settings(settings, today)
    period = period or month_before(how.today)
    wanted, warehouse = _printed(settings.labels), settings.office.warehouse
    jobs: list[Job] = []
    permits = _permits(warehouse, period)
    with Meters(warehouse) as meters:
        for permit in permits:
            records = meters.passed(permit_number=permit, period=period)
            plans, findings = plans_from_records(records, wanted)
            findings += before_drawing(plans, how.register, meters)
            jobs.append(LabelJob(f"{permit}.pdf", tuple(plans), tuple(findings), settings.labels))
    return Batch(period, _folder(settings, "labels", period), tuple(jobs))


def document_batch(settings: FlowSettings, *, period: str | None = None, today: date | None = None) -> Batch:
    """The acknowledgement of each submission in force of a month, and the correction notice of each that has errors."""
    how = intake_settings(settings, today)
    period = period or month_before(how.today)
    with Store(settings.office.warehouse, read_only=True) as store:
        jobs = tuple(document_jobs(store, how, period))
    return Batch(period, _folder(settings, "notices", period), jobs)


def make(job: Job, lang: Lang = "zh") -> Made:
    """Do one job: bytes, or the reasons why there are none."""
    return _labels(job, lang) if isinstance(job, LabelJob) else Made(job.name, job.docx())


def keep(batch: Batch, made: Made) -> Kept:
    """Write what a job made; a file of an earlier batch is replaced as a whole."""
    if made.content is None:
        return Kept(made.name, None, made.why)
    path = batch.folder / made.name
    write_new(path, made.content)
    return Kept(made.name, path)


def _labels(job: LabelJob, lang: Lang) -> Made:
    from generators.label_sheet import draw_stickers  # noqa: PLC0415 - only where labels are drawn

    if job.findings:
        return Made(job.name, None, _words(job.findings, lang))
    chosen = layout(job.settings.layout, job.settings.dots_per_inch)
    pdf = draw_stickers((plan.sticker for plan in job.plans), chosen)
    if job.settings.verify == "none":
        return Made(job.name, pdf)
    wrong = after_drawing(pdf, job.plans, chosen.each_page, every=job.settings.verify == "all")
    return Made(job.name, None if wrong else pdf, _words(wrong, lang))


def _words(findings: Sequence[Finding], lang: Lang) -> tuple[str, ...]:
    return tuple(f"{finding.code} {message(finding, lang)}" for finding in findings)


def _printed(wanted: Labels) -> Printed:
    try:
        until = month_of(wanted.valid_until) if wanted.valid_until else None
    except ValueError as error:
        raise UsageError(f"labels.valid_until: {wanted.valid_until}", hint="民國年/月,例如 123/12。") from error
    return Printed("", until, wanted.service_until)


def _permits(warehouse: Path, period: str) -> list[str]:
    connection = reader(warehouse)
    try:
        return [row[0] for row in connection.execute(_PERMITS, [period]).fetchall()]
    finally:
        connection.close()


def _folder(settings: FlowSettings, what: str, period: str) -> Path:
    warehouse = settings.office.warehouse
    return warehouse.with_name(f"{warehouse.stem}.{what}") / period
