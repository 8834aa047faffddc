"""Exports: Parquet by month that others read, workbooks and CSV without a live formula, files that are whole or not there."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from flows.cli import main
from flows.export_xlsx import write_xlsx
from flows.query_formats import as_csv, disarmed
from warehouse.query import ask

pytestmark = pytest.mark.xdist_group("sample-warehouse")
FORMULAS = [
    '=HYPERLINK("http://example.test","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "  =1+1",
    "=1",
    "-1x",
]


def test_parquet_by_month_is_what_polars_reads(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--warehouse", str(sample), "--out", str(tmp_path)]) == 0
    written = dict(line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert len(written) == 2
    for table, sql in (
        ("current_verifications", "count(*), count(mark_number), 0"),
        ("measurements", "count(*), count(limit_high), sum(value)"),
    ):
        file = tmp_path / table / "period=2026-10" / "data.parquet"
        frame = pl.scan_parquet(tmp_path / table / "**/*.parquet", hive_partitioning=True).collect()
        assert int(written[str(file)]) == len(frame)
        expected = ask(sample, f"SELECT {sql} FROM {table}", limit=1, seconds=60).rows[0]  # noqa: S608
        total = frame["value"].sum() if table == "measurements" else 0
        counted = frame["mark_number"].count() if table == "current_verifications" else frame["limit_high"].count()
        assert (len(frame), counted, total) == expected
        assert frame["period"].unique().to_list() == ["2026-10"]


def test_a_month_that_is_there_is_written_anew(sample: Path, tmp_path: Path) -> None:
    words = [
        "export",
        "--warehouse",
        str(sample),
        "--out",
        str(tmp_path),
        "--table",
        "failure_rates",
        "--month",
        "2026-10",
    ]
    file = tmp_path / "failure_rates" / "period=2026-10" / "data.parquet"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"torn")
    assert main(words) == 0
    assert pl.read_parquet(file)["verified"].sum() > 1400
    assert [path.name for path in file.parent.iterdir()] == ["data.parquet"]


def test_tables_without_a_month_and_unknown_ones_are_refused(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("permits", "no_such", 'x"; DROP TABLE permits; --'):
        for form in ("parquet", "xlsx"):
            words = [
                "export",
                "--warehouse",
                str(sample),
                "--format",
                form,
                "--out",
                str(tmp_path / "x"),
                "--table",
                table,
            ]
            assert main(words) == 2
            assert "no such table" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_of_a_ready_query_opens_in_libreoffice(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "fees.xlsx"
    words = ["--format", "xlsx", "--query", "fees", "--month", "2026-10", "--out", str(out)]
    assert main(["export", "--warehouse", str(sample), *words]) == 0
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(out)], check=True, capture_output=True, timeout=240)
    rows = list(csv.reader((tmp_path / "fees.csv").open(encoding="utf-8")))
    assert len(rows) == 8
    assert rows[4][:5] == ["2026-10", "MV113901", "霽川衡器股份有限公司", "weighing_instrument", "3488"]
    assert rows[4][8] == "2026-11-13"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert write_xlsx(path, [text], [[text], [f"{text} <&>"]]) == 2
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    for cell in (sheet["A1"], sheet["A2"], sheet["A3"]):
        assert cell.data_type in ("s", "inlineStr")
        assert cell.number_format == "@"
    assert sheet["A2"].value in (text, text.replace("\r", "\n"))
    rows = list(csv.reader(io.StringIO(as_csv(["a"], [[text]]), newline="")))
    assert rows == [["a"], ["'" + text]]


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    for value in ("-1", "+1.5", "-0.25%", "a=b", "", "臺中", None, -1, Decimal("-0.2"), date(2026, 1, 1)):
        assert disarmed(value) == value
    assert as_csv(["n"], [[-1], [Decimal("-0.5")], ["-0.5"]]) == "n\n-1\n-0.5\n-0.5\n"


VALUES: list[Any] = [
    None,
    True,
    0,
    10**15 - 1,
    10**15,
    Decimal("-0.000001"),
    Decimal("123456789012.123456"),
    float("nan"),
    1.5,
    date(2026, 11, 21),
    datetime(2026, 11, 21, 9, 30, 15),  # noqa: DTZ001
    "00123",
    "_x0041_",
    "a\x00b\x1fc",
    ["=1", 2],
]


def test_values_come_back_as_they_went_in(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, ["v"], [[value] for value in VALUES])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    found = [sheet.cell(row, 1).value for row in range(2, len(VALUES) + 2)]
    assert found[:5] == [None, True, 0, 10**15 - 1, str(10**15)]
    assert found[5:9] == [-0.000001, "123456789012.123456", "nan", 1.5]
    assert found[9] == datetime(2026, 11, 21)  # noqa: DTZ001
    assert found[10] == datetime(2026, 11, 21, 9, 30, 15)  # noqa: DTZ001
    assert found[11] == "00123"
    assert unescape(str(found[12])) == "_x0041_"
    assert unescape(str(found[13])) == "a\x00b\x1fc"
    assert found[14] == '["=1", 2]'


@given(st.text(max_size=60))
def test_any_text_is_kept_by_a_workbook(text: str) -> None:
    import tempfile  # noqa: PLC0415 - a folder for each example

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        write_xlsx(path, ["t"], [[text]])
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        cell = sheet["A2"]
        assert cell.data_type != "f"
        shown = unescape(str(cell.value or ""))
        lost = str.maketrans({"\r": "\n", "\ufffe": "\ufffd", "\uffff": "\ufffd"})
        assert shown.translate(lost) == text.replace("\r\n", "\n").translate(lost)


def test_queries_are_saved_as_parquet_whole_or_cut_and_say_so(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "q.parquet"
    base = ["query", "--warehouse", str(sample), "--format", "parquet", "--lang", "en"]
    assert main([*base, "completeness", "-p", "month=2026-10", "--out", str(out)]) == 0
    assert len(pl.read_parquet(out)) == 5
    assert main([*base, "SELECT '中;' AS a, 1 AS b; -- 中", "--out", str(out)]) == 0
    assert pl.read_parquet(out).to_dicts() == [{"a": "中;", "b": 1}]
    assert main([*base, "SELECT * FROM range(10)", "--limit", "3", "--out", str(out)]) == 0
    assert "first 3 rows" in capsys.readouterr().err
    assert len(pl.read_parquet(out)) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["q.parquet"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1) TO 'evil.csv'; --",
        "COPY (SELECT 1) TO 'evil.csv'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('*')",
        "SELECT * FROM range(10000000000) a, range(10000000000) b WHERE a.range + b.range = -1",
        "SELECT 1; SELECT 2",
    ],
)
def test_nothing_else_is_written_or_read(
    sql: str, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = [
        "query",
        "--warehouse",
        str(sample),
        "--format",
        "parquet",
        "--seconds",
        "0.5",
        "--out",
        "out.parquet",
        sql,
    ]
    assert main(words) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_query_that_wants_too_much_memory_is_stopped(sample: Path) -> None:
    from schemas.errors import UsageError  # noqa: PLC0415

    sql = "SELECT count(DISTINCT x) FROM (SELECT range::VARCHAR || repeat('x', 200) AS x FROM range(20000000))"
    with pytest.raises(UsageError, match="more memory"):
        ask(sample, sql, limit=10, seconds=120, memory="100MB")
