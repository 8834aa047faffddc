"""Pictures in, readings out: files and folders each in a limited worker, or a camera."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows import isolation
from parsers.label_pictures import SUFFIXES
from parsers.label_reader import LabelReading, read_label_image, read_picture
from schemas.errors import MissingPart, UsageError
from schemas.findings import Finding

Found = tuple[str, list[LabelReading], list[Finding]]
_SPARE = 5.0
_MEMORY = 3 << 30


def picture_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as given, and every picture inside folders, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES and each.is_file())
        else:
            yield path


def read_files(paths: Iterable[Path], *, seconds: float, thorough: bool = False) -> Iterator[Found]:
    """The labels in each file. A worker that dies or hangs costs its file alone: F106, F107."""
    _import_engines()
    limits = isolation.Limits(seconds=seconds + _SPARE, memory=_MEMORY)
    for path in picture_files(paths):
        call = isolation.Call(_read, (_bytes(path), seconds, thorough), limits)
        result = isolation.run(call)
        if isinstance(result, Finding):
            yield str(path), [], [result]
        else:
            yield str(path), *result


def _import_engines() -> None:
    """Before workers are forked, so that they need not import them again."""
    import PIL.Image  # noqa: PLC0415
    import zxingcpp  # noqa: F401, PLC0415

    PIL.Image.preinit()


def _read(data: bytes, seconds: float, thorough: bool) -> tuple[list[LabelReading], list[Finding]]:
    return read_label_image(data, seconds=seconds, thorough=thorough)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"讀不到 {path}:{error.strerror}") from error


def read_camera(number: int, *, seconds: float) -> Iterator[Found]:
    """Each label that a camera sees, once, until the seconds are over or the camera ends."""
    try:
        import cv2  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise MissingPart(
            "讀取攝影機需要 OpenCV,尚未安裝。(reading from a camera needs OpenCV)",
            hint="請安裝:pip install opencv-python-headless",
        ) from error
    camera = cv2.VideoCapture(number)
    try:
        if not camera.isOpened():
            raise UsageError(f"無法開啟攝影機 {number}。(cannot open camera {number})", hint="請確認編號,由 0 起算。")
        yield from _new_labels(camera, number, time.monotonic() + seconds)
    finally:
        camera.release()


def _new_labels(camera: object, number: int, end: float) -> Iterator[Found]:
    from PIL import Image  # noqa: PLC0415

    seen: set[bytes] = set()
    while time.monotonic() < end:
        there, frame = camera.read()  # type: ignore[attr-defined]
        if not there:
            return
        readings = read_picture(Image.fromarray(frame[:, :, ::-1].copy()).convert("L"), seconds=0.1)
        new = [reading for reading in readings if reading.symbol.data not in seen]
        seen |= {reading.symbol.data for reading in new}
        if new:
            yield f"camera:{number}", new, []
