"""``zijian service``: the figures that the bureau publishes on its service, and what the office supplies for them."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.query import add_warehouse
from flows.safe_write import write_new
from schemas.errors import UsageError

if TYPE_CHECKING:
    from warehouse.store import Store

_WITHIN = "14"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``areas``, ``counts``, ``read``, ``report``."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, words in _ACTIONS.items():
        action = actions.add_parser(name, help=words, description=words)
        add_warehouse(action)
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
        if name == "report":
            _report_arguments(action)
            continue
        action.add_argument("file", type=Path, metavar="FILE", help="檔案 | the file")
        action.add_argument("--by", default=None, metavar="NAME", help="經手人 | who does it (default: the user)")
        if name == "read":
            action.add_argument("--title", metavar="TEXT", help="標題 | title [the file's name]")
            action.add_argument("--year", type=int, metavar="ROC", help="民國年度 | ROC year [from the title]")
            action.add_argument("--example", action="store_true", help="範例資料 | it is sample data")


def _report_arguments(action: argparse.ArgumentParser) -> None:
    action.add_argument("--year", metavar="ROC", help="民國年度 | ROC year")
    action.add_argument(
        "--within", default=_WITHIN, metavar="DAYS", help="辦結期限(日) | days that a case may take [14]"
    )
    action.add_argument("--out", type=Path, required=True, metavar="FILE.docx", help="Word 檔 | the document")
    action.add_argument("--seconds", type=float, default=120.0, metavar="S", help="時限秒數 | time limit [120]")


def run(args: argparse.Namespace) -> int:
    """Exit status 0."""
    return {"areas": _areas, "counts": _counts, "read": _read, "report": _report}[args.action](args)


def _areas(args: argparse.Namespace) -> int:
    from flows.service_supply import read_areas  # noqa: PLC0415 - DuckDB only here
    from warehouse.service import save_areas  # noqa: PLC0415

    areas = read_areas(args.file)
    with _store(args) as store:
        save_areas(store, areas, args.by or getpass.getuser())
    return _published(args, f"轄區 {len(areas)} 筆。", f"{len(areas)} areas.")


def _counts(args: argparse.Namespace) -> int:
    from flows.service_supply import read_counts  # noqa: PLC0415
    from warehouse.service import measures, save_counts  # noqa: PLC0415

    with _store(args) as store:
        counts = read_counts(args.file, measures(store))
        replaced = save_counts(store, counts, args.by or getpass.getuser())
    return _published(
        args, f"件數 {len(counts)} 筆,取代 {replaced} 筆。", f"{len(counts)} counts, {replaced} replaced."
    )


def _read(args: argparse.Namespace) -> int:
    from flows.service_reading import read_report  # noqa: PLC0415
    from warehouse.service import save_report  # noqa: PLC0415

    report, cells, figures = read_report(args.file, title=args.title, roc_year=args.year, example=args.example)
    with _store(args) as store:
        new = save_report(store, report, cells, figures, args.by or getpass.getuser())
    known = sum(figure.measure is not None for figure in figures)
    if not new:
        return _published(args, "此檔先前已讀入,未變更。", "This file was read in before; nothing was changed.")
    return _published(
        args,
        f"{report.pages} 頁、{len(cells)} 格、數字 {len(figures)} 個(對應項目 {known} 個)。",
        f"{report.pages} pages, {len(cells)} cells, {len(figures)} figures ({known} of them measures of ours).",
    )


def _report(args: argparse.Namespace) -> int:
    from flows.query_charts import Asked  # noqa: PLC0415
    from flows.service_document import service_report  # noqa: PLC0415
    from generators.service_report import build  # noqa: PLC0415
    from warehouse.values import local_time, taipei_now  # noqa: PLC0415

    given = {name: value for name in ("year", "within") if (value := getattr(args, name))}
    report, why = service_report(
        Asked(args.warehouse, given, args.lang, args.seconds), local_time(taipei_now()) or taipei_now()
    )
    try:
        write_new(args.out, build(report))
    except OSError as error:
        raise UsageError(f"{args.out}:{error.strerror} (cannot be written)") from error
    print(args.out)
    if why:
        print(f"未附圖:{why}" if args.lang == "zh" else f"No chart: {why}", file=sys.stderr)
    return 0


def _store(args: argparse.Namespace) -> Store:
    from warehouse.store import Store  # noqa: PLC0415

    if not Path(args.warehouse).is_file():
        raise UsageError(f"找不到資料庫:{args.warehouse} (no such warehouse)", hint="--warehouse DB")
    return Store(args.warehouse)


def _published(args: argparse.Namespace, zh: str, en: str) -> int:
    """Queries see it at once."""
    from warehouse.read_copy import publish  # noqa: PLC0415

    publish(args.warehouse)
    print(zh if args.lang == "zh" else en)
    return 0


_ACTIONS = {
    "areas": "載入分局轄區 (TOML) | load the areas of the branches",
    "counts": "載入本系統所不經手之件數 (CSV) | enter counts that do not pass through this program",
    "read": "以 camelot 讀入已公布之服務績效報告 (PDF) | read a published report's tables by camelot",
    "report": "產製服務績效統計 (Word) | the figures on service as a Word document",
}
