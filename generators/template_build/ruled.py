"""Paragraphs and ruled tables as WordprocessingML; lengths are millimetres, sizes points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

_TWIPS_A_MM = 1440 / 25.4

Align = Literal["left", "center", "right", "both", "distribute"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; a line break in ``text`` begins a new paragraph. It spans ``cols`` columns and ``rows`` rows."""

    text: str = ""
    cols: int = 1
    rows: int = 1
    align: Align = "left"
    size: float | None = None
    bold: bool = False
    shade: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. ``heading`` rows are repeated on each page; ``height`` is the least height in mm.

    ``with_next`` keeps it on one page with the row below.
    """

    cells: Sequence[Cell]
    heading: bool = False
    with_next: bool = False
    height: float | None = None


@dataclass(frozen=True, slots=True)
class RowTag:
    """A row that holds one jinja statement (``for …``, ``if …``, ``endfor``) and vanishes when it is filled."""

    statement: str


def paragraph_xml(text: str, align: Align, size: float | None, bold: bool, color: str | None, after: float) -> str:
    """A paragraph; ``after`` is the space below it in points."""
    return (
        f"<w:p {nsdecls('w')}><w:pPr>"
        f'<w:spacing w:before="0" w:after="{round(after * 20)}"/><w:jc w:val="{align}"/>'
        f"{_run_properties(size, bold, color)}</w:pPr>"
        f"<w:r>{_run_properties(size, bold, color)}"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _run_properties(size: float | None, bold: bool, color: str | None) -> str:
    half_points = round(size * 2) if size else None
    inner = (
        ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{color}"/>' if color else "")
        + (f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>' if half_points else "")
    )
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def table_xml(widths: Sequence[float], rows: Sequence[Row | RowTag], border: float) -> str:
    """A table of ``widths`` in mm; ``border`` in points (0: none). ``ValueError`` where a row does not fit."""
    twips = [round(width * _TWIPS_A_MM) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    edge = f'w:val="{"single" if border else "nil"}" w:sz="{round(border * 8)}" w:space="0" w:color="000000"'
    edges = "".join(f"<w:{side} {edge}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(twips, rows))}</w:tbl>"
    )


def _rows(twips: Sequence[int], rows: Sequence[Row | RowTag]) -> list[str]:
    """The rows' XML; ``open_spans`` are the cells from above that reach into a row, by their first column."""
    out: list[str] = []
    open_spans: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        if isinstance(row, RowTag):
            out.append(_row_xml([_cell_xml(Cell(f"{{%tr {row.statement} %}}", cols=len(twips)), sum(twips), "")], row))
        else:
            out.append(_row_xml(_cells(twips, row, open_spans), row))
    if open_spans:
        raise ValueError("a cell reaches below the table")
    return out


def _cells(twips: Sequence[int], row: Row, open_spans: dict[int, tuple[int, Cell]]) -> list[str]:
    out: list[str] = []
    waiting = list(row.cells)
    column = 0
    while column < len(twips):
        left, cell = open_spans.pop(column, (0, None))
        merge = "<w:vMerge/>"
        if cell is None:
            cell = waiting.pop(0)
            left, merge = cell.rows, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        if left > 1:
            open_spans[column] = (left - 1, cell)
        shown = cell if merge != "<w:vMerge/>" else Cell(cols=cell.cols, shade=cell.shade)
        out.append(_cell_xml(shown, sum(twips[column : column + cell.cols]), merge))
        column += cell.cols
    if waiting or column > len(twips):
        raise ValueError(f"a row of {len(row.cells)} cells does not fit {len(twips)} columns")
    return out


def _row_xml(cells: Sequence[str], row: Row | RowTag) -> str:
    properties = "<w:cantSplit/>"
    if isinstance(row, Row):
        if row.height:
            properties += f'<w:trHeight w:val="{round(row.height * _TWIPS_A_MM)}" w:hRule="atLeast"/>'
        if row.heading:
            properties += "<w:tblHeader/>"
    inner = "".join(cells)
    if isinstance(row, Row) and row.with_next:
        inner = inner.replace("<w:pPr>", "<w:pPr><w:keepNext/>")
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def _cell_xml(cell: Cell, width: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cell.cols}"/>' if cell.cols > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{shade}<w:vAlign w:val="center"/>'
    paragraphs = "".join(
        paragraph_xml(text, cell.align, cell.size, cell.bold, None, 0).replace(f" {nsdecls('w')}", "")
        for text in cell.text.split("\n")
    )
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
