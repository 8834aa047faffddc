"""``zijian intake status``: what is unsettled, failed, in quarantine, waiting to be sent, and the latest runs."""

from __future__ import annotations

import argparse
import json
import sys

from flows.commands.intake import add_warehouse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The warehouse and how many runs."""
    add_warehouse(parser)
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="最近幾次作業 | latest runs [%(default)s]")
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 where nothing waits for a person, else 1."""
    from flows.intake_status import as_json, intake_status, lines  # noqa: PLC0415 - DuckDB

    status = intake_status(args.warehouse, max(args.runs, 0))
    if args.json:
        json.dump(as_json(status), sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    else:
        print(*lines(status, args.lang), sep="\n")
    return 0 if status.clear else 1
