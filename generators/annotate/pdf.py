"""Notes on a PDF: a coloured box with its number where the finding stands, and the sentence in the annotation.

Pages, fonts and images are left as they are; only annotations are added (ISO 32000-1, 12.5).
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from generators.annotate.notes import COLOURS, Note
from schemas.place import Box

MOST = 2000
_MARGIN = 1.5
_AUTHOR = "自檢 zijian"
_PRINT = 4


def annotate_pdf(data: bytes, notes: Sequence[Note]) -> bytes:
    """The PDF with ``notes`` on it; those without a place go to the top of page 1. At most ``MOST`` are boxed.

    ``pikepdf.PdfError`` where the file is no PDF that can be opened without a password.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        by_page: dict[int, list[Note]] = defaultdict(list)
        unplaced: list[Note] = []
        for note in notes:
            page = note.place.page
            boxed = page is not None and note.place.box is not None and 1 <= page <= len(pdf.pages)
            (by_page[page or 1] if boxed and note.number <= MOST else unplaced).append(note)
        for number, placed in by_page.items():
            page = pdf.pages[number - 1]
            _add(page, [_box(pdf, page, note) for note in placed])
        if unplaced and len(pdf.pages):
            _add(pdf.pages[0], [_sheet(pdf.pages[0], unplaced)])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def _add(page: pikepdf.Page, annotations: list[Dictionary]) -> None:
    before = page.obj.get("/Annots")
    kept = list(before) if isinstance(before, Array) else []
    made = [page.obj.same_owner_as and annotation for annotation in annotations]
    page.obj["/Annots"] = Array([*kept, *made])


def _frame(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The visible part of the page in user space: left, bottom, right, top."""
    a, b, c, d = (float(x) for x in page.cropbox)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def user_space(page: pikepdf.Page, box: Box) -> tuple[float, float, float, float]:
    """A box as a person sees it (origin top left, after rotation) in the page's own coordinates."""
    left, bottom, right, top = _frame(page)
    turn = int(page.obj.get("/Rotate", 0) if "/Rotate" in page.obj else _inherited_turn(page)) % 360
    corners = [(box[0], box[1]), (box[2], box[3])]
    points = []
    for u, v in corners:
        if turn == 90:
            points.append((left + v, bottom + u))
        elif turn == 180:
            points.append((right - u, bottom + v))
        elif turn == 270:
            points.append((right - v, top - u))
        else:
            points.append((left + u, top - v))
    xs, ys = sorted(point[0] for point in points), sorted(point[1] for point in points)
    return xs[0], ys[0], xs[1], ys[1]


def _inherited_turn(page: pikepdf.Page) -> int:
    node = page.obj.get("/Parent")
    for _ in range(50):
        if node is None:
            return 0
        if "/Rotate" in node:
            return int(node["/Rotate"])
        node = node.get("/Parent")
    return 0
