"""``zijian query``: answers in three formats, and refuses all that is no reading of the warehouse."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from tests.warehouse.builders import message, meters, record, submission
from warehouse.read_copy import publish
from warehouse.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("query") / "w.duckdb"
    rows = meters(30)
    rows[0].rejection_reason = "\x1b[31m紅\u202e"
    with Store(path) as store:
        store.register_message(message())
        store.load_submission(submission([record(rows)], message()))
    publish(path)
    return path


def ask(database: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["query", "--warehouse", str(database), *words])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


REFUSED = {
    "INSERT INTO runs (id, source, ruleset, started_at) VALUES (9, '', '', now())": "INSERT",
    "UPDATE submissions SET state = 'accepted'": "UPDATE",
    "DELETE FROM receipts": "DELETE",
    "DROP TABLE receipts": "DROP",
    "CREATE TABLE mine (a INTEGER)": "CREATE",
    "CREATE TEMP TABLE mine AS SELECT 1": "CREATE",
    "ATTACH '/tmp/other.duckdb'": "ATTACH",
    "ATTACH 'dbname=postgres' AS pg (TYPE postgres)": "ATTACH",
    "COPY (SELECT 1) TO '/tmp/out.csv'": "COPY",
    "EXPORT DATABASE '/tmp/out'": "EXPORT",
    "INSTALL httpfs": "LOAD",
    "LOAD httpfs": "LOAD",
    "SET enable_external_access = true": "SET",
    "PRAGMA database_list": "PRAGMA",
    "CALL pragma_version()": "CALL",
    "BEGIN": "TRANSACTION",
    "VACUUM": "VACUUM",
    "SELECT 1; DROP TABLE receipts": "one statement",
    "": "one statement",
    "-- nothing": "one statement",
    "SELECT * FROM read_csv('/etc/passwd')": "files",
    "SELECT * FROM read_text('/etc/passwd')": "files",
    "SELECT * FROM read_parquet('https://example.test/x.parquet')": "files",
    "SELECT * FROM glob('/etc/*')": "files",
    "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')": "files",
    "SELECT * FROM '/etc/passwd'": "fails",
    "SELECT * FROM postgres_scan('', '', '')": "fails",
    "SELECT * FROM sqlite_scan('a', 'b')": "fails",
    "SELECT getenv('HOME')": "fails",
    "SELECT * FROM connection": "fails",
    "SELECT $1": "fails",
    "SELEC 1": "fails",
    "SELECT no_such FROM runs": "fails",
    "SELECT error('a\nb')": "fails",
    "SELECT verifier FROM documents": "fails",
}


@pytest.mark.parametrize("sql", list(REFUSED))
def test_what_is_no_reading_is_refused_in_one_line(
    database: Path, capsys: pytest.CaptureFixture[str], sql: str
) -> None:
    status, out, err = ask(database, capsys, sql)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert err.startswith("zijian: ")
    assert REFUSED[sql] in err


ENDLESS = {
    "cross join": "SELECT count(*) FROM range(10000000000) a, range(10000000000) b WHERE a.range + b.range = -1",
    "recursion": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
    "joined tables": "SELECT count(*) FROM "  # noqa: S608
    + ", ".join(f"verifications v{number}" for number in range(9))
    + " WHERE hash(v0.row, v1.row, v2.row, v3.row, v4.row, v5.row, v6.row, v7.row, v8.row) = 1",
}


@pytest.mark.parametrize("name", list(ENDLESS))
def test_what_runs_for_ever_is_stopped(database: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, out, err = ask(database, capsys, ENDLESS[name], "--seconds", "0.5")
    assert (status, out) == (2, "")
    assert "stopped after 0.5 s" in err
    assert len(err.strip().splitlines()) == 1


def test_a_step_that_heeds_no_interrupt_is_stopped_too(database: Path) -> None:
    code = "import sys; from flows.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["query", "--warehouse", str(database), "--seconds", "0.2", "SELECT length(repeat('x', 3000000000))"]
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_formats_agree(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = (
        "SELECT serial_number, wh_full_load, verdict = 'pass' AS ok, rejection_reason AS why, [1, 2] AS list"
        " FROM verifications_electricity_meter WHERE row BETWEEN 2 AND 3 ORDER BY row"
    )
    status, out, err = ask(database, capsys, sql, "--format", "json")
    assert status == 0
    assert json.loads(out) == [
        {"serial_number": f"1800000{number}", "wh_full_load": 0.1, "ok": True, "why": None, "list": [1, 2]}
        for number in (1, 2)
    ]
    assert "讀取副本" in err
    _, out, _ = ask(database, capsys, sql, "--format", "csv")
    assert list(csv.reader(io.StringIO(out))) == [
        ["serial_number", "wh_full_load", "ok", "why", "list"],
        ["18000001", "0.1", "true", "", "[1, 2]"],
        ["18000002", "0.1", "true", "", "[1, 2]"],
    ]
    _, out, _ = ask(database, capsys, sql)
    assert out.splitlines()[2] == "18000001       0.1           true       [1, 2]"


def test_a_table_shows_no_control_characters(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(database, capsys, "SELECT rejection_reason AS r, '中' AS 字 FROM verifications WHERE row = 1")
    assert out.splitlines()[2] == "�[31m紅�  中"
    assert out.splitlines()[1] == "─" * 8 + "  " + "──"


def test_a_plan_is_drawn_over_several_lines(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(database, capsys, "EXPLAIN SELECT count(*) FROM receipts")
    assert len(out.splitlines()) > 3
    assert "�" not in out


def test_it_says_when_it_cut_rows(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT row FROM verifications ORDER BY row"
    _, out, err = ask(database, capsys, sql, "--limit", "29", "--format", "csv", "--lang", "en")
    assert len(out.splitlines()) == 30
    assert "Only the first 29 rows" in err
    for words in ((), ("--limit", "30"), ("--limit", "0")):
        _, out, err = ask(database, capsys, sql, *words, "--format", "csv", "--lang", "en")
        assert len(out.splitlines()) == 31
        assert "Only the first" not in err


def test_numbers_that_a_float_would_change_stay_exact(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT 123456789012.123456::DECIMAL(18,6) AS a, 0.1::DECIMAL(18,6) AS a, 'nan'::DOUBLE AS c, DATE '2026-10-07' AS d"
    _, out, _ = ask(database, capsys, sql, "--format", "json")
    assert list(json.loads(out)[0].values())[1:] == [0.1, None, "2026-10-07"]
    assert "123456789012.123456" in out


def test_reading_statements_of_all_sorts_pass(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for sql in (
        "SHOW TABLES",
        "DESCRIBE receipts",
        "SUMMARIZE runs",
        "EXPLAIN SELECT 1",
        "FROM v_month_status",
        "VALUES (1)",
    ):
        status, out, _ = ask(database, capsys, sql)
        assert status == 0, sql
        assert out


def test_without_a_copy_the_warehouse_itself_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.register_message(message())
        assert ask(path, capsys, "SELECT 1")[0] == 2
    status, out, err = ask(path, capsys, "SELECT sender FROM messages", "--format", "csv")
    assert (status, out, err) == (0, "sender\nsender@example.test\n", "")


def test_an_old_copy_is_called_old(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path):
        pass
    copy = publish(path)
    assert "changed since" not in ask(path, capsys, "SELECT 1", "--lang", "en")[2]
    made = copy.stat().st_mtime
    os.utime(path, (made + 60, made + 60))
    assert "changed since" in ask(path, capsys, "SELECT 1", "--lang", "en")[2]


def test_a_missing_warehouse_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = ask(tmp_path / "none.duckdb", capsys, "SELECT 1")
    assert status == 2
    assert "none.duckdb" in err
    assert not list(tmp_path.iterdir())


def test_the_warehouse_can_come_from_the_environment(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZIJIAN_WAREHOUSE", str(database))
    assert main(["query", "SELECT count(*) AS n FROM verifications", "--format", "csv"]) == 0
    assert capsys.readouterr().out == "n\n30\n"
