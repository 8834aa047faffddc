"""What the subcommands of ``zijian permit`` and ``zijian mark`` share on the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import legal_tables
from flows.command_parts import day
from flows.permit_desk import Desk, acting, open_desk

Add = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class Action:
    """A subcommand's own action: its words, its arguments, what it does (returns the exit status).

    ``creates``: whether it may begin a warehouse that is not there yet; ``reads``: whether it changes nothing.
    """

    zh: str
    en: str
    add: Add
    run: Callable[[Desk, argparse.Namespace], int]
    creates: bool = False
    reads: bool = False


def add_actions(parser: argparse.ArgumentParser, actions: dict[str, Action]) -> None:
    """The actions as subparsers, each with the options that all have."""
    below = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, action in actions.items():
        sub = below.add_parser(name, help=f"{action.zh} | {action.en}", description=f"{action.zh} | {action.en}")
        action.add(sub)
        _common(sub)


def run_action(args: argparse.Namespace, actions: dict[str, Action]) -> int:
    """Open the warehouse and do it; all of it in one transaction."""
    action, legal = actions[args.action], legal_tables.chosen(args)
    how = {"must_exist": not action.creates, "read_only": action.reads}
    with open_desk(args.warehouse, acting(args.by), args.today, legal, **how) as desk:
        return action.run(desk, args)


def say(args: argparse.Namespace, data: Any, *lines: str) -> None:
    """The outcome: as JSON where that is asked for, else as lines."""
    if args.json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines))


def add_on(parser: argparse.ArgumentParser, zh: str = "生效日", en: str = "day from which it holds") -> None:
    """``--on DATE``; without it today."""
    parser.add_argument("--on", type=day, metavar="DATE", help=f"{zh} YYYY-MM-DD | {en} [today]")


def add_reason(parser: argparse.ArgumentParser) -> None:
    """``--reason TEXT``, required."""
    parser.add_argument("--reason", required=True, metavar="TEXT", help="事由 | why")


def nothing(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""
    del parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb"),
        metavar="DB",
        help="資料庫 | the warehouse [$ZIJIAN_WAREHOUSE, zijian.duckdb]",
    )
    parser.add_argument("--by", metavar="NAME", help="承辦人 | who does it [登入帳號 | login name]")
    parser.add_argument("--today", type=day, metavar="DATE", help="作業日 YYYY-MM-DD | day of acting")
    legal_tables.add_options(parser)
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
