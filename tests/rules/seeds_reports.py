"""One planted fault for each code of monthly reports and of files held against each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from schemas.document import Document
from tests.rules.seeds_records import NOT_CONFIRMED, Documents, Plant, Seed, both, cell, drop, head, one, unconfirmed
from tests.rules.specimens import record, report, serial, tables

WATER = "water_meter"


def alone(plant: Plant) -> Callable[[], Documents]:
    """A faulty water meter report."""
    return one(WATER, plant, report)


def nothing(_document: Document) -> None:
    """No fault in the document itself."""


def pair(in_record: Plant = nothing, in_report: Plant = nothing, *, name: str = WATER) -> Callable[[], Documents]:
    """A record and its report, with a fault in either."""

    def documents() -> Documents:
        made = [record(name, failing=()), report(name)]
        in_record(made[0])
        in_report(made[1])
        return made

    return documents


def two_records(plant: Plant) -> Callable[[], Documents]:
    """Two honest records of one month with their report, and a fault in the second record."""

    def documents() -> Documents:
        first, second = record(WATER, 3, failing=()), record(WATER, 2, failing=(), first=4)
        plant(second)
        return [first, second, report(WATER)]

    return documents


REPORTS = (
    Seed("B510", alone(head(total_quantity=6)), None, "total_quantity"),
    Seed("B511", alone(head(total_fee=51)), None, "total_fee", context={"legal": unconfirmed(unit_fees={"kind": "taximeter"})},
         also=frozenset({"B529"})),
    Seed("B512", alone(cell(2, item="3")), 2, "item"),
    Seed("B513", alone(cell(2, verification_date=date(2026, 9, 30))), 2, "verification_date"),
    Seed("B514", alone(cell(1, serial_numbers=f"{serial(1)}~{serial(2)}")), 1, "quantity"),
    Seed("B515", alone(cell(2, mark_numbers="1500004~1500006")), 2, "quantity"),
    Seed("B516", alone(cell(2, mark_numbers="1500004")), 2, "quantity"),
    Seed("B517", alone(cell(2, serial_numbers=f"{serial(3)}~{serial(4)}")), 2, "serial_numbers"),
    Seed("B518", alone(cell(2, mark_numbers="1500003~1500004")), 2, "mark_numbers"),
    Seed("B519", alone(head(period=None)), None, "period"),
    Seed("B519", alone(head(total_fee=None)), None, "total_fee"),
    Seed("B520", alone(cell(1, mark_numbers=None)), 1, "mark_numbers"),
    Seed("B514", alone(cell(1, quantity=4)), 1, "quantity", also=frozenset({"B526", "B527"})),
    Seed("B534", alone(cell(1, fee=None)), 1, "fee"),
    Seed("B534", alone(both(cell(1, fee=None), cell(2, fee=None))), None, "fee"),
    Seed("B521", alone(cell(1, serial_numbers="詳附件")), 1, "serial_numbers"),
    Seed("B522", alone(cell(1, mark_numbers="詳附件")), 1, "mark_numbers"),
    Seed("B523", alone(head(period="2026-12")), None, "period", also=frozenset({"B513"})),
    Seed("B524", alone(head(report_date=date(2026, 10, 13))), None, "report_date"),
    Seed("B525", alone(head(report_date=date(2026, 11, 22))), None, "report_date"),
    Seed("B526", alone(both(cell(1, fee=Decimal(151)), cell(2, fee=Decimal(99)))), 1, "fee"),
    Seed("B527", alone(nothing), None, "total_fee", context={"legal": unconfirmed(unit_fees={"unit_fee": 60})}, also=frozenset({"B526"})),
    Seed("B528", alone(nothing), None, "total_fee", context={"legal": unconfirmed(unit_fees={"unit_fee": 60, **NOT_CONFIRMED})},
         also=frozenset({"B526", "X691"})),
    Seed("B529", alone(nothing), None, "total_fee", context={"legal": lambda: tables().model_copy(update={"unit_fees": []})}),
    Seed("B530", alone(nothing), None, "period", context={"received": lambda: date(2026, 11, 11)}),
    Seed("B531", alone(head(report_date=None)), None, "report_date"),
    Seed("B532", alone(cell(2, mark_numbers="15000004~15000005")), 2, "mark_numbers", also=frozenset({"X607"})),
    Seed("B533", alone(head(company_name=None)), None, "company_name"),
    Seed("R402", alone(head(permit_number=None)), None, "permit_number"),
    Seed("R420", one("gas_meter", cell(2, mark_numbers="1400004~1400005"), report), 2, "mark_numbers", also=frozenset({"X607"})),
)  # fmt: skip


def _second_report() -> Documents:
    made = [record(WATER, failing=()), report(WATER), report(WATER)]
    made[2].source.sha256 = made[2].source.file = "another.xlsx"
    made[2].header.prepared_by = "另一人"
    return made


def _copy() -> Documents:
    return [record(WATER, failing=()), report(WATER), record(WATER, failing=())]


TOGETHER = (
    Seed("B550", two_records(cell(1, serial_number=serial(3))), 1, "serial_number", where=1, also=frozenset({"B552", "B554"})),
    Seed("B551", two_records(cell(1, mark_number="1500003")), 1, "mark_number", where=1, also=frozenset({"B504", "B554"})),
    Seed("B552", pair(drop(2)), 1, "serial_numbers", where=1, also=frozenset({"B504"})),
    Seed("B553", pair(cell(5, serial_number=serial(77))), 5, "serial_number", also=frozenset({"B552"})),
    Seed("B554", pair(cell(1, mark_number="1500099")), 1, "mark_numbers", where=1, also=frozenset({"B504"})),
    Seed("B555", pair(head(verification_date=date(2026, 10, 15))), 1, "verification_date", where=1),
    Seed("B556", pair(drop(5), cell(2, serial_numbers="詳附件")), None, "total_quantity",
         where=1, also=frozenset({"B521"})),
    Seed("B557", pair(nothing, head(company_name="青禾計量公司")), None, "company_name", where=1, also=frozenset({"X605"})),
    Seed("B558", lambda: [record(WATER)], None, None),
    Seed("B559", lambda: [report(WATER)], None, None),
    Seed("B560", _second_report, None, "period", where=2),
    Seed("B561", _copy, None, "source", where=2),
    Seed("B562", pair(head(brand="青木")), 1, "brand", where=1, also=frozenset({"X622"})),
    Seed("B563", pair(cell(2, verdict="fail", mark_number=None, rejection_reason="外觀")), 1, "serial_numbers", where=1, also=frozenset({"B504"})),
)  # fmt: skip

SEEDS: tuple[Seed, ...] = (*REPORTS, *TOGETHER)
