"""The code of a permit or receipt from its file: in the text of a docx or PDF, else in the symbol of a picture."""

from __future__ import annotations

import io
import re
import zipfile

from schemas.document_code import DocumentCode, find_code

_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_MOST = 16 << 20
_PAGES = 5


def code_in(data: bytes) -> tuple[DocumentCode | None, str]:
    """The code and the text of a file (empty for a picture); for the limited worker, since the file is anybody's."""
    if data.startswith(b"%PDF-"):
        return _in_pdf(data)
    if data.startswith(b"PK"):
        text = _docx_text(data)
        return find_code(text), text
    return _in_picture(data), ""


def _docx_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
            xml = part.read(_MOST)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError):
        return ""
    return "\n".join(text.decode("utf-8", "replace") for text in _TEXT.findall(xml))


def _in_pdf(data: bytes) -> tuple[DocumentCode | None, str]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415 - only for PDFs

    try:
        document = PdfDocument(data)
    except PdfiumError:
        return None, ""
    try:
        pages = range(min(len(document), _PAGES))
        text = "\n".join(document[number].get_textpage().get_text_range() for number in pages)
        found = find_code(text)
        if found is None and pages:
            found = _in_image(document[0].render(scale=3).to_pil())
        return found, text
    finally:
        document.close()


def _in_picture(data: bytes) -> DocumentCode | None:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only for pictures

    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    return _in_image(picture)


def _in_image(picture: object) -> DocumentCode | None:
    import zxingcpp  # noqa: PLC0415 - only for pictures

    found = (find_code(symbol.text) for symbol in zxingcpp.read_barcodes(picture))
    return next((code for code in found if code), None)
