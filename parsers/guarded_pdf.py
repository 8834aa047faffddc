"""A PDF: looked at first, then read."""

from __future__ import annotations

from parsers import pdf
from parsers.guard_pdf import MAX_PAGES, look
from parsers.refusal import too_much
from schemas.raw import RawDocument


def read(data: bytes) -> RawDocument:
    """What the PDF shows, with findings on what is ignored in it; ``Refused`` if it is not to be opened."""
    ignored = look(data)
    raw = pdf.read(data)
    if raw.page_count > MAX_PAGES:
        raise too_much(f"PDF pages {raw.page_count:,}", MAX_PAGES)
    raw.findings += ignored
    return raw
