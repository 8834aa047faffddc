"""Reading: every format, several labels in one picture, other symbologies and encodings, and nothing where nothing is."""

from __future__ import annotations

import builtins
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
import zxingcpp
from PIL import Image, ImageDraw, ImageFile, ImageFilter

from benchmarks.label_damage import label_picture, specimens
from flows.label_reading import picture_files, read_camera, read_files
from generators.label_layout import sheet
from generators.label_sheet import Sticker, draw_stickers
from generators.label_symbol import draw
from parsers.label_cascade import symbols_in
from parsers.label_reader import read_label_image
from schemas.errors import MissingPart, UsageError
from schemas.label import Label

LABEL = Label("S1", "LH", "07", "123456", "18000000")
CANVAS = (640, 480)


def written(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def symbol_picture(scale: int = 4) -> Image.Image:
    return Image.open(io.BytesIO(draw(LABEL, "png", dpi=75 * scale))).convert("L")


@pytest.mark.parametrize("form", ["png", "jpeg", "tiff", "webp", "bmp", "gif"])
def test_every_format_is_read(form: str) -> None:
    readings, findings = read_label_image(written(symbol_picture(), form))
    assert findings == []
    assert [reading.label for reading in readings] == [LABEL]


def test_a_heic_is_read() -> None:
    import pillow_heif  # noqa: PLC0415

    out = io.BytesIO()
    pillow_heif.from_pillow(symbol_picture(8).convert("RGB")).save(out, format="HEIF")
    readings, findings = read_label_image(out.getvalue())
    assert (findings, [reading.label for reading in readings]) == ([], [LABEL])


def without(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """As on a machine where a package is not installed."""
    real = builtins.__import__

    def absent(name: str, *rest: Any, **options: Any) -> Any:
        if name == package:
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", absent)


def test_without_its_package_a_heic_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pillow_heif")
    _, (finding,) = read_label_image(b"\0\0\0\x18ftypheic" + b"\0" * 64)
    assert (finding.code, finding.params["type"]) == ("F102", "HEIC (pillow-heif)")


def test_zxing_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "pyzbar")
    (blurred,) = [each for each in specimens(1) if each.case == "blur 4"]
    assert [symbol.data.decode("ascii") for symbol in symbols_in(blurred.picture)] == list(blurred.payloads)


def test_without_opencv_a_camera_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "cv2")
    with pytest.raises(MissingPart, match="OpenCV"):
        list(read_camera(0, seconds=1))


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture.convert("1"),
        lambda picture: picture.convert("P"),
        lambda picture: picture.convert("CMYK"),
        lambda picture: Image.fromarray(np.asarray(picture, np.uint16) * 16),
        lambda picture: Image.merge("LA", (picture.point(lambda _: 0), picture.point(lambda value: 255 - value))),
    ],
    ids=["black and white", "palette", "CMYK", "12 bits in 16", "transparent ground"],
)
def test_every_kind_of_pixel_is_read(change: Callable[[Image.Image], Image.Image]) -> None:
    readings, _ = read_label_image(written(change(symbol_picture()), "tiff"))
    assert [reading.label for reading in readings] == [LABEL]


def test_a_telephone_held_sideways() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    readings, _ = read_label_image(written(label_picture(LABEL.payload), "jpeg", exif=exif))
    (reading,) = readings
    assert reading.label == LABEL
    x, y = reading.symbol.middle
    assert (x < 400, y > 600) == (True, True)


def test_pages_of_pdf_and_tiff_are_numbered() -> None:
    labels = [Label("S1", "LH", "15", f"{number:06d}", str(number)) for number in range(66)]
    readings, _ = read_label_image(draw_stickers([Sticker(label, "MV107001") for label in labels], sheet()))
    assert {(reading.label, reading.page) for reading in readings} == {
        (label, 1 + number // 64) for number, label in enumerate(labels)
    }
    pages = [symbol_picture(), Image.new("L", (300, 300), 255), symbol_picture()]
    readings, _ = read_label_image(written(pages[0], "tiff", save_all=True, append_images=pages[1:]))
    assert [reading.page for reading in readings] == [1, 3]


def test_twelve_labels_in_one_picture() -> None:
    (twelve,) = [each for each in specimens(1) if each.case == "12 labels"]
    found = [symbol.data.decode("ascii") for symbol in symbols_in(twelve.picture)]
    assert sorted(found) == sorted(twelve.payloads)


def test_one_engine_finds_what_the_other_does_not() -> None:
    """The left label is out of focus (found by zxing after refocusing only), the right one scratched."""
    damaged = {each.case: each for each in specimens(2)}
    blurred, clean = damaged["blur 4"], damaged["clean"]
    both = Image.new("L", (2000, 700), 200)
    both.paste(blurred.picture, (0, 0))
    both.paste(clean.picture, (1000, 0))
    found = {symbol.data.decode("ascii"): symbol for symbol in symbols_in(both, thorough=True)}
    assert set(found) == {*blurred.payloads, *clean.payloads}
    assert found[blurred.payloads[0]].middle[0] < 1000 < found[clean.payloads[0]].middle[0]


def test_the_same_label_twice_in_a_picture_is_two_readings() -> None:
    one = symbol_picture()
    two = Image.new("L", (one.width * 2 + 60, one.height), 255)
    two.paste(one, (0, 0))
    two.paste(one, (one.width + 60, 0))
    assert [symbol.data for symbol in symbols_in(two)] == [LABEL.payload.encode()] * 2


def made(text: str | bytes, **options: Any) -> bytes:
    out = io.BytesIO()
    segno.make_qr(text, **options).save(out, kind="png", scale=5)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (made("https://example.org/?a=1;DROP TABLE"), ["L702"]),
        (made("Ｓ１ＬＨ０７１２３４５６；１８００００００".encode()), ["L704"]),
        (made("Ｓ１ＬＨ０７１２３４５６；１８００００００", encoding="utf-8", eci=True), ["L704"]),
        (made("Ｓ１ＬＨ０７１２３４５６；１８００００００".encode("cp950")), ["L704"]),
        (made("電度表検定", mode="kanji"), ["L701"]),
        (made("臺灣電度表;18000000".encode("cp950")), ["L702"]),
        (made("臺灣電度表;18000000".encode()), ["L702"]),
        (made("臺灣電度表;18000000", encoding="utf-8", eci=True), ["L702"]),
        (made(b"S1LH07123456\x00;18000000"), ["L702"]),
        (made("A" * 2900, error="l"), ["L701"]),
        (made("12345678"), ["L701"]),
    ],
    ids=["address", "wide", "wide ECI", "wide Big5", "kanji", "Big5", "UTF-8", "ECI", "NUL", "long", "digits"],
)
def test_what_a_symbol_may_hold(data: bytes, codes: list[str]) -> None:
    ((reading,), findings) = read_label_image(data)
    assert findings == []
    assert [finding.code for finding in reading.findings] == codes
    assert (reading.label == LABEL) == (codes == ["L704"])


@pytest.mark.parametrize("kind", ["DataMatrix", "Aztec", "PDF417", "Code128"])
def test_another_symbology_is_read_and_named(kind: str) -> None:
    symbol = zxingcpp.create_barcode(LABEL.payload, getattr(zxingcpp.BarcodeFormat, kind))
    picture = Image.fromarray(np.array(symbol.to_image(scale=4, add_quiet_zones=True)))
    ((reading,), _) = read_label_image(written(picture, "png"))
    assert reading.label == LABEL
    assert [finding.code for finding in reading.findings] == ["L705"]


def test_nothing_is_read_where_nothing_is() -> None:
    dice = np.random.default_rng(7)
    pictures = [Image.fromarray(dice.integers(0, 256, CANVAS[::-1], np.uint8)) for _ in range(3)]
    stripes = Image.fromarray(np.tile(dice.integers(0, 2, CANVAS[0], np.uint8) * 255, (CANVAS[1], 1)))
    blocks = Image.fromarray(np.kron(dice.integers(0, 2, (48, 64), np.uint8), np.full((10, 10), 255, np.uint8)))
    plain = Image.new("L", CANVAS, 128)
    drawn = Image.new("L", CANVAS, 255)
    for corner in ((100, 100), (300, 100), (100, 300)):
        x, y = corner
        pen = ImageDraw.Draw(drawn)
        pen.rectangle((x, y, x + 69, y + 69), fill=0)
        pen.rectangle((x + 10, y + 10, x + 59, y + 59), fill=255)
        pen.rectangle((x + 20, y + 20, x + 49, y + 49), fill=0)
    found = [symbols_in(picture, seconds=3) for picture in [*pictures, stripes, blocks, plain, drawn]]
    assert found == [[]] * 7


def test_the_cascade_reads_more_than_either_engine_and_nothing_false() -> None:
    from benchmarks.label_reading import measure  # noqa: PLC0415

    scores = measure(1)
    right = {name: sum(case[name].right for case in scores.values()) for name in ("zxing-cpp", "zbar", "cascade")}
    assert len(scores) == 31
    assert right["cascade"] > max(right["zxing-cpp"], right["zbar"])
    assert sum(case["cascade"].wrong for case in scores.values()) == 0


def test_no_look_begins_after_its_time() -> None:
    noise = Image.fromarray(np.random.default_rng(3).integers(0, 256, (1200, 1600), np.uint8))
    started = time.monotonic()
    assert symbols_in(noise.filter(ImageFilter.GaussianBlur(2)), seconds=0.2) == []
    assert time.monotonic() - started < 5


def test_folders_are_read_whole_and_a_broken_file_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    (tmp_path / "b").mkdir()
    (tmp_path / "a.png").write_bytes(written(symbol_picture(), "png"))
    (tmp_path / "b" / "c.jpg").write_bytes(written(symbol_picture(), "jpeg")[:900])
    (tmp_path / "b" / "d.pdf").write_bytes(draw_stickers([Sticker(LABEL, "MV107001")], sheet()))
    (tmp_path / "notes.txt").write_text("no picture")
    assert [path.name for path in picture_files([tmp_path])] == ["a.png", "c.jpg", "d.pdf"]
    results = {Path(name).name: (readings, findings) for name, readings, findings in read_files([tmp_path], seconds=10)}
    assert [reading.label for reading in results["a.png"][0]] == [LABEL]
    assert [finding.code for finding in results["c.jpg"][1]] == ["F105"]
    assert [(reading.label, reading.page) for reading in results["d.pdf"][0]] == [(LABEL, 1)]


def test_a_camera_that_is_not_there_is_one_clear_line() -> None:
    with pytest.raises((UsageError, MissingPart), match="攝影機"):
        list(read_camera(63, seconds=1))
