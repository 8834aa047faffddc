"""Notes on a PDF: a coloured box with its number where the finding stands, and the sentence in the annotation.

Page contents, fonts and images are left as they are; only annotations are added (ISO 32000-1, 12.5). Each carries
its own appearance, so that every viewer draws it alike.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, String

from generators.annotate.notes import COLOURS, Note
from schemas.place import Box

MOST_BOXES = 2000
_MARGIN = 1.5
_AUTHOR = "zijian"
_PRINTED = 4
_Rect = tuple[float, float, float, float]


def annotate_pdf(data: bytes, notes: Sequence[Note]) -> bytes:
    """The PDF with ``notes`` on it; those without a box go into one note at the top of their page, else of page 1.

    ``pikepdf.PdfError`` where the file cannot be opened without a password.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        placed, unplaced = _by_page(notes, len(pdf.pages))
        for number, on_page in placed.items():
            _add(pdf, pdf.pages[number - 1], _boxes(pdf, pdf.pages[number - 1], on_page))
        for number, on_page in unplaced.items() if len(pdf.pages) else ():
            _add(pdf, pdf.pages[number - 1], [_summary(pdf.pages[number - 1], on_page)])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


_Paged = dict[int, list[Note]]


def _by_page(notes: Sequence[Note], pages: int) -> tuple[_Paged, _Paged]:
    """The notes with a box and those without one, each by the number of its page."""
    placed: _Paged = defaultdict(list)
    unplaced: _Paged = defaultdict(list)
    for note in notes:
        page = note.place.page if note.place.page and note.place.page <= pages else None
        boxed = page is not None and note.place.box is not None and note.number <= MOST_BOXES
        (placed if boxed else unplaced)[page or 1].append(note)
    return placed, unplaced


def _add(pdf: Pdf, page: Page, annotations: Iterable[Dictionary]) -> None:
    before = page.obj.get("/Annots")
    kept = list(before) if isinstance(before, Array) else []
    page.obj["/Annots"] = Array([*kept, *(pdf.make_indirect(annotation) for annotation in annotations)])


def user_space(page: Page, box: Box) -> _Rect:
    """A box as a person sees it (origin top left, page turned) in the page's own coordinates, lower left first."""
    left, bottom, right, top = _frame(page)
    turn = page.rotation % 360
    points = []
    for u, v in ((box[0], box[1]), (box[2], box[3])):
        if turn == 90:
            points.append((left + v, bottom + u))
        elif turn == 180:
            points.append((right - u, bottom + v))
        elif turn == 270:
            points.append((right - v, top - u))
        else:
            points.append((left + u, top - v))
    (x1, x2), (y1, y2) = sorted(p[0] for p in points), sorted(p[1] for p in points)
    return x1, y1, x2, y2


def _frame(page: Page) -> _Rect:
    """The part of the page that is shown: what the CropBox leaves of the MediaBox."""
    paper, shown = _sides(page.mediabox), _sides(page.cropbox)
    left, bottom = max(paper[0], shown[0]), max(paper[1], shown[1])
    right, top = min(paper[2], shown[2]), min(paper[3], shown[3])
    return (left, bottom, right, top) if left < right and bottom < top else paper


def _sides(box: Array) -> _Rect:
    a, b, c, d = (float(edge) for edge in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _boxes(pdf: Pdf, page: Page, notes: Sequence[Note]) -> list[Dictionary]:
    """One square a note; several in one cell have their numbers beside each other."""
    seen: Counter[Box | None] = Counter()
    made = []
    for note in notes:
        made.append(_square(pdf, page, note, seen[note.place.box]))
        seen[note.place.box] += 1
    return made


def _square(pdf: Pdf, page: Page, note: Note, order: int) -> Dictionary:
    x1, y1, x2, y2 = user_space(page, note.place.box or (0, 0, 0, 0))
    rect = (x1 - _MARGIN, y1 - _MARGIN, x2 + _MARGIN, y2 + _MARGIN)
    colour = COLOURS[note.severity]
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Square,
        Rect=Array([round(edge, 2) for edge in rect]),
        Contents=String(note.words),
        T=String(_AUTHOR),
        NM=String(f"zijian-{note.number}"),
        C=Array(list(colour)),
        F=_PRINTED,
        Border=Array([0, 0, 1]),
        AP=Dictionary(N=_appearance(pdf, rect, colour, note.number, order)),
    )


def _appearance(pdf: Pdf, rect: _Rect, colour: tuple[float, float, float], number: int, order: int) -> pikepdf.Object:
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    ink = " ".join(f"{part:.2f}" for part in colour)
    size = max(3.0, min(6.0, height / 2))
    across = 1.5 + order * size * (len(str(number)) + 1) * 0.6
    drawn = (
        f"q {ink} RG 1 w 0.5 0.5 {width - 1:.2f} {height - 1:.2f} re S "
        f"BT /F {size:.1f} Tf {ink} rg {across:.2f} {height - size:.2f} Td ({number}) Tj ET Q"
    )
    stream = pdf.make_stream(drawn.encode("ascii"))
    stream["/Type"], stream["/Subtype"] = Name.XObject, Name.Form
    stream["/BBox"] = Array([0, 0, round(width, 2), round(height, 2)])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    stream["/Resources"] = Dictionary(Font=Dictionary(F=font))
    return stream


def _summary(page: Page, notes: Sequence[Note]) -> Dictionary:
    """A sticky note at the top left of the page, as a person sees it."""
    x1, y1, x2, y2 = user_space(page, (8, 8, 28, 28))
    heaviest = max((note.severity for note in notes), key=list(COLOURS)[::-1].index)
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([round(edge, 2) for edge in (x1, y1, x2, y2)]),
        Contents=String("\n\n".join(note.words for note in notes[:MOST_BOXES])),
        T=String(_AUTHOR),
        NM=String("zijian-summary"),
        Name=Name.Note,
        C=Array(list(COLOURS[heaviest])),
        F=_PRINTED,
    )
