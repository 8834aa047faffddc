"""Migrations from nothing, again, from the future; tables that follow the models; words for every column."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from schemas.column import fields_of
from schemas.errors import WarehouseError
from schemas.kinds import KINDS
from warehouse import migrate as migrations_of
from warehouse.dictionary import described
from warehouse.migrate import Migration, empty_database, migrate, migrations
from warehouse.schema_sql import missing_sql
from warehouse.store import Store
from warehouse.tables import tables

NOW = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001


def test_numbers_run_from_one_without_a_gap() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))
    assert len(migrations()) >= 3


def test_from_zero_and_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "w.duckdb"
    with Store(path) as store:
        first = store.fetch("SELECT * FROM schema_migrations ORDER BY number")
    with Store(path) as store:
        again = store.fetch("SELECT * FROM schema_migrations ORDER BY number")
    assert [row[:3] for row in first] == [(m.number, m.name, m.sha256) for m in migrations()]
    assert first == again


def test_a_newer_database_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.run("INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', ?)", [NOW])
    for read_only in (False, True):
        with pytest.raises(WarehouseError, match="newer than this program") as caught:
            Store(path, read_only=read_only)
        assert "\n" not in str(caught.value)
        assert "9999" in str(caught.value)


def test_a_database_of_other_migrations_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.run("UPDATE schema_migrations SET sha256 = 'other' WHERE number = 2")
    with pytest.raises(WarehouseError, match="0002"):
        Store(path)


def test_an_older_database_is_migrated_when_written_and_refused_when_only_read(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(path) as connection:
        migrations_of._apply(connection, migrations()[0], NOW)
    with pytest.raises(WarehouseError, match="older"):
        Store(path, read_only=True)
    with Store(path) as store:
        assert store.fetch("SELECT count(*) FROM schema_migrations") == [(len(migrations()),)]


def test_a_migration_that_fails_leaves_nothing_behind() -> None:
    connection = duckdb.connect()
    broken = Migration(1, "0001_broken.sql", "CREATE TABLE half (a INTEGER); SELECT no_such_column FROM half;")
    with pytest.raises(duckdb.Error):
        migrations_of._apply(connection, broken, NOW)
    assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == []
    assert migrate(connection, NOW) == len(migrations())


def test_tables_have_the_columns_that_the_models_have() -> None:
    connection = empty_database()
    assert missing_sql(connection) == []
    for name, (_, columns) in tables().items():
        query = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
        found = connection.execute(query, [name]).fetchall()
        assert found == [(column.name, column.sql_type.split()[0]) for column in columns], name
    assert len(tables()) == 2 + len(KINDS)


def test_every_reading_of_every_kind_has_its_column() -> None:
    connection = empty_database()
    seen = 0
    for spec in KINDS:
        query = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
        names = {row[0] for row in connection.execute(query, [f"verifications_{spec.name}"]).fetchall()}
        wanted = {field.name for field in fields_of(spec.row)}
        assert wanted <= names
        seen += len(wanted)
    assert seen >= 60


def test_a_field_without_its_column_is_noticed() -> None:
    connection = empty_database()
    connection.execute("ALTER TABLE verifications_gas_meter DROP COLUMN qmax_error")
    statements = missing_sql(connection)
    assert len(statements) == 1
    assert 'ALTER TABLE verifications_gas_meter ADD COLUMN "qmax_error" DECIMAL(18,6)' in statements[0]
    connection.execute(statements[0])
    assert missing_sql(connection) == []


def test_no_table_view_or_column_lacks_words_in_either_language() -> None:
    columns = described(empty_database())
    assert len(columns) > 400
    assert {column.is_view for column in columns} == {True, False}
    for column in columns:
        for words in (column.words, column.table_words):
            zh, en = (words or "").split(" | ")[:2]
            assert re.search(r"[\u4e00-\u9fff]|SHA|QR", zh), (column.table, column.name)
            assert re.search(r"[A-Za-z]", en), (column.table, column.name)
