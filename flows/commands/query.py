"""``zijian query "SELECT …"``: SQL on the warehouse, read-only."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.query_formats import FORMATS
from warehouse.query import Answer, ask

_DEFAULT_LIMIT = 1000
_LONGEST = 86400.0
_TAIPEI = ZoneInfo("Asia/Taipei")
_OUTDATED = {False: "資料庫其後已有變更。", True: " The warehouse has changed since."}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``query``."""
    parser.add_argument("sql", help='SQL: "SELECT …"')
    parser.add_argument(
        "--warehouse",
        default=os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb",
        metavar="DB",
        help="資料庫檔案 (the warehouse; default: $ZIJIAN_WAREHOUSE or zijian.duckdb)",
    )
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="輸出格式 (output format)")
    parser.add_argument(
        "--limit",
        type=_natural,
        default=_DEFAULT_LIMIT,
        metavar="N",
        help=f"最多列數,0 為不限 (rows at most, 0 for all; default {_DEFAULT_LIMIT})",
    )
    parser.add_argument(
        "--seconds", type=_positive, default=60.0, metavar="S", help="時限秒數 (time limit; default 60)"
    )


def run(args: argparse.Namespace) -> int:
    """Print the answer; what there is to say about it goes to stderr. Exit status 0."""
    answer = ask(args.warehouse, args.sql, limit=args.limit or None, seconds=args.seconds)
    sys.stdout.write(FORMATS[args.format](answer.columns, answer.rows))
    sys.stdout.flush()
    for note in _notes(answer, args.lang):
        print(note, file=sys.stderr)
    return 0


def _notes(answer: Answer, lang: str) -> list[str]:
    """That rows were cut, how old the copy is, and that the warehouse has changed since."""
    english = lang == "en"
    notes: list[str] = []
    if answer.cut:
        shown = len(answer.rows)
        notes.append(
            f"Only the first {shown} rows are shown; --limit 0 shows all."
            if english
            else f"僅顯示前 {shown} 列;--limit 0 顯示全部。"
        )
    if answer.published is not None:
        notes.append(_age(answer.published, english) + (_OUTDATED[english] if answer.outdated else ""))
    return notes


def _age(published: datetime, english: bool) -> str:
    minutes = max(0, int((datetime.now(_TAIPEI).replace(tzinfo=None) - published).total_seconds() // 60))
    when = published.strftime("%Y-%m-%d %H:%M")
    return f"Read copy of {when}, {minutes} min old." if english else f"讀取副本製於 {when}({minutes} 分鐘前)。"


def _natural(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text}: 0, 1, 2 …")
    return int(text)


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{text}: 0 < S ≤ {_LONGEST:g}")
    return number
