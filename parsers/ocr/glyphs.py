"""Fonts without a way back to Unicode: learn what each glyph shows, from pictures of the lines that it stands in.

Such a document says where each glyph stands and which glyphs are the same, but not what they are. Lines are drawn,
read by OCR, and each glyph takes the character that most of its readings agree on. A digit stands hundreds of times
in a record, so its vote is as good as certain; a glyph with a thin vote is named as doubtful.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from parsers.ocr.engine import Reading, read_crops
from parsers.pdf.frame import Frame

Shape = tuple[int, int, int, int]
"""The ink's box (width, height, offset from the origin) in parts of the em: what tells glyphs apart that share a code"""

Glyph = tuple[int, int, Shape]
"""(address of the font in the open document, character code as the text layer gives it, shape)"""

Votes = dict[Glyph, dict[str, float]]
"""glyph -> character -> sum of the scores of the readings that said so"""

_DPI = 300
_READINGS_A_GLYPH = 6
_SURE_SHARE = 0.75
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_LINE_END_HYPHEN = 2  # pdfium's own mark for code 0x2D at the end of a line
_PARTS = 400
_FLAT = 2
_INK = 160
_SMALLEST = 8
_SLIM = 0.6
_ONE = "一"


@dataclass(frozen=True, slots=True)
class Mark:
    """A glyph on the page, its box and its baseline in pixels of the page's picture, from the top left."""

    glyph: Glyph
    left: float
    top: float
    right: float
    bottom: float
    base: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is read: its picture (height x width x 3, text upright) and its glyphs in the order of the content."""

    picture: NDArray[np.uint8]
    marks: Sequence[Mark]


@dataclass(slots=True)
class GlyphMap:
    """What the glyphs show. ``doubtful``: glyphs whose readings were few or did not agree."""

    characters: dict[Glyph, str] = field(default_factory=dict)
    doubtful: set[Glyph] = field(default_factory=set)


def glyphs_of(textpage: Any) -> Iterator[Glyph | None]:
    """The glyph of each character of a text page, ``None`` for those that the reader itself generated."""
    measure = _Measure()
    for index in range(pdfium_c.FPDFText_CountChars(textpage)):
        if pdfium_c.FPDFText_IsGenerated(textpage, index) == 1:
            yield None
            continue
        font = pdfium_c.FPDFTextObj_GetFont(pdfium_c.FPDFText_GetTextObject(textpage, index))
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if code == _LINE_END_HYPHEN and pdfium_c.FPDFText_IsHyphen(textpage, index) == 1:
            code = ord("-")
        yield ctypes.cast(font, ctypes.c_void_p).value or 0, code, measure.shape(textpage, index)


class _Measure:
    """The numbers that pdfium writes a character's boxes to."""

    def __init__(self) -> None:
        self.sides = [ctypes.c_double() for _ in range(4)]
        self.origin = [ctypes.c_double() for _ in range(2)]
        self.matrix = pdfium_c.FS_MATRIX()

    def shape(self, textpage: Any, index: int) -> Shape:
        """A character's shape; the same for the same glyph wherever it stands and however large."""
        pdfium_c.FPDFText_GetCharBox(textpage, index, *self.sides)
        pdfium_c.FPDFText_GetCharOrigin(textpage, index, *self.origin)
        pdfium_c.FPDFText_GetMatrix(textpage, index, self.matrix)
        left, right, bottom, top = (side.value for side in self.sides)
        x, y = (value.value for value in self.origin)
        em = pdfium_c.FPDFText_GetFontSize(textpage, index) * math.hypot(self.matrix.c, self.matrix.d)
        unit = _PARTS / max(em, 0.1)
        width, height, across, up = (
            (right - left) * unit,
            (top - bottom) * unit,
            (left - x) * unit,
            (bottom - y) * unit,
        )
        return round(width), round(height), round(across), round(up)


def boxes_of(textpage: Any) -> NDArray[np.float64]:
    """The box of each character of a text page in user space: left, bottom, right, top."""
    rect = pdfium_c.FS_RECTF()
    found = np.zeros((max(pdfium_c.FPDFText_CountChars(textpage), 0), 4))
    for index in range(len(found)):
        pdfium_c.FPDFText_GetLooseCharBox(textpage, index, rect)
        found[index] = rect.left, rect.bottom, rect.right, rect.top
    return found


def _origins_of(textpage: Any) -> NDArray[np.float64]:
    """The origin of each character in user space."""
    x, y = ctypes.c_double(), ctypes.c_double()
    found = np.zeros((max(pdfium_c.FPDFText_CountChars(textpage), 0), 2))
    for index in range(len(found)):
        pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y)
        found[index] = x.value, y.value
    return found


def leaf_of(page: Any, textpage: Any, frame: Frame) -> Leaf:
    """A page's picture in its frame, text upright, and the glyphs on it."""
    turns = (-frame.turn - pdfium_c.FPDFPage_GetRotation(page)) % 4
    image = page.render(scale=_DPI / 72, rotation=90 * turns, rev_byteorder=True).to_numpy()
    origins = _origins_of(textpage)
    _, base = frame.points(origins[:, 0], origins[:, 1])
    sides = np.stack([*frame.boxes(boxes_of(textpage)), base], axis=1) * (_DPI / 72)
    marks = [Mark(glyph, *box) for glyph, box in zip(glyphs_of(textpage), sides.tolist(), strict=True) if glyph]
    return Leaf(image[..., :3], marks)


def _runs(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Glyphs that follow each other on one line without a wide gap."""
    run: list[Mark] = []
    for mark in marks:
        if run and not _follows(run[-1], mark):
            yield run
            run = []
        run.append(mark)
    if run:
        yield run


def _follows(before: Mark, mark: Mark) -> bool:
    height = max(before.bottom - before.top, mark.bottom - mark.top)
    level = abs(mark.base - before.base) <= 0.3 * height
    return level and before.left - 0.5 <= mark.left <= before.right + 0.8 * height


def _crop(picture: NDArray[np.uint8], run: Sequence[Mark]) -> NDArray[np.uint8]:
    """The picture of a run, with white around what is too small for the engine."""
    top, bottom = min(mark.top for mark in run), max(mark.bottom for mark in run)
    margin = (bottom - top) * 0.15
    rows = slice(max(0, int(top - margin)), max(0, int(bottom + margin)) + 1)
    columns = slice(max(0, int(run[0].left - margin)), max(0, int(run[-1].right + margin)) + 1)
    crop = picture[rows, columns]
    short = [(0, max(0, _SMALLEST - size)) for size in crop.shape[:2]]
    return np.ascontiguousarray(np.pad(crop, [*short, (0, 0)], constant_values=255))


def _has_ink(picture: NDArray[np.uint8], mark: Mark) -> bool:
    edge = (mark.right - mark.left) / 6  # the neighbours' ink reaches into the box's edges
    rows = slice(max(0, int(mark.top)), max(0, int(mark.bottom)) + 1)
    cell = picture[rows, max(0, int(mark.left + edge)) : max(0, int(mark.right - edge)) + 1]
    return cell.size > 0 and int(cell.min()) < _INK


def _pieces(run: list[Mark], blank: set[Glyph]) -> Iterator[list[Mark]]:
    """The run cut at blanks, so that the OCR's own idea of spaces does not matter."""
    piece: list[Mark] = []
    for mark in run:
        if mark.glyph not in blank:
            piece.append(mark)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _choose(runs: list[tuple[int, list[Mark]]]) -> list[tuple[int, list[Mark]]]:
    """Long runs first, as many as each glyph needs to be read a few times."""
    seen: Counter[Glyph] = Counter()
    chosen = []
    for page, run in sorted(runs, key=lambda item: -len(item[1])):
        if any(seen[mark.glyph] < _READINGS_A_GLYPH for mark in run):
            chosen.append((page, run))
            seen.update(mark.glyph for mark in run)
    return chosen


def _vote(votes: Votes, glyph: Glyph, character: str, score: float) -> None:
    votes[glyph][character] = votes[glyph].get(character, 0.0) + score


def _winner(votes: dict[str, float]) -> str:
    return max(votes, key=lambda character: votes[character], default=_UNKNOWN)


def _count(votes: Votes, run: list[Mark], reading: Reading) -> bool:
    """Vote where the reading has as many characters as the run has glyphs; tell whether it had."""
    text = "".join(reading.text.split())
    if len(text) != len(run):
        return False
    for mark, character in zip(run, text, strict=True):
        _vote(votes, mark.glyph, character, reading.score)
    return True


def _align(votes: Votes, run: list[Mark], reading: Reading) -> None:
    """A reading of another length still votes, in the gaps between what is known already."""
    text = "".join(reading.text.split())
    known = "".join(_winner(votes[mark.glyph]) for mark in run)
    for tag, start, end, other_start, other_end in SequenceMatcher(None, known, text, autojunk=False).get_opcodes():
        if tag != "insert" and end - start == other_end - other_start:
            for mark, character in zip(run[start:end], text[other_start:other_end], strict=True):
                _vote(votes, mark.glyph, character, reading.score)


def learn(leaves: Sequence[Leaf]) -> GlyphMap:
    """What each glyph of these pages shows.

    The pages must stay open as long as the map is used: a font's address is its name in it.
    """
    blank = _blanks(leaves)
    runs = [
        (index, piece)
        for index, leaf in enumerate(leaves)
        for run in _runs(leaf.marks)
        for piece in _pieces(run, blank)
    ]
    chosen = _choose(runs)
    found = _elect(chosen, read_crops([_crop(leaves[index].picture, run) for index, run in chosen]), blank)
    for glyph, character in found.characters.items():
        if glyph[2][0] < _SLIM * _PARTS and character == _ONE:
            found.characters[glyph] = "-"
    return found


def _blanks(leaves: Sequence[Leaf]) -> set[Glyph]:
    """Glyphs without height or width whose places are mostly white."""
    inked: Counter[Glyph] = Counter()
    seen: Counter[Glyph] = Counter()
    for leaf in leaves:
        for mark in leaf.marks:
            if min(mark.glyph[2][:2]) <= _FLAT:
                seen[mark.glyph] += 1
                inked[mark.glyph] += _has_ink(leaf.picture, mark)
    return {glyph for glyph, count in seen.items() if 2 * inked[glyph] < count}


def _elect(chosen: list[tuple[int, list[Mark]]], readings: list[Reading], blank: set[Glyph]) -> GlyphMap:
    votes: Votes = defaultdict(dict)
    uneven = [
        (run, reading) for (_, run), reading in zip(chosen, readings, strict=True) if not _count(votes, run, reading)
    ]
    for run, reading in uneven:
        _align(votes, run, reading)
    result = GlyphMap(characters=dict.fromkeys(blank, " "))
    for _, run in chosen:
        for glyph in {mark.glyph for mark in run} - result.characters.keys() - result.doubtful:
            _settle(result, glyph, votes[glyph])
    return result


def _settle(result: GlyphMap, glyph: Glyph, votes: dict[str, float]) -> None:
    character = _winner(votes)
    result.characters[glyph] = character
    weight, needed = votes.get(character, 0.0), 1.5 if character.isascii() else 0.9
    if weight < needed or weight / sum(votes.values()) < _SURE_SHARE:
        result.doubtful.add(glyph)
