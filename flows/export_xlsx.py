"""Rows as a workbook, streamed: every text is an inline string, so that no cell can be a formula or a link.

Numbers keep their digits as the form can hold them: what a spreadsheet's 15 digits would change is written as text,
and so are identifiers, which are text in the warehouse. Dates are real dates.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from flows.query_formats import as_text

MOST_ROWS = 1_048_576
_LONGEST = 32_767
_DIGITS = 15
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's dates have no zone)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf fontId="1" applyFont="1" numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET = (
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)


def write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a sheet ``data`` with a heading; returns the rows. ``ValueError`` past a sheet's 1,048,576 rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, text in _FIXED.items():
            archive.writestr(name, _HEAD + text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write((_HEAD + _SHEET).encode("utf-8"))
            sheet.write(_row([_string(name, 4) for name in columns]).encode("utf-8"))
            count = 0
            for line in _lines(rows):
                sheet.write(line.encode("utf-8"))
                count += 1
            sheet.write(b"</sheetData></worksheet>")
    return count


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise ValueError(f"more than {MOST_ROWS - 1:,} rows")
        yield _row([_cell(value) for value in row])


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(value: Any) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, Decimal, float)) and _fits(value):
        return f"<c><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"<c><v>{value!r}</v></c>"
    if isinstance(value, (date, datetime)) and not isinstance(value, time) and value.year > 1900:
        return _day(value)
    return _string(as_text(value), 3)


def _fits(value: float | Decimal) -> bool:
    """Whether a spreadsheet, which keeps 15 digits, shows the same number."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) < 10**_DIGITS
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= _DIGITS and abs(value) < 10**_DIGITS


def _day(value: date) -> str:
    if isinstance(value, datetime):
        span = value.replace(tzinfo=None) - _EPOCH
        return f'<c s="2"><v>{span.days + span.seconds / 86400:.9f}</v></c>'
    return f'<c s="1"><v>{(value - _EPOCH.date()).days}</v></c>'


def _string(text: str, style: int) -> str:
    shown = _ESCAPED.sub(lambda match: f"_x005F{match.group()}", text[:_LONGEST])
    shown = _CONTROL.sub(lambda match: f"_x{ord(match.group()):04X}_" if match.group() < "\ud800" else "\ufffd", shown)
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'
