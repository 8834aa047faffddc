"""Fonts without a way back to Unicode: learn what each glyph shows, from pictures of the lines that it stands in.

Such a document says where each glyph stands and which glyphs are the same, but not what they are. Lines are drawn,
read by OCR, and each glyph takes the character that most of its readings agree on. A digit stands hundreds of times
in a record, so its vote is as good as certain; a glyph with a thin vote is named as doubtful.
"""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

from parsers.ocr.engine import Reading, read_crops

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Glyph = tuple[int, int]
"""(address of the font in the open document, character code as the text layer gives it)"""

Votes = dict[Glyph, dict[str, float]]
"""glyph -> character -> sum of the scores of the readings that said so"""

_DPI = 300
_READINGS_A_GLYPH = 6
_SURE_SHARE = 0.75
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_LINE_END_HYPHEN = 2  # pdfium's own mark for code 0x2D at the end of a line


@dataclass(frozen=True, slots=True)
class Mark:
    """A glyph on the page, its box in user space."""

    glyph: Glyph
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        return self.left, self.bottom, self.right, self.top


@dataclass(slots=True)
class GlyphMap:
    """What the glyphs show. ``doubtful``: glyphs whose readings were few or did not agree."""

    characters: dict[Glyph, str] = field(default_factory=dict)
    doubtful: set[Glyph] = field(default_factory=set)


def glyphs_of(textpage: Any) -> Iterator[Glyph | None]:
    """The glyph of each character of a text page, ``None`` for those that the reader itself generated."""
    for index in range(pdfium_c.FPDFText_CountChars(textpage)):
        if pdfium_c.FPDFText_IsGenerated(textpage, index) == 1:
            yield None
            continue
        font = pdfium_c.FPDFTextObj_GetFont(pdfium_c.FPDFText_GetTextObject(textpage, index))
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if code == _LINE_END_HYPHEN and pdfium_c.FPDFText_IsHyphen(textpage, index) == 1:
            code = ord("-")
        yield ctypes.cast(font, ctypes.c_void_p).value or 0, code


def marks_of(textpage: Any) -> Iterator[Mark]:
    """The glyphs of a page in the order of the content, each with its box."""
    rect = pdfium_c.FS_RECTF()
    for index, glyph in enumerate(glyphs_of(textpage)):
        if glyph is not None:
            pdfium_c.FPDFText_GetLooseCharBox(textpage, index, rect)
            yield Mark(glyph, rect.left, rect.bottom, rect.right, rect.top)


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
    height = before.top - before.bottom
    level = abs(mark.bottom - before.bottom) <= 0.3 * height
    return level and before.left - 0.1 <= mark.left <= before.right + 0.8 * height


def _picture(page: Any) -> NDArray[np.uint8]:
    image: NDArray[np.uint8] = page.render(scale=_DPI / 72, rev_byteorder=True).to_numpy()
    return image[..., :3]


def _crop(picture: NDArray[np.uint8], height: float, run: Sequence[Mark]) -> NDArray[np.uint8]:
    import numpy as np  # noqa: PLC0415 (only where a page needs it)

    scale = _DPI / 72
    bottom, top = min(mark.bottom for mark in run), max(mark.top for mark in run)
    margin = (top - bottom) * 0.15
    rows = slice(max(0, int((height - top - margin) * scale)), int((height - bottom + margin) * scale) + 1)
    columns = slice(max(0, int((run[0].left - margin) * scale)), int((run[-1].right + margin) * scale) + 1)
    return np.ascontiguousarray(picture[rows, columns])


def _has_ink(picture: NDArray[np.uint8], height: float, mark: Mark) -> bool:
    scale = _DPI / 72
    rows = slice(max(0, int((height - mark.top) * scale)), int((height - mark.bottom) * scale) + 1)
    edge = (mark.right - mark.left) / 6  # the neighbours' ink reaches into the box's edges
    columns = slice(max(0, int((mark.left + edge) * scale)), int((mark.right - edge) * scale) + 1)
    cell = picture[rows, columns]
    return cell.size > 0 and int(cell.min()) < 160


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


def learn(pages: Sequence[Any]) -> GlyphMap:
    """What each glyph of these open pages (``pypdfium2.PdfPage``) shows.

    The pages must stay open as long as the map is used: a font's address is its name in it.
    """
    textpages = [page.get_textpage() for page in pages]
    marks = [list(marks_of(textpage)) for textpage in textpages]
    pictures = {index: _picture(page) for index, page in enumerate(pages)}
    heights = [page.get_height() for page in pages]
    blank = _blanks(marks, pictures, heights)
    runs = [(index, piece) for index, page in enumerate(marks) for run in _runs(page) for piece in _pieces(run, blank)]
    chosen = _choose(runs)
    readings = read_crops([_crop(pictures[index], heights[index], run) for index, run in chosen])
    return _elect(chosen, readings, blank)


def _blanks(marks: list[list[Mark]], pictures: dict[int, NDArray[np.uint8]], heights: list[float]) -> set[Glyph]:
    inked: dict[Glyph, bool] = {}
    for index, page in enumerate(marks):
        for mark in page:
            if not inked.get(mark.glyph):
                inked[mark.glyph] = _has_ink(pictures[index], heights[index], mark)
    return {glyph for glyph, ink in inked.items() if not ink}


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
