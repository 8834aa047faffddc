"""FIF-02, the list of verification equipment, and FIF-04, the monthly report."""

from __future__ import annotations

from generators.template_build.columns import Col, data_row, heading_rows, widths
from generators.template_build.paper import Page, Paper
from generators.template_build.ruled import Cell, Row, RowTag

_PAGE = Page(297, 210, 14)
_SIZE = 10.0


def _cell(head: str, name: str, width: float) -> Col:
    return Col((head,), f"{{{{ row.{name} }}}}", width)


def monthly_report() -> Paper:
    """FIF-04 of the guide of 108.01.18."""
    paper = Paper(_PAGE, size=12)
    paper.line("{{ header.company_name }}", align="center", size=16, bold=True)
    paper.line("{{ kind }}自行檢定{{ year }}年{{ month }}月份月報表", align="center", size=16, bold=True)
    paper.line("製表日期：{{ header.report_date }}", align="right", after=2)
    columns = [
        _cell("項次", "item", 12),
        _cell("檢定日期", "verification_date", 28),
        _cell("廠牌", "brand", 24),
        _cell("型號", "model", 28),
        _cell("規格", "specification", 30),
        _cell("器號", "serial_numbers", 42),
        _cell("數量", "quantity", 14),
        _cell("合格印證號碼", "mark_numbers", 42),
        _cell("檢定費", "fee", 18),
        _cell("備註", "remarks", 28),
    ]
    rows: list[Row | RowTag] = [
        *heading_rows(columns, 11),
        RowTag("for row in rows"),
        data_row(columns, _SIZE, 7),
        RowTag("endfor"),
    ]
    paper.table(widths(columns, _PAGE.inner), rows)
    paper.line(size=4)
    paper.line("1.總計檢定數量為 {{ header.total_quantity }} 具。")
    paper.line(
        "2.依度量衡規費收費標準第22條規定，度量衡業自行檢定之檢定費（收入代號3160），依陳報數量"
        "應繳檢定費五分之一計收，總計應繳檢定費新臺幣 {{ header.total_fee }} 元。",
        after=8,
    )
    third = _PAGE.inner / 3
    signed = (
        "自檢字號：{{ header.permit_number }}",
        "公司（廠）負責人：{{ header.responsible_person }}",
        "製表人：{{ header.prepared_by }}",
    )
    paper.table((third,) * 3, [Row([Cell(text) for text in signed], height=9)], border=0)
    paper.footer_page_numbers()
    return paper


def equipment_list() -> Paper:
    """FIF-02. The guide names it and prints no form: the columns are what the technical specifications ask for."""
    paper = Paper(_PAGE, size=12)
    paper.line("FIF-02", align="right", size=10)
    paper.line("檢定設備一覽表", align="center", size=18, bold=True, after=4)
    half = _PAGE.inner / 2
    paper.table(
        (half, half),
        [
            Row([Cell("公司名稱：{{ company_name }}"), Cell("測試實驗室：{{ laboratory_name }}")], height=8),
            Row([Cell("度量衡器種類：{{ kind }}"), Cell("檢定檢查技術規範：{{ technical_specification }}")], height=8),
        ],
    )
    paper.line(size=4)
    columns = [
        Col(("項次",), "{{ loop.index }}", 12),
        _cell("設備名稱", "name", 44),
        _cell("廠牌", "brand", 26),
        _cell("型號", "model", 28),
        _cell("器號", "serial_number", 28),
        _cell("測量範圍", "measuring_range", 34),
        _cell("準確度等級或不確定度", "accuracy", 34),
        _cell("校正日期", "calibration_date", 28),
        _cell("校正報告編號", "certificate_number", 32),
    ]
    rows: list[Row | RowTag] = [
        *heading_rows(columns, 11),
        RowTag("for row in equipment"),
        data_row(columns, _SIZE, 8),
        RowTag("endfor"),
    ]
    paper.table(widths(columns, _PAGE.inner), rows)
    paper.footer_page_numbers()
    return paper
