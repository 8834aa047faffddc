"""The audit log: every change has its entry, and no entry can be changed, removed, added or cut off unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.cli import main
from schemas.errors import WarehouseError
from tests.intake.office import LATE, NOW, Office, eml, paper, record, report
from warehouse.audit import GENESIS, AuditEntry, Filter, Head, append, entries, first_fault, head
from warehouse.audit_heads import heads_path, keep_head, kept_heads
from warehouse.migrate import empty_database
from warehouse.read_copy import publish, read_copy_path
from warehouse.session import Session
from warehouse.store import Store

MOMENT = datetime(2026, 11, 21, 9, 30)  # noqa: DTZ001
Planted = Callable[[Session], object]


def session(count: int = 0) -> Session:
    made = Session(empty_database(), lambda: NOW)
    for number in range(1, count + 1):
        append(made, AuditEntry("測試", "thing.change", f"T{number}", {"n": number - 1}, {"n": number}))
    return made


def test_the_hash_is_that_of_the_documented_form() -> None:
    log = session()
    append(log, AuditEntry("王", "permit.suspend", "MV115001", None, {"b": Decimal("1.50"), "a": date(2026, 11, 1)}))
    (row,) = log.fetch("SELECT * FROM audit")
    after = '{"a":"2026-11-01","b":"1.50"}'
    text = json.dumps(
        [1, "2026-11-21T09:30:00.000000", "王", "permit.suspend", "MV115001", None, after, "0" * 64],
        separators=(",", ":"),
        ensure_ascii=False,
    )
    assert row[5:] == (None, after, GENESIS, hashlib.sha256(text.encode("utf-8")).hexdigest())


FAULTS: dict[str, tuple[Planted, str]] = {
    "changed content": (lambda log: log.run("UPDATE audit SET \"after\" = '{\"n\":9}' WHERE sequence = 3"), "3:"),
    "changed actor": (lambda log: log.run("UPDATE audit SET actor = 'x' WHERE sequence = 2"), "2:"),
    "changed time": (lambda log: log.run("UPDATE audit SET recorded_at = ? WHERE sequence = 2", [MOMENT.replace(hour=8)]), "2:"),
    "changed hash": (lambda log: log.run("UPDATE audit SET hash = previous_hash WHERE sequence = 4"), "4:"),
    "removed": (lambda log: log.run("DELETE FROM audit WHERE sequence = 2"), "3: 第 2 筆不在"),
    "first removed": (lambda log: log.run("DELETE FROM audit WHERE sequence = 1"), "2: 第 1 筆不在"),
    "swapped": (lambda log: log.run("UPDATE audit SET sequence = CASE sequence WHEN 2 THEN -2 ELSE sequence END"), "-2:"),
    "cut off at the end": (lambda log: log.run("DELETE FROM audit WHERE sequence > 3"), "4: 缺"),
    "all removed": (lambda log: log.run("DELETE FROM audit"), "1: 缺"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_at_its_entry(fault: str) -> None:
    plant, named = FAULTS[fault]
    log = session(5)
    kept = [head(log)]
    assert first_fault(log, kept) is None
    plant(log)
    assert str(first_fault(log, kept)).startswith(named)


def test_a_log_written_anew_as_a_whole_differs_from_the_head_kept_outside() -> None:
    kept = head(session(5))
    forged = session()
    for number in range(1, 8):
        append(forged, AuditEntry("別人", "thing.change", f"T{number}"))
    assert first_fault(forged) is None
    assert str(first_fault(forged, [kept])).startswith("5: 與資料庫外所存之雜湊不同")


_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.text(), st.text(), st.dictionaries(st.text(max_size=5), _VALUES, max_size=4)), max_size=4))
def test_whatever_is_written_down_the_chain_holds(values: list[tuple[str, str, dict[str, Any]]]) -> None:
    log = Session(EMPTY.cursor(), lambda: NOW)
    with log.transaction():
        log.run("DELETE FROM audit")
    for actor, subject, after in values:
        append(log, AuditEntry(actor, "thing.change", subject, None, after))
    assert first_fault(log) is None
    assert head(log).sequence == len(values)


EMPTY = empty_database()


def test_an_entry_goes_with_its_transaction() -> None:
    log = session(1)

    def failing() -> None:
        with log.transaction():
            append(log, AuditEntry("x", "thing.change", "T2"))
            log.run("SELECT no_such_column")

    with pytest.raises(WarehouseError):
        failing()
    assert head(log).sequence == 1


def test_entries_are_found_by_subject_action_and_time() -> None:
    log = session(3)
    append(log, AuditEntry("x", "thing.drop", "T2/part"))
    assert [one.sequence for one in entries(log, Filter(subject="T2"))] == [2, 4]
    assert [one.sequence for one in entries(log, Filter(action="thing.drop"))] == [4]
    assert entries(log, Filter(since=MOMENT.replace(hour=10))) == []
    assert [one.sequence for one in entries(log, limit=2)] == [3, 4]


def test_heads_are_kept_once_each_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    first, second = Head(1, "a" * 64), Head(7, "b" * 64)
    keep_head(warehouse, Head(), MOMENT)
    assert not heads_path(warehouse).exists()
    for one in (first, first, second):
        keep_head(warehouse, one, MOMENT)
    with heads_path(warehouse).open("ab") as file:
        file.write(b"9 cccc")
    keep_head(warehouse, Head(9, "c" * 64), MOMENT)
    assert kept_heads(warehouse) == [first, second, Head(9, "c" * 64)]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A report with a fault, its correction, a copy."""
    office = Office(tmp_path_factory.mktemp("audit"))
    wrong = report()
    wrong.header.total_quantity = 5
    files = {"record.pdf": paper(record()), "report.pdf": paper(wrong)}
    office.post(eml(files), eml({"report.pdf": paper(report())}, number=2, at=LATE), eml(files, number=3))
    office.intake()
    return office


def test_an_intake_leaves_an_entry_for_each_change_and_none_for_rows(month: Office) -> None:
    actions = [row[0] for row in month.query('SELECT "action" FROM audit ORDER BY sequence')]
    assert actions == [
        "register.save", "legal.apply",
        "submission.load", "message.settle",
        "submission.load", "submission.supersede", "receipt.issue", "message.settle",
        "message.settle",
    ]  # fmt: skip
    key = "MV113001/2026-10/taximeter"
    assert month.query(f"SELECT \"after\" FROM audit WHERE subject = '{key}' AND sequence = 6") == [  # noqa: S608
        ('{"submission":1,"superseded_by":2}',)
    ]


def test_verify_says_whole_and_after_tampering_where_it_is_broken(
    month: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "office.duckdb"
    for name in ("office.duckdb", "office.audit-heads"):
        (tmp_path / name).write_bytes((month.root / name).read_bytes())
    call = ["audit", "verify", "--warehouse", str(warehouse)]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "9 筆" in said
    printed = said.split()[-1].split("最末")[-1]
    assert main([*call, "--head", printed]) == 0
    assert main([*call, "--head", f"3:{'0' * 64}", "--json"]) == 1
    with duckdb.connect(warehouse) as connection:
        connection.execute("DELETE FROM audit WHERE sequence = 9")
    capsys.readouterr()
    assert main([*call, "--lang", "en"]) == 1
    assert "broken at entry 9" in capsys.readouterr().out
    with duckdb.connect(warehouse) as connection:
        connection.execute("UPDATE audit SET actor = 'nobody' WHERE sequence = 4")
    assert main(call) == 1
    assert "第 4:" in capsys.readouterr().out


def test_list_shows_who_what_when_before_and_after(month: Office, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["audit", "list", "--warehouse", str(month.warehouse), "--what", "submission.supersede"]
    assert main(call) == 0
    words = capsys.readouterr().out.split()
    assert words[:6] == ["6", "2026-11-21", "09:30:00", "intake", "submission.supersede", "MV113001/2026-10/taximeter"]
    assert main([*call, "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["before"], entry["after"]) == ({"submission": 1}, {"submission": 1, "superseded_by": 2})
    assert main(["audit", "list", "--warehouse", str(month.warehouse), "--since", "2026-11-22", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_read_copy_names_no_person_of_the_log(month: Office) -> None:
    publish(month.warehouse)
    with duckdb.connect(read_copy_path(month.warehouse), read_only=True) as connection:
        columns = {row[0] for row in connection.execute("DESCRIBE audit").fetchall()}
        count = connection.execute("SELECT count(*) FROM audit").fetchone()
    assert columns == {"sequence", "recorded_at", "action", "subject", "previous_hash", "hash"}
    assert count == (9,)


def test_a_run_that_changes_nothing_adds_nothing(month: Office) -> None:
    with Store(month.warehouse) as store:
        before = head(store)
    month.intake()
    with Store(month.warehouse) as store:
        assert head(store) == before
    assert kept_heads(month.warehouse)[-1] == before


def test_a_legal_table_is_noted_with_who_installed_it_once(tmp_path: Path) -> None:
    given, warehouse = tmp_path / "fees.toml", tmp_path / "w.duckdb"
    given.write_text(
        '[[unit_fees]]\nkind = "water_meter"\nunit_fee = 50\narticle = "附表"\nvalid_from = 2020-01-01\n', "utf-8"
    )
    call = ["legal", "load", str(given), "--confirmed-by", "王範例", "--confirmed-on", "2026-11-20"]
    for _ in range(2):
        where = ["--legal-dir", str(tmp_path / "legal"), "--warehouse", str(warehouse), "--by", "林承辦"]
        assert main([*call, *where, "--today", "2026-11-21"]) == 0
    with Store(warehouse, read_only=True) as store:
        (entry,) = entries(store)
    after = json.loads(entry.after or "{}")
    assert (entry.actor, entry.action, after["confirmed_by"]) == ("林承辦", "legal.load", "王範例")
    assert (after["confirmed_on"], after["unit_fees"]) == ("2026-11-20", 1)
