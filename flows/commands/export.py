"""``zijian export``: Parquet by month for programs, a workbook for people."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from flows.commands.query import add_warehouse, given_values, notes
from flows.export_files import Exported, month_tables, parquet_by_month, workbook
from schemas.errors import UsageError
from warehouse.query_ready import ready_query

_DEFAULT = ("current_verifications", "measurements")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to export, in which form, where to."""
    add_warehouse(parser)
    parser.add_argument("--format", choices=("parquet", "xlsx"), default="parquet", help="格式 (form) [%(default)s]")
    parser.add_argument(
        "--table",
        action="append",
        default=[],
        metavar="NAME",
        help=f"資料表或檢視,可重複 (table or view with a month; again for more) [{', '.join(_DEFAULT)}]",
    )
    parser.add_argument("--query", metavar="NAME", help="以現成查詢匯出 xlsx (a ready query, for xlsx)")
    parser.add_argument(
        "--param", "-p", action="append", default=[], metavar="NAME=VALUE", help="查詢參數 (its values)"
    )
    parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="僅此月份 (this month only)")
    parser.add_argument("--out", type=Path, metavar="PATH", help="資料夾或 .xlsx 檔 (folder, or .xlsx file)")
    parser.add_argument("--list", action="store_true", help="列出可匯出之資料表 (list what can be exported)")
    parser.add_argument("--seconds", type=float, default=600.0, metavar="S", help="時限秒數 (time limit) [600]")


def run(args: argparse.Namespace) -> int:
    """Write the files and name them on stdout; how old they are goes to stderr. Exit status 0."""
    if args.list:
        print("\n".join(month_tables(args.warehouse)))
        return 0
    if args.out is None:
        raise UsageError("請以 --out 指定位置 (say where to: --out)")
    try:
        made = _workbook(args) if args.format == "xlsx" else _parquet(args)
    except OSError as error:
        raise UsageError(f"{error.filename}:{error.strerror} (cannot be written)") from error
    for one in made:
        print(f"{one.path}\t{one.rows}")
    for note in notes(made[-1].source, args.lang) if made else ():
        print(note, file=sys.stderr)
    return 0


def _parquet(args: argparse.Namespace) -> list[Exported]:
    if args.query:
        raise UsageError(
            "--query 用於 --format xlsx (goes with xlsx)", hint="zijian query NAME --format parquet --out FILE"
        )
    tables = args.table or _DEFAULT
    return [
        one for table in tables for one in parquet_by_month(args.warehouse, table, args.out, args.month, args.seconds)
    ]


def _workbook(args: argparse.Namespace) -> list[Exported]:
    if args.query:
        ready, given = ready_query(args.query), given_values(args.param)
        if args.month and any(parameter.name == "month" for parameter in ready.parameters):
            given.setdefault("month", args.month)
        return [workbook(args.warehouse, ready.sql, args.out, args.seconds, ready.values(given) or None)]
    tables = args.table or _DEFAULT[:1]
    if len(tables) > 1:
        raise UsageError("活頁簿一次限一個資料表 (one table a workbook)")
    if tables[0] not in (known := month_tables(args.warehouse)):
        raise UsageError(f"{tables[0]}:無此資料表 (no such table)", hint="、".join(known))
    sql = f'SELECT * FROM "{tables[0]}" WHERE $month IS NULL OR period = $month'  # noqa: S608 (a name that is known)
    return [workbook(args.warehouse, sql, args.out, args.seconds, {"month": args.month})]


def _month(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM")
    return text
