"""Verification records and monthly reports as values: what is printed, and the document JSON that is true of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sample_inputs._lib.firms import PERIOD, SAMPLE_NOTE, Firm

Value = Decimal | bool | str
Row = dict[str, Value]
KIND_NAMES = {
    "taximeter": "計程車計費表",
    "weighing_instrument": "非自動衡器",
    "water_meter": "水量計",
    "gas_meter": "膜式氣量計",
    "electricity_meter": "電度表",
}
SPECIFICATIONS = {
    "taximeter": "計程車計費表檢定檢查技術規範 (CNMV 21)",
    "weighing_instrument": "衡器檢定檢查技術規範 (CNMV 76)",
    "water_meter": "水量計檢定檢查技術規範 (CNMV 49)",
    "gas_meter": "膜式氣量計檢定檢查技術規範 (CNMV 31)",
    "electricity_meter": "電度表檢定檢查技術規範 (CNMV 46) 第 6 版 (107/03/21)",
}
CHECKS = {
    "taximeter": (
        "外觀(結構)查核是否符合 CNMV 21 第 3.1 至 3.7 節之規定",
        "電源電壓在 9 V 至 16 V 之間變動時,計費表是否正常運作,電壓降至 6 V,停留 10 秒鐘後再回復至 12 V 時,"
        "計費表是否保留各顯示欄之原有顯示數值;一般運作電壓下,電源連續開關 5 次以上,其費額數字亦是否不得有紊亂顯示。",
    ),
    "weighing_instrument": ("外觀(結構)查核是否符合 CNMV 76 第 3.1 至 4.12 節之規定",),
    "water_meter": (
        "外觀檢視是否符合 CNMV 49 第 3.1 至 3.17 節之規定",
        "耐壓試驗是否符合 CNMV 49 第 4.2 節之規定",
    ),
    "gas_meter": (
        "構造:依第 3.1~3.3 節之要求",
        "標示:依第 3.1 節之要求",
        "外部氣密測試:依第 4.3 節之要求",
    ),
    "electricity_meter": (),
}


@dataclass(frozen=True, slots=True)
class Standard:
    """The reference standard of a record."""

    name: str
    serial_number: str
    calibration_date: date
    certificate_number: str


@dataclass(frozen=True, slots=True)
class Record:
    """A verification record. ``extra`` holds the header items that only this kind has."""

    firm: Firm
    kind: str
    day: date
    brand: str
    model: str
    specification: str
    standard: Standard
    rows: tuple[Row, ...]
    extra: dict[str, Any] = field(default_factory=dict)
    unit_fee: int = 0

    @property
    def passing(self) -> list[Row]:
        """The rows with the verdict pass."""
        return [row for row in self.rows if row["verdict"] == "pass"]

    def changed(self, number: int, **values: Value | None) -> Record:
        """The record with another content of row ``number`` (from 1); ``None`` takes a value away."""
        row = {name: value for name, value in (self.rows[number - 1] | values).items() if value is not None}
        return replace(self, rows=(*self.rows[: number - 1], row, *self.rows[number:]))

    def truth(self) -> dict[str, Any]:
        """The document JSON; fields that the paper does not show are absent."""
        firm = self.firm
        shared = {
            "company_name": firm.name,
            "permit_number": firm.permit,
            "verification_date": self.day.isoformat(),
            "verification_site": firm.site,
            "verifier": firm.verifier,
            "quantity": len(self.rows),
            "brand": self.brand,
            "model": self.model,
            "technical_specification": SPECIFICATIONS[self.kind],
            "reference_standard": {
                "name": self.standard.name,
                "serial_number": self.standard.serial_number,
                "calibration_date": self.standard.calibration_date.isoformat(),
                "certificate_number": self.standard.certificate_number,
            },
        }
        if self.kind != "electricity_meter":
            shared["remarks"] = SAMPLE_NOTE
            shared["checks"] = [{"item": item, "passed": True} for item in CHECKS[self.kind]]
        if self.specification:
            shared["specification"] = self.specification
        return {
            "document_kind": "verification_record",
            "instrument_kind": self.kind,
            "header": shared | self.extra,
            "rows": [dict(row) for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a monthly report."""

    day: date
    brand: str
    model: str
    specification: str
    serials: str
    quantity: int
    marks: str
    fee: int
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A monthly report (FIF-04); the totals are what is printed, right or wrong."""

    firm: Firm
    kind: str
    written: date
    lines: tuple[Line, ...]
    total_quantity: int
    total_fee: int

    def truth(self) -> dict[str, Any]:
        """The document JSON; fields that the paper does not show are absent."""
        return {
            "document_kind": "monthly_report",
            "instrument_kind": self.kind,
            "header": {
                "company_name": self.firm.name,
                "instrument_kind": self.kind,
                "period": PERIOD,
                "report_date": self.written.isoformat(),
                "total_quantity": self.total_quantity,
                "total_fee": self.total_fee,
                "permit_number": self.firm.permit,
                "responsible_person": self.firm.responsible,
                "prepared_by": self.firm.prepared_by,
            },
            "rows": [_line_truth(number, line) for number, line in enumerate(self.lines, 1)],
        }


def _line_truth(number: int, line: Line) -> dict[str, Any]:
    row = {
        "item": str(number),
        "verification_date": line.day.isoformat(),
        "brand": line.brand,
        "model": line.model,
        "specification": line.specification,
        "serial_numbers": line.serials,
        "quantity": line.quantity,
        "mark_numbers": line.marks,
        "fee": line.fee,
    }
    return row | ({"remarks": line.remarks} if line.remarks else {})


def line_of(record: Record, rows: Sequence[Row] | None = None, sign: str = "~") -> Line:
    """The report line of a record's passing instruments (or of some of them)."""
    chosen = record.passing if rows is None else [row for row in rows if row["verdict"] == "pass"]
    return Line(
        record.day, record.brand, record.model, report_specification(record),
        spans([str(row["serial_number"]) for row in chosen], sign), len(chosen),
        spans([str(row["mark_number"]) for row in chosen], sign), record.unit_fee * len(chosen),
    )  # fmt: skip


def report_specification(record: Record) -> str:
    """規格 of a report line; two kinds have it under another name in the record."""
    extra = record.extra
    return record.specification or str(extra.get("rated_voltage_and_current") or extra["pulse_constant"])


def report_of(firm: Firm, kind: str, written: date, lines: Sequence[Line]) -> Report:
    """A report with right totals: a fifth of the fees, rounded down once."""
    return Report(
        firm, kind, written, tuple(lines), sum(line.quantity for line in lines), sum(line.fee for line in lines) // 5
    )


def spans(numbers: Sequence[str], sign: str = "~") -> str:
    """``A01~A05、A07``: consecutive numbers as ranges."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _next(runs[-1][-1]) == number:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}{sign}{run[-1]}" for run in runs)


def _next(number: str) -> str:
    prefix = number.rstrip("0123456789")
    digits = number[len(prefix) :]
    return f"{prefix}{int(digits) + 1:0{len(digits)}d}"
