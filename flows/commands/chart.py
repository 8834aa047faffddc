"""``zijian chart``: error distributions with limits, failure rates, fees, completeness and service as PNG or SVG."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Literal

from flows.commands.query import add_warehouse
from flows.query_charts import CHARTS, Asked, chart_of
from flows.safe_write import write_new
from schemas.errors import UsageError

_OPTIONS = {
    "kind": "種類,如 water_meter (instrument kind)",
    "reading": "讀數,如 high_error (reading: the name of its column)",
    "month": "月份 YYYY-MM (month)",
    "within": "辦結期限(日) (days that a case may take)",
    "year": "民國年度 (ROC year)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which chart, of what, where to."""
    parser.add_argument("chart", choices=tuple(CHARTS), help="圖別 (which chart)")
    add_warehouse(parser)
    for name, words in _OPTIONS.items():
        parser.add_argument(f"--{name}", metavar=name.upper(), help=words)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=".png 或 .svg (or)")
    parser.add_argument("--seconds", type=float, default=120.0, metavar="S", help="時限秒數 (time limit) [120]")


def run(args: argparse.Namespace) -> int:
    """Write the chart and name it. Exit status 0."""
    from generators.chart import draw  # noqa: PLC0415 - after the arguments are known to be right

    form = _form(args.out)
    given = {name: value for name in _OPTIONS if (value := getattr(args, name))}
    if args.chart == "errors" and not {"kind", "reading"} <= given.keys():
        raise UsageError("errors 須有 --kind 與 --reading (errors needs both)", hint='zijian query "FROM dim_reading"')
    data = draw(chart_of(args.chart, Asked(args.warehouse, given, args.lang, args.seconds)), form)
    try:
        write_new(args.out, data)
    except OSError as error:
        raise UsageError(f"{args.out}:{error.strerror} (cannot be written)") from error
    print(args.out)
    return 0


def _form(path: Path) -> Literal["png", "svg"]:
    suffix = path.suffix.lower()
    if suffix == ".png":
        return "png"
    if suffix == ".svg":
        return "svg"
    raise UsageError(f"{path}:副檔名須為 .png 或 .svg (the name must end in .png or .svg)")
