"""FIF-03 for electricity meters: its head and foot differ from the other forms."""

from __future__ import annotations

from generators.template_build.columns import Col, data_row, heading_rows, widths
from generators.template_build.paper import Paper
from generators.template_build.records import PAGE, SIZE, reading, said
from generators.template_build.ruled import Cell, Row, RowTag


def electricity_meter() -> Paper:
    """電度表; its head and foot differ from the other forms."""
    paper = Paper(PAGE, size=10.5)
    paper.line("{{ header.company_name }}", align="center", size=16, bold=True)
    paper.line("電度表自行檢定檢定紀錄表", align="center", size=16, bold=True, after=4)
    room = PAGE.inner
    paper.table((room / 4,) * 4, _electricity_head())
    paper.line(size=2)
    columns = _electricity_columns()
    tolerance = Row(
        [
            *(Cell(text, align="center", size=SIZE) for text in ("",) * 5),
            *(Cell(f"{{{{ tolerances.{name} }}}}", align="center", size=SIZE) for name in _ELECTRIC),
            *(Cell(""), Cell("")),
        ]
    )
    paper.table(
        widths(columns, room),
        [
            *heading_rows(columns, SIZE),
            tolerance,
            RowTag("for row in rows"),
            data_row(columns, SIZE),
            RowTag("endfor"),
        ],
    )
    paper.line(after=6, size=4)
    paper.table(
        (room / 2, room / 2), [Row([said("檢定人員", "verifier"), said("主管", "supervisor")], height=9)], border=0
    )
    paper.footer_page_numbers()
    return paper


_ACTIVE = (("全載", "wh_full_load"), ("功因", "wh_power_factor"), ("輕載", "wh_light_load"))
_ACTIVE_MORE = (("逆載", "wh_reverse_load"), ("1S", "wh_1s"), ("3S", "wh_3s"))
_REACTIVE = (("全載", "varh_full_load"), ("功因", "varh_power_factor"), ("輕載", "varh_light_load"))
_ELECTRIC = (*(name for _, name in (*_ACTIVE, *_ACTIVE_MORE, *_REACTIVE)), "demand")


def _electricity_columns() -> list[Col]:
    tests = (("構造檢查", "construction"), ("絕緣試驗", "insulation"), ("潛動試驗", "creep"), ("始動試驗", "starting"))
    return [
        Col(("器號",), "{{ row.serial_number }}", 22),
        *(reading((words,), name, 14) for words, name in tests),
        *(reading(("器差試驗(%)", "瓦時部份", words), name, 14) for words, name in (*_ACTIVE, *_ACTIVE_MORE)),
        *(reading(("器差試驗(%)", "乏時部份", words), name, 14) for words, name in _REACTIVE),
        reading(("需量試驗(%)",), "demand", 14),
        Col(("檢定合格編號",), "{{ row.mark_or_reason }}", 28),
        Col(("判定",), "{{ row.verdict }}", 14),
    ]


def _electricity_head() -> list[Row]:
    standard = "reference_standard."
    return [
        Row(
            [
                said("檢定日期", "verification_date"),
                said("檢定場所", "verification_site", 2),
                said("自檢字號", "permit_number"),
            ]
        ),
        Row(
            [
                said("檢定數量", "quantity"),
                said("機台編號", "bench_number"),
                said("檢定依據", "technical_specification", 2),
            ]
        ),
        Row(
            [
                said("名稱", "name"),
                said("廠牌", "brand"),
                said("型號", "model"),
                said("準確度等級", "accuracy_class"),
            ]
        ),
        Row(
            [
                said("使用回路", "circuit"),
                said("電表常數", "meter_constant"),
                said("年份", "year"),
                said("額定電壓、基準(額定)電流", "rated_voltage_and_current"),
            ]
        ),
        Row(
            [
                said("標準器名稱", f"{standard}name"),
                said("標準器器號", f"{standard}serial_number"),
                said("標準器校正日期", f"{standard}calibration_date"),
                said("標準器檢校報告編號", f"{standard}certificate_number"),
            ]
        ),
    ]
