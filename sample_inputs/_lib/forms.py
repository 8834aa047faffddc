"""The forms of the application guide (108.01.18): FIF-03 for each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from sample_inputs._lib.firms import SAMPLE_NOTE
from sample_inputs._lib.layout import Cell, CellRow, Form, roc
from sample_inputs._lib.records import CHECKS, KIND_NAMES, SPECIFICATIONS, Record, Row

TICK = "V"
_ROWS_OF_READINGS = {
    "taximeter": "器差檢定依 CNMV 21 第 4.2.2、4.2.4、4.3.2 節之規定，其檢定數據如下：",
    "weighing_instrument": "依 CNMV 76 第 4.13 節及第 4.14 節之規定，其檢定數據如下：",
    "water_meter": "流量檢定依 CNMV 49 第 4.3 至 4.7 節之規定，其檢定數據如下：",
    "gas_meter": "壓力吸收測試、器差檢定：依第 4.4~4.7 節之要求，其檢定數據如下：",
}
_MARK = "合格印證號碼(不合格原因)"


def record_form(record: Record, sign: str = "/") -> Form:
    """The record on the reference form of its kind; ``sign`` stands between year, month and day."""
    return _FORMS[record.kind](record, sign)


def number(value: object, blank: str = "") -> Cell:
    """A reading as its figure; ``blank`` where there is none."""
    if not isinstance(value, Decimal):
        return Cell(blank if value is None else str(value))
    return Cell(f"{value:f}", value=value)


def _verdict(row: Row, down: int = 1) -> list[Cell]:
    """是, 否, and the mark or the reason."""
    passed = row["verdict"] == "pass"
    last = row.get("mark_number") or row.get("rejection_reason") or ""
    return [
        Cell(TICK if passed else "", down=down),
        Cell("" if passed else TICK, down=down),
        Cell(str(last), down=down),
    ]


def _label(text: str, value: str, span: int) -> Cell:
    return Cell(f"{text}：{value}", span=span, left=True)


def _head(record: Record, columns: int, sign: str, instrument: Sequence[tuple[str, str]]) -> list[CellRow]:
    """檢定資料, 器具資料, 檢定依據, 檢定項目, over ``columns`` columns of which the first holds the words."""
    first = (columns - 1) // 3
    last = columns - 1 - 2 * first
    firm = record.firm
    rows: list[CellRow] = [
        [
            Cell("檢定資料", down=2),
            _label("自檢號", firm.permit, first),
            _label("檢定場所", firm.site, first + last),
        ],
        [
            _label("檢定人員", firm.verifier, first),
            _label("檢定日期", roc(record.day, sign), first),
            _label("檢定數量", f"{len(record.rows)} 具", last),
        ],
    ]
    lines = [instrument[i : i + 3] for i in range(0, len(instrument), 3)]
    for index, line in enumerate(lines):
        opening = [Cell("器具資料", down=len(lines))] if index == 0 else []
        widths = [first] * (len(line) - 1) + [columns - 1 - first * (len(line) - 1)]
        rows.append([*opening, *(_label(*item, width) for item, width in zip(line, widths, strict=True))])
    rows.append([Cell("檢定依據"), Cell(SPECIFICATIONS[record.kind], span=columns - 1, left=True)])
    return [*rows, *_inspection(record, columns)]


def _inspection(record: Record, columns: int) -> list[CellRow]:
    items = CHECKS[record.kind]
    rows: list[CellRow] = []
    for index, item in enumerate(items):
        opening = [Cell("檢定項目", down=len(items) + 1)] if index == 0 else []
        boxes = Cell("■是 □否", span=2)
        rows.append([*opening, Cell(f"{index + 1:02d}"), Cell(item, span=columns - 4, left=True), boxes])
    text = Cell(_ROWS_OF_READINGS[record.kind], span=columns - 2, left=True)
    return [*rows, [Cell(f"{len(items) + 1:02d}"), text]]


def _foot(record: Record, columns: int, sign: str) -> list[CellRow]:
    left = (columns - 1) // 2
    right = columns - 1 - left
    standard = record.standard
    return [
        [
            Cell("備註", down=3),
            _label("標準器名稱", standard.name, left),
            _label("標準器校正日期", roc(standard.calibration_date, sign), right),
        ],
        [
            _label("標準器編號", standard.serial_number, left),
            _label("標準器檢校報告編號", standard.certificate_number, right),
        ],
        [_label("其他", SAMPLE_NOTE, columns - 1)],
    ]


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
            *_verdict(row),
        ]
        for row in record.rows
    ]
    heading = [
        [
            Cell("器號", down=3),
            Cell("器差檢定", span=7),
            Cell("超過Max+9e，顯示器有無數字顯示", down=3),
            Cell("是否合格", span=2),
            Cell(_MARK, down=3),
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
        _head(record, 12, sign, _plain(record)), heading, body, _foot(record, 12, sign),
    )  # fmt: skip


def _plain(record: Record) -> list[tuple[str, str]]:
    return [("廠牌", record.brand), ("型號", record.model), ("規格", record.specification)]


_DISTANCES = ("distance_bench", "night_distance_bench", "distance_roller", "night_distance_roller")


def _taximeters(record: Record, sign: str) -> Form:
    names = [f"{name}_{part}" for name in _DISTANCES for part in ("initial", "next")]
    body = [
        [
            Cell(str(row["serial_number"])),
            *(number(row.get(name), "－") for name in (*names, "time", "changeover_speed")),
            *_verdict(row),
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
            Cell(_MARK, down=2),
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
        _head(record, 14, sign, instrument), heading, body, _foot(record, 14, sign), landscape=True,
    )  # fmt: skip


def _gas(record: Record, sign: str) -> Form:
    flows = ("qmax", "qmax_0_2", "qmin_3")
    body = [
        [
            Cell(str(index), value=index),
            Cell(str(row["serial_number"])),
            number(row["pressure_absorption"]),
            *(number(row[f"{flow}_{name}"]) for flow in flows for name in ("rate", "indicated", "reference", "error")),
            *_verdict(row),
        ]
        for index, row in enumerate(record.rows, 1)
    ]
    volumes = [Cell("器示值\nL", down=2), Cell("標準值\nL", down=2), Cell("器差\n%", down=2)]
    heading = [
        [
            Cell("順序", down=2),
            Cell("器號", down=2),
            Cell("壓力吸收\nPa", down=2),
            *(cell for flow in ("1.0Qmax", "0.2Qmax", "3.0Qmin") for cell in (Cell(f"{flow}\nm³/h", down=2), *volumes)),
            Cell("是否合格", span=2),
            Cell("合格單號碼(不合格原因)", down=2),
        ],
        [Cell("是"), Cell("否")],
    ]
    return Form(
        (record.firm.name, "膜式氣量計自行檢定紀錄表"),
        (11, 25, 17, *(17, 15, 15, 12) * 3, 9, 9, 27),
        _head(record, 18, sign, _plain(record)), heading, body, _foot(record, 18, sign), landscape=True,
    )  # fmt: skip


def _water(record: Record, sign: str) -> Form:
    body: list[CellRow] = []
    names = ("start", "end", "indicated", "reference", "error")
    for row in record.rows:
        high, low = (
            [*(number(row[f"{part}_{name}"]) for name in names), Cell(str(row[f"{part}_tolerance"]))]
            for part in ("high", "low")
        )
        body.append([Cell(str(row["serial_number"]), down=2), Cell("大流"), *high, *_verdict(row, 2)])
        body.append([Cell("小流"), *low])
    heading = [
        [
            Cell("器號", span=2, down=2),
            Cell("指針(讀值)", span=2),
            Cell("水量(公升)", span=2),
            Cell("器差\n(%)", down=2),
            Cell("公差\n(%)", down=2),
            Cell("是否合格", span=2),
            Cell(_MARK, down=2),
        ],
        [*(Cell(text) for text in ("起(L)", "止(L)", "器示值(L)", "標準值(L)", "是", "否"))],
    ]
    return Form(
        (record.firm.name, "水量計自行檢定紀錄表"),
        (26, 12, 18, 18, 19, 19, 15, 14, 9, 9, 31),
        _head(record, 11, sign, _plain(record)), heading, body, _foot(record, 11, sign), tied=2,
    )  # fmt: skip


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


def _electricity(record: Record, sign: str) -> Form:
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


_FORMS: dict[str, Callable[[Record, str], Form]] = {
    "taximeter": _taximeters,
    "weighing_instrument": _scales,
    "water_meter": _water,
    "gas_meter": _gas,
    "electricity_meter": _electricity,
}


def kind_title(kind: str) -> str:
    """The kind as the monthly report's title has it."""
    return KIND_NAMES[kind]
