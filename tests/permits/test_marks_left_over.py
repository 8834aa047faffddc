"""Marks left over at the end of a year and of a permit: what is due, reported, destroyed in parts, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.mark_register import Destruction, approve, cancel, destroy, leftovers, report, usage_of
from flows.permit_applications import apply
from flows.permit_desk import Desk
from flows.permit_import import import_register
from flows.permit_issuing import issue
from flows.permit_lifecycle import end
from schemas.errors import UsageError
from schemas.identifiers import mark
from schemas.legal_tables import LegalTables
from schemas.permit_numbers import CODES
from schemas.register import MarkBatch, Permit, Register
from schemas.rules.register import Granted
from tests.permits.office import FIRST, extension
from warehouse.permit_ledger import current
from warehouse.store import Store

METERS, WATER, SCALES = "MV113001", "MV113002", "MV113003"
HOW = Destruction("範例廠", "剪毀", "甲", "乙")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "w.duckdb") as opened:
        yield opened


def desk(store: Store, today: str) -> Desk:
    return Desk(store, "林承辦", date.fromisoformat(today), LegalTables())


def permits(store: Store) -> None:
    kinds = {METERS: "electricity_meter", WATER: "water_meter", SCALES: "weighing_instrument"}
    listed = [
        Permit(
            permit_number=number,
            company_code=f"S{serial}",
            company_name="範例公司",
            ubn="04595257",
            instrument_kinds=[kind],
            valid_from=date(2024, 12, 1),
            valid_to=date(2027, 11, 30),
        )
        for serial, (number, kind) in enumerate(kinds.items(), 1)
    ]
    import_register(store, Register(as_of=date(2026, 1, 5), permits=listed), "林承辦")
    at = desk(store, "2026-01-12")
    for number, kind, code, first, last in (
        (METERS, "electricity_meter", "LH", "15000001", "15000500"),
        (WATER, "water_meter", None, "0000001", "0000500"),
        (SCALES, "weighing_instrument", "BA", "1500001", "1500500"),
    ):
        batch = MarkBatch(permit_number=number, instrument_kind=kind, code=code, first=first, last=last)
        assert approve(at, batch, samples=2, validity=None, on=date(2026, 1, 12)).events


def due(store: Store, today: str) -> list[tuple[str, str]]:
    return [(one.usage.state.number, one.due_on.isoformat()) for one in leftovers(desk(store, today))]


def test_dated_marks_are_due_by_the_end_of_january_or_the_next_working_day(store: Store) -> None:
    permits(store)
    assert due(store, "2026-12-31") == []
    assert due(store, "2027-01-01") == [("MB00001", "2027-02-01"), ("MB00003", "2027-02-01")]
    found = leftovers(desk(store, "2027-01-01"))
    assert ["查對" in one.zh for one in found] == [False, True]
    assert leftovers(desk(store, "2027-01-01"), year=2025) == []


def test_all_marks_are_due_a_month_after_a_permit_ended_or_expired(store: Store) -> None:
    permits(store)
    end(desk(store, "2026-03-02"), WATER, on=date(2026, 3, 2), reason="停業", item=1)
    assert due(store, "2026-03-03") == [("MB00002", "2026-04-02")]
    assert ("MB00001", "2027-12-30") in due(store, "2027-12-01")


def test_an_extension_under_review_keeps_the_marks(store: Store) -> None:
    permits(store)
    data = extension(METERS, signed_on="2027-11-01")
    apply(desk(store, "2027-11-02"), "FIF-05", data, received_on=date(2027, 11, 2))
    assert ("MB00001", "2027-12-30") not in due(store, "2027-12-01")
    assert ("MB00002", "2027-12-30") in due(store, "2027-12-01")


def test_marks_are_destroyed_in_parts_and_leave_the_register(store: Store) -> None:
    permits(store)
    at = desk(store, "2027-01-11")
    part = [("15000101", "15000200"), ("15000401", "15000500")]
    done = destroy(at, ["MB00001"], on=date(2027, 1, 11), reason="年度未用完", how=HOW, ranges=part)
    assert done.events[0].details.count == 200
    assert usage_of(at, "MB00001").left == ((15000001, 15000100), (15000201, 15000400))
    register = current(store, date(2027, 1, 11))
    assert register is not None
    granted = Granted.of([batch for batch in register.mark_batches if batch.permit_number == METERS])
    for number, there in (("15000100", True), ("15000101", False), ("15000300", True), ("15000500", False)):
        found = mark(number)
        assert found is not None
        assert (granted.batch(int(found.digits), 8) is not None) is there
    destroy(at, ["MB00001"], on=date(2027, 1, 11), reason="許可終止", how=HOW)
    emptied = current(store, date(2027, 1, 11))
    assert emptied is not None
    assert [batch.last for batch in emptied.mark_batches if batch.permit_number == METERS][:1] == [""]
    store.save_register(emptied)
    counts = "SELECT granted, used, left_over, used_share FROM mark_use WHERE permit_number = ?"
    assert store.fetch_one(counts, [METERS]) == (0, 0, 0, None)
    assert store.fetch_one(counts, [WATER]) == (500, 0, 500, 0)
    with pytest.raises(UsageError, match="15000150"):
        destroy(at, ["MB00001"], on=date(2027, 1, 12), reason="x", how=HOW, ranges=[("15000150", "15000250")])
    with pytest.raises(UsageError, match="同一許可"):
        destroy(at, ["MB00001", "MB00002"], on=date(2027, 1, 12), reason="x", how=HOW)


def test_only_what_nobody_reported_in_time_is_cancelled(store: Store) -> None:
    permits(store)
    end(desk(store, "2026-03-02"), WATER, on=date(2026, 3, 2), reason="紀錄不實", item=3)
    end(desk(store, "2026-03-02"), SCALES, on=date(2026, 3, 2), reason="紀錄不實", item=3)
    with pytest.raises(UsageError, match="尚不得"):
        cancel(desk(store, "2026-04-02"), "MB00002", on=date(2026, 4, 2), reason="逾期")
    report(desk(store, "2026-03-20"), "MB00003", on=date(2026, 3, 20))
    with pytest.raises(UsageError, match="尚不得"):
        cancel(desk(store, "2026-04-07"), "MB00003", on=date(2026, 4, 7), reason="逾期")
    done = cancel(desk(store, "2026-04-07"), "MB00002", on=date(2026, 4, 7), reason="逾期未報請")
    assert done.events[0].details.count == 500
    assert due(store, "2026-04-08") == [("MB00003", "2026-04-02")]
    assert usage_of(desk(store, "2026-04-08"), "MB00002").left == ()


def test_when_all_company_codes_are_given_the_office_decides(store: Store) -> None:
    listed = [
        Permit(
            permit_number=f"MV112{serial:03d}",
            company_code=code,
            company_name=f"範例{serial}",
            ubn=f"{serial:08d}",
            instrument_kinds=["taximeter"],
            valid_from=date(2024, 1, 1),
            valid_to=date(2026, 12, 31),
        )
        for serial, code in enumerate(CODES, 1)
    ]
    import_register(store, Register(as_of=date(2026, 9, 1), permits=listed), "林承辦")
    at = desk(store, "2026-09-10")
    number = apply(at, "FIF-01", FIRST, received_on=date(2026, 9, 1)).state.number
    with pytest.raises(UsageError, match="--company-code"):
        issue(at, number, on=date(2026, 9, 10))
    with pytest.raises(UsageError, match="MV112003"):
        issue(at, number, on=date(2026, 9, 10), company_code="S3")
    end(at, "MV112003", on=date(2026, 9, 9), reason="停業", item=1)
    done = issue(at, number, on=date(2026, 9, 10), company_code="S3")
    assert (done.state.permit_number, done.state.certificate.company_code) == ("MV115001", "S3")
