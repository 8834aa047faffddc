"""FIF-03 for electricity meters."""

from __future__ import annotations

from sample_inputs._lib.firms import SAMPLE_NOTE
from sample_inputs._lib.form_parts import number
from sample_inputs._lib.layout import Cell, CellRow, Form, roc
from sample_inputs._lib.records import SPECIFICATIONS, Record

_WH = ("full_load", "power_factor", "light_load", "reverse_load", "1s", "3s")
_VARH = ("full_load", "power_factor", "light_load")
ERRORS = (*(f"wh_{name}" for name in _WH), *(f"varh_{name}" for name in _VARH), "demand")
INSPECTIONS = ("construction", "insulation", "creep", "starting")


def _electricity_head(record: Record, sign: str) -> list[CellRow]:
    extra, standard, firm = record.extra, record.standard, record.firm
    lines = [
        (("檢定日期", roc(record.day, sign)), ("檢定場所", firm.site), ("自檢號", firm.permit)),
        (("檢定數量", f"{len(record.rows)} 具"), ("機台編號", extra["bench_number"]), ("檢定依據", SPECIFICATIONS[record.kind])),
        (("名稱", extra["name"]), ("廠牌", record.brand), ("型號", record.model), ("準確度等級", extra["accuracy_class"])),
        (
            ("使用回路", extra["circuit"]),
            ("電表常數", extra["meter_constant"]),
            ("年份", str(extra["year"] - 1911)),
            ("額定電壓、基準(額定)電流", extra["rated_voltage_and_current"]),
        ),
        (
            ("標準器名稱", standard.name),
            ("標準器器號", standard.serial_number),
            ("標準器校正日期", roc(standard.calibration_date, sign)),
            ("標準器檢校報告編號", standard.certificate_number),
        ),
    ]  # fmt: skip
    spans = {3: ((2, 2), (2, 4), (2, 5)), 4: ((2, 2), (2, 2), (2, 2), (2, 3))}
    return [
        [cell for (label, value), (a, b) in zip(line, spans[len(line)], strict=True) for cell in (Cell(label, span=a), Cell(value, span=b))]
        for line in lines
    ]  # fmt: skip


def electricity_form(record: Record, sign: str) -> Form:
    """Label and value in cells of their own; the tolerances under the heads."""
    body = [
        [
            Cell(str(row["serial_number"])),
            *(Cell("合格" if row[name] else "不合格") for name in INSPECTIONS),
            *(number(row[name]) for name in ERRORS),
            Cell(str(row.get("mark_number", ""))),
            Cell("合格" if row["verdict"] == "pass" else "不合格"),
        ]
        for row in record.rows
    ]
    heading = [
        [
            Cell("器號", down=3),
            *(Cell(text, down=3) for text in ("構造檢查", "絕緣試驗", "潛動試驗", "始動試驗")),
            Cell("器差試驗 (%)", span=9),
            Cell("需量試驗 (%)", down=3),
            Cell("檢定合格編號", down=4),
            Cell("判定", down=4),
        ],
        [Cell("瓦時部份", span=6), Cell("乏時部份", span=3)],
        [*(Cell(text) for text in ("全載", "功因", "輕載", "逆載", "1S", "3S", "全載", "功因", "輕載"))],
        [Cell("公差", span=5), *(Cell(record.extra["tolerances"][name]) for name in ERRORS)],
    ]
    return Form(
        (record.firm.name, "電度表自行檢定紀錄表"),
        (25, 14, 14, 14, 14, *(14,) * 9, 16, 34, 16),
        _electricity_head(record, sign), heading, body,
        below=(f"檢定人員：{record.firm.verifier}　　　　主管：{record.firm.supervisor}", SAMPLE_NOTE), landscape=True,
    )  # fmt: skip
