"""A paper set by fpdf2 with its own tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.layouts.byhand import MARGIN, page_size, widths_of
from tests.layouts.paper import Paper, Table
from tests.layouts.reported import FONT_FILE

_LAYOUTS = {"hlines": "HORIZONTAL_LINES", "group": "HORIZONTAL_LINES", "none": "NONE", "headonly": "SINGLE_TOP_LINE"}
_LAYOUTS |= {"outer": "NO_HORIZONTAL_LINES", "thin": "INTERNAL"}
_ALIGN = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}


def fpdf(paper: Paper, target: Path) -> None:
    """Set by fpdf2."""
    from fpdf import FPDF  # noqa: PLC0415 - slow to import

    look = paper.look
    document = FPDF(orientation="landscape" if look.landscape else "portrait", unit="pt", format="A4")
    document.set_margin(MARGIN)
    document.add_font("Kai", fname=FONT_FILE)
    document.set_font("Kai", size=12)
    document.add_page()
    for title in paper.titles:
        document.cell(w=0, h=16, text=title, align="C", new_x="LMARGIN", new_y="NEXT")
    document.set_font("Kai", size=look.size)
    for item in paper.items:
        if isinstance(item, Table):
            _table(document, item, paper)
        else:
            document.multi_cell(
                w=0, h=look.size * 1.3, text="\u3000\u3000".join(item), align="L", new_x="LMARGIN", new_y="NEXT"
            )
        document.ln(4)
    document.output(str(target))


def _table(document: Any, table: Table, paper: Paper) -> None:
    look = paper.look
    rules = look.rules if table.is_data else look.head_rules

    def wide(text: str, _: float) -> float:
        return float(document.get_string_width(text))

    widths = widths_of(table, look.size, page_size(look)[0] - 2 * MARGIN, wide)
    with document.table(
        col_widths=[max(1, round(width)) for width in widths],
        text_align=_ALIGN[look.align],
        borders_layout=_LAYOUTS.get(rules, "ALL"),
        first_row_as_headings=table.head > 0,
        num_heading_rows=max(1, table.head),
        repeat_headings=1 if look.repeat else 0,
        line_height=look.size * 1.3,
        padding=1.5,
        wrapmode="CHAR",
        headings_style=_plain(),
    ) as made:
        for row in table.rows:
            line = made.row()
            for cell in row:
                line.cell(cell.text, colspan=cell.across, rowspan=cell.down)


def _plain() -> Any:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - slow to import

    return FontFace(emphasis="")
