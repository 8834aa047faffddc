"""The register's versions, look-ups of marks and serials, the month's state, runs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from schemas.place import Place
from schemas.register import Register
from schemas.submission import Outcome, State, SubmissionKey
from tests.warehouse.builders import KEY, NOON, PERMIT, message, meters, record, register, submission
from warehouse.model import ReceiptRequest
from warehouse.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "w.duckdb"


def test_a_register_comes_back_and_every_version_is_kept(path: Path) -> None:
    revoked = register(status="revoked", status_since=date(2026, 11, 2))
    with Store(path) as store:
        assert store.current_register() is None
        assert store.save_register(register()) is True
        assert store.save_register(register()) is False
        assert store.current_register() == register()
        assert store.save_register(revoked) is True
        assert store.current_register() == revoked
        assert store.fetch("SELECT register_id, status FROM permits ORDER BY register_id") == [
            (1, "valid"),
            (2, "revoked"),
        ]
        assert store.save_register(register().model_copy(update={"permits": []})) is True
        assert store.fetch("SELECT count(*) FROM permits") == [(2,)]


def test_every_list_of_the_register_comes_back(path: Path) -> None:
    run = {"valid_from": date(2024, 5, 1), "valid_to": date(2029, 4, 30)}
    lists = {
        "technicians": [{"permit_number": PERMIT, "name": "林範例", "certificate_number": "乙-1", **run}],
        "laboratories": [{"permit_number": PERMIT, "address": "臺中市南屯區範例路1號", "valid_to": date(2027, 1, 1)}],
        "ranges": [{"permit_number": PERMIT, "instrument_kind": "water_meter", "bore_mm": ["13", "300"]}],
        "type_approvals": [{"number": "FD-1", "instrument_kind": "water_meter", "brand": "B", "model": "M", **run}],
        "suspensions": [{"permit_number": PERMIT, "since": date(2025, 1, 1), "instrument_kinds": ["water_meter"]}],
    }
    full = Register.model_validate({**register().model_dump(), **lists})
    with Store(path) as store:
        assert store.save_register(full) is True
        assert store.current_register() == full
        assert store.save_register(full) is False


def test_marks_and_serials_are_found_where_they_stand(path: Path) -> None:
    rows = meters(3)
    rows[2].verdict = "fail"
    with Store(path) as store:
        store.register_message(message())
        loaded = store.load_submission(submission([record(rows)], message()))
        marks = [row.mark_number or "" for row in rows]
        used = store.marks_used("electricity_meter", [*marks, "S1LG15999999"])
        assert sorted(used) == sorted(marks)
        use = used[marks[1]]
        assert (use.submission_id, use.period, use.page, use.row) == (loaded.submission_id, "2026-10", 1, 2)
        assert sorted(store.serials_reported("electricity_meter", ["18000000", "18000002", "18000009"])) == ["18000000"]
        assert store.marks_used("gas_meter", marks) == {}
        assert store.marks_used("electricity_meter", marks, permit_number="IV107002") == {}
        assert store.marks_used("electricity_meter", marks, besides=KEY) == {}
        other = SubmissionKey(PERMIT, "2026-11", "electricity_meter")
        assert len(store.marks_used("electricity_meter", marks, permit_number=PERMIT, besides=other)) == 3
        assert store.marks_used("electricity_meter", []) == {}


def test_superseded_marks_are_free_again(path: Path) -> None:
    later = message("second", NOON + timedelta(days=1))
    with Store(path) as store:
        for mail, rows, name in ((message(), meters(3), "a.pdf"), (later, meters(1, start=5), "b.pdf")):
            store.register_message(mail)
            store.load_submission(submission([record(rows, name)], mail))
        assert store.marks_used("electricity_meter", ["S1LG1518000000"]) == {}
        assert len(store.marks_used("electricity_meter", ["S1LG15000005"])) == 1


def test_the_month_names_who_filed_and_who_is_missing(path: Path) -> None:
    rows = meters(4)
    rows[3].verdict = "fail"
    rows[3].place = Place(row=4)
    with Store(path) as store:
        store.save_register(register())
        store.register_message(message())
        loaded = store.load_submission(
            submission([record(rows)], message(), State.ACCEPTED_WITH_WARNINGS),
            receipt=ReceiptRequest("測試", 1200, date(2026, 11, 5)),
        )
        summary = store.month_summary("2026-10")
        assert [line.instrument_kind for line in summary.missing] == ["water_meter"]
        filed = next(line for line in summary.lines if line.submission_id == loaded.submission_id)
        assert (filed.state, filed.verifications, filed.failed) == (State.ACCEPTED_WITH_WARNINGS, 4, 1)
        assert (filed.fee_payable, filed.receipt_number) == (1200, "115-3160-000001")
        assert filed.company_name == "測試電表股份有限公司"
        assert len(store.month_summary("2026-09").missing) == 2
        assert store.month_summary("2027-01").lines == ()
        assert store.fetch("SELECT period, state FROM v_month_status ORDER BY state") == [
            ("2026-10", "accepted_with_warnings"),
            ("2026-10", "missing"),
        ]


def test_who_is_not_in_the_register_but_filed_is_in_the_month(path: Path) -> None:
    with Store(path) as store:
        store.register_message(message())
        store.load_submission(submission([record(meters(1))], message()))
        lines = store.month_summary("2026-10").lines
        assert [(line.permit_number, line.company_name, line.verifications) for line in lines] == [(PERMIT, None, 1)]


def test_a_suspended_permit_is_not_missed(path: Path) -> None:
    with Store(path) as store:
        store.save_register(register(status="suspended", status_since=date(2026, 9, 1)))
        assert store.month_summary("2026-10").lines == ()


def test_runs_are_written_down_with_their_counts(path: Path) -> None:
    with Store(path, clock=lambda: NOON) as store:
        first, second = store.begin_run("box", "2026.11.1"), store.begin_run("box", "2026.11.1")
        store.finish_run(second, {Outcome.LOADED: 3, Outcome.FAILED: 1})
        assert store.fetch("SELECT id, messages, loaded, duplicate, failed, finished_at FROM runs ORDER BY id") == [
            (first, None, None, None, None, None),
            (second, 4, 3, 0, 1, NOON.replace(tzinfo=None)),
        ]
