"""FIF-03, the verification record: its forms for the instrument kinds, after the guide of 108.01.18."""

from __future__ import annotations

from collections.abc import Sequence

from generators.template_build.columns import Col, data_row, heading_rows, widths
from generators.template_build.paper import Page, Paper
from generators.template_build.ruled import Cell, Row, RowTag

PAGE = Page(297, 210, 12)
SIZE = 9.0


def _label(text: str, rows: int = 1) -> Cell:
    return Cell(text, rows=rows, align="center", size=10.5)


def said(label: str, name: str, cols: int = 1) -> Cell:
    """「label：value」 of the head; ``name`` is the header's field."""
    return Cell(f"{label}：{{{{ header.{name} }}}}", cols=cols, size=10.5)


def _boxes(index: int) -> str:
    return f"{{{{ checks[{index}].yes }}}}是　{{{{ checks[{index}].no }}}}否"


def _check_rows(questions: Sequence[str], readings: str) -> list[Row]:
    """檢定項目: each numbered question with its two boxes, and the line that leads to the readings."""
    rows = []
    for index, question in enumerate(questions):
        label = [_label("檢定項目", rows=len(questions) + 1)] if index == 0 else []
        number = Cell(f"{index + 1:02d}", align="center", size=10.5)
        rows.append(
            Row([*label, number, Cell(question, cols=2, size=10.5), Cell(_boxes(index), align="center", size=10.5)])
        )
    last = Cell(f"{len(questions) + 1:02d}", align="center", size=10.5)
    rows.append(Row([last, Cell(readings, cols=3, size=10.5)]))
    return rows


def _remarks(columns: int) -> list[Row]:
    """備註, at the foot of the table of instruments: the reference standard and free text."""
    left = (columns - 1) // 2
    right = columns - 1 - left
    standard = "reference_standard."
    return [
        Row(
            [
                _label("備註", rows=3),
                said("標準器名稱", f"{standard}name", left),
                said("標準器校正日期", f"{standard}calibration_date", right),
            ]
        ),
        Row(
            [
                said("標準器編號", f"{standard}serial_number", left),
                said("標準器檢校報告編號", f"{standard}certificate_number", right),
            ]
        ),
        Row([said("其他", "remarks", columns - 1)]),
    ]


def _record(title: str, head: Sequence[Row], columns: Sequence[Col], body: Sequence[Row] = ()) -> Paper:
    """A record: title, head block, table of instruments whose heading is repeated, remarks with the standard.

    ``body`` are the rows that one instrument takes, where that is not simply one cell a column.
    """
    paper = Paper(PAGE, size=10.5)
    paper.line("{{ header.company_name }}", align="center", size=16, bold=True)
    paper.line(title, align="center", size=16, bold=True, after=4)
    room = PAGE.inner
    paper.table((26, 14, (room - 70) / 2, (room - 70) / 2, 30), head)
    paper.line(size=2)
    paper.table(
        widths(columns, room),
        [
            *heading_rows(columns, SIZE),
            RowTag("for row in rows"),
            *(body or [data_row(columns, SIZE)]),
            RowTag("endfor"),
            *_remarks(len(columns)),
        ],
    )
    paper.footer_page_numbers()
    return paper


def _head(data: Sequence[Row], device: Sequence[Row], questions: Sequence[str], readings: str) -> list[Row]:
    basis = Row([_label("檢定依據"), Cell("{{ header.technical_specification }}", cols=4, size=10.5)])
    return [*data, *device, basis, *_check_rows(questions, readings)]


def _pairs(label: str, *lines: Sequence[Cell]) -> list[Row]:
    """Rows of the block ``label``; the last cell of a line reaches to the right edge."""
    return [Row([*([_label(label, rows=len(lines))] if index == 0 else []), *line]) for index, line in enumerate(lines)]


def _two(left: tuple[str, str], right: tuple[str, str]) -> list[Cell]:
    return [said(*left, cols=2), said(*right, cols=2)]


def _verification() -> list[Row]:
    return _pairs(
        "檢定資料",
        _two(("自檢字號", "permit_number"), ("檢定日期", "verification_date")),
        _two(("檢定場所", "verification_site"), ("檢定人員", "verifier")),
        [said("檢定數量", "quantity", cols=4)],
    )


_VERDICT = (
    Col(("是否合格", "是"), "{{ row.passed }}", 9),
    Col(("是否合格", "否"), "{{ row.failed }}", 9),
    Col(("合格印證號碼（不合格原因）",), "{{ row.mark_or_reason }}", 34),
)
_SERIAL = Col(("器號",), "{{ row.serial_number }}", 28)


def reading(head: tuple[str, ...], name: str, width: float = 16) -> Col:
    """A column that prints a field of the row."""
    return Col(head, f"{{{{ row.{name} }}}}", width)


def scale() -> Paper:
    """非自動衡器, electronic and mechanical."""
    up, down = "衡量檢定（遞增）", "衡量檢定（遞減）"
    columns = [
        _SERIAL,
        reading(("器差檢定", "偏載檢定"), "eccentricity"),
        *(reading(("器差檢定", up, f"第{point}點"), f"increasing_{point}") for point in (1, 2, 3)),
        *(reading(("器差檢定", down, f"第{point}點"), f"decreasing_{point}") for point in (3, 2, 1)),
        reading(("超過Max+9e，顯示器有無數字顯示",), "shows_above_max_9e", 26),
        *_VERDICT,
    ]
    device = _pairs("器具資料", _two(("廠牌", "brand"), ("型號", "model")), [said("規格", "specification", cols=4)])
    questions = ["外觀（結構）查核是否符合 CNMV 76 第 3.1 至 4.12 節之規定"]
    head = _head(_verification(), device, questions, "依 CNMV 76 第 4.13 節及第 4.14 節之規定，其檢定數據如下：")
    title = "{{ header.mechanical }}機械式　{{ header.electronic }}電子式　非自動衡器自行檢定紀錄表"
    return _record(title, head, columns)


def taximeter() -> Paper:
    """計程車計費表."""
    groups = (
        ("計程（定置）", "distance_bench"),
        ("夜間加成計程（定置）", "night_distance_bench"),
        ("計程（輪行）", "distance_roller"),
        ("夜間加成計程（輪行）", "night_distance_roller"),
    )
    columns = [
        _SERIAL,
        *(
            reading((head, words), f"{name}_{part}")
            for head, name in groups
            for words, part in (("起跳", "initial"), ("續跳", "next"))
        ),
        reading(("計時",), "time"),
        reading(("轉換計時計費之車速",), "changeover_speed", 20),
        *_VERDICT,
    ]
    device = _pairs(
        "器具資料",
        _two(("廠牌", "brand"), ("型號", "model")),
        _two(("設定脈波數", "pulse_constant"), ("適用運價結構轄區", "fare_jurisdiction")),
    )
    questions = [
        "外觀（結構）查核是否符合 CNMV 21 第 3.1 至 3.7 節之規定",
        "電源電壓在 9 V 至 16 V 之間變動時，計費表是否正常運作，電壓降至 6 V，停留 10 秒鐘後再回復至 12 V 時，"
        "計費表是否保留各顯示欄之原有顯示數值；一般運作電壓下，電源連續開關 5 次以上，其費額數字亦是否不得有紊亂顯示。",
    ]
    head = _head(
        _verification(), device, questions, "器差檢定依 CNMV 21 第 4.2.2、4.2.4、4.3.2 節之規定，其檢定數據如下："
    )
    return _record("計程車計費表自行檢定紀錄表", head, columns)


def gas_meter() -> Paper:
    """膜式氣量計."""
    flows = (("1.0Qmax", "qmax"), ("0.2Qmax", "qmax_0_2"), ("3.0Qmin", "qmin_3"))
    parts = (("器示值\nL", "indicated"), ("標準值\nL", "reference"), ("器差\n%", "error"))
    columns = [
        Col(("順序",), "{{ loop.index }}", 9),
        _SERIAL,
        reading(("壓力吸收\nPa",), "pressure_absorption", 14),
        *(
            column
            for head, name in flows
            for column in (
                reading((f"{head}\nm³/h",), f"{name}_rate", 15),
                *(reading((words,), f"{name}_{part}", 13) for words, part in parts),
            )
        ),
        *_VERDICT[:2],
        Col(("合格印證號碼（不合格原因）",), "{{ row.mark_or_reason }}", 28),
    ]
    device = _pairs("器具資料", _two(("廠牌", "brand"), ("型號", "model")), [said("規格", "specification", cols=4)])
    questions = ["構造：依第 3.1~3.3 節之要求", "標示：依第 3.1 節之要求", "外部氣密測試：依第 4.3 節之要求"]
    head = _head(_verification(), device, questions, "壓力吸收測試、器差檢定：依第 4.4~4.7 節之要求，其檢定數據如下：")
    return _record("膜式氣量計自行檢定紀錄表", head, columns)


def water_meter() -> Paper:
    """水量計: two lines an instrument, high flow and low flow."""
    parts = (
        (("指針（讀值）", "起(L)"), "start", 18),
        (("指針（讀值）", "止(L)"), "end", 18),
        (("水量（公升）", "器示值(L)"), "indicated", 18),
        (("水量（公升）", "標準值(L)"), "reference", 18),
        (("器差(%)",), "error", 15),
        (("公差(%)",), "tolerance", 15),
    )
    columns = [
        _SERIAL,
        Col(("流量",), "", 12),
        *(reading(head, name, width) for head, name, width in parts),
        *_VERDICT,
    ]
    device = _pairs("器具資料", _two(("廠牌", "brand"), ("型號", "model")), [said("規格", "specification", cols=4)])
    questions = [
        "外觀檢視是否符合 CNMV 49 第 3.1 至 3.17 節之規定",
        "耐壓試驗是否符合 CNMV 49 第 4.2 節之規定",
    ]
    head = _head(_verification(), device, questions, "流量檢定依 CNMV 49 第 4.3 至 4.7 節之規定，其檢定數據如下：")
    return _record("水量計自行檢定紀錄表", head, columns, _two_lines([name for _, name, _ in parts]))


def _two_lines(parts: Sequence[str]) -> list[Row]:
    """大流 and 小流 of one meter; serial number and verdict reach over both."""
    rows = []
    for words, flow, rows_down in (("大流", "high", 2), ("小流", "low", 0)):
        serial, *verdict = (
            [Cell(column.prints, rows=rows_down, align="center", size=SIZE)] if rows_down else []
            for column in (_SERIAL, *_VERDICT)
        )
        readings = [Cell(f"{{{{ row.{flow}_{part} }}}}", align="center", size=SIZE) for part in parts]
        flow_cell = Cell(words, align="center", size=SIZE)
        rows.append(
            Row(
                [*serial, flow_cell, *readings, *(cell for cells in verdict for cell in cells)],
                height=6,
                with_next=bool(rows_down),
            )
        )
    return rows
