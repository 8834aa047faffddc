"""Marks: approved before they are made, used, left over, destroyed or cancelled (管理辦法 art. 10; guide, 6, 7, 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.permit_applications import OPEN, applications
from flows.permit_desk import Desk, Due, bare_number
from flows.permit_import import batch_number, next_batch
from schemas import catalogue
from schemas.application_case import found
from schemas.catalogue_entry import GUIDE_6, SELF_10
from schemas.errors import UsageError
from schemas.findings import Finding, Severity
from schemas.mark_batch import (
    BatchState,
    Run,
    batch_state,
    carries_validity,
    lapse_deadline,
    merged,
    run_of,
    total,
    without,
    year_end_deadline,
)
from schemas.mark_rules import review_marks
from schemas.permit import MarksApproved, MarksGone
from schemas.permit_register import by_subject
from schemas.permit_state import PermitState, permit_state
from schemas.register import MarkBatch
from schemas.register_events import RegisterEvent
from schemas.working_days import next_working_day


@dataclass(frozen=True, slots=True)
class Usage:
    """A batch on a day: which numbers were used, which are left to be used."""

    state: BatchState
    used: tuple[Run, ...]

    @property
    def left(self) -> tuple[Run, ...]:
        """Approved, neither used nor destroyed nor cancelled."""
        return without(self.state.live, self.used)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Numbers that have to be reported for destruction by a day, and why."""

    usage: Usage
    due_on: date
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Destruction:
    """How marks were destroyed, for the record (art. 10)."""

    place: str
    method: str
    company_witness: str
    officer: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was recorded; nothing where a finding of severity error stands against it."""

    findings: tuple[Finding, ...]
    events: tuple[RegisterEvent, ...] = ()

    @property
    def grave(self) -> bool:
        """Whether nothing was recorded."""
        return any(catalogue.severity(finding) is Severity.ERROR for finding in self.findings)


def approve(desk: Desk, batch: MarkBatch, *, samples: int, validity: bool | None, on: date) -> Done:
    """Approve sample and range of marks before they are made, unless something stands against it."""
    permit = desk.permit(batch.permit_number, on)
    given = batch.model_copy(update={"permit_number": permit.permit_number, "approved_on": on})
    others = [usage.state for usage in usages(desk, permit.permit_number)]
    done = Done(tuple(review_marks(given, samples, permit, others, on)))
    if done.grave:
        return done
    shows = validity if validity is not None else carries_validity(batch.instrument_kind)
    details = MarksApproved(batch=given, samples=samples, carries_validity=shows, example=permit.example)
    number = batch_number(next_batch(desk.store))
    event = RegisterEvent(
        "mark_batch",
        number,
        "approved",
        on,
        details,
        permit_number=permit.permit_number,
        basis=f"{SELF_10} 第2項;{GUIDE_6}",
    )
    return Done(done.findings, tuple(desk.record(event)))


def usages(desk: Desk, permit_number: str | None = None, on: date | None = None) -> list[Usage]:
    """The batches of a permit, or of all, with what was used of them."""
    wanted = bare_number(permit_number) if permit_number else None
    return [_usage(desk, state) for state in batches(desk, on) if wanted in (None, state.batch.permit_number)]


def batches(desk: Desk, on: date | None = None) -> list[BatchState]:
    """All batches as they were on a day."""
    groups = by_subject(desk.events())["mark_batch"]
    states = (batch_state(number, own, on or desk.today) for number, own in sorted(groups.items()))
    return [state for state in states if state]


def usage_of(desk: Desk, number: str) -> Usage:
    """One batch; ``UsageError`` where there is none of that number."""
    one = next((state for state in batches(desk) if state.number == number.upper()), None)
    if one is None:
        raise UsageError(f"查無印證批次 {number} (no such batch)。", hint="請以 zijian mark list 查詢。")
    return _usage(desk, one)


def _usage(desk: Desk, state: BatchState) -> Usage:
    from warehouse.mark_usage import used_runs  # noqa: PLC0415 - DuckDB only where it is needed

    return Usage(state, used_runs(desk.store, state))


def leftovers(desk: Desk, year: int | None = None) -> list[Leftover]:
    """What has to be destroyed: dated marks of years gone by, and all marks of permits that lapsed."""
    permits = by_subject(desk.events())["permit"]
    pending = {one.permit_number for one in applications(desk) if one.form == "FIF-05" and one.stage in OPEN}
    found: list[Leftover] = []
    for batch in batches(desk):
        number = batch.batch.permit_number
        permit = permit_state(number, permits.get(number, []), desk.today)
        why = _lapsed(permit, desk.today, pending) or _year_end(batch, desk.today, year)
        usage = _usage(desk, batch) if why and batch.live else None
        if why and usage and usage.left:
            found.append(Leftover(usage, next_working_day(why[0], desk.legal.holidays), *why[1:]))
    return found


def _lapsed(state: PermitState | None, today: date, pending: Collection[str | None]) -> tuple[date, str, str] | None:
    """The permit ended or expired, and no extension is under review."""
    if state is not None and state.end is not None:
        return lapse_deadline(state.end.since), "許可已終止", "the permit has ended"
    if state is not None and today > state.valid_to and state.permit_number not in pending:
        return lapse_deadline(state.valid_to), "許可期滿未換發", "the permit expired"
    return None


def _year_end(batch: BatchState, today: date, year: int | None) -> tuple[date, str, str] | None:
    bound = batch.year_bound
    if bound is None or bound >= today.year or year not in (None, bound):
        return None
    sure = batch.carries_validity is not None
    zh = f"{bound} 年度未使用完畢" + ("" if sure else "(印證是否標示有效期間未登錄,請查對)")
    en = f"left over from {bound}" + ("" if sure else " (whether the marks carry a validity is not recorded)")
    return year_end_deadline(bound), zh, en


def mark_deadlines(desk: Desk) -> Iterator[Due]:
    """Until when what is left over has to be reported for destruction."""
    for one in leftovers(desk):
        count = f"{total(one.usage.left):,}"
        zh = f"印證 {count} 枚應報請會同銷毀:{one.zh}"
        en = f"{count} marks to be reported for destruction: {one.en}"
        yield Due(one.due_on, one.usage.state.number, zh, en)


def report(desk: Desk, number: str, *, on: date) -> Done:
    """The holder reported what is left over."""
    usage = usage_of(desk, number)
    return _gone(desk, [(usage, usage.left)], "leftover_reported", on, "業者報請會同清點銷毀", None)


def cancel(desk: Desk, number: str, *, on: date, reason: str) -> Done:
    """Cancel by public notice what nobody reported in time (art. 10 (3))."""
    usage = usage_of(desk, number)
    late = next((one for one in leftovers(desk) if one.usage.state.number == usage.state.number), None)
    if late is None or on <= late.due_on or usage.state.reported_on is not None:
        raise UsageError(
            f"{usage.state.number} 尚不得公告註銷 (cannot be cancelled yet)。",
            hint="限許可失效或期滿、逾期未報請會同銷毀者。",
        )
    return _gone(desk, [(usage, usage.left)], "cancelled", on, reason, None)


def destroy(
    desk: Desk,
    numbers: Sequence[str],
    *,
    on: date,
    reason: str,
    how: Destruction,
    ranges: Sequence[tuple[str, str]] = (),
    out: Path | None = None,
) -> Done:
    """Marks were counted and destroyed: of one batch the ``ranges``, else all that is left of each batch.

    The record is a docx at ``out``. Numbers that were used are named, and nothing is recorded then.
    """
    chosen = [usage_of(desk, number) for number in numbers]
    if ranges and len(chosen) != 1:
        raise UsageError("--range 限一批使用 (for one batch only)。")
    if len({usage.state.batch.permit_number for usage in chosen}) != 1:
        raise UsageError("一份銷毀紀錄限同一許可 (one record is for one permit)。")
    parts = [(usage, _runs(usage, ranges) if ranges else usage.left) for usage in chosen]
    used = tuple(finding for usage, runs in parts for finding in _used(usage, runs))
    if used:
        return Done(used)
    done = _gone(desk, parts, "destroyed", on, reason, how)
    if out is not None:
        desk.papers.append((out, _record(desk, parts, on, reason, how)))
    return done


def _runs(usage: Usage, ranges: Sequence[tuple[str, str]]) -> tuple[Run, ...]:
    """The ranges as runs, all of them live numbers of the batch."""
    runs = [run_of(*ends) for ends in ranges]
    if None in runs or without([run for run in runs if run], usage.state.live):
        shown = "、".join("~".join(ends) for ends in ranges)
        raise UsageError(f"{shown} 不在 {usage.state.number} 現存之號碼內 (not numbers of the batch)。")
    return tuple(merged(run for run in runs if run))


def _used(usage: Usage, runs: Sequence[Run]) -> Iterator[Finding]:
    free = without(runs, usage.used)
    if total(free) < total(runs):
        shown = "、".join("~".join(usage.state.shown(run)) for run in runs)
        yield found("P877", "range", shown, used=total(runs) - total(free))


def _gone(
    desk: Desk,
    parts: Sequence[tuple[Usage, Sequence[Run]]],
    event: str,
    on: date,
    reason: str,
    how: Destruction | None,
) -> Done:
    lines = []
    for usage, runs in parts:
        state = usage.state
        if not runs:
            raise UsageError(f"{state.number} 無剩餘印證 (no marks are left)。")
        details = MarksGone(
            ranges=[state.shown(run) for run in runs],
            count=total(runs),
            place=how.place if how else None,
            method=how.method if how else None,
            company_witness=how.company_witness if how else None,
            officer=how.officer if how else None,
        )
        permit = state.batch.permit_number
        lines.append(
            RegisterEvent("mark_batch", state.number, event, on, details, permit, basis=SELF_10, reason=reason)
        )
    return Done((), tuple(desk.record(*lines)))


def _record(desk: Desk, parts: Sequence[tuple[Usage, Sequence[Run]]], on: date, reason: str, how: Destruction) -> bytes:
    from generators.permit_papers import DestroyedBatch, DestructionData, destruction_docx  # noqa: PLC0415

    states = [(usage.state, run) for usage, runs in parts for run in runs]
    batches = [
        DestroyedBatch(state.batch.instrument_kind, state.batch.code or "", *state.shown(run), run[1] - run[0] + 1)
        for state, run in states
    ]
    permit = desk.permit(states[0][0].batch.permit_number, on)
    data = DestructionData(
        company_name=permit.certificate.company_name,
        permit_number=permit.permit_number,
        reason=reason,
        place=how.place,
        method=how.method,
        destroyed_on=on,
        batches=tuple(batches),
        issued_on=on,
        company_witness=how.company_witness,
        officer=how.officer,
        example=permit.example,
    )
    return destruction_docx(data)
