"""Names, places and sizes as people write them, held against the register's further lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from schemas.measures import bore_mm, capacity_kg, flow_m3h
from schemas.register import Laboratory, PermitRange, Suspension, Technician
from schemas.validate import check_document
from tests.rules.specimens import DAY, LONG, PERMIT, context, record, register, report


def codes(name: str = "gas_meter", *, header: dict[str, object] | None = None, **lists: object) -> set[str]:
    """The codes of a record whose head, and the register's lists, are changed."""
    document = record(name)
    for key, value in (header or {}).items():
        setattr(document.header, key, value)
    return {found.code for found in check_document(document, context(register=register().model_copy(update=lists)))}


@pytest.mark.parametrize("written", ["林範例", "林 範例", "林範例(乙級)", "林範例、吳樣本", "吳樣本/林範例", "林範例,"])
def test_a_verifier_is_known_however_written(written: str) -> None:
    assert codes(header={"verifier": written}) == set()


def test_of_several_verifiers_each_counts() -> None:
    assert codes(header={"verifier": "林範例、王無名"}) == {"X615"}


def test_a_renewed_certificate_counts() -> None:
    old = Technician(
        permit_number=PERMIT,
        name="林範例",
        certificate_number="1",
        valid_from=date(2016, 1, 1),
        valid_to=date(2020, 12, 31),
    )
    assert codes(technicians=[old, old.model_copy(update=LONG)]) == set()
    assert codes(technicians=[old]) == {"X616"}


@pytest.mark.parametrize(
    ("site", "found"),
    [
        ("台中市南屯區範例路1號", set()),
        ("臺中市南屯區範例路1號3樓 檢定室", set()),
        ("青禾度量衡實驗室", set()),
        ("臺中市南屯區範例路2號", {"X620"}),
    ],
)
def test_a_laboratory_by_address_or_name(site: str, found: set[str]) -> None:
    known = Laboratory(permit_number=PERMIT, address="臺中市南屯區範例路1號", name="青禾度量衡實驗室")
    assert codes(header={"verification_site": site}, laboratories=[known]) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [("G10 16m³/h", set()), ("16.1 m3/h", {"X618"}), ("G6", {"X619"}), (None, {"X619"})],
)
def test_a_gas_meter_within_its_range(written: str | None, found: set[str]) -> None:
    allowed = PermitRange(permit_number=PERMIT, instrument_kind="gas_meter", flow_m3h=(Decimal(0), Decimal(16)))
    assert codes(header={"specification": written}, ranges=[allowed]) == found


def test_one_of_several_ranges_is_enough() -> None:
    small, large = (
        PermitRange(permit_number=PERMIT, instrument_kind="water_meter", bore_mm=(Decimal(first), Decimal(last)))
        for first, last in ((13, 40), (50, 300))
    )
    assert codes("water_meter", header={"specification": "口徑50mm"}, ranges=[small, large]) == set()
    assert codes("water_meter", header={"specification": "口徑45mm"}, ranges=[small, large]) == {"X618"}


def test_type_approval_is_asked_where_the_guide_asks_it() -> None:
    unknown: dict[str, object] = {"model": "ZZ-1"}
    assert codes("taximeter", header=unknown) == {"X622"}
    assert codes("weighing_instrument", header=unknown) == set(), "scales only where one is required"
    assert codes("electricity_meter", header=unknown) == set()
    assert codes("electricity_meter", type_approvals=[]) == set(), "and nothing is missing for them"


def test_a_suspension_is_named_once() -> None:
    times = [Suspension(permit_number=PERMIT, since=DAY)]
    permits = [register().permits[0].model_copy(update={"status": "suspended", "status_since": DAY})]
    assert codes(suspensions=times) == {"X625"}
    assert codes(suspensions=times, permits=permits) == {"X604"}
    others = [Suspension(permit_number=PERMIT, since=DAY, instrument_kinds=["water_meter"])]
    assert codes(suspensions=others) == set()


def test_a_bare_register_gives_one_note() -> None:
    bare: dict[str, Any] = {name: [] for name in ("technicians", "laboratories", "ranges", "type_approvals")}
    assert codes(**bare) == {"X614"}
    made = register().model_copy(update=bare)
    [note] = check_document(report(), context(register=made))
    assert note.code == "X614"
    assert note.params["rules"] == "X618、X619、X622-X624"


def test_sizes_as_written() -> None:
    assert bore_mm("口徑20mm") == 20
    assert flow_m3h("G6 10m³/h") == 10
    assert capacity_kg("Max 3,000g e=1g") == 3
    assert capacity_kg("大型") is None
