"""One table for each thing that assembling must cope with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from schemas.assemble import assemble
from schemas.document import Document, Source
from schemas.raw import RawLine, RawSegment, RawTable
from tests.schemas.drawn import grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=1, engine="drawn")
HEAD = [
    line("測試儀表有限公司"),
    line("水量計自行檢定紀錄表", top=30.0),
    line("自檢號：MV107001", "檢定日期：107/03/21", top=50.0),
]
WATER = [
    "器號",
    "大流起(L)",
    "大流止(L)",
    "大流器示值(L)",
    "大流標準值(L)",
    "大流器差(%)",
    "是否合格",
    "合格印證號碼(不合格原因)",
]


def read(*pages: Sequence[RawTable | RawLine]) -> Document:
    return assemble(raw(*pages), SOURCE)


def codes(document: Document) -> list[str]:
    return [finding.code for finding in document.findings]


def values(document: Document, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in document.rows]


def test_headings_with_group_and_leaf_in_one_cell() -> None:
    document = read([*HEAD, grid([WATER, ["A1", "1.0", "2.0", "1.0", "1.0", "−0.5", "合格", "7718426"]])])
    assert codes(document) == []
    assert values(document, "high_start", "high_end", "high_error") == [
        (Decimal("1.0"), Decimal("2.0"), Decimal("-0.5"))
    ]
    assert (document.document_kind, document.instrument_kind) == ("verification_record", "water_meter")
    assert document.header.permit_number == "MV107001"
    assert document.period == "2018-03"


def test_marks_and_reasons_share_a_column() -> None:
    rows = [
        ["A1", "1", "2", "1", "1", "0", "合格", "7718426"],
        ["A2", "1", "2", "1", "1", "9", "不合格", "器差超出檢定公差"],
        ["A3", "1", "2", "1", "1", "9", "不合格", "7718427"],
    ]
    document = read([*HEAD, grid([WATER, *rows])])
    assert values(document, "verdict", "mark_number", "rejection_reason") == [
        ("pass", "7718426", None),
        ("fail", None, "器差超出檢定公差"),
        ("fail", "7718427", None),
    ]


def test_a_reason_column_of_its_own() -> None:
    document = read(
        [*HEAD, grid([[*WATER[:-1], "合格印證號碼", "不合格原因"], ["A1", "1", "2", "1", "1", "9", "X", "-", "漏水"]])]
    )
    assert codes(document) == []
    assert values(document, "verdict", "mark_number", "rejection_reason") == [("fail", None, "漏水")]


@pytest.mark.parametrize("tick", ["✓", "V", "√", "■", "○"])
def test_a_pair_of_yes_and_no(tick: str) -> None:
    upper = [*WATER[:-2], "是否合格", "<", "合格印證號碼"]
    lower = ["^"] * 6 + ["是", "否", "^"]
    rows = [["A1", "1", "2", "1", "1", "0", tick, "", "7718426"], ["A2", "1", "2", "1", "1", "9", "", tick, ""]]
    document = read([*HEAD, grid([upper, lower, *rows])])
    assert codes(document) == []
    assert values(document, "verdict") == [("pass",), ("fail",)]


def test_both_boxes_ticked_is_a_finding_with_its_place() -> None:
    upper = [*WATER[:-2], "是否合格", "<", "合格印證號碼"]
    lower = ["^"] * 6 + ["是", "否", "^"]
    document = read([*HEAD, grid([upper, lower, ["A1", "1", "2", "1", "1", "0", "V", "V", "7718426"]])])
    assert [(f.code, f.field, f.place.row, f.place.page) for f in document.findings] == [("C304", "verdict", 1, 1)]
    assert document.findings[0].place.box is not None


STACKED = ["器號", "", "起(L)", "止(L)", "器示值(L)", "標準值(L)", "器差(%)", "公差(%)", "是否合格", "合格印證號碼"]


def stacked_rows(part: bool) -> list[list[str]]:
    first, second = (["大流"], ["小流"]) if part else ([], [])
    return [
        ["A1", *first, "1", "101", "100", "100.0", "0.0", "±2", "合格", "7718426"],
        ["^", *second, "2", "22", "20", "20.0", "0.1", "±5", "^", "^"],
        ["A2", *first, "3", "103", "100", "100.0", "0.2", "±2", "不合格", "器差不符"],
        ["^", *second, "4", "24", "20", "20.0", "0.3", "±5", "^", "^"],
    ]


@pytest.mark.parametrize("part", [True, False])
def test_two_rows_are_one_water_meter(part: bool) -> None:
    heads = STACKED if part else [STACKED[0], *STACKED[2:]]
    document = read([*HEAD, grid([heads, *stacked_rows(part)])])
    assert codes(document) == []
    assert values(
        document, "serial_number", "high_start", "low_start", "low_tolerance", "verdict", "rejection_reason"
    ) == [
        ("A1", 1, 2, "±5", "pass", None),
        ("A2", 3, 4, "±5", "fail", "器差不符"),
    ]
    assert [row.place.row for row in document.rows] == [1, 2]


def test_two_rows_without_merged_cells() -> None:
    rows = [[text if text != "^" else "" for text in row] for row in stacked_rows(part=True)]
    document = read([*HEAD, grid([STACKED, *rows])])
    assert codes(document) == []
    assert values(document, "serial_number", "high_start", "low_start") == [("A1", 1, 2), ("A2", 3, 4)]


def test_a_water_meter_cut_in_two_by_the_page_is_one() -> None:
    rows = stacked_rows(part=True)
    document = read([*HEAD, grid([STACKED, *rows[:3]])], [grid([["A2", *rows[3][1:8], "不合格", "器差不符"]], 2)])
    assert values(document, "serial_number", "high_start", "low_start") == [("A1", 1, 2), ("A2", 3, 4)]
    assert codes(document) == []


def test_half_a_water_meter_is_a_finding() -> None:
    document = read([*HEAD, grid([STACKED, *stacked_rows(part=True)[:3]])])
    assert codes(document) == ["T207"]
    assert document.findings[0].place.row == 2


GAS_HEAD = [
    line("測試儀表有限公司"),
    line("膜式氣量計自行檢定紀錄表", top=30.0),
    line("自檢號：MV107001", "檢定日期：107/03/21", top=50.0),
]


def test_headings_that_repeat_belong_to_the_group_before_them() -> None:
    group = ["器示值L", "標準值L", "器差%"]
    heads = [
        "順序",
        "器號",
        "壓力吸收Pa",
        "1.0Qmax m³/h",
        *group,
        "0.2Qmax m³/h",
        *group,
        "3.0Qmin m³/h",
        *group,
        "是否合格",
        "合格單號碼",
    ]
    row = [
        "1",
        "G6-1",
        "100",
        "10.0",
        "59",
        "60",
        "-1",
        "2.0",
        "19",
        "20",
        "-2",
        "0.1",
        "9",
        "10",
        "-3",
        "V",
        "0584960",
    ]
    document = read([*GAS_HEAD, grid([heads, row])])
    assert "T205" not in codes(document)
    assert values(document, "qmax_rate", "qmax_error", "qmax_0_2_error", "qmin_3_indicated") == [(10, -1, -2, 9)]


def electricity(*rows: list[str], groups: bool = True) -> Document:
    heads = ["器號", "構造檢查", "器差試驗(%)", *["<"] * 8, "需量試驗(%)", "檢定合格編號", "是否合格"]
    middle = ["^", "^", "瓦時部份" if groups else "", *["<"] * 5, "乏時部份" if groups else "", "<", "<", "^", "^", "^"]
    lower = ["^", "^", "全載", "功因", "輕載", "逆載", "1S", "3S", "全載", "功因", "輕載", "^", "^", "^"]
    head = [
        line("測試電機有限公司"),
        line("電度表自行檢定檢定紀錄表", top=30.0),
        line("自檢號：MV107001", "檢定日期：107/03/21", "年份：107", top=50.0),
    ]
    return read([*head, grid([heads, middle, lower, *rows])])


READINGS = [f"0.{n}" for n in range(1, 11)]


def test_three_levels_of_headings_and_a_row_of_tolerances() -> None:
    document = electricity(
        ["", "", *["±0.5"] * 9, "±1.0", "", ""], ["18000000", "合格", *READINGS, "S1LH07123456", "合格"]
    )
    assert codes(document) == []
    assert values(document, "wh_full_load", "varh_full_load", "varh_light_load", "demand") == [
        tuple(map(Decimal, ("0.1", "0.7", "0.9", "0.10")))
    ]
    assert document.header.tolerances.wh_1s == "±0.5"
    assert document.header.tolerances.demand == "±1.0"
    assert document.header.year == 2018


def test_columns_told_apart_by_their_order_alone_are_announced() -> None:
    document = electricity(["18000000", "合格", *READINGS, "S1LH07123456", "合格"], groups=False)
    assert values(document, "wh_full_load", "varh_full_load") == [(Decimal("0.1"), Decimal("0.7"))]
    assert set(codes(document)) == {"T212"}


def test_repeated_headings_empty_rows_and_totals_are_no_instruments() -> None:
    row = ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]
    document = read(
        [*HEAD, grid([WATER, row, [""] * 8])],
        [
            grid([WATER, ["A2", *row[1:]], ["合計", "", "", "", "", "", "2", ""], ["以下空白", *["<"] * 7]], 2),
            line("第2頁", page=2),
        ],
    )
    assert values(document, "serial_number") == [("A1",), ("A2",)]
    assert codes(document) == []


def test_a_table_goes_on_without_headings() -> None:
    row = ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]
    document = read([*HEAD, grid([WATER, row])], [grid([["A2", *row[1:]], ["A3", *row[1:]]], 2)])
    assert [(row.serial_number, row.place.page, row.place.row) for row in document.rows] == [
        ("A1", 1, 1),
        ("A2", 2, 2),
        ("A3", 2, 3),
    ]


def test_a_row_that_fits_no_columns_is_never_dropped_in_silence() -> None:
    row = ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]
    document = read([*HEAD, grid([WATER, row, ["A2 1 2 1", "<", "<", "1", "0", "<", "合格", "7718427"]])])
    assert values(document, "serial_number") == [("A1",)]
    assert codes(document) == ["T207"]


def test_a_cell_that_is_not_of_its_type_is_null_and_a_finding() -> None:
    document = read([*HEAD, grid([WATER, ["A1", "1", "l2", "1", "1", "0", "?", "7718426"]])])
    found = sorted((f.code, str(f.field), str(f.value), f.place.row) for f in document.findings)
    assert found == [("C301", "high_end", "l2", 1), ("C303", "verdict", "?", 1)]
    assert values(document, "high_end", "verdict") == [(None, None)]


def test_a_missing_column_and_one_too_many() -> None:
    document = read([*HEAD, grid([WATER[:-1], ["A1", "1", "2", "1", "1", "0", "合格"]])])
    assert [(f.code, f.field) for f in document.findings] == [("T203", "mark_number")]
    twice = read([*HEAD, grid([[*WATER, "器號"], ["A1", "1", "2", "1", "1", "0", "合格", "7718426", "A9"]])])
    assert [(f.code, f.field) for f in twice.findings] == [("T205", "serial_number")]
    strange = read([*HEAD, grid([[*WATER, "天氣"], ["A1", "1", "2", "1", "1", "0", "合格", "7718426", "晴"]])])
    assert [(f.code, f.value) for f in strange.findings] == [("T204", "天氣")]


@pytest.mark.parametrize("heading", ["序號", "項次", "No.", "順序"])
def test_columns_that_may_be_added(heading: str) -> None:
    document = read([*HEAD, grid([[heading, *WATER], ["1", "A1", "1", "2", "1", "1", "0", "合格", "7718426"]])])
    assert codes(document) == []
    assert values(document, "serial_number") == [("A1",)]


def test_no_table_no_kind_two_kinds() -> None:
    assert codes(read([*HEAD])) == ["T201"]
    nothing = read([line("通知")])
    assert (nothing.document_kind, nothing.rows, codes(nothing)) == (None, [], ["T201"])
    two = read([line("水量計及電度表自行檢定紀錄表"), line("自檢號：MV107001", "檢定日期：107/03/21")])
    assert "T208" in codes(two)
    untold = read([line("自行檢定紀錄表")])
    assert "T202" in codes(untold)


def test_the_kind_is_told_by_the_columns_where_no_title_names_it() -> None:
    document = read(
        [line("自行檢定紀錄表"), *HEAD[2:], grid([WATER, ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]])]
    )
    assert document.instrument_kind == "water_meter"


def test_a_record_without_number_or_date_says_so() -> None:
    document = read([*HEAD[:2], grid([WATER, ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]])])
    assert [(f.code, f.field) for f in document.findings] == [("T209", "permit_number"), ("T209", "verification_date")]


def test_the_reference_form_is_one_grid() -> None:
    rows = [
        ["檢定資料", "自檢號", "MV107001", "<", "檢定日期", "<", "107年3月21日", "<"],
        ["^", "檢定人員", "王小明", "<", "檢定數量", "<", "25 只", "<"],
        ["器具資料", "廠牌", "EDMI", "<", "型號", "<", "MF-607", "<"],
        ["檢定依據", "水量計檢定檢查技術規範(CNMV49)", *["<"] * 6],
        ["檢定項目", "01", "外觀檢視是否符合CNMV49第3.1至3.17節之規定", "<", "<", "<", "V是 □否", "<"],
        ["^", "02", "耐壓試驗是否符合CNMV49第4.2節之規定", "<", "<", "<", "□是 V否", "<"],
        ["^", "03", "流量檢定依CNMV49第4.3至4.7節之規定，其檢定數據如下：", *["<"] * 5],
        WATER,
        ["A1", "1", "2", "1", "1", "0", "合格", "7718426"],
        ["備註", "標準器名稱：標準水量計", "<", "<", "標準器校正日期：106/01/02", "<", "<", "<"],
        ["^", "標準器編號：W-1", "<", "<", "標準器檢校報告編號：N1", "<", "<", "<"],
        ["^", "其他：無", *["<"] * 6],
    ]
    document = read([*HEAD[:2], grid(rows)])
    header = document.header
    assert codes(document) == []
    assert (header.quantity, header.verifier, header.model, header.technical_specification) == (
        25,
        "王小明",
        "MF-607",
        "水量計檢定檢查技術規範(CNMV49)",
    )
    assert [(check.item[:2], check.passed) for check in header.checks] == [("外觀", True), ("耐壓", False)]
    assert (header.reference_standard.serial_number, str(header.reference_standard.calibration_date)) == (
        "W-1",
        "2017-01-02",
    )
    assert header.remarks == "無"
    assert values(document, "serial_number") == [("A1",)]


def test_the_same_form_on_a_sheet() -> None:
    wide = 8
    rows = [
        ["測試儀表有限公司", *[""] * 7],
        ["水量計自行檢定紀錄表", *[""] * 7],
        ["自檢號", "MV107001", "檢定日期", "2018-03-21", "檢定數量", "2", "", ""],
        [""] * wide,
        WATER,
        ["A1", "1", "2", "1", "1", "0", "合格", "7718426"],
        ["A2", "1", "2", "1", "1", "0", "合格", "7718427"],
        [""] * wide,
        ["標準器名稱", "標準水量計", "標準器編號", "W-1", "", "", "", ""],
        ["檢定人員：王小明", *[""] * 7],
    ]
    document = read([grid(rows, None, sheet="紀錄")])
    assert codes(document) == []
    assert values(document, "serial_number") == [("A1",), ("A2",)]
    assert (document.rows[1].place.sheet, document.rows[1].place.line) == ("紀錄", 7)
    assert (document.header.quantity, document.header.verifier, document.header.company_name) == (
        2,
        "王小明",
        "測試儀表有限公司",
    )
    assert document.header.reference_standard.name == "標準水量計"
    assert document.columns["serial_number"].column == "A"


def test_a_monthly_report_with_totals_in_its_table() -> None:
    heads = ["項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註"]
    rows = [
        [
            "1",
            "108/03/01",
            "EDMI",
            "M1",
            "20mm",
            "16140060～\n16140186",
            "127",
            "08076865～\n08076991",
            "7,620",
            "重新檢定",
        ],
        ["2", "108/03/02", "^", "^", "^", "16140187", "1", "08076992", "60", ""],
        ["合計", "", "", "", "", "", "128", "", "7,680", ""],
    ]
    head = [
        line("測試儀表有限公司"),
        line("(水量計)自行檢定108年03月份月報表", top=30.0),
        line("製表日期：1080407", top=50.0),
    ]
    foot = [line("自檢號：MV107001", "公司(廠)負責人：王小明", "製表人：李小華", top=400.0)]
    document = read([*head, grid([heads, *rows]), *foot])
    assert codes(document) == []
    assert (document.document_kind, document.instrument_kind, document.period) == (
        "monthly_report",
        "water_meter",
        "2019-03",
    )
    assert values(document, "item", "brand", "serial_numbers", "quantity", "fee", "remarks") == [
        ("1", "EDMI", "16140060~16140186", 127, 7620, "重新檢定"),
        ("2", "EDMI", "16140187", 1, 60, None),
    ]
    header = document.header
    assert (header.total_quantity, header.total_fee, header.responsible_person, header.prepared_by) == (
        128,
        7680,
        "王小明",
        "李小華",
    )
    assert document.header_places["total_fee"].box == (440.0, 136.0, 490.0, 148.0)


def test_totals_in_a_sentence_that_wraps() -> None:
    heads = ["項次", "檢定日期", "器號", "數量", "合格印證號碼", "檢定費"]
    foot = [
        line("1.總計檢定數量為９，８３８具。", top=400.0),
        line("2.依度量衡規費收費標準第22條規定，應繳檢定費五分之一計收，總計應繳檢", top=412.0),
        line("定費新臺幣１１８，０５６元。", top=424.0),
    ]
    head = [
        line("測試儀表有限公司"),
        line("(水量計)自行檢定108年03月份月報表", top=30.0),
        line("自檢號：MV107001", top=50.0),
    ]
    document = read([*head, grid([heads, ["1", "108/03/01", "1", "1", "08076865", "7"]]), *foot])
    assert (document.header.total_quantity, document.header.total_fee) == (9838, 118056)
    boxes = [document.header_places[name].box for name in ("total_quantity", "total_fee")]
    assert [box[1] for box in boxes if box] == [400.0, 424.0]


def test_remarks_in_the_first_column_below_a_report_are_not_left_over() -> None:
    heads = ["項次", "檢定日期", "器號", "數量", "合格印證號碼", "檢定費"]
    foot = [
        "1.總計檢定數量為 1 具。",
        "2.依度量衡規費收費標準第22條規定，依陳報數量應繳檢定費五分之一計收，",
        "總計應繳檢定費新臺幣 7 元。",
        "備註：本月報表依規定陳報",
        "（範例資料，金額為虛構）",
    ]
    rows = [[text, *[""] * 5] for text in ("(水量計)自行檢定108年03月份月報表", "自檢號：MV107001")]
    rows += [heads, ["1", "108/03/01", "1", "1", "08076865", "7"], *([text, *[""] * 5] for text in foot)]
    document = read([grid(rows, sheet="1")])
    assert codes(document) == []
    assert (document.header.total_quantity, document.header.total_fee) == (1, 7)


def test_a_header_value_that_is_given_twice_differently_is_announced() -> None:
    document = read(
        [
            *HEAD,
            line("檢定日期：107/03/22", top=70.0),
            grid([WATER, ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]]),
        ]
    )
    assert codes(document) == ["T206"]
    assert str(document.header.verification_date) == "2018-03-21"


def test_a_value_wrapped_around_its_label() -> None:
    def at(text: str, left: float, top: float) -> RawLine:
        return RawLine((RawSegment(text, left, left + 8 * len(text)),), 1, None, top, top + 8)

    label = RawLine(
        (RawSegment("檢定場所：", 300, 340), RawSegment("檢定人員：", 500, 540), RawSegment("王小明", 560, 590)),
        1,
        None,
        90,
        98,
    )
    wrapped = [at("桃園市龜山區", 350, 81), label, at("中山路200號", 352, 99)]
    document = read([*HEAD, *wrapped, grid([WATER, ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]])])
    assert document.header.verification_site == "桃園市龜山區中山路200號"
    assert document.header.verifier == "王小明"


def test_a_value_joined_from_lines_is_doubted_where_its_size_is_not_the_usual() -> None:
    good, bad = (
        ["A001", "1.25", "2", "1", "1", "0", "合格", "7718426"],
        ["A0\n02A003", "10.5\n20.5", "2", "1", "1", "0", "合格", "77184\n27"],
    )
    odd = ["A0\n04", "1.2\n51", "2", "1", "1", "0", "合格", "7718428"]
    document = read([*HEAD, grid([WATER, good, bad, odd])])
    found = [(f.code, f.field, f.place.row) for f in document.findings]
    assert found == [("C305", "serial_number", 2), ("C301", "high_start", 2), ("C305", "high_start", 3)]


def test_a_title_in_two_lines_and_a_kind_in_a_cell() -> None:
    head = [
        line("測試儀表有限公司"),
        line("(電度表)自行檢定", top=20.0),
        line("108年03月份月報表", top=30.0),
        line("自檢號：MV107001", top=50.0),
    ]
    table = grid(
        [["項次", "檢定日期", "器號", "數量", "合格印證號碼", "檢定費"], ["1", "108/03/01", "1", "1", "08076865", "7"]]
    )
    document = read([*head, table])
    assert (document.document_kind, document.instrument_kind, document.period) == (
        "monthly_report",
        "electricity_meter",
        "2019-03",
    )
    kind = grid([["度量衡器種類", "膜式氣量計", "月份", "108年3月"]])
    named = read([line("自行檢定月報表"), kind, line("自檢號：MV107001", top=50.0), table])
    assert (named.instrument_kind, named.period, codes(named)) == ("gas_meter", "2019-03", [])


SCALE = ["器號", "偏載檢定", "遞增1", "遞增2", "遞增3", "遞減3", "遞減2", "遞減1", "是否合格", "合格印證號碼"]
SCALE_ROW = ["A1", "0", "1", "2", "3", "3", "2", "1", "合格", "0712345"]


@pytest.mark.parametrize(
    ("lines", "mechanism"),
    [(["□機械式 ■電子式 非自動衡器自行檢定紀錄表"], "electronic"), (["☑ 機械式 ☐電子式 非自動衡器自行檢定紀錄表"], "mechanical"),
     (["電子式非自動衡器自行檢定紀錄表"], "electronic"), (["非自動衡器自行檢定紀錄表", "V機械式 □電子式"], "mechanical"),
     (["■機械式 ■電子式 非自動衡器自行檢定紀錄表"], None), (["非自動衡器自行檢定紀錄表"], None)],
)  # fmt: skip
def test_the_mechanism_is_the_ticked_box(lines: list[str], mechanism: str | None) -> None:
    titles = [line(text, top=20.0 + 20 * number) for number, text in enumerate(lines)]
    document = read([*titles, HEAD[2], grid([SCALE, SCALE_ROW])])
    assert document.header.mechanism == mechanism
    assert values(document, "increasing_1", "increasing_3", "decreasing_3", "decreasing_1") == [(1, 3, 3, 1)]


def test_checks_in_words_and_over_two_lines() -> None:
    checks = [
        line("01 外觀檢視是否符合CNMV49第3.1至3.17節", top=60.0),
        line("之規定 ■是 □否", top=70.0),
        line("02 耐壓試驗是否符合規定", "不合格", top=80.0),
    ]
    document = read([*HEAD, *checks, grid([WATER, ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]])])
    assert [(check.item, check.passed) for check in document.header.checks] == [
        ("外觀檢視是否符合CNMV49第3.1至3.17節之規定", True),
        ("耐壓試驗是否符合規定", False),
    ]


def test_a_column_without_a_heading_is_announced_if_it_holds_anything() -> None:
    row = ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]
    assert codes(read([*HEAD, grid([[*WATER, ""], [*row, ""]])])) == []
    full = read([*HEAD, grid([[*WATER, ""], [*row, "甲乙"]])])
    assert [(f.code, f.value) for f in full.findings] == [("T204", "甲乙")]


def test_signs_that_nobody_can_read_are_announced() -> None:
    document = read([*HEAD, grid([WATER, ["A\ue0011", "1", "2", "1", "1", "0", "合格", "77184\ufffd6"]])])
    assert sorted((f.code, str(f.field)) for f in document.findings) == [
        ("C305", "mark_number"),
        ("C307", "serial_number"),
    ]


def test_places_of_header_values_and_columns() -> None:
    document = read([*HEAD, grid([WATER, ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]])])
    assert document.header_places["permit_number"].page == 1
    assert document.header_places["verification_date"].box is not None
    box = document.columns["verdict"].box
    assert box is not None
    assert (box[0], box[2]) == (340.0, 390.0)
    assert document.rows[0].place.box == (40.0, 112.0, 440.0, 124.0)


def test_rows_are_counted_over_many_pages() -> None:
    row = ["1", "2", "1", "1", "0", "合格", "7718426"]
    pages = [[grid([WATER, *([f"A{page}-{n}", *row] for n in range(40))], page)] for page in range(1, 51)]
    document = read([*HEAD], *pages)
    assert len(document.rows) == 2000
    assert codes(document) == []
    assert document.rows[-1].place.row == 2000


def test_hostile_text_ends_soon() -> None:
    document = read([line(":" * 100_000), line("廠牌:" * 20_000), *HEAD, grid([["標準" * 5000] * 8, ["1" * 9000] * 8])])
    assert codes(document) == ["T201"]


def test_a_record_without_readings_says_so() -> None:
    document = read([*HEAD, grid([["編號", "表號", "是否合格", "鉛封號碼"], ["1", "A1", "合格", "7718426"]])])
    assert [(f.code, f.value) for f in document.findings] == [("T203", "檢定數據")]
    assert values(document, "serial_number", "verdict", "mark_number") == [("A1", "pass", "7718426")]


def test_a_record_in_english() -> None:
    upper = ["No.", "Serial No.", "High flow", "<", "<", "Result", "Mark No.", "Reason"]
    lower = ["^", "^", "Start", "Indicated", "Error (%)", "^", "^", "^"]
    rows = [
        ["1", "A1", "1.0", "2.0", "-0.5", "Pass", "7718426", ""],
        ["2", "A2", "1.0", "2.0", "-5", "Fail", "", "leak at the joint"],
    ]
    head = [line("Sample Meter Co., Ltd."), line("Water Meter Verification Record", top=30.0)]
    labels = line("Permit No.: MV107001", "Verification date: 2018-03-21", "Brand: EDMI", top=50.0)
    document = read([*head, labels, grid([upper, lower, *rows])])
    assert codes(document) == []
    assert (document.instrument_kind, document.header.company_name) == ("water_meter", "Sample Meter Co., Ltd.")
    assert values(document, "serial_number", "high_error", "verdict", "rejection_reason") == [
        ("A1", Decimal("-0.5"), "pass", None),
        ("A2", Decimal("-5"), "fail", "leak at the joint"),
    ]


@pytest.mark.parametrize("label", ["公差", "請依技術規範規定填入公差"])
@pytest.mark.parametrize("reach_down", [True, False])
@pytest.mark.parametrize("sheet", [None, "工作表1"])
def test_header_values_and_tolerances_in_the_grid_of_the_columns(
    label: str, reach_down: bool, sheet: str | None
) -> None:
    above = ["廠牌", "甲", "型號", "M-1", "標準器名稱", "標準電度表", "標準器器號", "MT-1", "準確度等級", ""]
    groups = ["器號", "構造檢查", "瓦時部份", "<", "<", "乏時部份", "<", "需量試驗", "檢定合格編號", "判定"]
    leaves = ["^", "^", "全載", "功因", "輕載", "全載", "功因", "^", "^", "^"]
    last = ["^", "^"] if reach_down else ["", ""]
    tolerances = [label, "<", "±1.0", "±1.1", "±1.2", "±2.0", "±2.1", "±1.5", *last]
    row = ["123", "合格", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "SVLH15000400", "合格"]
    head = [line("電度表自行檢定紀錄表"), line("自檢號：MV107001", "檢定日期：107/03/21", top=50.0)]
    document = read([*head, grid([above, groups, leaves, tolerances, row], sheet=sheet)])
    assert codes(document) == []
    assert values(document, "serial_number", "wh_full_load", "varh_power_factor") == [
        ("123", Decimal("0.1"), Decimal("0.5"))
    ]
    assert (document.header.reference_standard.name, document.header.brand) == ("標準電度表", "甲")
    assert document.header.tolerances.model_dump(exclude_none=True) == {
        "wh_full_load": "±1.0", "wh_power_factor": "±1.1", "wh_light_load": "±1.2",
        "varh_full_load": "±2.0", "varh_power_factor": "±2.1", "demand": "±1.5",
    }  # fmt: skip


def test_a_remark_below_the_last_value_is_not_part_of_it() -> None:
    on_sheet = [*(line(text, sheet="1") for text in ("自檢號：MV107001", "製表人：林樣丙", "(範例資料,金額為虛構)"))]
    on_page = [line("自檢號：MV107001", "製表人：林樣丙", top=500.0), line("(範例資料,金額為虛構)", top=510.0)]
    rows = [["107/03/21", "甲", "M-1", "20 mm", "A1~A2", "2", "7718426~7718427", "90", ""]]
    heads = ["檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註"]
    for foot in (on_sheet, on_page):
        document = read([line("(水量計)自行檢定107年3月份月報表"), grid([heads, *rows]), *foot])
        assert document.header.prepared_by == "林樣丙"


@pytest.mark.parametrize("reach", [(0, 5), (3, 5), (3, 4), (5, 6)])
def test_groups_whose_reach_is_wrong_are_told_apart_by_the_order_of_their_columns(reach: tuple[int, int]) -> None:
    """Without rules the grid may give the heading of a group to the wrong columns."""
    wh, varh = reach
    middle = [*[""] * wh, "瓦時部份", *["<"] * (varh - 1 - wh), *[""] * (7 - varh), "", "乏時部份"]
    heads = ["器號", "構造檢查", *middle, "需量試驗(%)", "檢定合格編號", "是否合格"]
    lower = ["", "", "全載", "功因", "輕載", "逆載", "1S", "3S", "全載", "功因", "輕載", "", "", ""]
    row = ["18000000", "合格", *READINGS, "S1LH07123456", "合格"]
    head = [line("電度表自行檢定檢定紀錄表"), line("自檢號：MV107001", "檢定日期：107/03/21", top=50.0)]
    document = read([*head, grid([heads, lower, row])])
    names = ("full_load", "power_factor", "light_load")
    assert values(document, *(f"wh_{name}" for name in names)) == [tuple(map(Decimal, ("0.1", "0.2", "0.3")))]
    assert values(document, *(f"varh_{name}" for name in names)) == [tuple(map(Decimal, ("0.7", "0.8", "0.9")))]
    assert set(codes(document)) == {"T212"}


def test_the_order_of_the_groups_on_paper_counts() -> None:
    heads = ["器號", "遞減", *["<"] * 2, "遞增", *["<"] * 2, "超過Max+9e顯示", "是否合格", "合格印證號碼"]
    lower = ["^", "第3點", "第2點", "第1點", "第1點", "第2點", "第3點", "^", "^", "^"]
    row = ["A1", "1", "2", "3", "4", "5", "6", "無", "合格", "0711111"]
    head = [line("非自動衡器自行檢定紀錄表"), line("自檢號：MV107001", "檢定日期：107/03/21", top=50.0)]
    names = ("decreasing_3", "decreasing_2", "decreasing_1", "increasing_1", "increasing_2", "increasing_3")
    document = read([*head, grid([heads, lower, row])])
    assert (values(document, *names), codes(document)) == ([(1, 2, 3, 4, 5, 6)], [])
    heads[2:4], lower[1] = ["", ""], "第3點"
    document = read([*head, grid([heads, lower, row])])
    assert (values(document, *names), set(codes(document))) == ([(1, 2, 3, 4, 5, 6)], {"T212"})
    assert {finding.field for finding in document.findings} == {*names[1:5]}


@pytest.mark.parametrize("repeated", [True, False])
def test_a_row_cut_by_the_end_of_a_page_is_one_instrument(repeated: bool) -> None:
    whole = ["A1", "1", "2", "1", "1", "0", "合格", "7718426"]
    upper = ["", "3", "4", "1", "1", "", "合格", ""]
    lower = ["A2", "", "", "", "", "-0.5", "", "7718427"]
    last = ["A3", "5", "6", "1", "1", "0", "合格", "7718428"]
    second = [WATER, lower, last] if repeated else [lower, last]
    document = read([*HEAD, grid([WATER, whole, upper])], [grid(second, 2)])
    assert codes(document) == []
    assert values(document, "serial_number", "high_start", "high_error", "mark_number") == [
        ("A1", 1, 0, "7718426"), ("A2", 3, Decimal("-0.5"), "7718427"), ("A3", 5, 0, "7718428"),
    ]  # fmt: skip
    assert [(row.place.page, row.place.row) for row in document.rows] == [(1, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    "lower",
    [
        ["A2", "", "", "", "", "", "不合格", "漏水"],
        ["A2", "1", "2", "1", "1", "0", "", ""],
        ["A2", "", "", "", "", "0.1", "", "7718427"],
        ["", "3", "4", "1", "1", "0", "合格", "7718427"],
    ],
)
def test_two_rows_at_the_end_of_a_page_stay_two(lower: list[str]) -> None:
    upper = ["A1", "1", "2", "1", "1", "", "合格", "7718426"]
    document = read([*HEAD, grid([WATER, upper])], [grid([lower, ["A3", *upper[1:]]], 2)])
    assert values(document, "serial_number") == [("A1",), (lower[0] or None,), ("A3",)]


def test_the_second_line_of_a_water_meter_alone_below_repeated_headings() -> None:
    rows = stacked_rows(part=True)
    alone = ["", *rows[1][1:-2], "", ""]
    document = read([*HEAD, grid([STACKED, rows[0]])], [grid([STACKED, alone, *rows[2:]], 2)])
    assert codes(document) == []
    assert values(document, "serial_number", "high_start", "low_start", "verdict") == [
        ("A1", 1, 2, "pass"), ("A2", 3, 4, "fail"),
    ]  # fmt: skip
