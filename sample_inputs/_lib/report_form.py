"""The monthly report (FIF-04) as a form."""

from __future__ import annotations

from datetime import date

from sample_inputs._lib.firms import PERIOD, ROC_YEAR
from sample_inputs._lib.layout import Cell, Form, roc
from sample_inputs._lib.records import KIND_NAMES, Line, Report

_HEADS = ("項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註")


def report_form(report: Report, sign: str = "/", dates_as_dates: bool = False) -> Form:
    """The report; ``dates_as_dates``: a workbook stores the days as dates instead of text."""
    month = int(PERIOD[5:])
    kind = KIND_NAMES[report.kind]
    return Form(
        (report.firm.name, f"（{kind}）自行檢定{ROC_YEAR}年{month:02d}月份月報表"),
        (12, 22, 18, 24, 34, 50, 14, 52, 18, 18),
        [],
        [[Cell(text) for text in _HEADS]],
        [_line(number, line, sign, dates_as_dates) for number, line in enumerate(report.lines, 1)],
        above=(f"製表日期：{roc(report.written, '')}",),
        below=(
            f"1.總計檢定數量為 {report.total_quantity} 具。",
            "2.依度量衡規費收費標準第22條規定，度量衡業自行檢定之檢定費（收入代號3160），依陳報數量"
            f"應繳檢定費五分之一計收，總計應繳檢定費新臺幣 {report.total_fee:,} 元。",
            f"自檢號：{report.firm.permit}　　公司（廠）負責人：{report.firm.responsible}　　製表人：{report.firm.prepared_by}",
            "（範例資料，金額為虛構）",
        ),
        landscape=True,
        sheet="月報表",
    )


def _line(number: int, line: Line, sign: str, dates_as_dates: bool) -> list[Cell]:
    day: date | None = line.day if dates_as_dates else None
    return [
        Cell(str(number), value=number),
        Cell(roc(line.day, sign), value=day),
        Cell(line.brand),
        Cell(line.model),
        Cell(line.specification),
        Cell(line.serials.replace("、", "、\n")),
        Cell(str(line.quantity), value=line.quantity),
        Cell(line.marks.replace("、", "、\n")),
        Cell(f"{line.fee:,}", value=line.fee),
        Cell(line.remarks),
    ]
