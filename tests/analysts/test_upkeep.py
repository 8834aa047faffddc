"""Upkeep: checks that find planted damage, backups beside a running writer, restoring, compaction, sizes, old schemas."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from flows.cli import main
from schemas.errors import WarehouseBusy, WarehouseError
from tests.warehouse.builders import message, meters, record, register, report, submission
from warehouse import migrate as migrations_of
from warehouse.audit import AuditEntry, append, head
from warehouse.audit_heads import keep_head
from warehouse.migrate import migrations
from warehouse.read_copy import publish
from warehouse.store import Store
from warehouse.upkeep import check, compact, sizes
from warehouse.upkeep_backup import back_up, restore

NOW = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.save_register(register())
        store.register_message(message())
        store.load_submission(submission([record(meters(50)), report()], message()))
        append(store, AuditEntry("tester", "thing.do", "x"))
        append(store, AuditEntry("tester", "thing.undo", "x"))
        keep_head(path, head(store), NOW)
    return path


def faults(path: Path) -> dict[str, str]:
    return {one.name: one.example for one in check(path) if one.faults}


def spoil(path: Path, sql: str) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(sql)


def test_a_sound_warehouse_passes_every_check(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(check(path))) > 250
    assert faults(path) == {}
    assert main(["warehouse", "check", "--warehouse", str(path), "--lang", "en"]) == 0
    assert " 0 with faults" in capsys.readouterr().err


DAMAGE = {
    'DELETE FROM verifications_electricity_meter WHERE "row" = 7': "total:rows_loaded",
    "UPDATE documents SET rows_loaded = 60 WHERE document_kind = 'verification_record'": "total:rows_loaded",
    "DELETE FROM documents WHERE document_kind = 'monthly_report'": "orphan:monthly_report_lines.document_id",
    "UPDATE submissions SET superseded_by = 99": "orphan:submissions.superseded_by",
    "UPDATE submissions SET state = 'rejected'": "total:refused",
    "INSERT INTO submissions SELECT * REPLACE (9 AS id) FROM submissions": "unique:in_force",
    'UPDATE verifications_electricity_meter SET "row" = 1 WHERE "row" = 2': "unique:verifications_electricity_meter.row",
    "DELETE FROM registers": "orphan:permits.register_id",
    "INSERT INTO receipts (number, roc_year, revenue_code, serial, payer, amount, issued_on) VALUES ('115-3160-000002', 115, '3160', 2, 'x', 1, '2026-11-01')": "total:receipt_numbers",
    "INSERT INTO receipts (number, roc_year, revenue_code, serial, payer, amount, issued_on) VALUES ('x', 115, '3160', 1, 'x', 1, '2026-11-01')": "total:receipt_parts",
    "INSERT INTO runs VALUES (1, 's', 'r', '2026-11-01', '2026-11-01', 3, 1, 1, 0, 0, 0)": "total:runs",
    "UPDATE audit SET actor = 'somebody else' WHERE sequence = 1": "audit:chain",
    "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)": "audit:chain",
}


@pytest.mark.parametrize("sql", list(DAMAGE))
def test_planted_damage_is_found(sql: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(path, sql)
    assert DAMAGE[sql] in faults(path)
    assert main(["warehouse", "check", "--warehouse", str(path), "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert DAMAGE[sql] in {one["name"] for one in shown}


def test_a_flipped_byte_is_found(path: Path) -> None:
    data = bytearray(path.read_bytes())
    at = data.index(b"S1LG15")
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    try:
        found = faults(path)
    except WarehouseError:
        return
    assert "file:blocks" in found


@pytest.fixture
def intake(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes all the time, checkpointing often."""
    command = [sys.executable, "-m", "tests.analysts.running_intake", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        yield process
        process.communicate(timeout=60)
    assert process.returncode == 0


def test_backups_beside_a_running_intake_are_whole(path: Path, intake: subprocess.Popen[str], tmp_path: Path) -> None:
    seen = []
    for number in range(4):
        made = back_up(path, tmp_path / "backups", NOW.replace(second=number))
        assert made.checks > 250
        with duckdb.connect(made.path, read_only=True) as copy:
            query = "SELECT (SELECT count(*) FROM verifications), (SELECT sum(rows_loaded) FROM documents WHERE document_kind = 'verification_record')"
            rows, loaded = copy.execute(query).fetchall()[0]
        assert rows == loaded
        assert (rows - 50) % 400 == 0
        seen.append(rows)
        assert intake.stdout is not None
        intake.stdout.readline()
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]
    with pytest.raises(WarehouseBusy):
        restore(made.path, path, NOW)
    restored = tmp_path / "elsewhere" / "w.duckdb"
    assert restore(made.path, restored, NOW) is None
    assert faults(restored) == {}
    assert (
        sorted(item.suffix for item in (tmp_path / "backups").iterdir() if item.suffix != ".audit-heads")
        == [".duckdb"] * 4
    )


def test_restoring_keeps_what_stood_there(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = back_up(path, tmp_path / "backups", NOW)
    with Store(path) as store:
        other = message("second")
        store.register_message(other)
        append(store, AuditEntry("tester", "thing.redo", "x"))
        keep_head(path, head(store), NOW)
    assert main(["warehouse", "restore", str(made.path), "--warehouse", str(path), "--by", "測試員"]) == 0
    assert "replaced" in capsys.readouterr().err
    assert faults(path) == {}
    with Store(path, read_only=True) as store:
        assert store.fetch("SELECT count(*) FROM messages") == [(1,)]
        assert store.fetch("SELECT actor FROM audit WHERE \"action\" = 'warehouse.restore'") == [("測試員",)]
    kept = next(path.parent.glob("w.replaced-*.duckdb"))
    assert faults(kept) == {}


def test_a_spoilt_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    made = back_up(path, tmp_path / "backups", NOW)
    spoil(made.path, "DELETE FROM documents")
    before = path.read_bytes()
    with pytest.raises(WarehouseError, match="check failed"):
        restore(made.path, path, NOW)
    assert path.read_bytes() == before
    assert list(path.parent.glob("*.part*")) == []
    with pytest.raises(WarehouseError, match="no such backup"):
        restore(tmp_path / "none.duckdb", path, NOW)


def test_compaction_gives_space_back_and_changes_nothing(path: Path) -> None:
    with Store(path) as store:
        store.run("CREATE TABLE waste AS SELECT range, md5(range::VARCHAR) AS text FROM range(300000)")
        store.run("CHECKPOINT")
        store.run("DROP TABLE waste")
    with Store(path) as store:
        store.run("CHECKPOINT")
    query = "SELECT * FROM verifications ORDER BY serial_number"
    with Store(path, read_only=True) as store:
        rows = store.fetch(query)
        words = store.fetch("SELECT count(*), count(comment) FROM duckdb_columns() WHERE NOT internal")
    before, after = compact(path)
    assert after < before / 2
    assert faults(path) == {}
    with Store(path, read_only=True) as store:
        assert store.fetch(query) == rows
        assert store.fetch("SELECT count(*), count(comment) FROM duckdb_columns() WHERE NOT internal") == words
        assert len(store.fetch("SELECT * FROM month_status('2026-10')")) == 2


def test_sizes_name_every_table(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {one.table: one for one in sizes(path)}
    with Store(path, read_only=True) as store:
        names = {row[0] for row in store.fetch("SELECT table_name FROM duckdb_tables() WHERE NOT internal")}
    assert set(found) == names
    assert (found["verifications_electricity_meter"].rows, found["receipts"].rows) == (50, 0)
    assert found["verifications_electricity_meter"].bytes > 0
    publish(path)
    assert main(["warehouse", "size", "--warehouse", str(path), "--json"]) == 0
    assert {one["table"] for one in json.loads(capsys.readouterr().out)} == names


OLD_ROWS = {
    1: (
        "INSERT INTO messages (sha256, source, received_at, size, auto_submitted, registered_at) VALUES ('m', 's', '2026-11-01', 1, false, '2026-11-01')",
        "INSERT INTO submissions VALUES (1, 'MV107001', '2026-10', 'electricity_meter', 'm', 'c', 'accepted', '2026-11-01', 0, 'r', 10, 2, [], 'b', NULL, NULL, '2026-11-01')",
        "INSERT INTO registers VALUES (1, '2026-11-01', true, 'x', '2026-11-01')",
        "INSERT INTO permits VALUES (1, 'MV107001', 'S1', '測試', '12345675', NULL, '臺中市', ['electricity_meter'], '2024-01-01', '2026-12-31', 'valid', NULL, '2026-11-01')",
        "INSERT INTO receipts VALUES ('115-3160-000001', 115, '3160', 1, 1, '測試', 2, '2026-11-02')",
        "INSERT INTO payments VALUES (1, 1, '115-3160-000001', 2, 'cash', NULL, '2026-11-03', '2026-11-03')",
    ),
    2: (
        'INSERT INTO documents (id, submission_id, message_sha256, attachment_path, file_sha256, file_name, document_kind, instrument_kind, engine, pages, "rows", rows_loaded, state)'
        " VALUES (1, 1, 'm', '1', 'f', 'f.pdf', 'verification_record', 'electricity_meter', 'e', 1, 1, 1, 'accepted')",
        'INSERT INTO verifications_electricity_meter (submission_id, document_id, file_sha256, "row", serial_number, verdict, mark_number, wh_full_load, decimals)'
        " VALUES (1, 1, 'f', 1, '00001', 'pass', 'S1LG15000001', 0.10, '2---------')",
    ),
}
"""Rows as the migration of that number leaves the tables."""


@pytest.mark.parametrize("last", range(1, len(migrations())))
def test_a_database_of_each_earlier_schema_comes_forward_with_its_rows(last: int, tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with duckdb.connect(path) as connection:
        for migration in migrations()[:last]:
            migrations_of._apply(connection, migration, NOW)
            for sql in OLD_ROWS.get(migration.number, ()):
                connection.execute(sql)
    shutil.copyfile(path, tmp_path / "kept.duckdb")
    assert main(["warehouse", "upgrade", "--warehouse", str(path)]) == 0
    assert faults(path) == {}
    publish(path)
    with Store(path, read_only=True) as store:
        assert store.fetch("SELECT max(number) FROM schema_migrations") == [(len(migrations()),)]
        fees = store.fetch("SELECT permit_number, fee_payable, receipted, paid, outstanding FROM fees_due_and_paid")
        assert fees == [("MV107001", 2, 2, 2, 0)]
        rows = store.fetch(
            "SELECT serial_number, digits(wh_full_load, decimals, 1) FROM verifications_electricity_meter"
        )
        assert rows == ([("00001", "0.10")] if last >= 2 else [])


def test_there_are_earlier_schemas_to_come_from() -> None:
    assert len(migrations()) >= 9
