"""A small drawing in millimetres (origin at the top left) as PDF, SVG or PNG, all from the same shapes."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from xml.sax.saxutils import escape

from generators.label_sheet import FONT, MM, register_font
from schemas.errors import UsageError

FORMATS = ("svg", "pdf", "png")
Ink = Literal["black", "blue", "grey", "white"]
SPOT = "PANTONE 301 C"
_BLUE_CMYK = (1.0, 0.53, 0.04, 0.19)
_RGB = {"black": "#000000", "blue": "#004b87", "grey": "#d9d9d9", "white": "#ffffff"}
"""What a screen shows for each ink; in a PDF the blue is a spot colour with process values beside it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: filled, or with ``line`` > 0 its outline of that width, inside its edges."""

    left: float
    top: float
    width: float
    height: float
    ink: Ink = "black"
    line: float = 0.0


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle's outline of width ``line``, inside its diameter."""

    x: float
    y: float
    diameter: float
    line: float
    ink: Ink = "black"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text with its baseline at ``y``; ``size`` is the height of a character; ``fit``: not wider than this."""

    x: float
    y: float
    text: str
    size: float
    fit: float
    middle: bool = True
    ink: Ink = "black"


Shape = Box | Ring | Words


@dataclass(frozen=True, slots=True)
class Scene:
    """Shapes in drawing order on a page of ``width`` x ``height``."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def render(scene: Scene, form: str, *, dots_per_inch: int = 600) -> bytes:
    """The scene to scale; ``UsageError`` for another format than svg, pdf and png."""
    if form not in FORMATS:
        raise UsageError(f"無法輸出 .{form} 格式。", hint=f"可用:{'、'.join(FORMATS)}")
    if form == "svg":
        return _svg(scene).encode("utf-8")
    pdf = _pdf(scene)
    return pdf if form == "pdf" else _png(pdf, dots_per_inch)


def text_size(words: Words) -> float:
    """The size at which the text is no wider than it may be, in millimetres."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    register_font()
    width = float(stringWidth(words.text, "Label", 1)) or 1.0
    return min(words.size, words.fit / width)


def _svg(scene: Scene) -> str:
    font = base64.b64encode(FONT.read_bytes()).decode("ascii")
    style = f"@font-face{{font-family:Label;src:url(data:font/ttf;base64,{font})}}text{{font-family:Label}}"
    size = f'width="{scene.width:g}mm" height="{scene.height:g}mm" viewBox="0 0 {scene.width:g} {scene.height:g}"'
    shapes = "\n".join(_element(shape) for shape in scene.shapes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<style>{style}</style>\n{shapes}\n</svg>\n'


def _element(shape: Shape) -> str:
    colour = _RGB[shape.ink]
    if isinstance(shape, Words):
        anchor = "middle" if shape.middle else "start"
        place = f'x="{shape.x:g}" y="{shape.y:g}" font-size="{text_size(shape):.3f}" text-anchor="{anchor}"'
        return f'<text {place} fill="{colour}" xml:space="preserve">{escape(shape.text)}</text>'
    if isinstance(shape, Ring):
        radius = (shape.diameter - shape.line) / 2
        place = f'cx="{shape.x:g}" cy="{shape.y:g}" r="{radius:g}"'
        return f'<circle {place} fill="none" stroke="{colour}" stroke-width="{shape.line:g}"/>'
    left, top, width, height = _inside(shape)
    paint = f'fill="none" stroke="{colour}" stroke-width="{shape.line:g}"' if shape.line else f'fill="{colour}"'
    return f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" {paint}/>'


def _inside(box: Box) -> tuple[float, float, float, float]:
    half = box.line / 2
    return box.left + half, box.top + half, box.width - box.line, box.height - box.line


def _pdf(scene: Scene) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    register_font()
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(scene.width * MM, scene.height * MM), invariant=1)
    canvas.scale(MM, MM)
    _paint(canvas, scene.shapes, scene.height)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _paint(canvas: Any, shapes: Iterable[Shape], height: float) -> None:
    for shape in shapes:
        colour = _colour(shape.ink)
        canvas.setFillColor(colour)
        canvas.setStrokeColor(colour)
        if isinstance(shape, Words):
            canvas.setFont("Label", text_size(shape))
            draw = canvas.drawCentredString if shape.middle else canvas.drawString
            draw(shape.x, height - shape.y, shape.text)
        elif isinstance(shape, Ring):
            canvas.setLineWidth(shape.line)
            canvas.circle(shape.x, height - shape.y, (shape.diameter - shape.line) / 2, stroke=1, fill=0)
        else:
            left, top, width, tall = _inside(shape)
            canvas.setLineWidth(shape.line or 1)
            canvas.rect(left, height - top - tall, width, tall, stroke=int(shape.line > 0), fill=int(shape.line == 0))


def _colour(ink: Ink) -> Any:
    from reportlab.lib.colors import CMYKColor, CMYKColorSep, HexColor  # noqa: PLC0415

    if ink == "blue":
        return CMYKColorSep(*_BLUE_CMYK, spotName=SPOT)
    return CMYKColor(0, 0, 0, 1) if ink == "black" else HexColor(_RGB[ink])


def _png(pdf: bytes, dots_per_inch: int) -> bytes:
    import pypdfium2  # noqa: PLC0415

    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=dots_per_inch / 72).to_pil()
    picture.save(out, "png", dpi=(dots_per_inch, dots_per_inch))
    return out.getvalue()
