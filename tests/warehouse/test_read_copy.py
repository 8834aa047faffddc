"""The read copy: whole, without names of persons, swapped at once, readable while the warehouse is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import warehouse
from schemas.errors import WarehouseBusy, WarehouseError
from schemas.findings import Finding
from schemas.place import Place
from tests.warehouse.builders import NOON, message, meters, record, register, report, submission
from warehouse.read_copy import PERSONAL, publish, published_at, read_copy_path
from warehouse.store import Store

PERSONS = ("王小明", "李四", "趙六", "陳七", "周八", "sender@example", "office@example")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    findings = [
        Finding("R401", Place(page=1), "verifier", "檢定人員李四"),
        Finding("T206", Place(page=2), None, "主管趙六"),
        Finding("C305", Place(page=1, row=2), "demand", "0.1x"),
    ]
    with Store(path) as store:
        store.save_register(register())
        store.register_message(message())
        given = submission([record(meters(5)), report()], message())
        given.documents[0].findings = findings
        store.load_submission(given)
    return path


def test_the_copy_says_what_the_warehouse_says(path: Path) -> None:
    copy = warehouse.publish(path)
    assert copy == read_copy_path(path) == path.with_name("w.read.duckdb")
    queries = (
        "SELECT * FROM verifications_electricity_meter ORDER BY row",
        "SELECT * FROM v_month_status",
        "SELECT * FROM current_documents ORDER BY id",
        "SELECT permit_number, instrument_kinds FROM permits",
        "SELECT * FROM schema_migrations WHERE number = 0",
    )
    with duckdb.connect(path, read_only=True) as original:
        expected = [original.execute(query).fetchall() for query in queries]
    with duckdb.connect(copy, read_only=True) as reader:
        assert [reader.execute(query).fetchall() for query in queries] == expected
    assert [len(rows) for rows in expected] == [5, 2, 2, 1, 0]


def test_no_name_of_a_person_is_in_the_copy(path: Path) -> None:
    original, copy = path.read_bytes(), publish(path).read_bytes()
    for name in PERSONS:
        assert name.encode() in original, name
        assert name.encode() not in copy, name


def test_a_finding_about_a_person_keeps_its_place_and_loses_the_name(path: Path) -> None:
    with duckdb.connect(publish(path), read_only=True) as reader:
        rows = reader.execute("SELECT code, page, field, value FROM findings").fetchall()
        sentences = reader.execute("SELECT message, message_en FROM findings WHERE code = 'T206'").fetchall()
    assert rows == [("R401", 1, "verifier", "○○"), ("T206", 2, None, "○○"), ("C305", 1, "demand", "0.1x")]
    assert all("○○" in sentence for sentence in sentences[0])


def test_personal_columns_are_those_of_the_schema(path: Path) -> None:
    with duckdb.connect(path, read_only=True) as original:
        found = set(original.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall())
    wanted = {(table, column) for table, columns in PERSONAL.items() for column in columns}
    assert len(wanted) >= 12
    assert wanted <= found


def test_the_copy_knows_its_age_and_the_warehouse_is_none(path: Path) -> None:
    copy = publish(path, clock=lambda: NOON)
    with duckdb.connect(copy, read_only=True) as reader:
        assert str(published_at(reader)) == "2026-11-05 12:00:00"
    with duckdb.connect(path, read_only=True) as reader:
        assert published_at(reader) is None


def test_readers_of_the_copy_do_not_disturb_writer_or_publisher(path: Path) -> None:
    publish(path)
    with duckdb.connect(read_copy_path(path), read_only=True) as reader:
        with Store(path) as store:
            second = message("second")
            store.register_message(second)
            store.load_submission(submission([record(meters(7), "new.pdf")], second))
            assert reader.execute("SELECT count(*) FROM verifications").fetchall() == [(5,)]
        publish(path)
        assert reader.execute("SELECT count(*) FROM verifications").fetchall() == [(5,)]
    with duckdb.connect(read_copy_path(path), read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM verifications").fetchall() == [(12,)]


def test_nothing_is_published_while_somebody_writes(path: Path) -> None:
    with Store(path), pytest.raises(WarehouseBusy, match="PID"):
        publish(path)
    assert not read_copy_path(path).exists()


def test_what_a_killed_publication_left_is_no_hindrance(path: Path) -> None:
    part = path.with_name("w.read.duckdb.part")
    part.write_bytes(b"half of a file")
    assert publish(path).is_file()
    assert not part.exists()


def test_a_second_writer_is_told_who_writes(path: Path) -> None:
    code = (
        "import sys; from warehouse.store import Store; store = Store(sys.argv[1]); print('open', flush=True);"
        "sys.stdin.read(); store.close()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WarehouseBusy, match=f"PID {other.pid}") as caught:
            Store(path)
        assert caught.value.retryable
        with pytest.raises(WarehouseBusy):
            Store(path, read_only=True)
        other.communicate()
    with Store(path) as store:
        assert store.fetch("SELECT count(*) FROM submissions") == [(1,)]


def test_what_is_no_warehouse_is_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(b"PK\x03\x04 this is no database" * 500)
    with pytest.raises(WarehouseError, match=r"junk\.duckdb"):
        Store(junk)
    with pytest.raises(WarehouseError, match="no such warehouse"):
        Store(tmp_path / "none.duckdb", read_only=True)
    assert not (tmp_path / "none.duckdb").exists()
