"""``zijian demo``: the whole month on ``sample_inputs``, into ``out/demo``."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

DEFAULT_OUT = Path("out/demo")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write, and whether to start over."""
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_OUT, metavar="DIR", help="輸出資料夾 | folder to write to [%(default)s]"
    )
    parser.add_argument("--fresh", action="store_true", help="先清除前次展示的結果 | remove an earlier demo first")


def run(args: argparse.Namespace) -> int:
    """Exit status 0: the faults in the sample mail are meant."""
    from flows.demo import month_heading, run_demo, where_to_look  # noqa: PLC0415 - rich and DuckDB only when it runs
    from flows.intake_summary import print_summary  # noqa: PLC0415

    result = run_demo(args.out, args.lang, _say, workers=min(2, os.cpu_count() or 1), fresh=args.fresh)
    for line in month_heading(result, args.lang):
        _say(line)
    print_summary(result.intake, result.data, result.page, result.warehouse, args.lang)
    _say("")
    for line in where_to_look(result, args.lang):
        _say(line)
    return 0


def _say(line: str) -> None:
    print(line, flush=True)
