"""QR codes in pictures: zxing-cpp first, then the picture made easier, then zbar where its library is installed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from schemas.findings import Finding
from schemas.label import Label, read_payload

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 120_000_000
Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol as an engine decoded it: its raw bytes, the corners in pixels, the engine's name."""

    data: bytes
    corners: Corners
    kind: str
    engine: str


@dataclass(frozen=True, slots=True)
class LabelReading:
    """A symbol and what its payload says; ``label`` is ``None`` where it is no label."""

    symbol: Symbol
    label: Label | None
    findings: tuple[Finding, ...]


def read_label_image(data: bytes) -> tuple[list[LabelReading], list[Finding]]:
    """The labels in a picture file, and what is wrong with the file itself (F101, F102, F105, F106)."""
    if not data:
        return [], [Finding("F101")]
    picture = _opened(data)
    if isinstance(picture, Finding):
        return [], [picture]
    return [_judged(symbol) for symbol in symbols_in(picture)], []


def _opened(data: bytes) -> Image | Finding:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (only for pictures)

    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            return Finding("F106", params={"what": "pixels", "limit": str(MOST_PIXELS)})
        return ImageOps.exif_transpose(picture).convert("L")
    except UnidentifiedImageError:
        return Finding("F102", params={"type": "?"})
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return Finding("F105", params={"why": type(error).__name__})


def symbols_in(picture: Image) -> list[Symbol]:
    """Every symbol that the first successful way finds; a symbol found twice counts once."""
    for engine, attempt in _attempts():
        found = attempt(picture)
        if found:
            return list({(symbol.data, _cell(symbol.corners)): symbol for symbol in found}.values())
        del engine
    return []


def _cell(corners: Corners) -> tuple[int, int]:
    return (int(sum(x for x, _ in corners) // 80), int(sum(y for _, y in corners) // 80))


def _attempts() -> Iterator[tuple[str, Callable[[Image], list[Symbol]]]]:
    yield "zxing", _zxing
    for name, change in _CHANGES:
        yield name, _changed(name, change)
    yield "zbar", _zbar


def _changed(name: str, change: Callable[[Image], tuple[Image, float]]) -> Callable[[Image], list[Symbol]]:
    def attempt(picture: Image) -> list[Symbol]:
        easier, scale = change(picture)
        return [
            Symbol(found.data, tuple((x / scale, y / scale) for x, y in found.corners), found.kind, f"zxing+{name}")
            for found in _zxing(easier)
        ]

    return attempt


def _enlarged(times: int) -> Callable[[Image], tuple[Image, float]]:
    def change(picture: Image) -> tuple[Image, float]:
        from PIL import Image  # noqa: PLC0415

        if picture.width * picture.height * times * times > MOST_PIXELS:
            return picture, 1.0
        return picture.resize((picture.width * times, picture.height * times), Image.Resampling.BICUBIC), float(times)

    return change


def _filtered(make: Callable[[Any], Any]) -> Callable[[Image], tuple[Image, float]]:
    def change(picture: Image) -> tuple[Image, float]:
        from PIL import ImageFilter  # noqa: PLC0415

        return picture.filter(make(ImageFilter)), 1.0

    return change


def _stretched(picture: Image) -> tuple[Image, float]:
    from PIL import ImageOps  # noqa: PLC0415

    return ImageOps.autocontrast(picture, cutoff=2), 1.0


_CHANGES: tuple[tuple[str, Callable[[Image], tuple[Image, float]]], ...] = (
    ("2x", _enlarged(2)),
    ("3x", _enlarged(3)),
    ("median", _filtered(lambda filters: filters.MedianFilter(5))),
    ("contrast", _stretched),
    ("unsharp", _filtered(lambda filters: filters.UnsharpMask(6, 300, 0))),
    ("blur", _filtered(lambda filters: filters.GaussianBlur(1.5))),
)


def _zxing(picture: Image) -> list[Symbol]:
    import zxingcpp  # noqa: PLC0415 (only for pictures)

    found = zxingcpp.read_barcodes(picture)
    return [
        Symbol(bytes(code.bytes), _corners(code.position), str(code.format).rsplit(".", 1)[-1], "zxing")
        for code in found
        if code.valid
    ]


def _corners(position: Any) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in points)


def _zbar(picture: Image) -> list[Symbol]:
    try:
        from pyzbar import pyzbar  # noqa: PLC0415 (needs libzbar)
    except ImportError:
        return []
    found = pyzbar.decode(picture, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [
        Symbol(_as_written(code.data), tuple((float(p.x), float(p.y)) for p in code.polygon), "QRCode", "zbar")
        for code in found
    ]


def _as_written(data: bytes) -> bytes:
    """zbar guesses Shift_JIS for bytes that are UTF-8 and hands over UTF-8 of the guess; ASCII is not touched."""
    try:
        return data.decode("utf-8").encode("shift_jis") if not data.isascii() else data
    except (UnicodeDecodeError, UnicodeEncodeError):
        return data


def _judged(symbol: Symbol) -> LabelReading:
    label, findings = read_payload(symbol.data)
    if "QR" not in symbol.kind.upper():
        findings = [*findings, Finding("L705", value=symbol.kind)]
    return LabelReading(symbol, label, tuple(findings))
