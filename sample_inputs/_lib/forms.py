"""The forms of the application guide (108.01.18): FIF-03 for each kind."""

from __future__ import annotations

from collections.abc import Callable

from sample_inputs._lib.form_parts import MARK, foot_rows, head_rows, number, plain_instrument, verdict_cells
from sample_inputs._lib.forms_electricity import electricity_form
from sample_inputs._lib.forms_meters import gas_form, water_form
from sample_inputs._lib.layout import Cell, Form
from sample_inputs._lib.records import Record


def record_form(record: Record, sign: str = "/") -> Form:
    """The record on the reference form of its kind; ``sign`` stands between year, month and day."""
    return _FORMS[record.kind](record, sign)


def _scales(record: Record, sign: str) -> Form:
    electronic = record.extra["mechanism"] == "electronic"
    boxes = "□機械式 ■電子式" if electronic else "■機械式 □電子式"
    names = [f"increasing_{i}" for i in (1, 2, 3)] + [f"decreasing_{i}" for i in (3, 2, 1)]
    body = [
        [
            Cell(str(row["serial_number"])),
            number(row["eccentricity"]),
            *(number(row[name]) for name in names),
            Cell("無" if "shows_above_max_9e" in row else "－"),
            *verdict_cells(row),
        ]
        for row in record.rows
    ]
    heading = [
        [
            Cell("器號", down=3),
            Cell("器差檢定", span=7),
            Cell("超過Max+9e，顯示器有無數字顯示", down=3),
            Cell("是否合格", span=2),
            Cell(MARK, down=3),
        ],
        [
            Cell("偏載檢定", down=2),
            Cell("衡量檢定(遞增)", span=3),
            Cell("衡量檢定(遞減)", span=3),
            Cell("是", down=2),
            Cell("否", down=2),
        ],
        [Cell(f"第{i}點") for i in (1, 2, 3, 3, 2, 1)],
    ]
    return Form(
        (record.firm.name, f"{boxes} 非自動衡器自行檢定紀錄表"),
        (24, 15, 13, 13, 13, 13, 13, 13, 22, 9, 9, 33),
        head_rows(record, 12, sign, plain_instrument(record)), heading, body, foot_rows(record, 12, sign),
    )  # fmt: skip


_DISTANCES = ("distance_bench", "night_distance_bench", "distance_roller", "night_distance_roller")


def _taximeters(record: Record, sign: str) -> Form:
    names = [f"{name}_{part}" for name in _DISTANCES for part in ("initial", "next")]
    body = [
        [
            Cell(str(row["serial_number"])),
            *(number(row.get(name), "－") for name in (*names, "time", "changeover_speed")),
            *verdict_cells(row),
        ]
        for row in record.rows
    ]
    groups = ("計程(定置)", "夜間加成計程(定置)", "計程(輪行)", "夜間加成計程(輪行)")
    heading = [
        [
            Cell("器號", down=2),
            *(Cell(group, span=2) for group in groups),
            Cell("計時", down=2),
            Cell("轉換計時計費之車速", down=2),
            Cell("是否合格", span=2),
            Cell(MARK, down=2),
        ],
        [*(Cell(part) for _ in groups for part in ("起跳", "續跳")), Cell("是"), Cell("否")],
    ]
    instrument = [
        ("廠牌", record.brand),
        ("型號", record.model),
        ("設定脈波數", record.extra["pulse_constant"]),
        ("適用運價結構轄區", record.extra["fare_jurisdiction"]),
    ]
    return Form(
        (record.firm.name, "計程車計費表自行檢定紀錄表"),
        (30, 19, 17, 19, 17, 14, 14, 14, 14, 16, 22, 12, 12, 41),
        head_rows(record, 14, sign, instrument), heading, body, foot_rows(record, 14, sign), landscape=True,
    )  # fmt: skip


_FORMS: dict[str, Callable[[Record, str], Form]] = {
    "taximeter": _taximeters,
    "weighing_instrument": _scales,
    "water_meter": water_form,
    "gas_meter": gas_form,
    "electricity_meter": electricity_form,
}
