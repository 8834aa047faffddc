"""The figures on service as a Word document: tables by branch and quarter, a chart, published figures beside our own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generators.printable import one_line, printable

_FONT = "標楷體"
_LATIN = "Times New Roman"
_PAGE, _NARROW, _WIDE = 26.0, 4, 30


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a table (its headings, its rows as text), and what is said where it has no row."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """What the document says. ``chart`` is a PNG or ``None``; ``notes`` stand below the title."""

    title: str
    notes: Sequence[str]
    sections: Sequence[Section]
    chart: bytes | None
    chart_words: str
    made: datetime


def build(report: ServiceReport) -> bytes:
    """The document as the bytes of a .docx."""
    from docx import Document  # noqa: PLC0415 (slow to import, seldom needed)
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.8)
    _fonts(document)
    document.add_heading(one_line(report.title), 0)
    for note in report.notes:
        document.add_paragraph(printable(note))
    if report.chart is not None:
        document.add_picture(io.BytesIO(report.chart), width=Cm(22))
        document.inline_shapes[-1]._inline.docPr.set("descr", one_line(report.chart_words))
    for section in report.sections:
        _section(document, section)
    document.core_properties.title = one_line(report.title)
    document.core_properties.created = document.core_properties.modified = report.made
    document.core_properties.author = document.core_properties.last_modified_by = "zijian"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _section(document: Any, section: Section) -> None:
    document.add_heading(one_line(section.heading), 1)
    if not section.rows:
        document.add_paragraph(printable(section.empty))
        return
    table = document.add_table(rows=1, cols=len(section.columns), style="Table Grid")
    _fill(table.rows[0].cells, section.columns)
    _repeat(table.rows[0])
    for row in section.rows:
        _fill(table.add_row().cells, row)
    _widen(table, section)


def _widen(table: Any, section: Section) -> None:
    """Columns as wide as their longest text asks, within reason, on the width of the page."""
    from docx.shared import Cm  # noqa: PLC0415

    longest = [
        max(len(row[place]) for row in (section.columns, *section.rows)) for place in range(len(section.columns))
    ]
    shares = [min(max(length, _NARROW), _WIDE) for length in longest]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = Cm(_PAGE * share / sum(shares))


def _fill(cells: Sequence[Any], texts: Sequence[str]) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(printable(text)).font.size = Pt(9)


def _repeat(row: Any) -> None:
    """The headings come again on each page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fonts(document: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = _LATIN
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), _FONT)
        fonts.set(qn("w:hAnsi"), _LATIN)
