"""The ledger: import and export, bitemporal states, one transaction with the audit log, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows import legal_tables
from flows.demo import sample_folder
from flows.permit_applications import apply
from flows.permit_desk import Desk
from flows.permit_import import import_register, register_toml
from flows.permit_lifecycle import (
    add_technician,
    annul,
    approve_type,
    end,
    remove_technician,
    resume,
    suspend,
    withdraw_type,
)
from schemas.errors import UsageError, WarehouseError
from schemas.legal_tables import LegalTables
from schemas.register import EarlierTerm, Laboratory, Permit, PermitRange, Register, Technician, TypeApproval
from warehouse.audit import Filter, entries, first_fault
from warehouse.permit_ledger import current, read_events, record
from warehouse.store import Store
from warehouse.values import TAIPEI

SAMPLE = sample_folder() / "register.toml"
PERMIT = "MV113901"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 2, 9, 30, tzinfo=TAIPEI)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with Store(tmp_path / "w.duckdb", clock=clock) as store:
        import_register(store, legal_tables.load_register(SAMPLE), "林承辦")
        yield Desk(store, "林承辦", date(2026, 11, 2), LegalTables())


def test_a_register_comes_out_as_it_went_in(desk: Desk, tmp_path: Path) -> None:
    given = legal_tables.load_register(SAMPLE)
    found = current(desk.store, given.as_of)
    assert found is not None
    for name in ("permits", "mark_batches"):
        assert len(getattr(given, name)) >= 7
        assert sorted(map(repr, getattr(found, name))) == sorted(map(repr, getattr(given, name)))
    path = tmp_path / "again.toml"
    path.write_text(register_toml(found), encoding="utf-8")
    assert legal_tables.load_register(path) == found
    assert import_register(desk.store, found, "林承辦") == []


def test_all_lists_of_a_register_survive(tmp_path: Path) -> None:
    given = Register(
        as_of=date(2027, 1, 4),
        permits=[
            Permit(
                permit_number="MV115001",
                company_code="S1",
                company_name='引號"與\\反斜線股份有限公司',
                ubn="04595257",
                instrument_kinds=["water_meter"],
                valid_from=date(2026, 12, 20),
                valid_to=date(2029, 12, 19),
            )
        ],
        technicians=[
            Technician(
                permit_number="MV115001",
                name="甲",
                certificate_number="B001",
                valid_from=date(2026, 1, 1),
                valid_to=date(2030, 12, 31),
            )
        ],
        laboratories=[Laboratory(permit_number="MV115001", address="臺北市一號", valid_to=date(2028, 1, 1))],
        ranges=[PermitRange.model_validate(_range())],
        type_approvals=[
            TypeApproval(
                number="FD001",
                instrument_kind="water_meter",
                brand="牌",
                model="型",
                valid_from=date(2020, 1, 1),
                valid_to=date(2029, 12, 31),
                withdrawn_on=date(2026, 5, 1),
            )
        ],
        earlier_terms=[
            EarlierTerm(
                permit_number="MV115001",
                company_name="舊名",
                instrument_kinds=["water_meter", "gas_meter"],
                valid_from=date(2023, 12, 1),
                valid_to=date(2026, 11, 30),
            )
        ],
    )
    with Store(tmp_path / "w.duckdb") as store:
        import_register(store, given, "林承辦")
        found = current(store, given.as_of)
        assert found == given
        assert store.current_register() is not None
    path = tmp_path / "r.toml"
    path.write_text(register_toml(given), encoding="utf-8")
    assert legal_tables.load_register(path) == given


def _range() -> dict[str, object]:
    return {"permit_number": "MV115001", "instrument_kind": "water_meter", "bore_mm": ("13", "50.5")}


def test_a_file_that_contradicts_the_register_changes_nothing(desk: Desk) -> None:
    given = legal_tables.load_register(SAMPLE)
    other = given.model_copy(
        update={
            "permits": [
                given.permits[0].model_copy(update={"permit_number": "MV115555"}),
                given.permits[1].model_copy(update={"company_name": "別家"}),
            ]
        }
    )
    before = len(read_events(desk.store))
    with pytest.raises(UsageError, match=given.permits[1].permit_number):
        import_register(desk.store, other, "林承辦")
    assert len(read_events(desk.store)) == before


def test_what_held_on_a_day_and_what_was_known_then(desk: Desk, clock: Clock) -> None:
    clock.moment += timedelta(days=3)
    suspend(desk, PERMIT, on=date(2026, 10, 1), item=3, reason="印證不符", kinds=[])
    clock.moment += timedelta(days=3)
    resume(desk, PERMIT, on=date(2026, 10, 15), reason="已改正")
    assert desk.permit(PERMIT, date(2026, 9, 30)).status == "valid"
    assert desk.permit(PERMIT, date(2026, 10, 1)).status == "suspended"
    assert desk.permit(PERMIT, date(2026, 10, 14)).status == "suspended"
    assert desk.permit(PERMIT, date(2026, 10, 15)).status == "valid"
    assert desk.permit(PERMIT, date(2026, 10, 14), known_on=date(2026, 11, 4)).status == "valid"
    assert desk.permit(PERMIT, date(2026, 10, 20), known_on=date(2026, 11, 5)).status == "suspended"
    assert desk.permit(PERMIT, date(2028, 1, 1)).status == "expired"
    with pytest.raises(UsageError, match="尚無許可"):
        desk.permit(PERMIT, date(2024, 5, 19))


def test_a_mistake_is_taken_back_and_stays_to_be_seen(desk: Desk, clock: Clock) -> None:
    wrong = suspend(desk, PERMIT, on=date(2026, 11, 1), item=1, reason="誤登", kinds=[])
    clock.moment += timedelta(days=1)
    annul(desk, wrong.id, reason="應為另一業者")
    assert desk.permit(PERMIT, date(2026, 11, 2)).status == "valid"
    assert desk.permit(PERMIT, date(2026, 11, 2), known_on=date(2026, 11, 2)).status == "suspended"
    assert [event.event for event in read_events(desk.store, permit_number=PERMIT)][-2:] == ["suspended", "annulled"]
    with pytest.raises(UsageError, match="已註銷"):
        annul(desk, wrong.id, reason="again")


def test_what_others_rest_on_is_not_annulled_first(desk: Desk) -> None:
    approval = TypeApproval(
        number="BA001",
        instrument_kind="weighing_instrument",
        brand="牌",
        model="型",
        valid_from=date(2024, 1, 1),
        valid_to=date(2033, 12, 31),
    )
    first = approve_type(desk, approval)
    then = withdraw_type(desk, "BA001", on=date(2026, 5, 1), reason="廢止")[0]
    with pytest.raises(UsageError, match=str(then.id)):
        annul(desk, first.id, reason="誤登")
    annul(desk, then.id, reason="誤登")
    annul(desk, first.id, reason="誤登")
    register = desk.store.current_register()
    assert register is not None
    assert "BA001" not in {one.number for one in register.type_approvals}


def test_staff_join_with_the_certificate_that_the_law_asks_for_and_leave(desk: Desk) -> None:
    facts: dict[str, Any] = {"permit_number": PERMIT, "name": "甲", "certificate_number": "B9"}
    person = Technician(**facts, grade="B", valid_from=date(2024, 1, 1), valid_to=date(2028, 12, 31))
    day = date(2026, 10, 1)
    with pytest.raises(UsageError, match="甲級"):
        add_technician(desk, person, role="head", joined_on=day, reported_on=day)
    with pytest.raises(UsageError, match="2029-01-01"):
        add_technician(desk, person, role="verifier", joined_on=date(2029, 1, 1), reported_on=day)
    add_technician(desk, person, role="verifier", joined_on=day, reported_on=day)
    remove_technician(desk, PERMIT, "甲", on=date(2026, 10, 31))
    register = desk.store.current_register()
    assert register is not None
    assert [one.valid_to for one in register.technicians if one.name == "甲"] == [date(2026, 10, 31)]
    with pytest.raises(UsageError, match="0 人"):
        remove_technician(desk, PERMIT, "甲", on=date(2026, 11, 1))


def test_text_that_no_database_holds_is_kept_as_far_as_it_goes(desk: Desk) -> None:
    suspend(desk, PERMIT, on=date(2026, 11, 1), item=1, reason="壞\ud800字", kinds=[])
    data = {"company_name": "壞\ud800字\x00"}
    found = apply(desk, "FIF-01", data, received_on=date(2026, 11, 2))
    assert found.state.filed.company_name.startswith("壞?字")


def test_each_line_has_its_audit_entry_in_the_same_transaction(desk: Desk) -> None:
    suspend(desk, PERMIT, on=date(2026, 11, 1), item=2, reason="逾越範圍", kinds=[])
    last = entries(desk.store, Filter(subject=PERMIT), limit=1)[0]
    assert (last.actor, last.action, last.subject) == ("林承辦", "permit.suspend", PERMIT)
    assert last.before is not None
    assert last.after is not None
    assert "逾越範圍" in last.after
    assert first_fault(desk.store) is None
    told = len(entries(desk.store))
    lines = len(read_events(desk.store))
    with pytest.raises(RuntimeError):
        _resume_and_fail(desk)
    assert (len(read_events(desk.store)), len(entries(desk.store))) == (lines, told)
    with pytest.raises(WarehouseError, match="--by"):
        record(desk.store, read_events(desk.store)[:1], " ")


def _resume_and_fail(desk: Desk) -> None:
    with desk.store.transaction():
        resume(desk, PERMIT, on=date(2026, 11, 2), reason="改正")
        raise RuntimeError


def test_the_register_in_force_follows_each_change(desk: Desk) -> None:
    suspend(desk, PERMIT, on=date(2026, 11, 1), item=3, reason="x", kinds=[])
    register = desk.store.current_register()
    assert register is not None
    permit = register.permit(PERMIT)
    assert permit is not None
    assert (permit.status, permit.status_since) == ("suspended", date(2026, 11, 1))
    assert [stop.since for stop in register.suspensions if stop.permit_number == PERMIT] == [date(2026, 11, 1)]


def test_the_law_decides_what_stops_at_once(desk: Desk) -> None:
    for item in (4, 5, 6):
        with pytest.raises(UsageError, match="--corrected-by"):
            suspend(desk, PERMIT, on=date(2026, 11, 1), item=item, reason="x", kinds=[])
    with pytest.raises(UsageError, match="taximeter"):
        suspend(desk, PERMIT, on=date(2026, 11, 1), item=1, reason="x", kinds=["taximeter"])
    event = suspend(desk, PERMIT, on=date(2026, 11, 1), item=4, reason="x", kinds=[], corrected_by=date(2026, 10, 31))
    assert event.basis is not None
    assert "第18條" in event.basis
    assert "第4款" in event.basis


def test_an_ended_permit_stays_ended_and_bars_for_a_year(desk: Desk) -> None:
    end(desk, PERMIT, on=date(2026, 11, 2), reason="紀錄不實", item=3)
    state = desk.permit(PERMIT, date(2026, 11, 2))
    assert state.end is not None
    assert state.end.barred_until == date(2027, 11, 1)
    assert not state.may_verify
    with pytest.raises(UsageError, match="2026-11-02"):
        suspend(desk, PERMIT, on=date(2026, 11, 1), item=1, reason="x", kinds=[])
    with pytest.raises(UsageError, match="2026-11-02"):
        resume(desk, PERMIT, on=date(2026, 11, 3), reason="x")
    with pytest.raises(UsageError, match="2026-11-02"):
        end(desk, PERMIT, on=date(2026, 11, 4), reason="x", item=None)
    end(desk, "MV112903", on=date(2026, 11, 2), reason="停業", item=1, attributable=False)
    other = desk.permit("MV112903", date(2026, 11, 2))
    assert other.end is not None
    assert other.end.barred_until is None
