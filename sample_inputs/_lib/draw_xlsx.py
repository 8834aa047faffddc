"""Forms as workbooks by openpyxl: figures as numbers, days as dates where asked, identifiers as text."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from sample_inputs._lib.layout import Cell, Form, placed
from sample_inputs._lib.zips import settled


def xlsx(form: Form, font: str = "新細明體", size: float = 9) -> bytes:
    """The form on one worksheet, ready to print (heading rows repeated, fitted to the page's width)."""
    from openpyxl import Workbook  # noqa: PLC0415 (a tool of the generator only)
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    sheet: Any = book.active
    sheet.title = form.sheet
    columns = len(form.widths)
    for x, width in enumerate(form.widths, 1):
        sheet.column_dimensions[get_column_letter(x)].width = width / 1.9
    plain = Font(name=font, size=size)
    for text in (*form.titles, *form.above):
        title = text in form.titles
        _line(sheet, text, columns, "center" if title else "right", Font(name=font, size=13) if title else plain)
    top = sheet.max_row + 1
    rows = [*form.head, *form.heading, *form.body, *form.foot]
    for y, x, cell in placed(rows):
        _put(sheet, top + y, x + 1, cell, plain)
    sheet.row_dimensions[1].height = 20
    for text in form.below:
        _line(sheet, text, columns, "left", plain, row=sheet.max_row + 1)
    first = top + len(form.head)
    _print(sheet, form, first, first + len(form.heading) - 1)
    target = io.BytesIO()
    book.save(target)
    return settled(target.getvalue())


def _line(sheet: Any, text: str, columns: int, align: str, font: Any, row: int | None = None) -> None:
    from openpyxl.styles import Alignment  # noqa: PLC0415

    row = row or (1 if sheet.cell(1, 1).value is None else sheet.max_row + 1)
    cell = sheet.cell(row, 1, text)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=align == "left")
    cell.font = font
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)


def _put(sheet: Any, row: int, column: int, cell: Cell, font: Any) -> None:
    from openpyxl.styles import Alignment, Border, Side  # noqa: PLC0415

    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    for y in range(row, row + cell.down):
        for x in range(column, column + cell.span):
            sheet.cell(y, x).border = border
    target = sheet.cell(row, column, _stored(cell))
    target.alignment = Alignment(horizontal="left" if cell.left else "center", vertical="center", wrap_text=True)
    target.number_format = _format(cell)
    target.font = font
    if cell.span > 1 or cell.down > 1:
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + cell.down - 1, end_column=column + cell.span - 1
        )


def _stored(cell: Cell) -> object:
    if isinstance(cell.value, Decimal):
        return float(cell.value)
    return cell.value if cell.value is not None else cell.text or None


def _format(cell: Cell) -> str:
    if isinstance(cell.value, Decimal):
        places = len(cell.text.partition(".")[2])
        return f"0.{'0' * places}" if places else "0"
    if isinstance(cell.value, date):
        return "yyyy/mm/dd"
    return "#,##0" if isinstance(cell.value, int) and "," in cell.text else "General" if cell.value is not None else "@"


def _print(sheet: Any, form: Form, first: int, last: int) -> None:
    sheet.page_setup.orientation = "landscape" if form.landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.3
