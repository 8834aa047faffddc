"""What may happen to a file after it was made: turned, moved, wrapped in a form, printed again, robbed of its Unicode."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf


def turned(path: Path) -> None:
    """/Rotate 90 on each page: the text lies on its side."""
    _in_place(path, ("qpdf", "--rotate=+90"))


def rewritten(path: Path) -> None:
    """Linearised, its objects in streams."""
    _in_place(path, ("qpdf", "--linearize", "--object-streams=generate", "--recompress-flate"))


def _in_place(path: Path, command: tuple[str, ...]) -> None:
    other = path.with_suffix(".tmp")
    subprocess.run((*command, str(path), str(other)), check=True, capture_output=True)
    other.replace(path)


def distilled(path: Path) -> None:
    """Printed again by Ghostscript."""
    other = path.with_suffix(".tmp")
    command = ("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", "-o", str(other), str(path))
    subprocess.run(command, check=True, capture_output=True)
    other.replace(path)


def moved(path: Path) -> None:
    """The MediaBox begins elsewhere than at 0, 0."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            x0, y0, x1, y1 = map(float, page.mediabox)
            page.mediabox = pikepdf.Array([x0 - 100, y0 - 57, x1 - 100, y1 - 57])
            page.contents_add(b"1 0 0 1 -100 -57 cm", prepend=True)
            if "/CropBox" in page:
                del page.CropBox
        document.save(path)


def in_a_form(path: Path) -> None:
    """Each page's content in a form XObject."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            page.contents_coalesce()
            form = document.make_stream(page.Contents.read_bytes())
            form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, page.mediabox
            form.Resources = page.Resources
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Whole=form))
            page.Contents = document.make_stream(b"q /Whole Do Q")
        document.save(path)


CHANGES: dict[str, Callable[[Path], None]] = {
    "turned": turned,
    "rewritten": rewritten,
    "distilled": distilled,
    "moved": moved,
    "form": in_a_form,
}
