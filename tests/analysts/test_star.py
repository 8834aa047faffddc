"""The star: dimensions with history, the long view with limits, the questions of a month; words and units for all."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from flows import legal_tables
from schemas.column import fields_of
from schemas.kinds import KINDS
from schemas.legal_tables import Limit
from schemas.place import Place
from schemas.rules.record_limits import tolerance
from schemas.submission import SubmissionKey
from tests.warehouse.builders import NOON, message, meters, record, register, submission
from warehouse.dictionary import described
from warehouse.migrate import empty_database
from warehouse.query import ask
from warehouse.query_ready import ready_query
from warehouse.query_star_sql import readings, statements
from warehouse.read_copy import PERSONAL, publish
from warehouse.reading_limits import save_limits
from warehouse.store import Store

UNITLESS = {
    "line",
    "page",
    "row",
    "column",
    "version",
    "position",
    "decimals",
    "number",
    "serial",
    "uid",
    "uidvalidity",
}
PERSONAL_WORDS = "姓名|檢定人員|主管|負責人|製表人|登錄人|作廢人|經手人|寄件者|電子郵件地址|何人|收件地址"


def limit(fields: list[str], size: str, **more: object) -> Limit:
    given = {
        "kind": "electricity_meter",
        "fields": fields,
        "limit": size,
        "source": "s",
        "article": "a",
        "valid_from": "2020-01-01",
    }
    return Limit.model_validate({**given, **more})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "w.duckdb", clock=lambda: NOON)


def test_views_of_the_models_are_those_that_the_models_give() -> None:
    migrated, made = empty_database(), empty_database()
    for statement in statements():
        made.execute(statement)
    for name in ("dim_kind", "dim_reading"):
        assert migrated.execute(f"FROM {name}").fetchall() == made.execute(f"FROM {name}").fetchall()
    query = "SELECT sql FROM duckdb_views() WHERE view_name = 'measurements'"
    assert migrated.execute(query).fetchall() == made.execute(query).fetchall()


def test_every_numeric_field_is_a_reading_with_unit_and_test_point() -> None:
    wanted = {(spec.name, info.name) for spec in KINDS for info in fields_of(spec.row) if info.type is Decimal}
    found = {(one.kind, one.name) for one in readings()}
    assert found == wanted
    assert len(found) > 45
    assert all(one.unit and one.quantity and one.test_point for one in readings())


def test_every_quantity_in_the_dictionary_has_its_unit() -> None:
    numeric = [
        column
        for column in described(empty_database())
        if column.sql_type.startswith("DECIMAL") and "[]" not in column.sql_type and column.name not in UNITLESS
    ]
    assert len(numeric) > 100
    lacking = [f"{c.table}.{c.name}" for c in numeric if (c.words or "").count(" | ") < 2]
    ours = {
        "verifications",
        "current_verifications",
        "measurements",
        "error",
        "dim",
        "failure",
        "service",
        "published",
        "time",
        "mark",
        "fees",
        "month",
    }
    assert [name for name in lacking if name.split("_")[0].split(".")[0] in ours] == []


def test_every_column_that_may_name_a_person_is_left_out_of_the_copy() -> None:
    tables = [column for column in described(empty_database()) if not column.is_view]
    suspect = {(c.table, c.name) for c in tables if re.search(PERSONAL_WORDS, c.words or "")}
    left_out = {(table, name) for table, names in PERSONAL.items() for name in names}
    assert len(suspect) >= 12
    assert suspect - left_out == set()


def test_limits_come_from_the_record_then_from_the_law(store: Store) -> None:
    with store:
        store.save_register(register())
        document = record(meters(3, wh_full_load=Decimal("1.2"), demand=Decimal("3.1")))
        document.header.accuracy_class = "1.0級"
        document.header.tolerances = (
            type(document.header).model_fields["tolerances"].annotation.__args__[0](demand="+3.0/-2.0")
        )
        store.register_message(message())
        store.load_submission(submission([document], message()))
        save_limits(
            store,
            [
                limit(["wh_full_load"], "1.0", accuracy_class="1.0級"),
                limit(["wh_full_load", "wh_light_load"], "2.5", confirmed_by="x", confirmed_on="2026-01-01"),
            ],
        )
        rows = store.fetch(
            "SELECT DISTINCT reading, limit_low, limit_high, limit_source, beyond_limit, unit FROM measurements ORDER BY reading"
        )
    assert rows == [
        ("demand", -2, 3, "record", True, "%"),
        ("wh_full_load", -1, 1, "reference", True, "%"),
        ("wh_light_load", Decimal("-2.5"), Decimal("2.5"), "confirmed", False, "%"),
    ]


def test_no_reading_meets_two_limits(store: Store) -> None:
    with store:
        office = limit(["wh_full_load"], "2.0", valid_from="2024-01-01")
        shipped = limit(["wh_full_load", "demand"], "1.5", valid_to="2025-12-31")
        assert save_limits(store, [office, shipped])
        assert not save_limits(store, [office, shipped])
        assert save_limits(store, [*legal_tables.load().limits, office])
        assert save_limits(store, [office, shipped])
        rows = store.fetch("SELECT reading, max_error, valid_from, valid_to FROM reading_limits ORDER BY reading")
    assert rows == [
        ("demand", Decimal("1.5"), date(2020, 1, 1), date(2025, 12, 31)),
        ("wh_full_load", Decimal(2), date(2024, 1, 1), date(9999, 12, 31)),
    ]


PRINTED = ["±2.0", "2%", "+/-2.5%", "+1/-3", "+1.0%,-0.5%", "±", "2.0以下", "", "-2", "±1 234", "+1/+3", "1e3", "± 2.0"]


@pytest.mark.parametrize("text", PRINTED)
def test_printed_limits_are_read_as_the_rules_read_them(text: str) -> None:
    found = empty_database().execute("SELECT printed_low($1), printed_high($1)", [text]).fetchall()[0]
    rule = tolerance(text)
    assert found == ((rule.low, rule.high) if rule else (None, None))


def test_permits_have_their_history(store: Store) -> None:
    first = register()
    renamed = first.permits[0].model_copy(update={"company_name": "改名電表股份有限公司", "status": "suspended"})
    second = first.model_copy(update={"as_of": date(2026, 11, 10), "permits": [renamed]})
    gone = first.model_copy(update={"as_of": date(2026, 11, 20), "permits": []})
    with store:
        for one in (first, second, gone):
            assert store.save_register(one)
        history = store.fetch(
            'SELECT version, company_name, status, known_from, known_to, "current" FROM dim_permit ORDER BY version'
        )
        firms = store.fetch("SELECT company_name, earlier_names, known_from FROM dim_manufacturer")
    assert history == [
        (1, "測試電表股份有限公司", "valid", date(2026, 11, 1), date(2026, 11, 9), False),
        (2, "改名電表股份有限公司", "suspended", date(2026, 11, 10), date(2026, 11, 19), False),
    ]
    assert firms == [("改名電表股份有限公司", ["測試電表股份有限公司"], date(2026, 11, 1))]


def test_months_without_a_submission_are_months_too(store: Store) -> None:
    with store:
        store.save_register(register())
        for number, period in enumerate(("2026-08", "2026-10")):
            mail = message(period)
            store.register_message(mail)
            key = SubmissionKey("MV107001", period, "electricity_meter")
            store.load_submission(submission([record(meters(2, number * 10), period)], mail, key=key))
        months = store.fetch("SELECT period, roc_year, quarter, due_on FROM dim_month ORDER BY period")
        missing = store.fetch(
            "SELECT period, missing, filed_share FROM month_completeness WHERE instrument_kind = 'electricity_meter' ORDER BY period"
        )
    assert months[1] == ("2026-09", 115, 3, date(2026, 10, 10))
    assert missing == [("2026-08", 0, 100), ("2026-09", 1, 0), ("2026-10", 0, 100)]


def test_every_view_answers_in_the_copy(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.save_register(register())
    publish(path)
    names = [
        row[0]
        for row in ask(path, "SELECT view_name FROM duckdb_views() WHERE NOT internal", limit=None, seconds=60).rows
    ]
    assert len(names) >= 30
    for name in names:
        ask(path, f'SELECT * FROM "{name}"', limit=1, seconds=60)  # noqa: S608


def test_a_copy_can_be_opened_by_older_tools(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.save_register(register())
    publish(path)
    sql = "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
    assert ask(path, sql, limit=1, seconds=60).rows == [("v1.2.0+",)]


def test_serials_that_come_again_are_found(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Store(path) as store:
        store.save_register(register())
        for number, period in enumerate(("2026-09", "2026-10")):
            mail = message(period)
            store.register_message(mail)
            key = SubmissionKey("MV107001", period, "electricity_meter")
            rows = [*meters(3), *meters(2, 500 + 10 * number)]
            rows[2].verdict = "fail"
            for place, row in enumerate(rows, start=1):
                row.place = Place(page=1, row=place)
            store.load_submission(submission([record(rows, period)], mail, key=key))
    publish(path)
    ready = ready_query("repeated-serials")
    found = ask(path, ready.sql, limit=None, seconds=60, parameters=ready.values({"kind": "electricity_meter"})).rows
    assert [(row[2], row[3], row[4]) for row in found] == [
        ("18000000", 2, ["2026-09", "2026-10"]),
        ("18000001", 2, ["2026-09", "2026-10"]),
    ]
    assert ask(path, ready.sql, limit=None, seconds=60, parameters=ready.values({"kind": "gas_meter"})).rows == []
