"""Forms as Word documents: tables with merged cells and repeated heading rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import Any

from sample_inputs._lib.layout import Cell, CellRow, Form, placed
from sample_inputs._lib.zips import settled

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TWIPS = 56.7
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(form: Form, font: str, size: float = 8) -> bytes:
    """The form as a ``.docx`` file in a font (a family name) of ``size`` points."""
    from docx import Document  # noqa: PLC0415 (a tool of the generator only)
    from docx.oxml import parse_xml  # noqa: PLC0415

    document = Document()
    _page(document, form)
    body = document.element.body
    for paragraph in list(document.paragraphs):
        body.remove(paragraph._element)
    run = _run(font, size)
    parts = [_paragraph(text, run.replace(f'"{size * 2:.0f}"', '"26"'), "center") for text in form.titles]
    parts += [_paragraph(text, run, "right") for text in form.above]
    for rows, heading in ((form.head, 0), ([*form.heading, *form.body], len(form.heading)), (form.foot, 0)):
        if rows:
            parts += [_table(form, rows, heading, run), _paragraph("", run.replace(f'"{size * 2:.0f}"', '"4"'), "left")]
    parts += [_paragraph(text, run, "left") for text in form.below]
    for part in parts:
        body.insert(len(body) - 1, parse_xml(part))
    target = io.BytesIO()
    document.save(target)
    return settled(target.getvalue())


def _page(document: Any, form: Form) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if form.landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if form.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(9)
    section.top_margin = section.bottom_margin = Mm(12)


def _run(font: str, size: float) -> str:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
    return f'<w:rPr>{fonts}<w:sz w:val="{size * 2:.0f}"/></w:rPr>'


def _paragraph(text: str, run: str, align: str, namespace: str = _NAMESPACE) -> str:
    pieces = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(piece) for piece in text.split("\n"))
    spacing = '<w:spacing w:before="0" w:after="0"/>'
    content = f'<w:r>{run}<w:t xml:space="preserve">{pieces}</w:t></w:r>' if text else ""
    return f'<w:p {namespace}><w:pPr>{spacing}<w:jc w:val="{align}"/>{run}</w:pPr>{content}</w:p>'


def _table(form: Form, rows: Sequence[CellRow], heading: int, run: str) -> str:
    grid: list[dict[int, tuple[Cell, bool]]] = [{} for _ in rows]
    for y, x, cell in placed(rows):
        for below in range(cell.down):
            grid[y + below][x] = (cell, below == 0)
    widths = [round(width * _TWIPS) for width in form.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    drawn = "".join(_row(cells, widths, y < heading, run) for y, cells in enumerate(grid))
    margins = '<w:tblCellMar><w:left w:w="30" w:type="dxa"/><w:right w:w="30" w:type="dxa"/></w:tblCellMar>'
    layout = f'<w:tblLayout w:type="fixed"/>{margins}'
    return (
        f'<w:tbl {_NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders>{layout}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{drawn}</w:tbl>"
    )


def _row(cells: dict[int, tuple[Cell, bool]], widths: list[int], repeated: bool, run: str) -> str:
    header = "<w:tblHeader/>" if repeated else ""
    drawn = "".join(_cell(*cells[x], sum(widths[x : x + cells[x][0].span]), run) for x in sorted(cells))
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{drawn}</w:tr>"


def _cell(cell: Cell, first: bool, width: int, run: str) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = "" if cell.down == 1 else '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    text = cell.text if first else ""
    paragraph = _paragraph(text, run, "left" if cell.left else "center", "")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'
