"""Picture files opened as grey pages: PNG, JPEG, TIFF, WebP, BMP, GIF, HEIC where its package is there, PDF pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from parsers.sniff import FileType, sniff
from schemas.findings import Finding

if TYPE_CHECKING:
    from PIL.Image import Image

_PICTURES = frozenset({FileType.PNG, FileType.JPEG, FileType.TIFF, FileType.GIF})
MOST_PIXELS = 120_000_000
MOST_PAGES = 100
_PDF_DPI = 300
_PDF_PIXELS = 40_000_000
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".gif", ".heic", ".heif", ".pdf"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A grey picture and its number in its file; ``None`` where the file holds one picture."""

    picture: Image
    number: int | None = None


def pages_of(data: bytes) -> Iterator[Page | Finding]:
    """The pictures in a file, one at a time, or what is wrong with it (F101, F102, F105, F106)."""
    if not data:
        yield Finding("F101")
    elif data[:1024].lstrip().startswith(b"%PDF"):
        yield from _pdf_pages(data)
    else:
        yield from _frames(data)


def _frames(data: bytes) -> Iterator[Page | Finding]:
    from PIL import Image, ImageFile, ImageSequence, UnidentifiedImageError  # noqa: PLC0415 (only for pictures)

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # another library of the same process may have asked for half pictures
    if data[8:12] in _HEIC and not _with_heif():
        yield Finding("F102", params={"type": "HEIC (pillow-heif)"})
        return
    try:
        with Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > MOST_PIXELS:
                yield Finding("F106", params={"what": "pixels", "limit": str(MOST_PIXELS)})
                return
            several = getattr(file, "n_frames", 1) > 1 and file.format == "TIFF"
            for number, frame in enumerate(islice(ImageSequence.Iterator(file), MOST_PAGES if several else 1), 1):
                yield Page(grey(frame), number if several else None)
    except UnidentifiedImageError:
        # whether Pillow calls a torn picture unknown or truncated depends on the plug-ins loaded before
        if sniff(data) in _PICTURES:
            yield Finding("F105", params={"why": "picture"})
        else:
            yield Finding("F102", params={"type": "?"})
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        yield Finding("F105", params={"why": type(error).__name__})


def grey(picture: Image) -> Image:
    """Upright, grey, on white where it is transparent; 16-bit greys scaled to what they span."""
    from PIL import Image, ImageOps  # noqa: PLC0415

    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    if upright.mode.startswith(("I", "F")):
        low, high = (float(value) for value in upright.convert("F").getextrema())  # type: ignore[arg-type]
        scale = 255 / (high - low) if high > low else 0.0
        return upright.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    return upright.convert("L")


def _with_heif() -> bool:
    try:
        import pillow_heif  # noqa: PLC0415 (optional)
    except ImportError:
        return False
    pillow_heif.register_heif_opener()
    return True


def _pdf_pages(data: bytes) -> Iterator[Page | Finding]:
    import pypdfium2  # noqa: PLC0415 (only for PDF)

    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                yield Finding("F106", params={"what": "pages", "limit": str(MOST_PAGES)})
            for number in range(min(len(document), MOST_PAGES)):
                yield Page(_rendered(document, number), number + 1)
    except pypdfium2.PdfiumError as error:
        code = "F104" if "password" in str(error).lower() else "F105"
        yield Finding(code, params={"why": "PDF"})


def _rendered(document: object, number: int) -> Image:
    page = document[number]  # type: ignore[index]
    width, height = page.get_size()
    scale = min(_PDF_DPI / 72, (_PDF_PIXELS / max(width * height, 1)) ** 0.5)
    picture: Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    page.close()
    return picture
