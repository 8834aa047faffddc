"""Loading: all or nothing, once, with history, every row traceable."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from schemas.document import Check, Document, ReferenceStandard, Source
from schemas.errors import WarehouseError
from schemas.findings import Finding
from schemas.kinds import KINDS
from schemas.kinds.electricity_meter import ElectricityTolerances
from schemas.place import Place
from schemas.submission import Outcome, State, Submission, SubmissionKey
from tests.warehouse.builders import (
    KEY,
    NOON,
    PERMIT,
    judged,
    message,
    meters,
    record,
    report,
    sha,
    submission,
)
from warehouse.model import OutboxItem, ReceiptRequest
from warehouse.store import Store

DAY = timedelta(days=1)
TABLES = (
    "messages",
    "attachments",
    "submissions",
    "documents",
    "findings",
    "verifications",
    "monthly_report_lines",
    "receipts",
    "outbox",
)


def counts(store: Store) -> dict[str, int]:
    return {table: store.fetch(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608


def load(store: Store, given: Submission, name: str, **options: Any) -> Any:
    mail = message(name, given.received_at)
    store.register_message(mail, [item.attachment for item in given.documents])
    return store.load_submission(given, **options)


def papers(mail_sha256: str) -> dict[str, Any]:
    return {
        "receipt": ReceiptRequest("測試電表股份有限公司", 1200, date(2026, 11, 5)),
        "outbox": [OutboxItem("<reply@example.test>", mail_sha256, "outbox/reply.eml")],
        "outcome": Outcome.LOADED,
    }


def test_a_submission_and_all_that_hangs_on_it(tmp_path: Path) -> None:
    mail = message()
    findings = [Finding("C301", Place(page=1, row=2), "wh_full_load", "abc")]
    given = submission([record(meters(40)), report()], mail)
    given.documents[0].findings = findings
    with Store(tmp_path / "w.duckdb") as store:
        loaded = load(store, given, "first", **papers(mail.sha256))
        assert (loaded.new, loaded.in_force, loaded.receipt_number) == (True, True, "115-3160-000001")
        assert counts(store) == {
            "messages": 1,
            "attachments": 2,
            "submissions": 1,
            "documents": 2,
            "findings": 1,
            "verifications": 39,
            "monthly_report_lines": 1,
            "receipts": 1,
            "outbox": 1,
        }
        assert store.message_outcome(mail.sha256) is Outcome.LOADED
        row = store.fetch(
            'SELECT submission_id, file_sha256, page, sheet, "row" FROM verifications_electricity_meter'
            " WHERE serial_number = '18000031'"
        )
        assert row == [(loaded.submission_id, sha("record.pdf"), 2, None, 32)]
        assert store.fetch("SELECT rows, rows_loaded, state FROM documents ORDER BY id") == [
            (40, 39, "partly_accepted"),
            (1, 1, "accepted"),
        ]
        assert store.fetch('SELECT code, severity, field, value, "row" FROM findings') == [
            ("C301", "error", "wh_full_load", "abc", 2)
        ]
        assert store.outbox()[0].submission_id == loaded.submission_id


def test_the_same_mail_again_changes_nothing(tmp_path: Path) -> None:
    mail = message()
    given = submission([record(meters(5)), report()], mail)
    with Store(tmp_path / "w.duckdb") as store:
        first = load(store, given, "first", **papers(mail.sha256))
        before = counts(store)
        again = load(store, given, "first", **papers(mail.sha256))
        assert again.new is False
        assert (again.submission_id, again.receipt_number) == (first.submission_id, first.receipt_number)
        assert counts(store) == before


def test_the_same_files_in_another_mail_change_nothing_but_the_mail(tmp_path: Path) -> None:
    later = message("second", NOON + DAY)
    with Store(tmp_path / "w.duckdb") as store:
        load(store, submission([record(meters(5)), report()], message()), "first")
        again = load(store, submission([report(), record(meters(5))], later), "second", **papers(later.sha256))
        assert again.new is False
        found = counts(store)
        assert (found["submissions"], found["receipts"], found["outbox"], found["messages"]) == (1, 0, 0, 2)


def test_a_correction_supersedes_and_keeps_the_history(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as store:
        first = load(store, submission([record(meters(5))], message()), "first")
        corrected = submission([record(meters(6), "new.pdf")], message("second", NOON + DAY))
        second = load(store, corrected, "second")
        assert (second.supersedes, second.in_force) == (first.submission_id, True)
        assert store.fetch("SELECT id, supersedes, superseded_by FROM submissions ORDER BY id") == [
            (1, None, 2),
            (2, 1, None),
        ]
        assert store.fetch("SELECT count(*) FROM verifications") == [(11,)]
        assert store.fetch("SELECT count(*), min(submission_id) FROM current_verifications") == [(6, 2)]
        assert store.fetch("SELECT count(*) FROM current_verifications_electricity_meter") == [(6,)]
        again = load(store, submission([record(meters(5))], message("third", NOON + 2 * DAY)), "third")
        assert (again.new, again.submission_id, again.in_force) == (False, first.submission_id, False)


def test_a_rejected_correction_leaves_the_accepted_one_in_force(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as store:
        load(store, submission([record(meters(5))], message()), "first")
        bad = submission([record(meters(6), "bad.pdf")], message("second", NOON + DAY), State.REJECTED)
        rejected = load(store, bad, "second")
        assert (rejected.new, rejected.in_force, rejected.supersedes) == (True, False, None)
        assert store.fetch("SELECT id FROM current_submissions") == [(1,)]
        assert store.fetch("SELECT count(*) FROM verifications") == [(5,)]
        again = submission([record(meters(6), "bad.pdf")], message("again", NOON + DAY), State.REJECTED)
        assert load(store, again, "again") == replace(rejected, new=False)
        good = submission([record(meters(7), "good.pdf")], message("third", NOON + 2 * DAY))
        assert load(store, good, "third").supersedes == 1
        assert store.fetch("SELECT id, superseded_by FROM submissions ORDER BY id") == [(1, 3), (2, 3), (3, None)]


def test_mail_that_arrives_out_of_order_does_not_undo_the_newer(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as store:
        load(store, submission([record(meters(6), "new.pdf")], message("second", NOON + DAY)), "second")
        late = load(store, submission([record(meters(5))], message()), "first")
        assert (late.new, late.in_force) == (True, False)
        assert store.fetch("SELECT id, superseded_by FROM submissions ORDER BY id") == [(1, None), (2, 1)]
        assert store.fetch("SELECT count(*) FROM current_verifications") == [(6,)]


def test_the_same_files_are_taken_when_they_are_judged_better(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as store:
        load(store, submission([record(meters(5))], message(), State.REJECTED), "first")
        worse = load(store, submission([record(meters(5))], message("again"), State.REJECTED), "again")
        assert (worse.new, worse.in_force) == (False, True)
        better = load(store, submission([record(meters(5))], message("second", NOON + DAY)), "second")
        assert (better.new, better.in_force) == (True, True)
        assert store.fetch("SELECT count(*) FROM current_verifications") == [(5,)]


@pytest.mark.parametrize("state", [State.REJECTED, State.QUARANTINED])
def test_rows_of_what_is_not_accepted_stay_out(tmp_path: Path, state: State) -> None:
    with Store(tmp_path / "w.duckdb") as store:
        load(store, submission([record(meters(5)), report()], message(), state), "first")
        found = counts(store)
        assert (found["documents"], found["verifications"], found["monthly_report_lines"]) == (2, 0, 0)


def test_a_fault_in_the_middle_undoes_everything(tmp_path: Path) -> None:
    mail = message()
    given = submission([record(meters(5)), report()], mail)
    given.documents[1].findings = [Finding("C301"), Finding("Z999")]
    with Store(tmp_path / "w.duckdb") as store:
        store.register_message(mail)
        before = counts(store)
        with pytest.raises(KeyError):
            store.load_submission(given, **papers(mail.sha256))
        assert counts(store) == before
        assert store.message_outcome(mail.sha256) is None
        given.documents[1].findings = []
        assert store.load_submission(given, **papers(mail.sha256)).receipt_number == "115-3160-000001"


def test_a_caller_may_join_several_steps_in_one_transaction(tmp_path: Path) -> None:
    def interrupted(store: Store) -> None:
        with store.transaction():
            loaded = store.load_submission(submission([record(meters(3))], message()))
            store.issue_receipt(loaded.submission_id, ReceiptRequest("測試", 7, date(2026, 11, 5)))
            raise KeyboardInterrupt

    with Store(tmp_path / "w.duckdb") as store:
        with pytest.raises(KeyboardInterrupt):
            interrupted(store)
        assert sum(counts(store).values()) == 0
        assert store.next_receipt_number(date(2026, 11, 5)) == "115-3160-000001"


def test_a_failed_step_cannot_be_swallowed_inside_a_transaction(tmp_path: Path) -> None:
    given = submission([record(meters(3))], message())
    given.documents[0].findings = [Finding("Z999")]

    def swallow(store: Store) -> None:
        with store.transaction():
            with suppress(KeyError):
                store.load_submission(given)
            store.begin_run("box")

    with Store(tmp_path / "w.duckdb") as store:
        with pytest.raises(WarehouseError, match="undone"):
            swallow(store)
        assert sum(counts(store).values()) == 0
        assert store.fetch("SELECT count(*) FROM runs") == [(0,)]
        assert store.begin_run("box") == 1


def test_receipt_numbers_run_for_each_year_and_code(tmp_path: Path) -> None:
    wanted = [
        (date(2026, 11, 5), "3160", "115-3160-000001"),
        (date(2026, 12, 31), "3160", "115-3160-000002"),
        (date(2027, 1, 1), "3160", "116-3160-000001"),
        (date(2026, 11, 6), "3110", "115-3110-000001"),
        (date(2026, 11, 6), "3160", "115-3160-000003"),
    ]
    with Store(tmp_path / "w.duckdb") as store:
        for day, code, number in wanted:
            assert store.next_receipt_number(day, code) == number
            assert store.issue_receipt(1, ReceiptRequest("測試", 7, day, code)).number == number


def test_a_message_is_settled_once(tmp_path: Path) -> None:
    mail = message()
    with Store(tmp_path / "w.duckdb") as store:
        assert store.register_message(mail) is True
        assert store.register_message(mail) is False
        unread = judged(record(meters(2)), mail, [Finding("F105", params={"why": "EOF"})])
        store.set_outcome(mail.sha256, Outcome.QUARANTINED, reason="無法判讀", judged=[unread])
        store.set_outcome(mail.sha256, Outcome.FAILED, judged=[unread])
        assert store.message_outcome(mail.sha256) is Outcome.QUARANTINED
        assert store.outcome_counts() == {Outcome.QUARANTINED: 1}
        assert store.fetch("SELECT submission_id, state FROM documents") == [(None, "rejected")]
        assert store.fetch("SELECT code FROM findings") == [("F105",)]


def test_times_are_kept_as_local_time_of_taipei(tmp_path: Path) -> None:
    mail = message("utc", datetime.fromisoformat("2026-11-10T16:30:00+00:00"))
    with Store(tmp_path / "w.duckdb", clock=lambda: NOON) as store:
        store.register_message(mail)
        found = store.fetch("SELECT received_at, registered_at FROM messages")
        assert [moment.isoformat() for moment in found[0]] == ["2026-11-11T00:30:00", "2026-11-05T12:00:00"]


def test_every_kind_goes_into_its_own_table(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as store:
        for number, spec in enumerate(KINDS, start=1):
            row = spec.row(serial_number=f"00{number}", verdict="fail", place=Place(sheet="紀錄", line=9, row=1))
            document = record([row], f"{spec.name}.xlsx", spec.name)
            key = SubmissionKey(PERMIT, "2026-10", spec.name)
            load(store, submission([document], message(spec.name), key=key), spec.name)
            found = store.fetch(f'SELECT serial_number, sheet, line, "row" FROM verifications_{spec.name}')  # noqa: S608
            assert found == [(f"00{number}", "紀錄", 9, 1)]
        assert store.fetch("SELECT count(DISTINCT instrument_kind), count(*) FROM verifications") == [(5, 5)]


def test_a_database_error_is_one_clear_line(tmp_path: Path) -> None:
    with Store(tmp_path / "w.duckdb") as store, pytest.raises(WarehouseError, match="warehouse error") as caught:
        store.fetch("SELECT no_such_column FROM submissions")
    assert "\n" not in str(caught.value)


def test_a_month_of_85000_meters_goes_in_within_seconds(tmp_path: Path) -> None:
    names = ("wh_power_factor", "wh_1s", "wh_3s", "varh_full_load", "varh_power_factor", "varh_light_load", "demand")
    readings: dict[str, Any] = {name: Decimal("0.33") for name in names}
    rows = meters(85_000, **readings)
    given = submission([record(rows)], message())
    with Store(tmp_path / "w.duckdb") as store:
        began = process_time()
        loaded = load(store, given, "first")
        took = process_time() - began
        assert store.fetch("SELECT count(*) FROM verifications_electricity_meter") == [(85_000,)]
        marks = [row.mark_number for row in rows if row.mark_number]
        assert len(store.marks_used("electricity_meter", marks)) == 85_000
        assert store.marks_used("electricity_meter", marks, besides=KEY) == {}
    assert loaded.new
    assert took < 15, "seconds of CPU; about 2 were measured, and minutes with executemany"


def test_the_header_is_kept_in_typed_columns(tmp_path: Path) -> None:
    document = record(meters(1))
    standard = ReferenceStandard(name="標準電表", serial_number="007", calibration_date=date(2026, 1, 2))
    document.header.reference_standard = standard
    document.header.checks = [Check(item="1. 構造檢查", passed=True), Check(item="2. 標示", passed=None)]
    document.header.tolerances = ElectricityTolerances(wh_full_load="±2.0")
    document.header.name, document.header.year = "電子式電表", 2026
    query = (
        "SELECT reference_standard_name, reference_standard_serial_number, reference_standard_calibration_date, name,"
        " year, verification_date, quantity, supervisor, checks ->> '$[0].item', checks -> '$[1].passed',"
        " tolerances ->> 'wh_full_load', header ->> 'verifier', file_name, engine, pages FROM documents"
    )
    with Store(tmp_path / "w.duckdb") as store:
        load(store, submission([document], message()), "first")
        assert store.fetch(query) == [
            (
                *("標準電表", "007", date(2026, 1, 2), "電子式電表", 2026, date(2026, 10, 7), 1, "主管趙六"),
                *("1. 構造檢查", "null", "±2.0", "檢定人員李四", "record.pdf", "test", 2),
            )
        ]


def test_a_document_that_could_not_be_read_is_kept_too(tmp_path: Path) -> None:
    source = Source(file="x.pdf", sha256=sha("x.pdf"), pages=0, engine="")
    unread = Document(document_kind=None, instrument_kind=None, source=source, header=None, rows=[])
    given = submission([record(meters(1)), unread], message())
    with Store(tmp_path / "w.duckdb") as store:
        load(store, given, "first")
        assert store.fetch("SELECT file_name, document_kind, state, rows FROM documents ORDER BY id") == [
            ("record.pdf", "verification_record", "accepted", 1),
            ("x.pdf", None, "quarantined", 0),
        ]
