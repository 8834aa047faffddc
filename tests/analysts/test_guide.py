"""The notebook runs on the sample, and the guide names only commands, queries and tables that there are."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import build_parser
from tests.analysts.test_ready_queries import GIVEN
from warehouse.migrate import empty_database
from warehouse.query_ready import ready_queries

pytestmark = pytest.mark.xdist_group("sample-warehouse")
DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "analysts.md").read_text(encoding="utf-8")


def test_every_cell_of_the_notebook_runs(sample: Path, tmp_path: Path) -> None:
    notebook = json.loads((DOCS / "notebook" / "month.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) >= 6
    script = tmp_path / "cells.py"
    script.write_text(
        "\n\n".join(cells) + "\nprint(len(errors), fees['fee_payable'].sum(), rates['failed'].sum())\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "ZIJIAN_WAREHOUSE": str(sample)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["360", str(3488 + 833 + 2980 + 2862 + 5161 + 960 + 1416), "11"]


def test_commands_of_the_guide_are_commands() -> None:
    lines = [line.split("#")[0].strip() for line in GUIDE.splitlines() if line.startswith("zijian ")]
    assert len(lines) >= 20
    for line in lines:
        words = shlex.split(line)[1:]
        args = build_parser(words, "zh").parse_args(words)
        if args.command == "query" and re.fullmatch("[a-z-]+", args.sql or ""):
            given = dict(text.split("=") for text in args.param)
            assert ready_queries()[args.sql].values({**GIVEN.get(args.sql, {}), **given}) is not None


def test_tables_of_the_guide_are_tables() -> None:
    names = {row[0] for row in empty_database().execute("SELECT table_name FROM duckdb_columns()").fetchall()}
    model = GUIDE.split("## 查詢")[0].split("## 資料模型")[1]
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", model)) - {"record", "confirmed", "reference"}
    assert len(named) >= 18
    assert named - names == set()


def test_no_ready_query_is_left_untested() -> None:
    expected = {path.stem for path in (Path(__file__).parent / "expected").glob("*.csv")}
    assert expected == set(ready_queries())
