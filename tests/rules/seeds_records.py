"""One planted fault for each code that a single verification record can have."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.document import Check, Document
from schemas.legal_tables import LegalTables
from schemas.register import Suspension
from tests.rules.specimens import DAY, Known, context, record, register, report, serial, tables

Documents = list[Document]
Plant = Callable[[Document], object]


@dataclass(frozen=True)
class Seed:
    """A fault: how to plant it, and the code, place and document at which it must be found."""

    code: str
    documents: Callable[[], Documents]
    row: int | None
    field: str | None
    where: int = 0
    context: dict[str, Callable[[], Any]] = dataclasses.field(default_factory=dict)
    also: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.code}-{self.field or 'whole'}"


def one(name: str, plant: Plant, make: Callable[..., Document] = record) -> Callable[[], Documents]:
    """A single document of a kind with a fault in it."""

    def documents() -> Documents:
        made = make(name)
        plant(made)
        return [made]

    return documents


def head(**values: Any) -> Plant:
    """Set header items."""

    def plant(document: Document) -> None:
        for key, value in values.items():
            setattr(document.header, key, value)

    return plant


def cell(row: int, **values: Any) -> Plant:
    """Set cells of a row (from 1)."""

    def plant(document: Document) -> None:
        for key, value in values.items():
            setattr(document.rows[row - 1], key, value)

    return plant


def standard(**values: Any) -> Plant:
    """Set items of the reference standard."""

    def plant(document: Document) -> None:
        for key, value in values.items():
            setattr(document.header.reference_standard, key, value)

    return plant


def both(*plants: Plant) -> Plant:
    """One after the other."""

    def plant(document: Document) -> None:
        for each in plants:
            each(document)

    return plant


def unconfirmed(**changes: Any) -> Callable[[], LegalTables]:
    """The tables with every entry of one sort altered."""

    def made() -> LegalTables:
        full = tables()
        for name, update in changes.items():
            setattr(full, name, [entry.model_copy(update=update) for entry in getattr(full, name)])
        return full

    return made


def drop(row: int) -> Plant:
    """Leave a row out, with the quantity to match."""

    def plant(document: Document) -> None:
        document.rows.pop(row - 1)
        document.header.quantity -= 1

    return plant


def altered(**changes: Any) -> Callable[[], Any]:
    """The register with its permit altered."""

    def made() -> Any:
        full = register()
        full.permits = [full.permits[0].model_copy(update=changes)]
        return full

    return made


def listed(name: str, changes: dict[str, Any] | None, only: int | None = None) -> Callable[[], Any]:
    """The register with the entries of a list (or one of them) altered, or without the list (``None``)."""

    def made() -> Any:
        full = register()
        entries = [
            entry.model_copy(update=changes) if only in (None, index) else entry
            for index, entry in enumerate(getattr(full, name) if changes else ())
        ]
        return full.model_copy(update={name: entries})

    return made


def stopped() -> Callable[[], Any]:
    """The register with a suspension that is over by now."""

    def made() -> Any:
        times = [Suspension(permit_number=register().permits[0].permit_number, since=DAY, until=DAY)]
        return register().model_copy(update={"suspensions": times})

    return made


def granted(**changes: Any) -> Callable[[], Any]:
    """The register with every mark batch altered."""

    def made() -> Any:
        full = register()
        full.mark_batches = [batch.model_copy(update=changes) for batch in full.mark_batches]
        return full

    return made


STANDARD = "reference_standard.calibration_date"
NOT_CONFIRMED = {"confirmed_by": None}

HEADER = (
    *(
        Seed("R401", one(kind, head(**{name: None})), None, name)
        for kind, name in (
            ("taximeter", "brand"),
            ("gas_meter", "model"),
            ("water_meter", "verification_site"),
            ("electricity_meter", "verifier"),
        )
    ),
    Seed("R401", one("water_meter", standard(certificate_number=None)), None, "reference_standard.certificate_number"),
    Seed("R402", one("water_meter", head(permit_number=None)), None, "permit_number"),
    Seed("R403", one("water_meter", head(permit_number="MV1130001")), None, "permit_number"),
    Seed("R410", one("water_meter", head(verification_date=date(2026, 11, 22))), None, "verification_date",
         context={"register": lambda: register().model_copy(update={"as_of": date(2026, 12, 1)})}),
    Seed("R411", one("water_meter", both(head(verification_date=date(2023, 5, 2)), standard(calibration_date=date(2023, 1, 5)))),
         None, "verification_date",
         context={"register": lambda: _early_register()}),
    Seed("R412", one("water_meter", standard(calibration_date=date(2026, 10, 15))), None, STANDARD),
    Seed("R413", one("water_meter", standard(calibration_date=date(2024, 10, 13))), None, STANDARD),
    Seed("R414", one("water_meter", standard(calibration_date=date(2026, 11, 22))), None, STANDARD),
    Seed("R415", one("electricity_meter", head(year=2027)), None, "year"),
    Seed("R416", one("gas_meter", head(checks=[Check(item="02", passed=False)])), None, "checks"),
    Seed("R417", one("gas_meter", head(checks=[Check(item="02")])), None, "checks"),
    Seed("R422", one("gas_meter", head(technical_specification="電度表檢定檢查技術規範(CNMV 46)")), None, "technical_specification"),
    Seed("R423", one("weighing_instrument", head(mechanism=None)), None, "mechanism"),
    Seed("R424", one("gas_meter", head(technical_specification=None)), None, "technical_specification"),
    Seed("R425", one("gas_meter", standard(calibration_date=None)), None, STANDARD),
    Seed("R426", one("gas_meter", head(company_name=None)), None, "company_name"),
    Seed("R426", one("taximeter", head(quantity=None)), None, "quantity"),
)  # fmt: skip

ROWS = (
    Seed("R404", one("taximeter", cell(2, serial_number=None)), 2, "serial_number"),
    Seed("R405", one("taximeter", cell(2, verdict=None)), 2, "verdict"),
    Seed("R406", one("taximeter", cell(5, mark_number=None)), 5, "mark_number"),
    Seed("R407", one("taximeter", cell(4, mark_number="S1AB1500009")), 4, "mark_number", also=frozenset({"B504"})),
    Seed("R408", one("taximeter", cell(4, rejection_reason=None)), 4, "rejection_reason"),
    Seed("R409", one("taximeter", cell(1, rejection_reason="外觀刮傷")), 1, "rejection_reason"),
    Seed("R418", one("taximeter", cell(5, mark_number="S1AB150004")), 5, "mark_number"),
    Seed("R418", one("water_meter", cell(5, mark_number="S1FD1500004")), 5, "mark_number"),
    Seed("R419", one("weighing_instrument", cell(5, mark_number="S1BB1500004")), 5, "mark_number"),
    Seed("R420", one("gas_meter", cell(5, mark_number="S1FC1400005")), 5, "mark_number",
         context={"register": granted(first="1400001")}),
    Seed("R421", one("gas_meter", cell(5, serial_number="26000005~26000009")), 5, "serial_number"),
    Seed("R430", one("gas_meter", cell(3, pressure_absorption=None)), 3, "pressure_absorption"),
    Seed("R431", one("water_meter", cell(3, high_end=Decimal("101.47"))), 3, "high_indicated"),
    Seed("R432", one("water_meter", cell(3, low_end=Decimal("8.69"))), 3, "low_end"),
    Seed("R433", one("water_meter", cell(3, low_error=Decimal("0.15"))), 3, "low_error"),
    Seed("R433", one("gas_meter", cell(3, qmax_error=Decimal("0.78"))), 3, "qmax_error"),
    Seed("R434", one("gas_meter", cell(3, qmin_3_reference=Decimal("0.00"))), 3, "qmin_3_reference"),
    Seed("R435", one("electricity_meter", cell(3, demand=Decimal("2.01"))), 3, "demand"),
    Seed("R435", one("water_meter", both(cell(2, low_tolerance="+1/-0.1"))), 2, "low_error"),
    Seed("R436", one("electricity_meter", cell(4, wh_power_factor=Decimal("0.03"))), 4, "verdict"),
    Seed("R437", one("electricity_meter", cell(1, creep=False)), 1, "creep"),
    Seed("R438", one("weighing_instrument", cell(1, shows_above_max_9e=True)), 1, "shows_above_max_9e"),
    Seed("R439", one("weighing_instrument", cell(1, increasing_3=Decimal("3.5"))), 1, "increasing_3",
         context={"legal": unconfirmed(limits=NOT_CONFIRMED)}, also=frozenset({"X691"})),
    Seed("R440", one("weighing_instrument", cell(1, increasing_3=Decimal("3.5"))), 1, "increasing_3"),
    Seed("R441", one("water_meter", cell(1, high_tolerance="依規範")), 1, "high_tolerance"),
    Seed("R442", one("water_meter", cell(1, high_tolerance="±4")), 1, "high_tolerance"),
    Seed("R443", one("electricity_meter", head(tolerances=None)), None, None),
    Seed("R444", one("electricity_meter", both(head(tolerances=None), cell(1, wh_1s=Decimal("100")))), 1, "wh_1s",
         also=frozenset({"R443"})),
    Seed("R445", one("electricity_meter", head(year=2010)), None, "year",
         context={"legal": unconfirmed(service_life=NOT_CONFIRMED)}, also=frozenset({"X691"})),
    Seed("R446", one("electricity_meter", head(year=2010)), None, "year"),
    Seed("R447", one("gas_meter", head(remarks="檢定合格有效期間至125年10月")), None, "remarks",
         context={"legal": unconfirmed(validity=NOT_CONFIRMED)}, also=frozenset({"X691"})),
    Seed("R448", one("gas_meter", head(remarks="檢定合格有效期間至125年10月")), None, "remarks"),
)  # fmt: skip

BATCH = (
    Seed("B500", one("gas_meter", lambda document: document.rows.clear()), None, None),
    Seed("B501", one("gas_meter", head(quantity=6)), None, "quantity"),
    Seed("B502", one("gas_meter", cell(3, serial_number=serial(1))), 3, "serial_number"),
    Seed("B503", one("water_meter", cell(5, mark_number="1500001")), 5, "mark_number"),
    Seed("B504", one("water_meter", cell(5, mark_number="1500009")), 5, "mark_number"),
    Seed("B505", one("gas_meter", cell(5, mark_number="S2FC1500004")), 5, "mark_number", also=frozenset({"X606"})),
)

REGISTER = (
    Seed("X601", one("gas_meter", head(permit_number="MV113002")), None, "permit_number"),
    Seed("X602", one("gas_meter", lambda _: None), None, "verification_date",
         context={"register": altered(valid_to=date(2026, 10, 13))}),
    Seed("X602", one("gas_meter", lambda _: None, report), 1, "verification_date",
         context={"register": altered(valid_from=date(2026, 10, 15))}),
    Seed("X603", one("gas_meter", lambda _: None), None, "permit_number",
         context={"register": altered(instrument_kinds=["water_meter"])}),
    Seed("X604", one("gas_meter", lambda _: None), None, "verification_date",
         context={"register": altered(status="suspended", status_since=date(2026, 10, 14))}),
    Seed("X605", one("gas_meter", head(company_name="青木計量股份有限公司")), None, "company_name"),
    Seed("X606", one("gas_meter", lambda _: None), 1, "mark_number", context={"register": altered(company_code="S9")}),
    Seed("X607", one("gas_meter", lambda _: None), 5, "mark_number", context={"register": granted(last="S1FC1500003")}),
    Seed("X607", one("gas_meter", lambda _: None, report), 2, "mark_numbers", context={"register": granted(last="1500004")}),
    Seed("X607", one("gas_meter", lambda _: None), 1, "mark_number", context={"register": granted(last="")}),
    Seed("X607", one("gas_meter", lambda _: None, report), 1, "mark_numbers", context={"register": granted(last="")}),
    Seed("X608", one("gas_meter", lambda _: None), None, None,
         context={"register": lambda: register().model_copy(update={"mark_batches": []})}),
    Seed("X609", one("gas_meter", lambda _: None), 2, "mark_number",
         context={"history": lambda: Known(marks={"S1FC1500002": "2026-09"})}),
    Seed("X610", one("taximeter", lambda _: None), 5, "serial_number",
         context={"history": lambda: Known(serials={serial(5): "2026-09"})}),
    Seed("X611", one("gas_meter", lambda _: None), 5, "serial_number",
         context={"history": lambda: Known(serials={serial(5): "2026-09"})}),
    Seed("X612", one("gas_meter", lambda _: None), None, None,
         context={"register": lambda: register().model_copy(update={"as_of": date(2026, 10, 13)})}),
    Seed("X613", one("gas_meter", both(*(cell(row, verdict=None) for row in (2, 3, 4, 5)))), 1, "mark_number",
         context={"register": granted(approved_on=date(2026, 10, 15))}, also=frozenset({"R405"})),
    Seed("X614", one("gas_meter", lambda _: None), None, None, context={"register": listed("technicians", None)}),
    Seed("X614", one("gas_meter", lambda _: None, report), None, None, context={"register": listed("ranges", None)}),
    Seed("X615", one("gas_meter", head(verifier="王無名")), None, "verifier"),
    Seed("X616", one("gas_meter", head(verifier="吳樣本(乙級)、林範例")), None, "verifier",
         context={"register": listed("technicians", {"valid_to": date(2026, 10, 13)}, 1)}),
    Seed("X617", one("gas_meter", lambda _: None), None, "verifier",
         context={"register": listed("technicians", {"instrument_kinds": ["water_meter"]})}),
    Seed("X618", one("water_meter", head(specification="口徑 301 mm")), None, "specification"),
    Seed("X618", one("water_meter", cell(2, specification="12mm"), report), 2, "specification"),
    Seed("X619", one("water_meter", head(specification="大型")), None, "specification"),
    Seed("X620", one("gas_meter", head(verification_site="高雄市前鎮區樣本路9號")), None, "verification_site"),
    Seed("X621", one("gas_meter", lambda _: None), None, "verification_site",
         context={"register": listed("laboratories", {"valid_to": date(2026, 10, 13)})}),
    Seed("X622", one("gas_meter", head(model="QH-21")), None, "model"),
    Seed("X623", one("gas_meter", lambda _: None), None, "model",
         context={"register": listed("type_approvals", {"valid_from": date(2026, 10, 15)})}),
    Seed("X623", one("weighing_instrument", lambda _: None), None, "model",
         context={"register": listed("type_approvals", {"valid_to": date(2026, 10, 13)})}),
    Seed("X624", one("gas_meter", lambda _: None, report), 1, "model",
         context={"register": listed("type_approvals", {"withdrawn_on": date(2026, 10, 14)})}),
    Seed("X625", one("gas_meter", lambda _: None), None, "verification_date", context={"register": stopped()}),
    Seed("X690", one("gas_meter", lambda _: None), None, None, context={"register": lambda: None}),
    Seed("X690", one("electricity_meter", lambda _: None), None, None,
         context={"legal": lambda: tables().model_copy(update={"service_life": []})}),
    Seed("X691", one("gas_meter", lambda _: None), None, None,
         context={"legal": unconfirmed(limits=NOT_CONFIRMED)}),
)  # fmt: skip


def _early_register() -> Any:
    full = register()
    full.permits = [full.permits[0].model_copy(update={"valid_from": date(2020, 1, 1)})]
    full.mark_batches = [
        batch.model_copy(update={"approved_on": None, "first": "1200001"}) for batch in full.mark_batches
    ]
    return full


SEEDS: tuple[Seed, ...] = (*HEADER, *ROWS, *BATCH, *REGISTER)
__all__ = ["SEEDS", "Seed", "context"]
