"""``zijian month close | remind | expiry | labels | documents [YYYY-MM]``: what the flows do on their schedules, without Prefect."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows import flow_settings
from flows.command_parts import day

if TYPE_CHECKING:
    from flows.flow_settings import FlowSettings
    from flows.office_letters import Posted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, for which month, by which settings."""
    kinds = parser.add_subparsers(dest="action", required=True)
    close = kinds.add_parser("close", help="結算:完整性、核對、規費、逾期、催報 | completeness, fees, late, reminders")
    remind = kinds.add_parser("remind", help="期限前提醒、逾期催報 | reminders before and after the due day")
    expiry = kinds.add_parser("expiry", help="許可屆滿前三個月之展延通知 | renewal notices three months before expiry")
    labels = kinds.add_parser("labels", help="標籤批次 (PDF) | label sheets of a month's electricity meters")
    documents = kinds.add_parser("documents", help="回執與補正通知 (Word) | acknowledgements, correction notices")
    for each in (close, remind, labels, documents):
        each.add_argument(
            "month", nargs="?", type=_month, metavar="YYYY-MM", help="月份,預設上月 | default: last month"
        )
    for each in (close, remind, expiry, labels, documents):
        add_settings(each)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """``--settings``, ``--today`` and ``--lang``, alike for every action."""
    parser.add_argument(
        "--settings",
        type=Path,
        default=Path(os.environ.get(flow_settings.VARIABLE, flow_settings.DEFAULT_FILE)),
        metavar="FILE",
        help=f"設定檔 (TOML) | settings [${flow_settings.VARIABLE}, {flow_settings.DEFAULT_FILE}]",
    )
    parser.add_argument("--today", type=day, metavar="DATE", help="作業日 YYYY-MM-DD | day that the rules go by")
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 (done) or 2 (could not be done); 1 where something of the month is
    still open (``close``) or a paper could not be made (``labels``).
    """
    settings = flow_settings.load(args.settings)
    actions = {"close": _close, "remind": _remind, "expiry": _expiry, "labels": _batch, "documents": _batch}
    return actions[args.action](args, settings)


def _close(args: argparse.Namespace, settings: FlowSettings) -> int:
    from flows.month_close import close_month  # noqa: PLC0415 - DuckDB only where a month is closed
    from flows.month_close_words import close_markdown  # noqa: PLC0415

    closed = close_month(settings, period=args.month, today=args.today)
    sys.stdout.write(close_markdown(closed, args.lang))
    print(f"\n{closed.page}")
    return 0 if closed.settled else 1


def _remind(args: argparse.Namespace, settings: FlowSettings) -> int:
    from flows.month_close import remind  # noqa: PLC0415

    due, posted = remind(settings, period=args.month, today=args.today)
    if due.stage is None:
        zh = f"{due.period} 期限 {due.day},今日不需提醒。"
        print(zh if args.lang == "zh" else f"{due.period} is due on {due.day}: nothing to remind of today.")
    _print(posted, args)
    return 0


def _expiry(args: argparse.Namespace, settings: FlowSettings) -> int:
    from flows.office_permits import notify_expiring  # noqa: PLC0415

    found = notify_expiring(settings, today=args.today)
    if not found.posted:
        print("無即將屆滿之許可。" if args.lang == "zh" else "No permit is about to expire.")
    _print(found.posted, args)
    return 0


def _batch(args: argparse.Namespace, settings: FlowSettings) -> int:
    from flows.month_batches import document_batch, keep, label_batch, make  # noqa: PLC0415

    plan = label_batch if args.action == "labels" else document_batch
    batch = plan(settings, period=args.month, today=args.today)
    kept = [keep(batch, make(job, args.lang)) for job in batch.jobs]
    for one in kept:
        print(one.path or one.name)
        for line in one.why:
            print(f"  {line}", file=sys.stderr)
    return 1 if any(one.path is None for one in kept) else 0


def _print(posted: Sequence[Posted], args: argparse.Namespace) -> None:
    from flows.month_close_words import posted_line  # noqa: PLC0415

    for one in posted:
        print(posted_line(one, args.lang))


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM")
    return text
