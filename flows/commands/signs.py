"""``zijian signs``: readings that look made up, for staff to look at; never part of a verdict or a reply."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import re
import sys
from pathlib import Path

from flows.safe_write import write_new
from schemas.document import INSTRUMENT_KINDS
from schemas.errors import UsageError
from schemas.signs import Sign, signs
from schemas.validate import RULESET


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Warehouse, month, what a bench can do, where to write the page."""
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb"),
        metavar="DB",
        help="資料庫檔案 | the warehouse [$ZIJIAN_WAREHOUSE, zijian.duckdb]",
    )
    parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="僅某月 | one month only")
    parser.add_argument(
        "--per-day",
        type=_capacity,
        action="append",
        default=[],
        metavar="KIND=N",
        help="每日(每機台)檢定能量 | what a bench can do on a day; may be repeated",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="另寫成網頁 | also write a page into the folder")
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 whatever is found: a sign is no fault."""
    from warehouse.batches import batches  # noqa: PLC0415 (DuckDB only where there is a warehouse to read)
    from warehouse.store import Store  # noqa: PLC0415

    with Store(args.warehouse, read_only=True) as store:
        found = signs(batches(store, args.month), dict(args.per_day))
    if args.out:
        _write_page(found, args)
    if args.json:
        json.dump([dataclasses.asdict(sign) for sign in found], sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        _show(found, args)
    return 0


def _show(found: list[Sign], args: argparse.Namespace) -> None:
    from generators.signs_page import figures, heading  # noqa: PLC0415 (only for people)

    for sign in found:
        print(heading(sign, args.lang))
        print(f"    {figures(sign, args.lang)}")
    zh = args.lang == "zh"
    if not args.per_day:
        print("未指定 --per-day,未查每日數量。" if zh else "--per-day is not given: numbers a day were not looked at.")
    print(f"共 {len(found)} 項,僅供內部參考。" if zh else f"{len(found)} signs, for staff only.")


def _write_page(found: list[Sign], args: argparse.Namespace) -> None:
    from generators.signs_page import signs_page  # noqa: PLC0415 (only for the page)

    path = args.out / f"signs-{args.month or 'all'}.html"
    try:
        write_new(path, signs_page(found, args.lang, RULESET).encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{args.out}: {error.strerror}", hint="請指定可寫入的資料夾(give a folder)。") from error


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM")
    return text


def _capacity(text: str) -> tuple[str, int]:
    kind, _, number = text.partition("=")
    if kind not in INSTRUMENT_KINDS or not re.fullmatch(r"[1-9][0-9]{0,6}", number):
        raise argparse.ArgumentTypeError(f"{text}: {'|'.join(INSTRUMENT_KINDS)}=N")
    return kind, int(number)
