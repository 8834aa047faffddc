"""Forms as PDF by WeasyPrint, a third producer; the same bytes each time."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path

from sample_inputs._lib.fonts import font_of
from sample_inputs._lib.layout import Cell, CellRow, Form, placed

FONT_FILE, TRADITIONAL = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 3
_STYLE = """
@page { size: A4 %s; margin: 12mm 9mm; @bottom-center { content: "第 " counter(page) " 頁"; font-size: 8pt } }
@font-face { font-family: "cut"; src: url("data:font/otf;base64,%s") }
body { font-family: "cut"; font-size: 7.6pt; line-height: 1.3 }
h1 { font-size: 12pt; text-align: center; margin: 0; font-weight: normal }
p { margin: 1mm 0 } p.above { text-align: right }
table { border-collapse: collapse; width: 100%%; table-layout: fixed; margin-top: 2mm }
td { border: 0.5pt solid black; padding: 0.4mm; text-align: center; overflow-wrap: anywhere }
td.left { text-align: left } tbody, tr { break-inside: avoid }
"""


def html_pdf(form: Form) -> bytes:
    """The form as a PDF file."""
    import weasyprint  # noqa: PLC0415 (a tool of the generator only)

    titles = "".join(f"<h1>{escape(text)}</h1>" for text in form.titles)
    above = "".join(f'<p class="above">{escape(text)}</p>' for text in form.above)
    below = "".join(f"<p>{escape(text)}</p>" for text in form.below)
    tables = "".join(_table(form, *rows) for rows in _tables(form) if any(rows))
    body = f"{titles}{above}{tables}{below}"
    cut = font_of(FONT_FILE, TRADITIONAL, "".join(sorted(set(body + "第 0123456789 頁"))))
    style = _STYLE % ("landscape" if form.landscape else "portrait", base64.b64encode(cut).decode("ascii"))
    page = f'<html lang="zh-Hant"><style>{style}</style><title>{escape(form.titles[-1])}</title><body>{body}'
    done: bytes = weasyprint.HTML(string=page).write_pdf()
    return done


def _tables(form: Form) -> tuple[tuple[Sequence[CellRow], Sequence[CellRow]], ...]:
    return ((), form.head), (form.heading, form.body), ((), form.foot)


def _table(form: Form, heading: Sequence[CellRow], body: Sequence[CellRow]) -> str:
    total = sum(form.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.3f}%">' for width in form.widths)
    size = form.tied if heading else len(body)
    groups = "".join(f"<tbody>{_rows(body[i : i + size])}</tbody>" for i in range(0, len(body), size))
    return f"<table><colgroup>{columns}</colgroup><thead>{_rows(heading)}</thead>{groups}</table>"


def _rows(rows: Sequence[CellRow]) -> str:
    drawn: list[list[str]] = [[] for _ in rows]
    for y, _, cell in placed(rows):
        drawn[y].append(_cell(cell))
    return "".join(f"<tr>{''.join(cells)}</tr>" for cells in drawn)


def _cell(cell: Cell) -> str:
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    left = ' class="left"' if cell.left else ""
    return f"<td{span}{down}{left}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
