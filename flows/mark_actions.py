"""``zijian mark``: ranges of marks approved, used, left over, destroyed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flows.mark_register import (
    Destruction,
    Done,
    Usage,
    approve,
    cancel,
    destroy,
    leftovers,
    report,
    usage_of,
    usages,
)
from flows.permit_arguments import Action, add_on, add_reason, say
from flows.permit_desk import Desk, bare_number
from flows.permit_views import event_json, event_lines, kinds_words
from schemas import catalogue
from schemas.catalogue import Lang
from schemas.document import INSTRUMENT_KINDS
from schemas.mark_batch import Run, total
from schemas.plain_words import SEVERITY_WORDS
from schemas.register import MarkBatch


def _approve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("permit", metavar="PERMIT", help="自檢字號 | permit number")
    parser.add_argument("--kind", required=True, choices=INSTRUMENT_KINDS, help="度量衡器種類 | instrument kind")
    parser.add_argument("--code", metavar="BA", help="度量衡器代碼 | instrument code on the mark")
    parser.add_argument("--first", required=True, metavar="N", help="起號 | first number")
    parser.add_argument("--last", required=True, metavar="N", help="訖號 | last number")
    parser.add_argument("--samples", required=True, type=_count, metavar="N", help="樣本份數 | samples handed in")
    shows = parser.add_mutually_exclusive_group()
    shows.add_argument(
        "--carries-validity", action="store_true", default=None, help="標示有效期間 | marks show a validity"
    )
    shows.add_argument("--no-validity", action="store_true", help="未標示有效期間 | they do not")
    add_on(parser, "核准日", "day of approval")


def _approve(desk: Desk, args: argparse.Namespace) -> int:
    batch = MarkBatch(
        permit_number=bare_number(args.permit),
        instrument_kind=args.kind,
        code=args.code.upper() if args.code else None,
        first=args.first,
        last=args.last,
    )
    validity = False if args.no_validity else args.carries_validity
    return _told(args, approve(desk, batch, samples=args.samples, validity=validity, on=args.on or desk.today))


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("permit", nargs="?", metavar="PERMIT", help="自檢字號 | permit number")
    add_on(parser, "所問之日", "the day asked about")


def _list(desk: Desk, args: argparse.Namespace) -> int:
    found = usages(desk, args.permit, args.on)
    count = f"{len(found)} 批" if args.lang == "zh" else f"{len(found)} batches"
    say(args, [_json(usage) for usage in found], *(_line(usage, args.lang) for usage in found), count)
    return 0


def _batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", help="印證批號,如 MB00001 | batch")


def _show(desk: Desk, args: argparse.Namespace) -> int:
    usage = usage_of(desk, args.batch)
    words = (
        ("已使用", "used", usage.used),
        ("剩餘", "left", usage.left),
        ("已銷毀", "destroyed", usage.state.destroyed),
    )
    runs = (f"  {zh if args.lang == 'zh' else en}: {_runs(usage, part)}" for zh, en, part in words if part)
    say(args, _json(usage), _line(usage, args.lang), *runs, *event_lines(usage.state.events, args.lang))
    return 0


def _leftover_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--year", type=int, metavar="YYYY", help="年度(西元)| year")


def _leftover(desk: Desk, args: argparse.Namespace) -> int:
    found = leftovers(desk, args.year)
    data = [{**_json(one.usage), "due_on": one.due_on, "why": one.zh, "why_en": one.en} for one in found]
    lines = (
        f"{one.due_on}  {_line(one.usage, args.lang)}  {_runs(one.usage, one.usage.left)}  "
        f"{one.zh if args.lang == 'zh' else one.en}"
        for one in found
    )
    count = f"{len(found)} 批應報請銷毀" if args.lang == "zh" else f"{len(found)} batches to be destroyed"
    say(args, data, *lines, count)
    return 0


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    _batch(parser)
    add_on(parser, "報請日", "day reported")


def _report(desk: Desk, args: argparse.Namespace) -> int:
    return _told(args, report(desk, args.batch, on=args.on or desk.today))


def _cancel_arguments(parser: argparse.ArgumentParser) -> None:
    _batch(parser)
    add_reason(parser)
    add_on(parser, "公告日", "day of the notice")


def _cancel(desk: Desk, args: argparse.Namespace) -> int:
    return _told(args, cancel(desk, args.batch, on=args.on or desk.today, reason=args.reason))


def _destroy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batches", nargs="+", metavar="BATCH", help="印證批號,同一許可 | batches of one permit")
    parser.add_argument(
        "--range", nargs=2, action="append", default=[], metavar=("FIRST", "LAST"), help="僅此號碼,可重複 | only these"
    )
    add_reason(parser)
    parser.add_argument("--place", required=True, metavar="TEXT", help="銷毀地點 | where")
    parser.add_argument("--method", required=True, metavar="TEXT", help="銷毀方式 | how")
    parser.add_argument("--witness", required=True, metavar="NAME", help="業者代表 | for the company")
    parser.add_argument("--officer", required=True, metavar="NAME", help="會同人員 | for the office")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.docx", help="銷毀紀錄 | the record")
    add_on(parser, "銷毀日", "day of destruction")


def _destroy(desk: Desk, args: argparse.Namespace) -> int:
    done = destroy(
        desk,
        args.batches,
        on=args.on or desk.today,
        reason=args.reason,
        how=Destruction(args.place, args.method, args.witness, args.officer),
        ranges=[(first, last) for first, last in args.range],
        out=args.out,
    )
    return _told(args, done, str(args.out))


def _told(args: argparse.Namespace, done: Done, paper: str | None = None) -> int:
    data: dict[str, Any] = {
        "findings": [catalogue.as_json(finding) for finding in done.findings],
        "events": [event_json(event) for event in done.events],
    }
    if paper and done.events:
        data["record"] = paper
    papers = [paper] if paper and done.events else []
    say(args, data, *_findings(done, args.lang), *event_lines(done.events, args.lang), *papers)
    return 1 if done.grave else 0


def _findings(done: Done, lang: Lang) -> Iterator[str]:
    for finding in done.findings:
        word = SEVERITY_WORDS[catalogue.severity(finding)][lang]
        yield f"[{word} {finding.code}] {catalogue.message(finding, lang)} {catalogue.remedy(finding, lang)}"


def _json(usage: Usage) -> dict[str, Any]:
    state = usage.state
    return {
        "batch": state.number,
        **state.batch.model_dump(mode="json"),
        "samples": state.samples,
        "carries_validity": state.carries_validity,
        "count": state.count,
        "used": total(usage.used),
        "left": total(usage.left),
        "destroyed": total(state.destroyed),
        "cancelled": total(state.cancelled),
        "left_ranges": [state.shown(run) for run in usage.left],
        "reported_on": state.reported_on,
    }


def _line(usage: Usage, lang: Lang) -> str:
    state, batch = usage.state, usage.state.batch
    kind = kinds_words([batch.instrument_kind], lang)
    words = ("核准", "已用", "剩餘", "銷毀") if lang == "zh" else ("approved", "used", "left", "destroyed")
    counts = (state.count, total(usage.used), total(usage.left), total(state.destroyed))
    told = "  ".join(f"{word} {count:,}" for word, count in zip(words, counts, strict=True))
    head = f"{state.number}  {batch.permit_number}  {kind} {batch.code or ''}"
    return f"{head.rstrip()}  {batch.first}~{batch.last}  {batch.approved_on or ''}  {told}"


def _runs(usage: Usage, runs: Sequence[Run]) -> str:
    shown = (usage.state.shown(run) for run in runs)
    return "、".join(first if first == last else f"{first}~{last}" for first, last in shown)


def _count(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text}: 0, 1, 2 …")
    return int(text)


ACTIONS: dict[str, Action] = {
    "approve": Action(
        "樣本與起訖號碼核准(製作前)", "approve sample and range, before making", _approve_arguments, _approve
    ),
    "list": Action("各批之核准、使用與剩餘", "batches: approved, used, left", _list_arguments, _list, reads=True),
    "show": Action("一批之號碼與紀錄", "one batch, its numbers and history", _batch, _show, reads=True),
    "leftover": Action(
        "應報請銷毀者", "what has to be destroyed, and by when", _leftover_arguments, _leftover, reads=True
    ),
    "report": Action("業者報請銷毀", "the holder reported what is left", _report_arguments, _report),
    "destroy": Action("會同清點銷毀並製作紀錄", "counted and destroyed, with the record", _destroy_arguments, _destroy),
    "cancel": Action("逾期未報請者公告註銷", "cancelled by public notice", _cancel_arguments, _cancel),
}
