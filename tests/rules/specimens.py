"""Honest documents of every kind and a context in which nothing is wrong with them; tests plant one fault each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from schemas.document import HEAD, HEADINGS, Check, Document, ReferenceStandard, ReportHeader, ReportRow, Source
from schemas.kinds import kind
from schemas.kinds.electricity_meter import ElectricityTolerances
from schemas.legal_tables import CalibrationInterval, Holiday, LegalTables, Limit, ServiceLife, UnitFee, Validity
from schemas.place import Place
from schemas.register import Laboratory, MarkBatch, Permit, PermitRange, Register, Technician, TypeApproval
from schemas.validate import Context

TODAY = date(2026, 11, 21)
DAY = date(2026, 10, 14)
PERMIT = "MV113001"
COMPANY = "青禾計量股份有限公司"
KINDS = ("taximeter", "weighing_instrument", "gas_meter", "water_meter", "electricity_meter")
MARKS = {
    "taximeter": "S1AB15{:05d}",
    "weighing_instrument": "S1BA15{:05d}",
    "gas_meter": "S1FC15{:05d}",
    "water_meter": "15{:05d}",
    "electricity_meter": "S1LH15{:06d}",
}
READINGS: dict[str, dict[str, Any]] = {
    "taximeter": {"distance_bench_initial": "1250.0", "distance_bench_next": "200.0", "time": "80.0", "changeover_speed": "9.00"},
    "weighing_instrument": {
        "eccentricity": "0.0", "increasing_1": "0.0", "increasing_2": "0.5", "increasing_3": "1.0",
        "decreasing_3": "1.0", "decreasing_2": "0.5", "decreasing_1": "0.0", "shows_above_max_9e": False,
    },
    "gas_meter": {
        "pressure_absorption": "90", "qmax_rate": "10", "qmax_indicated": "60.52", "qmax_reference": "60.00",
        "qmax_error": "0.87", "qmax_0_2_rate": "2", "qmax_0_2_indicated": "20.10", "qmax_0_2_reference": "20.00",
        "qmax_0_2_error": "0.50", "qmin_3_rate": "0.18", "qmin_3_indicated": "9.95", "qmin_3_reference": "10.00", "qmin_3_error": "-0.50",
    },
    "water_meter": {
        "high_start": "1.80", "high_end": "101.37", "high_indicated": "99.57", "high_reference": "100.00",
        "high_error": "-0.43", "high_tolerance": "±2", "low_start": "18.72", "low_end": "38.69",
        "low_indicated": "19.97", "low_reference": "20.00", "low_error": "-0.15", "low_tolerance": "±5",
    },
    "electricity_meter": {
        "construction": True, "insulation": True, "creep": True, "starting": True, "wh_full_load": "-0.39",
        "wh_power_factor": "0.54", "wh_light_load": "-0.03", "wh_reverse_load": "0.41", "wh_1s": "-0.23",
        "wh_3s": "-0.57", "varh_full_load": "0.29", "varh_power_factor": "0.28", "varh_light_load": "0.00", "demand": "-0.24",
    },
}  # fmt: skip
ERROR_FIELDS = {
    "gas_meter": ["qmax_error", "qmax_0_2_error", "qmin_3_error"],
    "water_meter": ["high_error"],
    "electricity_meter": ["wh_full_load", "wh_power_factor", "wh_light_load"],
    "weighing_instrument": ["increasing_1", "increasing_2", "increasing_3"],
    "taximeter": ["time"],
}
SPECIFICATIONS = {"weighing_instrument": "Max 30kg e=1g"}
BOX = (10.0, 0.0, 90.0, 20.0)


def serial(index: int) -> str:
    """The serial number of the instrument in row ``index`` (from 1)."""
    return f"Q{26000000 + index}"


def record(name: str, rows: int = 5, *, failing: Sequence[int] = (4,), first: int = 1) -> Document:
    """An honest verification record; the rows in ``failing`` did not pass and carry no mark."""
    spec = kind(name)
    header = spec.header(
        company_name=COMPANY,
        permit_number=PERMIT,
        verification_date=DAY,
        verification_site="臺中市南屯區範例路1號",
        verifier="林範例",
        quantity=rows,
        brand="青禾",
        model="QH-20",
        specification=SPECIFICATIONS.get(name, "口徑20mm"),
        technical_specification=f"{spec.zh}檢定檢查技術規範({spec.technical_specification})",
        reference_standard=ReferenceStandard(
            name="標準檢定設備", serial_number="ST-1", calibration_date=date(2026, 3, 2), certificate_number="C115-1"
        ),
        checks=[Check(item="外觀查核", passed=True)],
    )
    if name == "weighing_instrument":
        header.mechanism = "electronic"  # type: ignore[attr-defined]
    if name == "electricity_meter":
        header.year = 2026  # type: ignore[attr-defined]
        header.accuracy_class = "1.0級"  # type: ignore[attr-defined]
        every = dict.fromkeys(ElectricityTolerances.model_fields, "±2.0")
        header.tolerances = ElectricityTolerances(**every)  # type: ignore[attr-defined]
    mark = first
    made = []
    for number in range(1, rows + 1):
        failed = number in failing
        facts = {**READINGS[name], "serial_number": serial(first + number - 1), "place": row_place(number)}
        if failed:
            facts |= {"verdict": "fail", "rejection_reason": "器差超出公差", **_beyond(name)}
        else:
            facts |= {"verdict": "pass", "mark_number": MARKS[name].format(mark)}
            mark += 1
        made.append(spec.row(**facts))
    return document("verification_record", name, header, made, f"record-{name}-{first}.pdf")


def _beyond(name: str) -> dict[str, str]:
    """Readings of a failing instrument where they decide."""
    if name == "electricity_meter":
        return {"wh_power_factor": "4.03", "rejection_reason": None}  # type: ignore[dict-item]
    return {}


def report(name: str = "water_meter", *, first: int = 1, counts: Sequence[int] = (3, 2)) -> Document:
    """An honest monthly report whose lines are ranges of consecutive serial and mark numbers."""
    rows, at = [], first
    for item, count in enumerate(counts, 1):
        pattern = MARKS[name]
        rows.append(
            ReportRow(
                item=str(item),
                verification_date=DAY,
                brand="青禾",
                model="QH-20",
                specification=SPECIFICATIONS.get(name, "口徑20mm"),
                serial_numbers=_range(serial(at), serial(at + count - 1)),
                quantity=count,
                mark_numbers=_range(pattern.format(at), pattern.format(at + count - 1)),
                fee=Decimal(50 * count),
                place=row_place(item),
            )
        )
        at += count
    header = ReportHeader(
        company_name=COMPANY,
        instrument_kind=name,
        period="2026-10",
        report_date=date(2026, 11, 5),
        total_quantity=sum(counts),
        total_fee=50 * sum(counts) // 5,
        permit_number=PERMIT,
        responsible_person="王範例",
        prepared_by="陳範例",
    )
    return document("monthly_report", name, header, rows, f"report-{name}.pdf")


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}~{last}"


def document(document_kind: Any, name: str, header: Any, rows: list[Any], file: str) -> Document:
    """A document with places for header and columns, so that a finding's place can be told."""
    return Document(
        document_kind=document_kind,
        instrument_kind=name,
        source=Source(file=file, sha256=file, pages=1, engine="specimen"),
        header=header,
        rows=rows,
        header_places={field: head_place(field) for field in HEADS},
        columns={field: Place(page=1, column=field, box=BOX) for field in type(rows[0]).model_fields} if rows else {},
    )


HEADS = (
    HEAD,
    HEADINGS,
    *ReportHeader.model_fields,
    *kind("electricity_meter").header.model_fields,
    "mechanism",
    *(f"reference_standard.{name}" for name in ReferenceStandard.model_fields),
)


def head_place(field: str) -> Place:
    """Where an item of the head stands on the specimen."""
    return Place(page=1, box=(0.0, 0.0, 1.0 + HEADS.index(field), 9.0))


def row_place(number: int) -> Place:
    """Where row ``number`` stands on the specimen."""
    return Place(page=2, row=number, box=(0.0, 100.0 + 10 * number, 500.0, 110.0 + 10 * number))


def confirmed(article: str = "附表") -> dict[str, Any]:
    """What makes a table entry a confirmed one."""
    return {
        "article": article,
        "valid_from": date(2020, 1, 1),
        "confirmed_by": "承辦人",
        "confirmed_on": date(2026, 1, 5),
    }


def tables() -> LegalTables:
    """Legal tables that are complete and confirmed."""
    return LegalTables(
        unit_fees=[UnitFee(kind=name, unit_fee=50, **confirmed()) for name in KINDS],
        limits=[
            Limit(
                kind=name,
                fields=fields,
                limit=Decimal(3) if name != "taximeter" else Decimal(90),
                source="公差表",
                **confirmed(),
            )
            for name, fields in ERROR_FIELDS.items()
        ],
        validity=[Validity(kind=name, years=8, **confirmed()) for name in KINDS],
        service_life=[ServiceLife(kind="electricity_meter", years=15, **confirmed())],
        calibration_intervals=[CalibrationInterval(months=24, **confirmed())],
        holidays=[Holiday(day=date(2000, 10, 10), name="國慶日", source="條例", every_year=True)],
    )


def register() -> Register:
    """A register that knows the specimens' permit and grants their marks."""
    return Register(
        as_of=TODAY,
        permits=[
            Permit(
                permit_number=PERMIT,
                company_code="S1",
                company_name=COMPANY,
                ubn="22099131",
                instrument_kinds=list(KINDS),
                valid_from=date(2024, 5, 1),
                valid_to=date(2027, 4, 30),
            )
        ],
        mark_batches=[
            MarkBatch(
                permit_number=PERMIT,
                instrument_kind=name,
                first=MARKS[name].format(1),
                last=MARKS[name].format(99999),
                approved_on=date(2026, 1, 10),
            )
            for name in KINDS
        ],
        technicians=[
            Technician(permit_number=PERMIT, name="林範例", certificate_number="乙-1", **LONG),
            Technician(permit_number=PERMIT, name="吳樣本", certificate_number="乙-2", **LONG),
        ],
        laboratories=[Laboratory(permit_number=PERMIT, address="台中市南屯區範例路1號", accreditation="TAF-1")],
        ranges=[
            PermitRange(permit_number=PERMIT, instrument_kind=name, **{size: (Decimal(13), Decimal(300))})
            for name in KINDS
            for size in ("capacity_kg" if name == "weighing_instrument" else "bore_mm",)
        ],
        type_approvals=[
            TypeApproval(number=f"型-{name}", instrument_kind=name, brand="青禾", model="QH-20", **LONG)
            for name in KINDS
        ],
    )


LONG = {"valid_from": date(2010, 1, 1), "valid_to": date(2039, 12, 31)}
"""A validity that holds on every day of the specimens."""


@dataclass
class Known:
    """A history of marks and serials, as a warehouse would answer."""

    marks: Mapping[str, str] = field(default_factory=dict)
    serials: Mapping[str, str] = field(default_factory=dict)

    def mark_used(self, permit: str, kind: str, marks: Sequence[str]) -> dict[str, str]:
        return {mark: self.marks[mark] for mark in marks if mark in self.marks}

    def serial_reported(self, permit: str, kind: str, serials: Sequence[str]) -> dict[str, str]:
        return {serial: self.serials[serial] for serial in serials if serial in self.serials}


def context(**changes: Any) -> Context:
    """A context in which the specimens are judged without a finding; ``changes`` replace its parts."""
    parts = {"today": TODAY, "legal": tables(), "register": register(), "history": Known(), **changes}
    return Context(**parts)
