"""pdfium, opened: its functions alone. To import the classes that pypdfium2 has for them takes half a page's reading."""

from __future__ import annotations

import atexit
import sys

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

__all__ = ["pdfium"]


def _open() -> None:
    """As pypdfium2 opens and closes it; where that is imported it has done so, and closes what is open before."""
    if "pypdfium2" in sys.modules:
        return
    pdfium.FPDF_InitLibraryWithConfig(
        pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=None, m_pIsolate=None, m_v8EmbedderSlot=0)
    )
    atexit.register(pdfium.FPDF_DestroyLibrary)


_open()
