"""``zijian query``: SQL on the warehouse, read-only, or one of the ready queries by its name."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.query_formats import FORMATS, as_table
from flows.safe_write import write_new
from schemas.errors import UsageError
from warehouse.query import Answer, ask
from warehouse.query_files import Saved, save_parquet
from warehouse.query_ready import Words, ready_queries, ready_query

_DEFAULT_LIMIT = 1000
_LONGEST = 86400.0
_TAIPEI = ZoneInfo("Asia/Taipei")
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_OUTDATED = {False: "資料庫其後已有變更。", True: " The warehouse has changed since."}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the SQL, the values of its ``$name``, words for its headings."""

    sql: str
    parameters: Mapping[str, object] | None = None
    headings: Mapping[str, Words] = field(default_factory=dict)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``query``."""
    parser.add_argument(
        "sql", nargs="?", metavar="SQL|NAME", help='SQL: "SELECT …",或現成查詢之名稱 (or a ready query)'
    )
    parser.add_argument("--list", action="store_true", help="列出現成查詢 (list the ready queries)")
    parser.add_argument(
        "--param", "-p", action="append", default=[], metavar="NAME=VALUE", help="參數 (a value for a ready query)"
    )
    add_warehouse(parser)
    parser.add_argument(
        "--format", choices=(*FORMATS, "parquet"), default="table", help="輸出格式 (output format; parquet needs --out)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="存成檔案 (write to a file)")
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


def add_warehouse(parser: argparse.ArgumentParser) -> None:
    """``--warehouse``, alike for every command that reads."""
    parser.add_argument(
        "--warehouse",
        default=os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb",
        metavar="DB",
        help="資料庫檔案 (the warehouse; default: $ZIJIAN_WAREHOUSE or zijian.duckdb)",
    )


def run(args: argparse.Namespace) -> int:
    """Print or write the answer; what there is to say about it goes to stderr. Exit status 0."""
    if args.list:
        sys.stdout.write(_listed(args.lang))
        return 0
    question = _question(args)
    if args.format == "parquet":
        result: Answer | Saved = _saved(args, question)
    else:
        answer = ask(
            args.warehouse,
            question.sql,
            limit=args.limit or None,
            seconds=args.seconds,
            parameters=question.parameters,
        )
        _put(args.out, FORMATS[args.format](_headings(args, question, answer.columns), answer.rows))
        result = answer
    for note in notes(result, args.lang):
        print(note, file=sys.stderr)
    return 0


def notes(answer: Answer | Saved, lang: str) -> list[str]:
    """That rows were cut, how old the copy is, and that the warehouse has changed since."""
    english = lang == "en"
    found: list[str] = []
    if answer.cut:
        shown = answer.rows if isinstance(answer, Saved) else len(answer.rows)
        found.append(
            f"Only the first {shown} rows are shown; --limit 0 shows all."
            if english
            else f"僅顯示前 {shown} 列;--limit 0 顯示全部。"
        )
    if answer.published is not None:
        found.append(_age(answer.published, english) + (_OUTDATED[english] if answer.outdated else ""))
    return found


def given_values(texts: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` words as a mapping; ``UsageError`` where one is not so written."""
    pairs = [text.partition("=") for text in texts]
    wrong = [name for name, sign, _ in pairs if not (name and sign)]
    if wrong:
        raise UsageError(f"--param {wrong[0]}:須為 NAME=VALUE (write NAME=VALUE)")
    return {name: value for name, _, value in pairs}


def _question(args: argparse.Namespace) -> Question:
    if args.sql is None:
        raise UsageError(
            "請給 SQL 或現成查詢之名稱 (give SQL or the name of a ready query)", hint="zijian query --list"
        )
    given = given_values(args.param)
    if not _NAME.fullmatch(args.sql):
        if given:
            raise UsageError("--param 僅用於現成查詢 (--param goes with a ready query)", hint="zijian query --list")
        return Question(args.sql)
    ready = ready_query(args.sql)
    return Question(ready.sql, ready.values(given) or None, ready.columns)


def _headings(args: argparse.Namespace, question: Question, columns: list[str]) -> list[str]:
    """People read words, programs read names."""
    if args.format != "table":
        return columns
    return [question.headings[name].of(args.lang) if name in question.headings else name for name in columns]


def _saved(args: argparse.Namespace, question: Question) -> Saved:
    if args.out is None:
        raise UsageError("Parquet 須以 --out 指定檔案 (Parquet is written to a file: add --out)")
    return save_parquet(
        args.warehouse,
        question.sql,
        args.out,
        limit=args.limit or None,
        seconds=args.seconds,
        parameters=question.parameters,
    )


def _put(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        write_new(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror} (cannot be written)") from error


def _listed(lang: str) -> str:
    english = lang == "en"
    rows = []
    for ready in ready_queries().values():
        wanted = (
            f"{p.name}{'' if p.required else f'={p.default}' if p.default else '?'}({p.words.of('en' if english else 'zh')})"
            for p in ready.parameters
        )
        rows.append((ready.name, ready.words.of("en" if english else "zh"), " ".join(wanted)))
    return as_table(("name", "query", "--param") if english else ("名稱", "查詢", "--param"), rows)


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
