"""Forms as PDF by reportlab, with a subset of the 全字庫 font embedded; the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sample_inputs._lib.fonts import font_of
from sample_inputs._lib.layout import CellRow, Form, placed

FONT_FILE = Path("/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf")
FONT = "TW-Kai"
_SIZE = 8.5


@cache
def _styles() -> tuple[Any, Any, Any]:
    from reportlab import rl_config  # noqa: PLC0415
    from reportlab.lib.enums import TA_CENTER  # noqa: PLC0415 (a tool of the generator only)
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    rl_config.useA85 = 0
    characters = [*range(0x20, 0x7F), *range(0xB0, 0xB4), *range(0x2010, 0x2700), *range(0x3000, 0xA000)]
    cut = font_of(FONT_FILE, 0, "".join(map(chr, [*characters, *range(0xFF00, 0xFFF0)])))
    pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(cut)))
    left = ParagraphStyle("left", fontName=FONT, fontSize=_SIZE, leading=_SIZE * 1.25, wordWrap="CJK")
    middle = ParagraphStyle("middle", left, alignment=TA_CENTER)
    title = ParagraphStyle("title", middle, fontSize=13, leading=18)
    return left, middle, title


def pdf(form: Form, password: str | None = None) -> bytes:
    """The form as a PDF file; with ``password`` it cannot be opened without it."""
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415

    _styles()
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=landscape(A4) if form.landscape else A4,
        leftMargin=8 * mm, rightMargin=8 * mm, topMargin=12 * mm, bottomMargin=14 * mm,
        title=form.titles[-1], author=form.titles[0], invariant=1,
        encrypt=StandardEncryption(password, ownerPassword="owner-" + password, strength=128) if password else None,
    )  # fmt: skip
    template.build(_story(form), onFirstPage=_number, onLaterPages=_number)
    return target.getvalue()


def _number(canvas: Any, template: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(template.pagesize[0] / 2, 22, f"第 {canvas.getPageNumber()} 頁")


def _story(form: Form) -> list[Any]:
    from reportlab.platypus import Paragraph, Spacer  # noqa: PLC0415

    left, _, title = _styles()
    story: list[Any] = [Paragraph(text, title) for text in form.titles]
    story += [Paragraph(text, left) for text in form.above] + [Spacer(1, 4)]
    if form.head:
        story.append(_table(form, form.head, 0))
    story.append(_table(form, [*form.heading, *form.body], len(form.heading)))
    if form.foot:
        story.append(_table(form, form.foot, 0))
    return story + [Spacer(1, 5)] + [Paragraph(text, left) for text in form.below]


def _table(form: Form, rows: Sequence[CellRow], heading: int) -> Any:
    from reportlab.lib.colors import black  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.platypus import Paragraph, Table  # noqa: PLC0415

    left, middle, _ = _styles()
    data: list[list[Any]] = [["" for _ in form.widths] for _ in rows]
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("FONT", (0, 0), (-1, -1), FONT, _SIZE),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    for y, x, cell in placed(rows):
        body = heading and y >= heading and "\n" not in cell.text and len(cell.text) < 16
        text = cell.text.replace("\n", "<br/>")
        data[y][x] = cell.text if body else Paragraph(text, left if cell.left else middle)
        if cell.span > 1 or cell.down > 1:
            style.append(("SPAN", (x, y), (x + cell.span - 1, y + cell.down - 1)))
    if heading and form.tied > 1:
        style += [("NOSPLIT", (0, y), (0, y + form.tied - 1)) for y in range(heading, len(rows), form.tied)]
    widths = [width * mm for width in form.widths]
    return Table(data, widths, repeatRows=heading, style=style)
