"""Horizontal bars as inline SVG: the only chart that the reports need, so that a page stays one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 640
_LABEL = 200
_VALUE = 92
_STEP = 30
_BAR = 18


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar: its value, the CSS class that colours it, and what a pointer shows."""

    value: float
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of stacked pieces; ``text`` stands at its end, so that no figure hangs on colour alone."""

    label: str
    pieces: Sequence[Piece]
    text: str


def bar_chart(bars: Sequence[Bar], title: str) -> str:
    """The SVG of ``bars`` on one common scale from 0; ``title`` is what a screen reader says."""
    longest = max((sum(piece.value for piece in bar.pieces) for bar in bars), default=0) or 1
    scale = (_WIDTH - _LABEL - _VALUE) / longest
    height = len(bars) * _STEP + 6
    rows = "".join(_row(bar, index * _STEP + 3, scale) for index, bar in enumerate(bars))
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f'<line class="axis" x1="{_LABEL}" y1="0" x2="{_LABEL}" y2="{height}"/>{rows}</svg>'
    )


def _row(bar: Bar, top: int, scale: float) -> str:
    middle = top + _BAR / 2 + 5
    out = [f'<text class="label" x="{_LABEL - 8}" y="{middle:g}" text-anchor="end">{escape(_short(bar.label))}</text>']
    left = float(_LABEL)
    for piece in bar.pieces:
        width = piece.value * scale
        if width > 0:
            out.append(
                f'<rect class="{piece.css}" x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2">'
                f"<title>{escape(piece.title)}</title></rect>"
            )
            left += width
    out.append(f'<text class="value" x="{left + 8:.1f}" y="{middle:g}">{escape(bar.text)}</text>')
    return "".join(out)


def _short(label: str) -> str:
    """``label`` cut to the room that it has; a Chinese character is as wide as two others."""
    room, out = 26, ""
    for character in label:
        room -= 1 if ord(character) < 0x2E80 else 2
        if room < 0:
            return out[:-1] + "…"
        out += character
    return out
