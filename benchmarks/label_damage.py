"""Pictures of labels as telephones take them: thirty kinds of damage, each drawn from a fixed seed.

A label lies on a canvas of 1000 x 700 at 16 pixels a millimetre, modules of 6.4 pixels.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt
import segno
from PIL import Image, ImageDraw, ImageFilter, ImageOps

CANVAS = (1000, 700)
PIXELS_PER_MM = 16
Picture = Image.Image
Array = npt.NDArray[np.float64]
Damage = Callable[[Picture, random.Random], Picture]


@dataclass(frozen=True, slots=True)
class Specimen:
    """A damaged picture, what stands in it, and the name of its damage."""

    case: str
    picture: Picture
    payloads: tuple[str, ...]


def specimens(each: int) -> Iterator[Specimen]:
    """``each`` pictures of every kind of damage, then pictures of twelve labels."""
    for case, (level, module_mm, damage) in _CASES.items():
        for number in range(each):
            dice = random.Random(f"{case} {number}")  # noqa: S311 (a fixed seed, no secret)
            payload = _payload(dice)
            picture = damage(label_picture(payload, level, module_mm), dice)
            yield Specimen(case, picture, (payload,))
    for number in range(max(1, each * 3 // 10)):
        yield _twelve(random.Random(f"twelve {number}"))  # noqa: S311


def label_picture(payload: str, level: str = "m", module_mm: float = 0.4, turn: float = 0.0) -> Picture:
    """A clean sticker of 42 mm x 15 mm on a grey ground."""
    scale = 4
    code = io.BytesIO()
    segno.make_qr(payload, error=level, boost_error=False).save(code, kind="png", scale=scale, border=4)
    symbol = Image.open(code).convert("L")
    side = round(symbol.width / scale * module_mm * PIXELS_PER_MM)
    sticker = Image.new("L", (42 * PIXELS_PER_MM, 15 * PIXELS_PER_MM), 255)
    sticker.paste(symbol.resize((side, side), Image.Resampling.BOX), (sticker.width - side - 8, 120 - side // 2))
    pen = ImageDraw.Draw(sticker)
    for line in range(4):
        for sign in range(9):
            pen.rectangle((24 + sign * 40, 24 + line * 52, 48 + sign * 40, 48 + line * 52), outline=0, width=3)
    canvas = Image.new("L", CANVAS, 200)
    canvas.paste(sticker, ((CANVAS[0] - sticker.width) // 2, (CANVAS[1] - sticker.height) // 2))
    return canvas.rotate(turn, Image.Resampling.BICUBIC, fillcolor=200) if turn else canvas


def _payload(dice: random.Random) -> str:
    return f"S1L{dice.choice('GH')}15{dice.randrange(10**6):06d};{dice.randrange(10**8):08d}"


def _tilted(picture: Picture, dice: random.Random) -> Picture:
    return picture.rotate(dice.uniform(-12, 12), Image.Resampling.BICUBIC, fillcolor=200)


def _array(picture: Picture) -> Array:
    return np.asarray(picture, np.float64)


def _image(values: Array) -> Picture:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _turned(picture: Picture, dice: random.Random) -> Picture:
    return picture.rotate(dice.uniform(0, 360), Image.Resampling.BICUBIC, fillcolor=200)


def _blurred(sigma: float) -> Damage:
    return lambda picture, dice: _tilted(picture, dice).filter(ImageFilter.GaussianBlur(sigma))


def _moved(length: int) -> Damage:
    def damage(picture: Picture, dice: random.Random) -> Picture:
        values, angle = _array(_tilted(picture, dice)), dice.uniform(0, pi)
        steps = np.linspace(-length / 2, length / 2, length)
        shifted = [np.roll(values, (round(step * sin(angle)), round(step * cos(angle))), (0, 1)) for step in steps]
        return _image(np.mean(shifted, axis=0))

    return damage


def _slanted(share: float) -> Damage:
    def damage(picture: Picture, dice: random.Random) -> Picture:
        width, height = picture.size
        corners = [(0, 0), (width, 0), (width, height), (0, height)]
        moved = [
            (x + dice.uniform(-share, share) * width / 2, y + dice.uniform(-share, share) * height / 2)
            for x, y in corners
        ]
        rows = []
        for (x, y), (u, v) in zip(corners, moved, strict=True):
            rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        terms = np.linalg.solve(np.array(rows), np.array(moved).ravel())
        return picture.transform(
            picture.size, Image.Transform.PERSPECTIVE, terms.tolist(), Image.Resampling.BICUBIC, fillcolor=200
        )

    return damage


def _noisy(sigma: float) -> Damage:
    return lambda picture, dice: _noise(_tilted(picture, dice), sigma, dice)


def _noise(picture: Picture, sigma: float, dice: random.Random) -> Picture:
    values = _array(picture)
    return _image(values + np.random.default_rng(dice.randrange(2**32)).normal(0, sigma, values.shape))


def _dark(picture: Picture, dice: random.Random) -> Picture:
    return _noise(_image(_array(_tilted(picture, dice)) * 0.12 + 4), 9, dice)


def _jpeg(quality: int) -> Damage:
    return lambda picture, dice: _pressed(_tilted(picture, dice), quality)


def _pressed(picture: Picture, quality: int) -> Picture:
    out = io.BytesIO()
    picture.save(out, "jpeg", quality=quality)
    return Image.open(out).convert("L")


def _smaller(times: int) -> Damage:
    return lambda picture, dice: _tilted(picture, dice).resize(
        (picture.width // times, picture.height // times), Image.Resampling.BOX
    )


def _bent(radius: float) -> Damage:
    """Round a cylinder whose axis is upright, ``radius`` in pixels."""

    def damage(picture: Picture, dice: random.Random) -> Picture:
        values = _array(picture.rotate(dice.uniform(-4, 4), Image.Resampling.BICUBIC, fillcolor=200))
        middle = CANVAS[0] / 2
        across = (np.arange(CANVAS[0]) - middle) / radius
        seen = np.abs(across) < 1
        source = middle + radius * np.arcsin(np.clip(across, -1, 1))
        columns = np.clip(np.rint(source), 0, CANVAS[0] - 1).astype(int)
        return _image(np.where(seen, values[:, columns], 200.0))

    return damage


def _glare(picture: Picture, dice: random.Random) -> Picture:
    values = _array(_tilted(picture, dice))
    y, x = np.mgrid[0 : CANVAS[1], 0 : CANVAS[0]]
    centre = (700 + dice.uniform(-70, 70), 350 + dice.uniform(-70, 70))
    light = np.exp(-(((x - centre[0]) / dice.uniform(22, 50)) ** 2 + ((y - centre[1]) / dice.uniform(22, 50)) ** 2))
    return _image(values + 330 * light)


def _shaded(picture: Picture, dice: random.Random) -> Picture:
    values, angle = _array(_tilted(picture, dice)), dice.uniform(0, 2 * pi)
    x, y = np.meshgrid(np.linspace(-1, 1, CANVAS[0]), np.linspace(-1, 1, CANVAS[1]))
    return _image(values * (0.6 + 0.4 * (x * cos(angle) + y * sin(angle))))


def _scratched(picture: Picture, dice: random.Random) -> Picture:
    scratched = picture.copy()
    pen = ImageDraw.Draw(scratched)
    for _ in range(6):
        ends = [(dice.uniform(570, 820), dice.uniform(230, 470)) for _ in range(2)]
        pen.line(ends, fill=dice.choice((0, 235)), width=dice.randint(3, 8))
    return _tilted(scratched, dice)


def _lightly_scratched(picture: Picture, dice: random.Random) -> Picture:
    return _scratched(picture, dice).filter(ImageFilter.GaussianBlur(1.5))


def _inverted(picture: Picture, dice: random.Random) -> Picture:
    return ImageOps.invert(_tilted(picture, dice))


def _mirrored(picture: Picture, dice: random.Random) -> Picture:
    return ImageOps.mirror(_tilted(picture, dice))


def _faint(picture: Picture, dice: random.Random) -> Picture:
    return _image(_array(_tilted(picture, dice)) * 0.12 + 110)


def _by_telephone(picture: Picture, dice: random.Random) -> Picture:
    """Some of everything: slant, shade, blur, noise, JPEG."""
    slanted = _slanted(0.12)(picture, dice)
    blurred = _shaded(slanted, dice).filter(ImageFilter.GaussianBlur(dice.uniform(1, 2.2)))
    return _pressed(_noise(blurred, 12, dice), 35)


def _as_it_is(picture: Picture, dice: random.Random) -> Picture:
    return _image(_array(picture) + dice.choice((0, 1)))


def _twelve(dice: random.Random) -> Specimen:
    canvas = Image.new("L", (2100, 1500), 190)
    payloads = tuple(_payload(dice) for _ in range(12))
    for number, payload in enumerate(payloads):
        one = (
            label_picture(payload).resize((500, 350), Image.Resampling.BOX).rotate(dice.uniform(-15, 15), fillcolor=190)
        )
        column, row = number % 4, number // 4
        canvas.paste(one, (20 + column * 515, 40 + row * 480))
    return Specimen("12 labels", _noise(canvas.filter(ImageFilter.GaussianBlur(0.8)), 10, dice), payloads)


_M = ("m", 0.4)
_CASES: dict[str, tuple[str, float, Damage]] = {
    "clean": (*_M, _as_it_is),
    "turned 0 to 360": (*_M, _turned),
    "blur 2": (*_M, _blurred(2)),
    "blur 3": (*_M, _blurred(3)),
    "blur 4": (*_M, _blurred(4)),
    "motion 9": (*_M, _moved(9)),
    "motion 15": (*_M, _moved(15)),
    "perspective 15 %": (*_M, _slanted(0.15)),
    "perspective 25 %": (*_M, _slanted(0.25)),
    "noise 40": (*_M, _noisy(40)),
    "noise 70": (*_M, _noisy(70)),
    "low light": (*_M, _dark),
    "JPEG 10": (*_M, _jpeg(10)),
    "JPEG 5": (*_M, _jpeg(5)),
    "half size": (*_M, _smaller(2)),
    "third size": (*_M, _smaller(3)),
    "quarter size": (*_M, _smaller(4)),
    "curved 500": (*_M, _bent(500)),
    "curved 380": (*_M, _bent(380)),
    "glare": (*_M, _glare),
    "shade": (*_M, _shaded),
    "scratches": (*_M, _scratched),
    "inverted": (*_M, _inverted),
    "mirrored": (*_M, _mirrored),
    "low contrast": (*_M, _faint),
    "telephone": (*_M, _by_telephone),
    "scratches and blur, L": ("l", 0.4, _lightly_scratched),
    "scratches and blur, M": (*_M, _lightly_scratched),
    "scratches and blur, Q": ("q", 0.345, _lightly_scratched),
    "scratches and blur, H": ("h", 0.345, _lightly_scratched),
}
