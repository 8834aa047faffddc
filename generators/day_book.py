"""The cashier's day book (出納日報) as a workbook: receipts, payments, what was made void, sums by code and channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from generators.wording import roc_date

_HEADS = ("收據號碼", "收入代號", "繳款人", "繳費項目", "金額", "繳款方式", "憑證號碼", "繳款日期", "經手人", "備註")
_WIDTHS = (19, 9, 30, 36, 12, 18, 16, 14, 12, 40)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class BookLine:
    """A payment or a receipt without one; ``amount`` in whole NT$ counts only where ``counted``."""

    receipt: str | None
    revenue_code: str
    payer: str
    reference: str
    amount: int
    channel: str
    voucher: str | None
    paid_on: date | None
    by: str
    note: str
    counted: bool


@dataclass(frozen=True, slots=True)
class DayBook:
    """The lines of some days; ``gaps`` names receipt numbers that are missing in the run (there must be none)."""

    first: date
    last: date
    lines: Sequence[BookLine]
    gaps: Sequence[str]
    example: bool = False

    def sums(self) -> dict[tuple[str, str], int]:
        """Revenue code and channel → NT$ taken in."""
        found: dict[tuple[str, str], int] = {}
        for line in self.lines:
            if line.counted:
                key = line.revenue_code, line.channel
                found[key] = found.get(key, 0) + line.amount
        return dict(sorted(found.items()))


def day_book_xlsx(book: DayBook) -> bytes:
    """The workbook: one sheet, landscape A4, text that looks like a formula kept as text."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import

    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "出納日報"
    days = roc_date(book.first) if book.first == book.last else f"{roc_date(book.first)}至{roc_date(book.last)}"
    sheet.append([f"出納日報 {days}" + ("【範例】" if book.example else "")])
    sheet.append(list(_HEADS))
    for line in book.lines:
        sheet.append([_plain(cell) for cell in _cells(line)])
    sheet.append([])
    for row in _summary(book):
        sheet.append([_plain(cell) for cell in row])
    _dress(sheet, len(book.lines))
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _cells(line: BookLine) -> list[object]:
    paid = roc_date(line.paid_on) if line.paid_on else ""
    amount: object = line.amount if line.counted else f"({line.amount:,})"
    return [
        line.receipt,
        line.revenue_code,
        line.payer,
        line.reference,
        amount,
        line.channel,
        line.voucher,
        paid,
        line.by,
        line.note,
    ]


def _summary(book: DayBook) -> list[list[object]]:
    sums = book.sums()
    rows: list[list[object]] = [["合計", code, "", channel, amount] for (code, channel), amount in sums.items()]
    rows.append(["總計", "", "", "", sum(sums.values())])
    rows.append(["號碼查核", "", "收據號碼無缺號" if not book.gaps else f"缺號:{'、'.join(book.gaps)}"])
    rows.append(["經收人", "", "", "主管"])
    return rows


def _plain(cell: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _dress(sheet: Any, lines: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - slow to import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - the same

    thin = Side(style="thin")
    sheet["A1"].font = Font(name="標楷體", size=16, bold=True)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(_HEADS))
    for index, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for row in sheet.iter_rows(min_row=2, max_row=2 + lines, max_col=len(_HEADS)):
        for cell in row:
            cell.border = Border(thin, thin, thin, thin)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for row in sheet.iter_rows(min_row=2, max_col=len(_HEADS)):
        for cell in row:
            cell.font = Font(name="標楷體", size=11, bold=cell.row == 2)
    for row in sheet.iter_rows(min_row=3, min_col=5, max_col=5):
        row[0].number_format = "#,##0"
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
