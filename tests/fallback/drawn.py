"""Records whose columns stand so close that only the cells' edges part them, and those edges are no drawn lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, ROW = 40.0, 640.0, 16.0
HEADS = (
    "器號",
    "偏載檢定",
    "遞增第1點",
    "遞增第2點",
    "遞增第3點",
    "遞減第3點",
    "遞減第2點",
    "遞減第1點",
    "判定",
    "合格印證號碼",
)
ROWS: Sequence[Sequence[str]] = [
    (f"K0787{2700 + n}", "0.0", "-0.5", f"{n % 3}.0", "1.0", "0.5", "0.0", "-0.5", "合格", f"07{42000 + n}")
    for n in range(1, 13)
]
_LINES = (
    (200, 780, "範例衡器股份有限公司"),
    (150, 760, "□機械式 ■電子式 非自動衡器自行檢定紀錄表"),
    (40, 735, "自檢號：MV106030"),
    (320, 735, "檢定日期：107年7月1日"),
    (40, 720, "檢定場所：範例市範例路1號"),
    (320, 720, "檢定人員：陳範例"),
    (40, 705, "檢定數量：12台"),
    (320, 705, "廠牌：範例"),
    (40, 690, "型號：DS-1"),
    (320, 690, "規格：Max 3kg e=1g"),
)


def edges() -> list[float]:
    """The columns' edges: each column is as wide as its widest text and half a point."""
    pdfmetrics.registerFont(TTFont("Kai", FONT))
    xs = [LEFT]
    for column, head in enumerate(HEADS):
        texts = [head, *(row[column] for row in ROWS)]
        xs.append(xs[-1] + max(pdfmetrics.stringWidth(text, "Kai", 9) for text in texts) + 0.5)
    return xs


def _canvas() -> tuple[Any, io.BytesIO]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Kai", 9)
    return canvas, out


def _write(canvas: Any, xs: Sequence[float]) -> None:
    canvas.setFillGray(0)
    for x, y, text in _LINES:
        canvas.drawString(x, y, text)
    for number, row in enumerate([HEADS, *ROWS]):
        for column, text in enumerate(row):
            canvas.drawCentredString((xs[column] + xs[column + 1]) / 2, TOP - number * ROW - 11, text)


def white_cells_on_grey() -> bytes:
    """No line is drawn: white cells leave a grey ground visible between them."""
    xs = edges()
    canvas, out = _canvas()
    canvas.setFillGray(0.4)
    canvas.rect(xs[0] - 0.5, TOP - ROW * (len(ROWS) + 1) - 0.5, xs[-1] - xs[0] + 1, ROW * (len(ROWS) + 1) + 1, 0, 1)
    canvas.setFillGray(1)
    for number in range(len(ROWS) + 1):
        for left, right in pairwise(xs):
            canvas.rect(left + 0.2, TOP - (number + 1) * ROW + 0.2, right - left - 0.4, ROW - 0.4, 0, 1)
    _write(canvas, xs)
    canvas.save()
    return out.getvalue()


def grid_in_a_picture() -> bytes:
    """The form is a picture behind the text: its lines are pixels."""
    xs = edges()
    scale = 4
    form = Image.new("L", (int(WIDTH * scale), int(HEIGHT * scale)), 255)
    pen = ImageDraw.Draw(form)
    for number in range(len(ROWS) + 2):
        y = (HEIGHT - TOP + number * ROW) * scale
        pen.line((xs[0] * scale, y, xs[-1] * scale, y), fill=0, width=3)
    for x in xs:
        pen.line(
            (x * scale, (HEIGHT - TOP) * scale, x * scale, (HEIGHT - TOP + ROW * (len(ROWS) + 1)) * scale),
            fill=0,
            width=3,
        )
    canvas, out = _canvas()
    canvas.drawImage(ImageReader(form), 0, 0, WIDTH, HEIGHT)
    _write(canvas, xs)
    canvas.save()
    return out.getvalue()
