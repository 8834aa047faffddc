"""What the forms FIF-03 have in common: head, inspection items, verdict, foot."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sample_inputs._lib.firms import SAMPLE_NOTE
from sample_inputs._lib.layout import Cell, CellRow, roc
from sample_inputs._lib.records import CHECKS, SPECIFICATIONS, Record, Row

TICK = "V"
ROWS_OF_READINGS = {
    "taximeter": "器差檢定依 CNMV 21 第 4.2.2、4.2.4、4.3.2 節之規定，其檢定數據如下：",
    "weighing_instrument": "依 CNMV 76 第 4.13 節及第 4.14 節之規定，其檢定數據如下：",
    "water_meter": "流量檢定依 CNMV 49 第 4.3 至 4.7 節之規定，其檢定數據如下：",
    "gas_meter": "壓力吸收測試、器差檢定：依第 4.4~4.7 節之要求，其檢定數據如下：",
}
MARK = "合格印證號碼(不合格原因)"


def number(value: object, blank: str = "") -> Cell:
    """A reading as its figure; ``blank`` where there is none."""
    if not isinstance(value, Decimal):
        return Cell(blank if value is None else str(value))
    return Cell(f"{value:f}", value=value)


def verdict_cells(row: Row, down: int = 1) -> list[Cell]:
    """是, 否, and the mark or the reason."""
    passed = row["verdict"] == "pass"
    last = row.get("mark_number") or row.get("rejection_reason") or ""
    return [
        Cell(TICK if passed else "", down=down),
        Cell("" if passed else TICK, down=down),
        Cell(str(last), down=down),
    ]


def labelled(text: str, value: str, span: int) -> Cell:
    """A label with its value in one cell."""
    return Cell(f"{text}：{value}", span=span, left=True)


def head_rows(record: Record, columns: int, sign: str, instrument: Sequence[tuple[str, str]]) -> list[CellRow]:
    """檢定資料, 器具資料, 檢定依據, 檢定項目, over ``columns`` columns of which the first holds the words."""
    first = (columns - 1) // 3
    last = columns - 1 - 2 * first
    firm = record.firm
    rows: list[CellRow] = [
        [
            Cell("檢定資料", down=2),
            labelled("自檢號", firm.permit, first),
            labelled("檢定場所", firm.site, first + last),
        ],
        [
            labelled("檢定人員", firm.verifier, first),
            labelled("檢定日期", roc(record.day, sign), first),
            labelled("檢定數量", f"{len(record.rows)} 具", last),
        ],
    ]
    lines = [instrument[i : i + 3] for i in range(0, len(instrument), 3)]
    for index, line in enumerate(lines):
        opening = [Cell("器具資料", down=len(lines))] if index == 0 else []
        widths = [first] * (len(line) - 1) + [columns - 1 - first * (len(line) - 1)]
        rows.append([*opening, *(labelled(*item, width) for item, width in zip(line, widths, strict=True))])
    rows.append([Cell("檢定依據"), Cell(SPECIFICATIONS[record.kind], span=columns - 1, left=True)])
    return [*rows, *_inspection(record, columns)]


def _inspection(record: Record, columns: int) -> list[CellRow]:
    items = CHECKS[record.kind]
    rows: list[CellRow] = []
    for index, item in enumerate(items):
        opening = [Cell("檢定項目", down=len(items) + 1)] if index == 0 else []
        boxes = Cell("■是 □否", span=2)
        rows.append([*opening, Cell(f"{index + 1:02d}"), Cell(item, span=columns - 4, left=True), boxes])
    text = Cell(ROWS_OF_READINGS[record.kind], span=columns - 2, left=True)
    return [*rows, [Cell(f"{len(items) + 1:02d}"), text]]


def foot_rows(record: Record, columns: int, sign: str) -> list[CellRow]:
    """備註: the reference standard and other remarks."""
    left = (columns - 1) // 2
    right = columns - 1 - left
    standard = record.standard
    return [
        [
            Cell("備註", down=3),
            labelled("標準器名稱", standard.name, left),
            labelled("標準器校正日期", roc(standard.calibration_date, sign), right),
        ],
        [
            labelled("標準器編號", standard.serial_number, left),
            labelled("標準器檢校報告編號", standard.certificate_number, right),
        ],
        [labelled("其他", SAMPLE_NOTE, columns - 1)],
    ]


def plain_instrument(record: Record) -> list[tuple[str, str]]:
    """廠牌, 型號, 規格."""
    return [("廠牌", record.brand), ("型號", record.model), ("規格", record.specification)]
