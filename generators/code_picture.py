"""The QR symbol (ISO/IEC 18004) of a document's code, as PNG."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import segno


@lru_cache(maxsize=256)
def code_picture(text: str) -> bytes:
    """Level M, quiet zone of four modules, eight dots a module."""
    out = BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=8, border=4)
    return out.getvalue()
