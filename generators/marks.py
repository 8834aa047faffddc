"""Previews of 合格印證 (guide, item 7 (1)): labels of scales, taximeters and gas meters, lead seals, number plate.

Sizes, colours and words are those of the guide's text; how they are arranged is shown in its figures only, so the
arrangement here is ours: the permit number directly below 「同」 (度量衡器檢定檢查辦法), the numbers below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.label_sheet import Sticker, lines_of
from generators.mark_scene import Box, Ink, Ring, Scene, Shape, Words

SIZES = {"BA": (30.0, 20.0), "BB": (30.0, 20.0), "AB": (45.0, 25.0), "FC": (30.0, 20.0)}
"""Labels in mm by instrument code (item 7 (1) 1 to 4)."""
_FRAME = 0.5
SEAL_MARK, SEAL_RING = 6.0, 11.0
"""「同」 and the circle round it on an electricity meter's lead seal, mm (item 7 (1) 6 (3) a)."""


@dataclass(frozen=True, slots=True)
class MarkText:
    """What a mark says: ``company`` and ``code`` (``S1``, ``BA``; empty on a water meter's seal), number, permit."""

    company: str
    code: str
    number: str
    permit_number: str


def same(left: float, top: float, side: float, ink: Ink) -> tuple[Box, ...]:
    """「同」 as a square, lines to gaps 1 : 2: ten units a side, each line one unit, each gap two."""
    unit = side / 10
    boxes = (
        (0, 0, 10, 1),
        (0, 1, 1, 9),
        (9, 1, 1, 9),
        (3, 3, 4, 1),
        (3, 6, 4, 1),
        (3, 7, 1, 2),
        (6, 7, 1, 2),
        (3, 9, 4, 1),
    )
    return tuple(Box(left + x * unit, top + y * unit, w * unit, h * unit, ink) for x, y, w, h in boxes)


def label_scene(text: MarkText) -> Scene:
    """The security label of a scale, taximeter or gas meter; the gas meter's has no 「同」."""
    width, height = SIZES[text.code]
    shapes: list[Shape] = [Box(0, 0, width, height, "white"), Box(0, 0, width, height, "blue", _FRAME)]
    side, inner = height * 0.4, width - 3
    if text.code != "FC":
        shapes += same((width - side) / 2, height * 0.08, side, "blue")
    lines = (f"自檢 {text.permit_number}", f"{text.company}{text.code}", text.number)
    first, step = (0.64, 0.15) if text.code != "FC" else (0.32, 0.25)
    size = height * (0.135 if text.code != "FC" else 0.2)
    for index, line in enumerate(lines):
        shapes.append(Words(width / 2, height * (first + step * index), line, size, inner))
    return Scene(width, height, tuple(shapes))


def water_seal_scene(text: MarkText) -> Scene:
    """What stands on a water meter's lead seal, front and back; its outline is in the guide's figure only."""
    shapes: list[Shape] = [Box(0, 0, 50, 24, "white")]
    for x, name in ((12.5, "正面"), (37.5, "反面")):
        shapes += [Words(x, 2.6, name, 2, 20), *same(x - 3, 4, 6, "black")]
    shapes += [Words(12.5, 14.5, "BSMI", 3.2, 22), Words(12.5, 19, f"自檢 {text.permit_number}", 2.8, 22)]
    shapes.append(Words(37.5, 19, text.number, 3.2, 22))
    return Scene(50, 24, tuple(shapes))


def electricity_scene(text: MarkText, sticker: Sticker) -> Scene:
    """Number plate, front and back, and lead seal, front and back; the seal's year and month are left to be stamped.

    The plate's outline is in the guide's figure only: its grey ground is a stand-in.
    """
    valid, service, bureau, _ = lines_of(sticker)
    front = (valid, "檢定合格編號", text.number, f"{text.company}{text.code} 電度表")
    back = (service, bureau, f"自檢 {text.permit_number}")
    shapes: list[Shape] = [Box(0, 0, 92, 44, "white"), *_plate(1, front), *_plate(47, back)]
    shapes += [*same(23 - SEAL_MARK / 2, 29 + (SEAL_RING - SEAL_MARK) / 2, SEAL_MARK, "black"), *_ring(23)]
    shapes += [*_ring(69), Words(69, 34, "年 月", 1.8, 7.5), Words(69, 37, text.permit_number, 1.8, 7.5)]
    return Scene(92, 44, tuple(shapes))


def _plate(left: float, lines: tuple[str, ...]) -> list[Shape]:
    step = 24 / (len(lines) + 1)
    words = [Words(left + 22, 2 + step * (index + 1), line, 3.2, 40) for index, line in enumerate(lines)]
    return [Box(left, 1, 44, 26, "grey"), *words]


def _ring(x: float) -> list[Shape]:
    """The circle of 11 mm with three notches on its rim."""
    middle, radius = 29 + SEAL_RING / 2, SEAL_RING / 2
    notches = [Box(x - 0.3, middle - radius, 0.6, 0.6, "white")]
    notches += [Box(x + side * radius - (0.6 if side > 0 else 0), middle - 0.3, 0.6, 0.6, "white") for side in (-1, 1)]
    return [Ring(x, middle, SEAL_RING, 0.25), *notches]
