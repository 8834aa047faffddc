"""October of ROC 115: what each invented firm verified and reported, with the faults that are planted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sample_inputs._lib import firms, readings
from sample_inputs._lib.draw_docx import docx
from sample_inputs._lib.draw_html import html_pdf
from sample_inputs._lib.draw_pdf import pdf
from sample_inputs._lib.draw_xlsx import xlsx
from sample_inputs._lib.forms import record_form
from sample_inputs._lib.forms_electricity import ERRORS
from sample_inputs._lib.office import Office
from sample_inputs._lib.records import Record, Report, Standard, line_of, report_of
from sample_inputs._lib.report_form import report_form

SANS = "Noto Sans CJK TC"
SECRET = "sample-1151005"  # noqa: S105 (the password of the sample that cannot be opened)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of the month: its bytes, what is true of it, and how it was made."""

    stem: str
    suffix: str
    data: bytes
    truth: dict[str, Any]
    producer: str

    @property
    def name(self) -> str:
        """The file's name in ``documents``."""
        return f"{self.stem}.{self.suffix}"


_MASSES = Standard("標準法碼", "F1-2015-07", date(2026, 3, 12), "ML115-0312A")
_MASSES_M = Standard("標準法碼", "M1-2018-22", date(2026, 5, 6), "ML115-0506B")
_BENCH = Standard("計程車計費表檢定裝置", "TX-B-03", date(2026, 1, 20), "TX115-0120")
_TANK = Standard("標準量桶", "WT-100-1", date(2025, 12, 9), "FL114-1209")
_TANK_F = Standard("電磁式標準流量計", "EMF-0061", date(2026, 7, 1), "FL115-0701")
_SONIC = Standard("音速噴嘴", "SN-16-04", date(2026, 2, 26), "GF115-0226")
_WATT = Standard("標準電度表", "MT-9402", date(2026, 4, 15), "EL115-0415")

SCALES_1 = Record(
    firms.SCALES, "weighing_instrument", date(2026, 10, 6), "霽川", "JC-30A", "Max 30kg e=10g", _MASSES,
    readings.rows_of(11, 100, "K1510001", "SZBA1500001", readings.scales("1", 10), {58: "第3點器差超出公差"}),
    {"mechanism": "electronic"}, 80,
)  # fmt: skip
SCALES_2 = Record(
    firms.SCALES, "weighing_instrument", date(2026, 10, 20), "霽川", "JC-3B", "Max 3kg e=1g", _MASSES,
    readings.rows_of(12, 80, "K1520001", "SZBA1500100", readings.scales("0.1", 10)),
    {"mechanism": "electronic"}, 60,
)  # fmt: skip
SCALES_3 = Record(
    firms.SCALES, "weighing_instrument", date(2026, 10, 22), "霽川", "JM-10", "Max 10kg e=20g", _MASSES_M,
    readings.rows_of(13, 60, "M1501", "SZBB1500401", readings.mechanical("2", 10), {9: "第3點器差超出公差"}),
    {"mechanism": "mechanical"}, 80,
)  # fmt: skip
_TAXI = {"pulse_constant": "1000 脈波/km", "fare_jurisdiction": "新北市"}
TAXI_1 = Record(
    firms.TAXIMETERS, "taximeter", date(2026, 10, 8), "樟瀾", "ZL-520", "", _BENCH,
    readings.rows_of(21, 60, "TX115-00321", "1500001", readings.taximeter, {33: "續跳里程超出公差"}), _TAXI, 35,
)  # fmt: skip
TAXI_2 = Record(
    firms.TAXIMETERS, "taximeter", date(2026, 10, 21), "樟瀾", "ZL-520", "", _BENCH,
    readings.rows_of(22, 60, "TX115-00381", "1500060", readings.taximeter), _TAXI, 35,
)  # fmt: skip
_WATER_20 = readings.water("100.00", "10.00", "±2.0", "±5.0")
WATER_1 = Record(
    firms.WATER, "water_meter", date(2026, 10, 7), "嵐曜", "LY-20M", "標稱口徑20mm 多重噴嘴", _TANK,
    readings.rows_of(31, 150, "W26-30001", "0451001", _WATER_20, {77: "大流器差超出公差"}), unit_fee=50,
)  # fmt: skip
WATER_2 = Record(
    firms.WATER, "water_meter", date(2026, 10, 19), "嵐曜", "LY-20M", "標稱口徑20mm 多重噴嘴", _TANK,
    readings.rows_of(32, 150, "W26-30151", "0451150", _WATER_20), unit_fee=50,
)  # fmt: skip
GAS_1 = Record(
    firms.GAS, "gas_meter", date(2026, 10, 13), "榆硯", "YG-4", "G4 6m³/h", _SONIC,
    readings.rows_of(41, 160, "15A0400101", "1520001", readings.gas(("6.00", "1.20", "0.12")),
                     {25: "3.0Qmin器差超出公差", 120: "3.0Qmin器差超出公差"}), unit_fee=45,
)  # fmt: skip
GAS_2 = Record(
    firms.GAS, "gas_meter", date(2026, 10, 27), "榆硯", "YG-6", "G6 10m³/h", _SONIC,
    readings.rows_of(42, 160, "15A0600001", "1520159", readings.gas(("10.00", "2.00", "0.18"))), unit_fee=45,
)  # fmt: skip
_METER = {
    "name": "電子式電度表", "accuracy_class": "1.0級", "circuit": "單相三線式", "meter_constant": "1000 imp/kWh", "year": 2026,
    "rated_voltage_and_current": "110/220V，5(100)A", "supervisor": firms.ELECTRICITY.supervisor,
    "tolerances": {name: "±2.0" if name.startswith("varh") else "±1.0" for name in ERRORS},
}  # fmt: skip
ELECTRICITY_1 = Record(
    firms.ELECTRICITY, "electricity_meter", date(2026, 10, 5), "澔筠", "HY-100C", "", _WATT,
    readings.rows_of(51, 200, "06512001", "SVLH15000201", readings.electricity, {64: ""}),
    _METER | {"bench_number": "E-01"}, 65,
)  # fmt: skip
ELECTRICITY_2 = Record(
    firms.ELECTRICITY, "electricity_meter", date(2026, 10, 23), "澔筠", "HY-100C", "", _WATT,
    readings.rows_of(52, 200, "06512201", "SVLH15000400", readings.electricity, {12: "", 133: ""}),
    _METER | {"bench_number": "E-02"}, 65,
)  # fmt: skip
IMPORT_SCALES = Record(
    firms.IMPORTER, "weighing_instrument", date(2026, 10, 14), "HEQING", "HQ-15P", "Max 15kg e=5g", _MASSES,
    readings.rows_of(61, 60, "HQ0260101", "1500001", readings.scales("0.5", 10)), {"mechanism": "electronic"}, 80,
)  # fmt: skip
IMPORT_WATER = Record(
    firms.IMPORTER, "water_meter", date(2026, 10, 15), "HEQING", "WP-50", "標稱口徑50mm 渦流型", _TANK_F,
    readings.rows_of(62, 60, "V5026-0001", "0870001", readings.water("500.00", "100.00", "±2.0", "±5.0"),
                     {31: "大流器差超出公差"}), unit_fee=120,
)  # fmt: skip

RECORDS = (
    SCALES_1, SCALES_2, SCALES_3, TAXI_1, TAXI_2, WATER_1, WATER_2, GAS_1, GAS_2,
    ELECTRICITY_1, ELECTRICITY_2, IMPORT_SCALES, IMPORT_WATER,
)  # fmt: skip
"""What was really verified: 1,500 instruments."""

SAME_SERIAL, WRONG_ERROR, OUTSIDE = 42, 17, 88
"""Rows of the water records with a planted fault."""


def water_as_first_sent() -> tuple[Record, Record]:
    """A serial number twice, an error that does not follow from its readings, a pass beyond the tolerance."""
    first = WATER_1.changed(SAME_SERIAL, serial_number=WATER_1.rows[SAME_SERIAL - 2]["serial_number"])
    right = WATER_2.rows[WRONG_ERROR - 1]["high_error"]
    start = WATER_2.rows[OUTSIDE - 1]["high_start"]
    if not isinstance(right, Decimal) or not isinstance(start, Decimal):
        raise TypeError("a water reading is no figure")
    indicated = Decimal("102.64")
    second = WATER_2.changed(WRONG_ERROR, high_error=right + Decimal("1.20"))
    beyond = {"high_end": start + indicated, "high_indicated": indicated, "high_error": Decimal("2.64")}
    return first, second.changed(OUTSIDE, **beyond)


def water_corrected() -> tuple[Record, Record]:
    """The serial number as on the meter, the error as computed, the meter beyond the tolerance failed."""
    _, second = water_as_first_sent()
    right = second.changed(WRONG_ERROR, high_error=WATER_2.rows[WRONG_ERROR - 1]["high_error"])
    reason = "大流器差超出公差"
    return WATER_1, right.changed(OUTSIDE, verdict="fail", mark_number=None, rejection_reason=reason)


def papers(office: Office) -> dict[str, Paper]:
    """Every file of the month by its stem."""
    made = [*_scales(office), *_taximeters(), *_water(office), *_gas(), *_electricity(office), *_imports()]
    return {paper.stem: paper for paper in made}


def _by_reportlab(stem: str, record: Record, sign: str = "/") -> Paper:
    return Paper(stem, "pdf", pdf(record_form(record, sign)), record.truth(), "reportlab")


def _by_weasyprint(stem: str, record: Record, sign: str = "/") -> Paper:
    return Paper(stem, "pdf", html_pdf(record_form(record, sign)), record.truth(), "WeasyPrint")


def _by_word(office: Office, stem: str, record: Record, font: str, sign: str = "/") -> Paper:
    source = docx(record_form(record, sign), font)
    return Paper(stem, "pdf", office.pdf(f"{stem}.pdf", source, "docx"), record.truth(), "LibreOffice Writer")


def _workbook(stem: str, report: Report, **how: Any) -> Paper:
    return Paper(stem, "xlsx", xlsx(report_form(report, **how)), report.truth(), "openpyxl")


def _scales(office: Office) -> list[Paper]:
    records = (SCALES_1, SCALES_2, SCALES_3)
    report = report_of(firms.SCALES, "weighing_instrument", date(2026, 11, 3), [line_of(record) for record in records])
    return [
        _by_word(office, "scales-1006", SCALES_1, SANS),
        _by_word(office, "scales-1020", SCALES_2, SANS),
        _by_weasyprint("scales-mechanical-1022", SCALES_3, ""),
        _workbook("scales-report", report, dates_as_dates=True),
    ]


def _taximeters() -> list[Paper]:
    lines = [line_of(TAXI_1, sign="～"), line_of(TAXI_2, sign="～")]
    report = report_of(firms.TAXIMETERS, "taximeter", date(2026, 11, 4), lines)
    wrong = replace(report, total_quantity=report.total_quantity + 2)
    return [
        _by_weasyprint("taximeters-1008", TAXI_1, "."),
        _by_weasyprint("taximeters-1021", TAXI_2, "."),
        Paper("taximeters-report", "pdf", pdf(report_form(wrong, ".")), wrong.truth(), "reportlab"),
    ]


def _water(office: Office) -> list[Paper]:
    made: list[Paper] = []
    for when, records, written in (
        ("first", water_as_first_sent(), date(2026, 11, 5)),
        ("corrected", water_corrected(), date(2026, 11, 10)),
    ):
        lines = [line_of(WATER_1), line_of(WATER_2 if when == "first" else records[1])]
        report = report_of(firms.WATER, "water_meter", written, lines)
        source = docx(report_form(report, ""), SANS, 9)
        stem = f"water-report-{when}"
        by = _by_reportlab if when == "first" else _by_weasyprint
        made += [by(f"water-1007-{when}", records[0]), _by_weasyprint(f"water-1019-{when}", records[1])]
        made.append(Paper(stem, "pdf", office.pdf(f"{stem}.pdf", source, "docx"), report.truth(), "LibreOffice Writer"))
    return made


def _gas() -> list[Paper]:
    lines = [line_of(GAS_1), line_of(GAS_2, GAS_2.rows[:100]), line_of(GAS_2, GAS_2.rows[100:])]
    report = report_of(firms.GAS, "gas_meter", date(2026, 11, 6), lines)
    return [
        _by_weasyprint("gas-1013", GAS_1, ""),
        _by_weasyprint("gas-1027", GAS_2, ""),
        _workbook("gas-report", report),
    ]


def _electricity(office: Office) -> list[Paper]:
    lines = [line_of(ELECTRICITY_1), line_of(ELECTRICITY_2)]
    report = report_of(firms.ELECTRICITY, "electricity_meter", date(2026, 11, 11), lines)
    printed = office.pdf("electricity-1005.pdf", xlsx(record_form(ELECTRICITY_1), SANS, 8), "xlsx")
    shown = office.pdf("electricity-report.pdf", docx(report_form(report), SANS, 9), "docx")
    return [
        Paper("electricity-report-locked", "pdf", pdf(report_form(report), SECRET), {}, "reportlab"),
        Paper("electricity-1005", "pdf", printed, ELECTRICITY_1.truth(), "LibreOffice Calc"),
        Paper("electricity-1023", "xlsx", xlsx(record_form(ELECTRICITY_2)), ELECTRICITY_2.truth(), "openpyxl"),
        Paper("electricity-report", "pdf", shown, report.truth(), "LibreOffice Writer"),
    ]


def _imports() -> list[Paper]:
    scales = report_of(firms.IMPORTER, "weighing_instrument", date(2026, 11, 9), [line_of(IMPORT_SCALES)])
    water = report_of(firms.IMPORTER, "water_meter", date(2026, 11, 9), [line_of(IMPORT_WATER)])
    return [
        Paper("import-scales-1014", "xlsx", xlsx(record_form(IMPORT_SCALES)), IMPORT_SCALES.truth(), "openpyxl"),
        _workbook("import-scales-report", scales),
        _by_weasyprint("import-water-1015", IMPORT_WATER),
        _workbook("import-water-report", water, dates_as_dates=True),
        Paper("renamed-program", "pdf", RENAMED, {}, "none"),
    ]


RENAMED = (
    b"MZ" + bytes(58) + b"@\0\0\0" + b"This program cannot be run in DOS mode. Harmless sample text, no program. " * 12
)
