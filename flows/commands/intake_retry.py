"""``zijian intake retry``: take messages whose load failed again, once the cause is gone."""

from __future__ import annotations

import argparse

from flows import mail_options
from flows.commands.intake import add_judging_arguments, add_warehouse, take_in
from flows.settings import load
from schemas.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which messages, and what to judge them by: the same options as ``zijian intake``."""
    parser.add_argument("sha", nargs="*", metavar="SHA", help="郵件 SHA-256 或其開頭 | message, or how its hash begins")
    parser.add_argument("--all", action="store_true", help="全部失敗之郵件 | all messages that failed")
    add_warehouse(parser)
    add_judging_arguments(parser)
    mail_options.add_settings(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status as of ``zijian intake``."""
    from flows.retry_source import failed_source  # noqa: PLC0415 - DuckDB

    if bool(args.sha) == args.all:
        raise UsageError("請指定郵件或 --all (name messages, or --all)", hint="見 zijian intake status。")
    return take_in(args, failed_source(args.warehouse, args.sha), "retry", load(args.settings))
