"""zxing-cpp and zbar behind one interface: a grey picture in, symbols with their raw bytes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

Corners = tuple[tuple[float, float], ...]
MATRIX_KINDS = ("QR", "DATAMATRIX", "AZTEC", "PDF417", "MAXICODE")
"""Symbologies whose error correction speaks for itself; the others are believed when read twice."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol as an engine decoded it: its raw bytes, the corners in pixels, its kind, the engine's name."""

    data: bytes
    corners: Corners
    kind: str
    engine: str

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its corners."""
        count = len(self.corners) or 1
        return sum(x for x, _ in self.corners) / count, sum(y for _, y in self.corners) / count

    @property
    def reach(self) -> float:
        """Half its larger side."""
        if not self.corners:
            return 0.0
        xs, ys = [x for x, _ in self.corners], [y for _, y in self.corners]
        return max(max(xs) - min(xs), max(ys) - min(ys)) / 2


Engine = Callable[["Image"], list[Symbol]]


def zxing(picture: Image, *, every_kind: bool = False) -> list[Symbol]:
    """QR codes, or symbols of every kind, that zxing-cpp decodes."""
    return [symbol for symbol in zxing_seen(picture, every_kind=every_kind) if symbol.data]


def zxing_seen(picture: Image, *, every_kind: bool = False, plainly: bool = False) -> list[Symbol]:
    """The same with the QR codes that are seen but not decoded: their data is empty. ``plainly``: one threshold for all."""
    import zxingcpp  # noqa: PLC0415 (only for pictures)

    formats = zxingcpp.BarcodeFormats([] if every_kind else [zxingcpp.BarcodeFormat.QRCode])
    threshold = zxingcpp.Binarizer.GlobalHistogram if plainly else zxingcpp.Binarizer.LocalAverage
    found = zxingcpp.read_barcodes(picture, formats, binarizer=threshold, return_errors=not every_kind)
    return [
        Symbol(bytes(code.bytes) if code.valid else b"", _corners(code.position), _kind(code.format), "zxing")
        for code in found
    ]


def _kind(form: Any) -> str:
    return str(form).rsplit(".", 1)[-1].replace(" ", "")


def _corners(position: Any) -> Corners:
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in points)


def zbar(picture: Image) -> list[Symbol]:
    """QR codes that zbar decodes; none where its library is not installed."""
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
    """zbar guesses an encoding and hands over UTF-8 of the guess; UTF-8 that it took for another is given back."""
    if data.isascii():
        return data
    for guess in ("shift_jis", "latin-1", "cp950"):
        try:
            written = data.decode("utf-8").encode(guess)
            written.decode("utf-8")
        except UnicodeError:
            continue
        return written
    return data
