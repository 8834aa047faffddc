"""The QR symbol of a label (ISO/IEC 18004, CNS 15964:2017): drawn by segno, read back by another library."""

from __future__ import annotations

import io

import segno

from schemas.errors import UsageError
from schemas.label import Label

FORMATS = ("png", "svg", "pdf", "eps")
QUIET_ZONE = 4
"""Modules of white around the symbol (ISO/IEC 18004, 9.1)."""


def symbol(payload: str) -> segno.QRCode:
    """The symbol, level M, version 2: 25 x 25 modules for every length of serial, the largest that the sticker takes."""
    return segno.make_qr(payload, error="m", version=2, mode="byte", boost_error=False)


def draw(label: Label, form: str, *, module_mm: float = 0.423, dpi: int = 300) -> bytes:
    """The symbol with its quiet zone as a file of ``form`` (png, svg, pdf, eps).

    Vector forms are to scale; a PNG has whole dots a module at ``dpi``.
    """
    if form not in FORMATS:
        raise UsageError(f"無法輸出 .{form} 格式。", hint=f"可用:{'、'.join(FORMATS)}")
    out = io.BytesIO()
    points = module_mm * 72 / 25.4
    code = symbol(label.payload)
    if form == "png":
        code.save(out, kind="png", scale=max(1, round(module_mm / 25.4 * dpi)), border=QUIET_ZONE, dpi=dpi)
    elif form == "svg":
        code.save(out, kind="svg", scale=module_mm, unit="mm", border=QUIET_ZONE, xmldecl=True)
    elif form == "pdf":
        code.save(out, kind="pdf", scale=points, border=QUIET_ZONE)
    else:
        text = io.StringIO()
        code.save(text, kind="eps", scale=points, border=QUIET_ZONE)
        return text.getvalue().encode("ascii")
    return out.getvalue()
