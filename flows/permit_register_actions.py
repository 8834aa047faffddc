"""``zijian permit``: the register as a whole, a permit on a day, its history, and what befalls it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from flows import legal_tables
from flows.command_parts import day
from flows.permit_arguments import Action, add_on, add_reason, say
from flows.permit_desk import Desk, bare_number
from flows.permit_import import import_register, register_toml
from flows.permit_lifecycle import annul, end, resume, suspend
from flows.permit_views import event_json, event_lines, list_line, state_json, state_lines
from flows.safe_write import write_new
from schemas.document import INSTRUMENT_KINDS
from schemas.errors import UsageError
from schemas.permit_register import by_subject, register_of
from schemas.permit_state import permit_state
from schemas.register_events import RegisterEvent


def _permit_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("permit", metavar="PERMIT", help="自檢字號 | permit number")


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    _permit_argument(parser)
    add_on(parser, "所問之日", "the day asked about")
    parser.add_argument("--known", type=day, metavar="DATE", help="以該日所知者為準 | as it was known on that day")


def _show(desk: Desk, args: argparse.Namespace) -> int:
    state = desk.permit(args.permit, args.on, args.known)
    say(args, state_json(state), *state_lines(state, args.lang))
    return 0


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    add_on(parser, "所問之日", "the day asked about")
    parser.add_argument(
        "--status", choices=("valid", "suspended", "revoked", "expired"), help="僅列此狀態 | only this status"
    )


def _list(desk: Desk, args: argparse.Namespace) -> int:
    on = args.on or desk.today
    groups = by_subject(desk.events())["permit"]
    states = [state for number in sorted(groups) if (state := permit_state(number, groups[number], on))]
    shown = [state for state in states if args.status in (None, state.status)]
    count = f"{len(shown)} 件許可" if args.lang == "zh" else f"{len(shown)} permits"
    say(args, [state_json(state) for state in shown], *(list_line(state, args.lang) for state in shown), count)
    return 0


def _history(desk: Desk, args: argparse.Namespace) -> int:
    from warehouse.permit_ledger import read_events  # noqa: PLC0415 - DuckDB only where it is needed

    number = bare_number(args.permit)
    events = read_events(desk.store, permit_number=number)
    if not events:
        raise UsageError(f"查無許可 {number} (no such permit)。", hint="請以 zijian permit list 查詢。")
    say(args, [event_json(event) for event in events], *event_lines(events, args.lang))
    return 0


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="登記資料 register.toml")


def _import(desk: Desk, args: argparse.Namespace) -> int:
    events = import_register(desk.store, legal_tables.load_register(args.file), desk.actor)
    permits = len({event.subject for event in events if event.subject_kind == "permit"})
    batches = len([event for event in events if event.subject_kind == "mark_batch"])
    zh = f"已匯入許可 {permits} 件、印證批次 {batches} 批;其餘登記簿已有。"
    en = f"{permits} permits and {batches} mark batches imported; the rest was there already."
    say(args, {"permits": permits, "mark_batches": batches, "events": len(events)}, zh if args.lang == "zh" else en)
    return 0


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", help="輸出檔 (TOML) | output [stdout]")
    add_on(parser, "所問之日", "the day asked about")


def _export(desk: Desk, args: argparse.Namespace) -> int:
    register = register_of(desk.events(), args.on or desk.today)
    text = register_toml(register)
    if args.out is None:
        say(args, register.model_dump(mode="json"), text.rstrip("\n"))
        return 0
    try:
        write_new(args.out, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{args.out}:{error.strerror}", hint="請確認輸出路徑可寫入。") from error
    done = {"file": str(args.out), "permits": len(register.permits)}
    say(args, done, f"已寫出 {args.out}" if args.lang == "zh" else f"wrote {args.out}")
    return 0


def _suspend_arguments(parser: argparse.ArgumentParser) -> None:
    _permit_argument(parser)
    parser.add_argument(
        "--item", type=int, required=True, choices=range(1, 9), metavar="1-8", help="管理辦法第18條第1項之款次 | item"
    )
    parser.add_argument(
        "--kind", action="append", default=[], choices=INSTRUMENT_KINDS, help="僅此種類,可重複 | only this kind"
    )
    parser.add_argument(
        "--corrected-by", type=day, metavar="DATE", help="已屆滿之改正期限(第4至6款) | deadline that has passed"
    )
    add_reason(parser)
    add_on(parser)


def _suspend(desk: Desk, args: argparse.Namespace) -> int:
    event = suspend(
        desk,
        args.permit,
        on=args.on or desk.today,
        item=args.item,
        reason=args.reason,
        kinds=args.kind,
        corrected_by=args.corrected_by,
    )
    return said(args, event)


def _resume_arguments(parser: argparse.ArgumentParser) -> None:
    _permit_argument(parser)
    add_reason(parser)
    add_on(parser)


def _resume(desk: Desk, args: argparse.Namespace) -> int:
    return said(args, resume(desk, args.permit, on=args.on or desk.today, reason=args.reason))


def _revoke_arguments(parser: argparse.ArgumentParser) -> None:
    _permit_argument(parser)
    ground = parser.add_mutually_exclusive_group(required=True)
    ground.add_argument("--fraud", action="store_true", help="以詐偽方法取得許可:撤銷(第17條) | revoked for fraud")
    ground.add_argument(
        "--item", type=int, choices=range(1, 10), metavar="1-9", help="廢止:第19條第1項之款次 | item of art. 19 (1)"
    )
    parser.add_argument(
        "--not-attributable",
        action="store_true",
        help="主動申請且不可歸責於業者(第20條第2項但書) | art. 20 (2), proviso",
    )
    add_reason(parser)
    add_on(parser)


def _revoke(desk: Desk, args: argparse.Namespace) -> int:
    event = end(
        desk,
        args.permit,
        on=args.on or desk.today,
        reason=args.reason,
        item=args.item,
        attributable=not args.not_attributable,
    )
    return said(args, event)


def _annul_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", type=int, metavar="EVENT", help="事件編號(zijian permit history)| number of the event")
    add_reason(parser)


def _annul(desk: Desk, args: argparse.Namespace) -> int:
    return said(args, annul(desk, args.event, reason=args.reason))


def said(args: argparse.Namespace, *events: RegisterEvent, more: dict[str, Any] | None = None) -> int:
    """Tell which events were recorded."""
    shown = [event_json(event) for event in events]
    say(args, {**shown[0], **(more or {})} if len(shown) == 1 else shown, *event_lines(events, args.lang))
    return 0


ACTIONS: dict[str, Action] = {
    "list": Action("全部許可", "all permits", _list_arguments, _list, reads=True),
    "show": Action("某日之許可內容", "what held on a day", _show_arguments, _show, reads=True),
    "history": Action("許可之全部紀錄", "all that was recorded of a permit", _permit_argument, _history, reads=True),
    "import": Action("匯入登記資料 (TOML)", "take in a register file", _import_arguments, _import, creates=True),
    "export": Action("匯出登記資料 (TOML)", "write a register file", _export_arguments, _export, reads=True),
    "suspend": Action("停止自行檢定(第18條)", "stop self-verification", _suspend_arguments, _suspend),
    "resume": Action("恢復自行檢定", "let it go on", _resume_arguments, _resume),
    "revoke": Action("撤銷或廢止許可(第17、19條)", "revoke or abolish a permit", _revoke_arguments, _revoke),
    "annul": Action("註銷登錄錯誤之事件", "take back an event recorded in error", _annul_arguments, _annul),
}
