"""Lines of text above and below the table: values that wrap over several lines are put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.centred_lines import centred
from schemas.hanging_lines import beside, hangs
from schemas.labels import Labels
from schemas.line_parts import ParsedLine, Segment, is_page_number, parsed_line
from schemas.pattern import lazy
from schemas.place import Place
from schemas.raw import RawLine
from schemas.text import clean, squeeze

_BRACKETS = lazy(r"^[(\[].*[)\]]$")
_FULL = 0.85
_TIGHT = 0.6
_BIAS = 0.15
_FARTHEST = 5
_FLUSH = 3.0
_FIRST_WORD = lazy(r"[\u2e80-\u9fff]|[^\u2e80-\u9fff\s]+")


class TextCell(NamedTuple):
    """A cell or a segment of a line, cleaned, with its place; ``below`` is the text under it in its grid.

    ``beside``: the path of the item whose value it may be a part of, though it could not be joined to it.
    """

    text: str
    place: Place
    below: str = ""
    beside: str = ""


def unwrapped(lines: Sequence[RawLine], labels: Labels) -> Iterator[list[TextCell]]:
    """The lines as rows of cells, one for each line; a line that continues a value is joined to it and left out."""
    whole = centred(lines)
    parsed = [parsed_line(line, labels) for line in whole if line.segments]
    rows = _unwrapped(parsed, labels)
    yield from (next(rows) if line.segments else [] for line in whole)


def _unwrapped(parsed: list[ParsedLine], labels: Labels) -> Iterator[list[TextCell]]:
    under = {at: values for at, (upper, lower) in enumerate(pairwise(parsed)) if (values := _under(upper, lower))}
    links = [link for link in _links(parsed) if link[0] - 1 not in under]
    gone = {index for index, target in links if _join(parsed, index, target)}
    gone |= {
        index for index in range(len(parsed)) if index not in gone and index - 1 not in under and hangs(parsed, index)
    }
    for index, line in enumerate(parsed):
        below = under.get(index) or [""] * len(line.segments)
        near = [""] * len(line.segments) if index - 1 in under else beside(parsed, index, labels)
        cells = zip(line.segments, below, near, strict=False)
        yield (
            []
            if index in gone
            else [TextCell(clean(s.text), _place(line.raw, s), clean(text), path) for s, text, path in cells]
        )


def _under(upper: ParsedLine, lower: ParsedLine) -> list[str]:
    """Of a line that holds nothing but labels, the value under each, where the next line holds nothing but those."""
    if not all(segment.is_label for segment in upper.segments) or not _follows(lower.raw, upper.raw):
        return []
    if lower.has_label or is_page_number(lower.raw):
        return []
    values = [""] * len(upper.segments)
    for segment in lower.segments:
        shared = [min(segment.right, label.right) - max(segment.left, label.left) for label in upper.segments]
        at = max(range(len(shared)), key=shared.__getitem__)
        if values[at] or shared[at] <= 0:
            return []
        values[at] = segment.text
    return values


def _follows(lower: RawLine, upper: RawLine) -> bool:
    """Whether a line is on the same page as another, or in the very next row of the same sheet."""
    if upper.line is None or lower.line is None:
        return upper.page == lower.page
    return upper.sheet == lower.sheet and lower.line == upper.line + 1


def _links(lines: list[ParsedLine]) -> list[tuple[int, int]]:
    """Each line that continues another one with the one it hangs on; the nearest come first."""
    plain = [index for index, line in enumerate(lines) if not line.has_label and not line.is_own]
    found = [(index, target) for index in plain if (target := _linked(lines, index)) is not None]
    return sorted(found, key=lambda link: abs(link[0] - link[1]))


def _place(line: RawLine, segment: Segment) -> Place:
    box = None if line.page is None else (segment.left, line.top, segment.right, line.bottom)
    return Place(line.page, line.sheet, None, line.line, line.column, box)


def _linked(lines: list[ParsedLine], index: int) -> int | None:
    """The line with labels that a line without one hangs on: from neighbour to nearest neighbour."""
    step: int | None = None
    for _ in range(_FARTHEST):
        if not 0 <= index < len(lines) or lines[index].has_label:
            break
        up, down = _gap(lines, index - 1), _gap(lines, index)
        height = lines[index].raw.bottom - lines[index].raw.top
        bias = _BIAS * height
        nearest = 1 if down <= up + bias and (step == 1 or down < up - bias) else -1
        if step is not None and nearest != step:
            return None
        step = nearest
        if min(up, down) > _TIGHT * height or lines[index].is_own:
            return None
        index += step
    return index if 0 <= index < len(lines) and lines[index].has_label else None


def _gap(lines: list[ParsedLine], upper: int) -> float:
    """The space between a line and the next one; endless before the first, after the last, and on a sheet."""
    if not 0 <= upper < len(lines) - 1 or lines[upper].raw.page is None:
        return float("inf")
    return lines[upper + 1].raw.top - lines[upper].raw.bottom


def _join(lines: list[ParsedLine], index: int, at: int) -> bool:
    """Join a line's segments to the values of line ``at`` that they stand in line with; whether all have one."""
    line, target, before = lines[index], lines[at], at > index
    if _is_remark(line, target):
        return False
    slots = [_slot(target, segment) or (None if before else _full(target, segment)) for segment in line.segments]
    if all(slots):
        for slot, segment in zip(slots, line.segments, strict=True):
            if slot is not None:
                slot.text = f"{segment.text}\n{slot.text}" if before else f"{slot.text}\n{segment.text}"
        return True
    last = target.segments[-1]
    right = max(segment.right for other in lines for segment in other.segments)
    if before or len(line.segments) > 1 or not last.has_label or last.right < _FULL * right:
        return False
    last.text = f"{last.text}\n{line.segments[0].text}"
    return True


def _is_remark(line: ParsedLine, target: ParsedLine) -> bool:
    """A line in brackets that begins at the margin."""
    return bool(_BRACKETS.match(squeeze(line.raw.text))) and line.segments[0].left <= target.segments[0].left + 3


def _full(target: ParsedLine, segment: Segment) -> Segment | None:
    """The segment with its label that a segment stands flush under, if the first word of that had no room in it."""
    em = target.raw.bottom - target.raw.top
    for label, following in pairwise(target.segments):
        if label.has_label and abs(label.left - segment.left) < _FLUSH:
            match = _FIRST_WORD.match(clean(segment.text))
            share = len(match.group()) / len(clean(segment.text)) if match else 1.0
            needed = share * (segment.right - segment.left)
            return label if segment.right < following.left < label.right + needed + em else None
    return None


def _slot(target: ParsedLine, segment: Segment) -> Segment | None:
    """The value cell behind a label that a segment stands in; made where there is none yet."""
    middle = (segment.left + segment.right) / 2
    for index, label in enumerate(target.segments):
        following = next((s for s in target.segments[index + 1 :] if s.is_label or s.has_label), None)
        end = following.left if following else float("inf")
        if label.is_label and label.right <= middle <= end and segment.right <= end:
            values = target.segments[index + 1 :]
            if values and values[0] is not following:
                return (
                    values[0]
                    if values[0].left <= middle <= values[0].right or abs(values[0].left - segment.left) < _FLUSH
                    else None
                )
            made = Segment("", segment.left, segment.right, is_label=False, has_label=False)
            target.segments.insert(index + 1, made)
            return made
    return None
