"""A line of text outside the tables, taken apart: which of its segments are labels, which hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.labels import Labels
from schemas.pattern import lazy
from schemas.raw import RawLine, RawSegment
from schemas.text import clean, squeeze

_OWN_LINE = lazy(
    r"^(?:第?[0-9]{1,4}(?:頁(?:[/,共][0-9]*頁?)?|[/,共][0-9]+頁?)|page[0-9/of]+|\(?[0-9]{1,2}[.、)].+|0[0-9][^\x00-\x7f].*|.*公司|.*表|.*以[下上]空白.*)$",
    re.IGNORECASE,
)
_PAGE_NUMBER = lazy(r"第[0-9]{1,4}頁.{0,9}|[0-9]{1,4}頁|page[0-9]{1,4}.{0,9}|-[0-9]{1,4}-", re.IGNORECASE)


@dataclass(slots=True)
class Segment:
    """A run of words: a label alone, text that holds a label, or neither."""

    text: str
    left: float
    right: float
    is_label: bool
    has_label: bool


@dataclass(slots=True)
class ParsedLine:
    """A line with its segments; ``is_own``: it continues nothing, such as a title, a check, a page number."""

    raw: RawLine
    segments: list[Segment]
    is_own: bool

    @property
    def has_label(self) -> bool:
        """Whether a label stands in it."""
        return any(segment.is_label or segment.has_label for segment in self.segments)


def parsed_line(line: RawLine, labels: Labels) -> ParsedLine:
    """Look for labels in each segment; those set far apart are put together, those run together taken apart."""
    segments: list[Segment] = []
    for segment in _apart([*_whole(line.segments, labels)], labels):
        text = clean(segment.text)
        alone = labels.alone(text) is not None
        segments.append(
            Segment(segment.text, segment.left, segment.right, alone, not alone and bool(labels.inside(text)))
        )
        if len(segments) > 1 and _is_spaced(segments[-2].text, text, labels):
            first, second = segments[-2:]
            segments[-2:] = [Segment(first.text + text, first.left, second.right, is_label=True, has_label=False)]
    own = bool(_OWN_LINE.match(squeeze(line.text))) or is_page_number(line)
    return ParsedLine(line, segments, own or ":" in clean(line.text))


def is_page_number(line: RawLine) -> bool:
    """Whether a line says which page this is, and nothing else."""
    return bool(_PAGE_NUMBER.fullmatch(squeeze(line.text)))


def _whole(segments: Sequence[RawSegment], labels: Labels) -> Iterator[RawSegment]:
    """The segments; one that ends in a bracket and begins the label of the next one is joined to it."""
    begun: RawSegment | None = None
    for segment in segments:
        if begun and labels.alone(clean(begun.text) + clean(segment.text).partition(":")[0]):
            begun = RawSegment(f"{begun.text}{segment.text}", begun.left, segment.right)
        else:
            if begun:
                yield begun
            begun = segment
        if not clean(begun.text).endswith(")"):
            yield begun
            begun = None
    if begun:
        yield begun


def _apart(segments: Sequence[RawSegment], labels: Labels) -> Iterator[RawSegment]:
    """The segments; where a value runs into the label of the next one, that label is a segment of its own."""
    for at, segment in enumerate(segments):
        value, _, last = segment.text.rpartition(" ")
        follower = segments[at + 1].text if at + 1 < len(segments) else ""
        is_last = at > 0 and not follower
        runs_on = value and labels.alone(clean(last)) and not labels.alone(clean(segment.text))
        if (
            not (runs_on and (follower or is_last))
            or labels.inside(clean(segment.text))
            or labels.alone(clean(follower))
        ):
            yield segment
            continue
        letter = (segment.right - segment.left) / len(segment.text)
        yield RawSegment(value, segment.left, segment.left + letter * len(value))
        yield RawSegment(last, segment.right - letter * len(last), segment.right)


def _is_spaced(before: str, text: str, labels: Labels) -> bool:
    """Whether two segments are one label whose characters are set far apart: ``廠　　　牌``."""
    return len(before) == 1 and before.isalpha() and labels.alone(before + text) is not None
