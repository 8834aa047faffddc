"""``zijian flows serve | run NAME | list``: the scheduled work, on Prefect."""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows import flow_settings
from flows.command_parts import day
from schemas.errors import MissingPart, UsageError

if TYPE_CHECKING:
    from flows.flow_settings import FlowSettings

NAMES = ("intake", "outbox", "reminders", "month-close", "permit-expiry", "labels", "documents")
_MONTHLY = ("reminders", "month-close", "labels", "documents")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and by which settings."""
    kinds = parser.add_subparsers(dest="action", required=True)
    serve = kinds.add_parser("serve", help="依排程執行全部作業 | run all on their schedules")
    once = kinds.add_parser("run", help="立即執行一項作業 | run one now")
    listing = kinds.add_parser("list", help="列出作業與排程 | what there is, and when it runs")
    once.add_argument("name", choices=NAMES, metavar="NAME", help=" | ".join(NAMES))
    once.add_argument("--today", type=day, metavar="DATE", help="作業日 YYYY-MM-DD | day that the rules go by")
    once.add_argument("--month", type=_period, metavar="YYYY-MM", help="月份,預設上月 | month, by default the last one")
    for each in (serve, once, listing):
        each.add_argument(
            "--settings",
            type=Path,
            default=Path(os.environ.get(flow_settings.VARIABLE, flow_settings.DEFAULT_FILE)),
            metavar="FILE",
            help=f"設定檔 (TOML) | settings [${flow_settings.VARIABLE}, {flow_settings.DEFAULT_FILE}]",
        )
        each.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 (done), 1 (the run failed, the page says why) or 2 (could not be done)."""
    settings = flow_settings.load(args.settings)
    actions = {"serve": _serve, "run": _run, "list": _list}
    return actions[args.action](args, settings)


def _serve(args: argparse.Namespace, settings: FlowSettings) -> int:
    from flows.prefect_server import prefect_api  # noqa: PLC0415

    _need_prefect()
    with prefect_api(settings) as api:
        from flows import serve_flow  # noqa: PLC0415 - Prefect takes seconds to import

        page = api.url.removesuffix("/api")
        print(f"排程執行中,請看 {page}" if args.lang == "zh" else f"serving, see {page}", flush=True)
        serve_flow.serve(settings, args.settings, alone=api.ours)
    return 0


def _run(args: argparse.Namespace, settings: FlowSettings) -> int:
    from flows.prefect_server import prefect_api  # noqa: PLC0415

    _need_prefect()
    with prefect_api(settings):
        from flows import serve_flow  # noqa: PLC0415 - Prefect takes seconds to import

        state = serve_flow.run_now(args.name, args.settings, today=args.today, **_month(args))
    print(f"{args.name}: {state.name}: {state.message or ''}", file=sys.stderr if state.is_failed() else sys.stdout)
    return 0 if state.is_completed() else 1


def _month(args: argparse.Namespace) -> dict[str, str | None]:
    if args.month is not None and args.name not in _MONTHLY:
        raise UsageError(f"{args.name} 不分月份 (knows no month)", hint="請去掉 --month。(Leave --month out.)")
    return {"month": args.month}


def _list(args: argparse.Namespace, settings: FlowSettings) -> int:
    on_demand = "依需要" if args.lang == "zh" else "on demand"
    for name in NAMES:
        print(f"{name:16}{getattr(settings.schedules, name.replace('-', '_')) or on_demand}")
    return 0


def _need_prefect() -> None:
    """Before anything is started: importing Prefect has to wait until its server's address is known."""
    if importlib.util.find_spec("prefect") is None:
        raise MissingPart(
            "未安裝 Prefect (Prefect is not installed)",
            hint="請安裝 zijian[flows];不用排程亦可執行 zijian intake、zijian month。",
        )


def _period(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM")
    return text
