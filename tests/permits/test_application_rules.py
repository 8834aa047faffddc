"""One planted fault for each finding on applications and marks; the faultless ones have none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.demo import sample_folder
from schemas.application import read_filing
from schemas.application_case import ApplicationCase
from schemas.application_events import ApplicationForm
from schemas.application_rules import review
from schemas.catalogue import message, remedy
from schemas.findings import Finding
from schemas.mark_batch import BatchState
from schemas.mark_rules import review_marks
from schemas.permit import Certificate, Ended, Issued, LaboratoryEntry, RangeEntry, Stopped
from schemas.permit_state import PermitState, permit_state
from schemas.permit_terms import term_from
from schemas.register import MarkBatch
from schemas.register_events import RegisterEvent
from tests.permits.office import FIRST, Office, change, changed, extension

RECEIVED = date(2026, 9, 1)
PERMIT = "MV112001"
VALID_TO = date(2026, 11, 30)


def state(*more: RegisterEvent, on: date = RECEIVED, **said: Any) -> PermitState:
    """A permit of the sample applicant that runs out on 2026-11-30."""
    facts: dict[str, Any] = {
        "company_name": FIRST["company_name"],
        "ubn": FIRST["holder"]["ubn"],
        "company_code": "S1",
        "company_address": FIRST["company_address"],
        "factory_address": FIRST["factory_address"],
        "responsible_person": FIRST["responsible_person"],
        "instrument_kinds": ["water_meter"],
        "ranges": [RangeEntry.model_validate({"instrument_kind": "water_meter", "bore_mm": ("13", "50")})],
        "laboratories": [LaboratoryEntry(address="臺中市大里區舊路1號")],
    }
    details = Issued(certificate=Certificate.model_validate({**facts, **said}), term=term_from(date(2023, 12, 1)))
    first = RegisterEvent("permit", PERMIT, "issued", date(2023, 12, 1), details, id=1)
    found = permit_state(PERMIT, [first, *more], on)
    assert found is not None
    assert found.valid_to == VALID_TO
    return found


def judge(
    form: ApplicationForm, data: Mapping[str, Any], held: PermitState | None = None, day: date = RECEIVED
) -> list[Finding]:
    filing, findings = read_filing(form, data)
    assert filing is not None, findings
    assert findings == []
    return review(ApplicationCase(filing, day, held, (held,) if held else ()))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def ended(on: date, until: date | None) -> RegisterEvent:
    return RegisterEvent("permit", PERMIT, "abolished", on, Ended(item=3, barred_until=until), id=9)


def test_faultless_applications_have_no_finding() -> None:
    assert judge("FIF-01", FIRST) == []
    assert judge("FIF-05", extension(PERMIT), state()) == []
    moved = change(PERMIT, reasons__company_change=True, change__changed_on="2026-08-20")
    assert judge("FIF-06", moved, state()) == []
    lost = change(PERMIT, reasons__loss=True, enclosures__permit_original=False, enclosures__loss_statement=True)
    assert judge("FIF-06", lost, state()) == []
    damaged = change(PERMIT, reasons__damage=True, enclosures__change_proof=False)
    assert judge("FIF-06", damaged, state()) == []


FIRST_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("P801", {"holder__ubn": "12345678"}),
    ("P802", {"scope__nominal_bore": "13~400 mm"}),
    ("P802", {"scope__nominal_bore": "25~80 mm", "scope__water_type": "渦流型"}),
    ("P803", {"scope__nominal_bore": "小口徑"}),
    ("P804", {"enclosures__licence": False}),
    ("P804", {"enclosures__employment": False}),
    ("P805", {"enclosures__declared_true": False}),
    ("P806", {"holder__licence": None}),
    ("P807", {"holder__licence_valid_to": "2026-08-31"}),
    ("P807", {"quality__valid_to": "2026-08-31"}),
    ("P807", {"accreditation__valid_to": "2026-08-31"}),
    ("P808", {"quality__recognised": None}),
    ("P808", {"accreditation__valid_to": None}),
    ("P809", {"quality__production": False}),
    ("P809", {"quality__repair": False}),
    ("P809", {"accreditation__all_items": False}),
    ("P810", {"laboratory_address": "東莞市範例路1號"}),
    ("P811", {"laboratory_address": "臺中市大里區範例路12號;新北市三重區範例路3號"}),
    ("P812", {"staff": [FIRST["staff"][1]]}),
    ("P812", {"staff": [FIRST["staff"][0]]}),
    ("P813", {"staff": [{**FIRST["staff"][0], "grade": "B"}, FIRST["staff"][1]]}),
    ("P814", {"staff": [FIRST["staff"][0], {**FIRST["staff"][1], "grade": "A"}]}),
    ("P815", {"staff": [FIRST["staff"][0], {**FIRST["staff"][1], "valid_to": "2026-08-31"}]}),
    ("P816", {"staff": [FIRST["staff"][0], {**FIRST["staff"][1], "kinds": "膜式氣量計"}]}),
    ("P817", {"staff": [FIRST["staff"][0], {**FIRST["staff"][1], "employed": False}]}),
    ("P818", {"staff": [{**FIRST["staff"][0], "kinds": "油量計"}, FIRST["staff"][1]]}),
    ("P819", {"equipment_list__technical_specification": "CNMV 490", "equipment_list__kind": "水表"}),
    ("P820", {"payment__amount": 2000}),
    ("P821", {"payment__amount": 4000}),
    ("P822", {"payment": None}),
    ("P823", {"payment__method": "money_order", "payment__payee": "某公司"}),
    ("P852", {"signed_on": "2026-09-02"}),
]
GAS = {
    "scope__water_initial": False,
    "scope__water_again": False,
    "scope__gas_initial": True,
    "scope__maximum_flow": "25 m³/h",
    "equipment_list__technical_specification": "CNMV 31",
    "staff": [FIRST["staff"][0], {**FIRST["staff"][1], "kinds": "膜式氣量計"}],
}
EXTENSION_FAULTS: list[tuple[str, dict[str, Any], date]] = [
    ("P830", {}, date(2026, 8, 29)),
    ("P831", {}, date(2026, 12, 1)),
    ("P832", {}, date(2026, 11, 1)),
    ("P835", {"responsible_person": "別人"}, RECEIVED),
    ("P837", {"scope__nominal_bore": "13~100 mm"}, RECEIVED),
    ("P820", {"payment__amount": 1000}, RECEIVED),
    ("P804", {"enclosures__quality": False}, RECEIVED),
]
SITE = {"reasons__site_change": True, "change__changed_on": "2026-08-20", "change__certified_on": "2026-08-28"}
NARROW = {"reasons__company_change": True, "change__scope_narrowed": True, "change__changed_on": "2026-08-20"}
CHANGE_FAULTS: list[tuple[list[str], dict[str, Any]]] = [
    (["P840"], {"reasons__company_change": True}),
    (["P841"], {"reasons__company_change": True, "change__changed_on": "2026-06-30"}),
    (["P843"], SITE),
    (["P843", "P842"], {**SITE, "change__certified_on": "2026-08-21"}),
    (["P843", "P808"], {**SITE, "change__certified_on": None}),
    (["P844", "P843"], {**NARROW, "change__certified_on": "2026-08-28"}),
    (["P845"], {"reasons__loss": True, "enclosures__permit_original": False}),
    (["P804"], {"reasons__damage": True, "enclosures__permit_original": False}),
    (["P837"], {"reasons__damage": True, "scope__nominal_bore": "13~80 mm"}),
    (["P820"], {"reasons__damage": True, "payment__amount": 500}),
]


@pytest.mark.parametrize(("code", "fault"), FIRST_FAULTS, ids=[code for code, _ in FIRST_FAULTS])
def test_a_fault_of_a_first_application_is_the_only_finding(code: str, fault: dict[str, Any]) -> None:
    findings = judge("FIF-01", changed(FIRST, **fault))
    assert codes(findings) == [code]
    for lang in ("zh", "en"):
        assert "?" not in message(findings[0], lang)
        assert "?" not in remedy(findings[0], lang)


@pytest.mark.parametrize(("code", "fault", "day"), EXTENSION_FAULTS, ids=[code for code, *_ in EXTENSION_FAULTS])
def test_a_fault_of_an_extension_is_the_only_finding(code: str, fault: dict[str, Any], day: date) -> None:
    signed = min(day, date(2026, 8, 28)).isoformat()
    assert codes(judge("FIF-05", extension(PERMIT, signed_on=signed, **fault), state(), day)) == [code]


@pytest.mark.parametrize(("expected", "fault"), CHANGE_FAULTS, ids=["+".join(found) for found, _ in CHANGE_FAULTS])
def test_a_fault_of_a_change_is_found(expected: list[str], fault: dict[str, Any]) -> None:
    assert codes(judge("FIF-06", change(PERMIT, **fault), state())) == expected


def test_gas_meters_beyond_16_are_not_opened() -> None:
    assert codes(judge("FIF-01", changed(FIRST, **GAS))) == ["P802"]
    assert judge("FIF-01", changed(FIRST, **{**GAS, "scope__maximum_flow": "16"})) == []


def test_a_permit_that_is_not_there_or_has_ended() -> None:
    assert codes(judge("FIF-05", extension(PERMIT))) == ["P833"]
    held = state(ended(date(2026, 8, 1), date(2027, 7, 31)))
    assert "P834" in codes(judge("FIF-05", extension(PERMIT), held))


def test_kinds_are_added_by_a_new_application_only() -> None:
    more = change(PERMIT, reasons__damage=True, scope__taximeter=True)
    findings = judge("FIF-06", more, state())
    assert codes(findings) == ["P836"]
    assert "計程車計費表" in message(findings[0])


def test_a_kind_left_out_is_pointed_out() -> None:
    held = state(instrument_kinds=["gas_meter", "water_meter"])
    findings = judge("FIF-05", extension(PERMIT), held)
    assert codes(findings) == ["P838"]
    assert "膜式氣量計" in message(findings[0])


@pytest.mark.parametrize(("until", "expected"), [(RECEIVED, ["P850"]), (date(2026, 8, 31), []), (None, [])])
def test_a_year_without_applications_after_abolition(until: date | None, expected: list[str]) -> None:
    assert codes(judge("FIF-01", FIRST, state(ended(date(2025, 9, 2), until)))) == expected


def test_the_same_laboratory_is_pointed_out() -> None:
    here = state(laboratories=[LaboratoryEntry(address=FIRST["laboratory_address"])])
    assert codes(judge("FIF-01", FIRST, here)) == ["P851"]
    assert judge("FIF-01", FIRST, state()) == []


def test_required_fields_are_findings_not_blanks() -> None:
    filing, findings = read_filing("FIF-01", changed(FIRST, quality_body=None, staff=[{"role": "head", "name": "甲"}]))
    assert filing is None
    assert {finding.field for finding in findings} >= {"quality_body", "staff.grade", "staff.valid_to"}
    assert {finding.code for finding in findings} == {"T209"}


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just("\ud800\x00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
PATHS = list(FIRST) + [f"{part}__{name}" for part in ("scope", "holder", "payment", "quality") for name in FIRST[part]]


@given(
    st.sampled_from(["FIF-01", "FIF-05", "FIF-06"]), st.dictionaries(st.sampled_from(sorted(PATHS)), ANY, max_size=4)
)
def test_no_data_bring_the_review_down(form: ApplicationForm, faults: dict[str, Any]) -> None:
    base = {"FIF-01": FIRST, "FIF-05": extension(PERMIT), "FIF-06": change(PERMIT)}[form]
    data = dict(base)
    for path, value in sorted(faults.items()):
        part, _, name = path.partition("__")
        data[part] = {**data[part], name: value} if name and isinstance(data.get(part), dict) else value
    filing, findings = read_filing(form, data)
    if filing is not None:
        findings += review(ApplicationCase(filing, RECEIVED, state(), (state(),)))
    for finding in findings:
        assert message(finding)


GOOD = MarkBatch(permit_number=PERMIT, instrument_kind="water_meter", first="0000001", last="0000100")
HELD = BatchState("MB00001", GOOD.model_copy(update={"first": "0000200", "last": "0000300"}))


def scales(first: str, code: str) -> MarkBatch:
    return MarkBatch(
        permit_number=PERMIT, instrument_kind="weighing_instrument", code=code, first=first, last="1500100"
    )


STOPPED = RegisterEvent("permit", PERMIT, "suspended", RECEIVED, Stopped(item=3), id=5)
MARK_FAULTS: list[tuple[str, MarkBatch, int, PermitState]] = [
    ("P870", GOOD, 1, state()),
    ("P871", GOOD.model_copy(update={"first": "000001"}), 2, state()),
    ("P871", GOOD.model_copy(update={"first": "0000101"}), 2, state()),
    ("P872", GOOD.model_copy(update={"last": "0000200"}), 2, state()),
    ("P873", scales("1500001", "BA"), 2, state()),
    ("P874", GOOD, 2, state(STOPPED)),
    ("P875", scales("1500001", "AB"), 2, state(instrument_kinds=["weighing_instrument"])),
    ("P876", scales("1400001", "BA"), 2, state(instrument_kinds=["weighing_instrument"])),
]


@pytest.mark.parametrize(("code", "batch", "samples", "held"), MARK_FAULTS, ids=[code for code, *_ in MARK_FAULTS])
def test_a_fault_of_a_batch_is_the_only_finding(code: str, batch: MarkBatch, samples: int, held: PermitState) -> None:
    assert codes(review_marks(batch, samples, held, [HELD], RECEIVED)) == [code]
    assert review_marks(GOOD, 2, state(), [HELD], RECEIVED) == []


@pytest.mark.parametrize(("reported", "late"), [("2026-10-11", False), ("2026-10-12", True)])
def test_staff_reported_after_the_tenth_day_are_reported_too_late(
    reported: str, late: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path, capsys)
    office.run("permit", "import", str(sample_folder() / "register.toml"))
    certificate = ("--certificate", "B9", "--grade", "B", "--valid-from", "2024-01-01", "--valid-to", "2028-12-31")
    joined = ("permit", "technician", "MV113901", "範例甲", *certificate, "--on", "2026-10-01")
    told = [
        (found["code"], found["field"], found["value"])
        for found in office.run(*joined, "--reported", reported)["findings"]
    ]
    assert told == ([("P860", "reported", reported)] if late else [])
