"""Column headings -> fields: the assignment of fields to columns whose total likeness is greatest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import BaseModel

from schemas.assignment import best_assignment
from schemas.column import Column, FieldInfo, fields_of
from schemas.counters import COUNTERS, counters
from schemas.findings import Finding
from schemas.heading_words import Heading, bare, likeness, score, words_of
from schemas.numerals import to_decimal
from schemas.place import NOWHERE, Place
from schemas.taught import NOTHING, WEIGHT, Lesson, Taught, lessons
from schemas.text import is_void
from schemas.ticks import is_answer

Parts = tuple[tuple[str, tuple[str, ...]], ...]
THRESHOLD = 0.5
_SAME = 0.02
_IGNORED = frozenset(map(bare, ("備註", "備考", "附註", "說明", "其他", "remarks", "note", "單位", "")))
_YES = frozenset(map(bare, ("是", "合格", "有", "yes", "pass", "ok", "符合", "良")))
_NO = frozenset(map(bare, ("否", "不合格", "無", "no", "fail", "ng", "不符合", "不良")))


class ColumnView(NamedTuple):
    """A column as matching sees it: the texts above it, some of its cells, and the place of its heading."""

    heading: Heading
    samples: tuple[str, ...] = ()
    place: Place = NOWHERE


class Bound(NamedTuple):
    """A field and where it is read: ``column``, or ``column`` for yes and ``other`` for no; ``fit`` is the likeness."""

    field: FieldInfo
    column: int
    other: int | None = None
    fit: float = 1.0


@dataclass(slots=True)
class Match:
    """What each column means. ``stacked``: an instrument takes one row for each part of its kind."""

    bounds: list[Bound] = field(default_factory=list)
    part_column: int | None = None
    counters: tuple[int, ...] = ()
    stacked: bool = False
    total: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    @property
    def fields(self) -> set[str]:
        """The names of the fields that have a column."""
        return {bound.field.name for bound in self.bounds}


class _Slot(NamedTuple):
    heading: Heading
    column: int
    other: int | None
    samples: tuple[str, ...]
    place: Place


def match_columns(
    views: Sequence[ColumnView],
    row: type[BaseModel],
    parts: Parts = (),
    next_row: int = 1,
    taught: Taught = NOTHING,
) -> Match:
    """The best reading of a table's columns as the fields of ``row``.

    With ``parts`` the fields ``high_error``, ``low_error`` … may stand side by side under their groups, or one below
    the other in two rows (then the bounds carry the bare name, ``error``); the reading with the greater total wins.
    A column that only numbers the rows, from 1 or from ``next_row``, is no field. ``taught`` words count for less
    than built-in ones that are certain.
    """
    part_column = _part_column(views, parts)
    fields = list(fields_of(row))
    side_by_side = _match(views, fields, part_column, next_row, taught)
    if not parts:
        return side_by_side
    stacked = _match(views, stacked_fields(fields, parts), part_column, next_row, taught)
    stacked.stacked, stacked.part_column = True, part_column
    better = stacked.total > side_by_side.total + THRESHOLD
    return stacked if part_column is not None or better else side_by_side


def stacked_fields(fields: Sequence[FieldInfo], parts: Parts) -> list[FieldInfo]:
    """The fields of one row of a stacked form: ``high_error`` and ``low_error`` become ``error``."""
    kept: dict[str, FieldInfo] = {}
    for info in fields:
        prefix = next((name for name, _ in parts if info.name.startswith(f"{name}_")), None)
        if prefix is None:
            kept[info.name] = info
        else:
            bare_name = info.name.removeprefix(f"{prefix}_")
            kept.setdefault(bare_name, info._replace(name=bare_name, column=_without_group(info.column)))
    return list(kept.values())


def _without_group(column: Column) -> Column:
    return column._replace(headers=tuple(header.rpartition("/")[2] for header in column.headers))


def _part_column(views: Sequence[ColumnView], parts: Parts) -> int | None:
    words = {bare(word) for _, options in parts for word in options}
    for index, view in enumerate(views):
        cells = [bare(text) for text in view.samples if not is_void(text)]
        if cells and all(cell in words for cell in cells):
            return index
    return None


def _match(
    views: Sequence[ColumnView], fields: list[FieldInfo], part_column: int | None, next_row: int, taught: Taught
) -> Match:
    found = Match(counters=tuple(counters(views, fields, next_row)))
    left_out = {*found.counters} | ({part_column} if part_column is not None else set())
    slots = list(_slots(_with_anchors(views, fields), left_out))
    gain = _gain(fields, slots)
    told = _teach(gain, fields, slots, taught)
    for f, s in best_assignment(gain):
        slot = slots[s]
        found.bounds.append(Bound(fields[f], slot.column, slot.other, gain[f][s]))
        found.total += gain[f][s]
    found.findings = [*_doubts(fields, slots, gain, found), *_told(told, slots, found, taught)]
    return found


def _teach(gain: list[list[float]], fields: list[FieldInfo], slots: list[_Slot], taught: Taught) -> list[Lesson]:
    """Raise the gain of what was taught, where the built-in words leave room."""
    told = list(lessons(taught, [slot.heading for slot in slots], fields))
    for lesson in told:
        if lesson.certain is None:
            row = gain[fields.index(lesson.info)]
            row[lesson.index] = max(row[lesson.index], _fitting(WEIGHT, lesson.info, slots[lesson.index]))
    return told


def _told(told: list[Lesson], slots: list[_Slot], found: Match, taught: Taught) -> Iterator[Finding]:
    """Which of the lessons the reading follows, and which go against a certain word."""
    columns = {(bound.field.name, bound.column) for bound in found.bounds}
    for lesson in told:
        slot = slots[lesson.index]
        if lesson.certain is None and (lesson.info.name, slot.column) in columns:
            yield taught.used(slot.heading.text, lesson.info).at(slot.place)
        elif lesson.certain is not None and lesson.certain.name != lesson.info.name:
            yield taught.ignored(slot.heading.text, lesson.certain).at(slot.place)


def _with_anchors(views: Sequence[ColumnView], fields: list[FieldInfo]) -> list[ColumnView]:
    """A heading that appears again and again belongs to the group named by the column before it.

    ``1.0Qmax | 器示值 | 標準值 | 0.2Qmax | 器示值 …`` as the gas meter form has it.
    """
    groups = {word for info in fields for words in words_of(info) for level in words.levels[:-1] for word in level}
    seen = Counter(view.heading.levels for view in views)
    anchor: str | None = None
    result = []
    for view in views:
        levels = view.heading.levels
        if len(levels) == 1 and seen[levels] == 1 and any(likeness(word, levels[0]) > 0.9 for word in groups):
            anchor = levels[0]
        elif len(levels) == 1 and seen[levels] > 1 and anchor:
            result.append(view._replace(heading=view.heading._replace(levels=(anchor, *levels))))
            continue
        result.append(view)
    return result


def _slots(views: Sequence[ColumnView], left_out: set[int]) -> Iterator[_Slot]:
    """Columns, with those of 是 and 否 under one heading as one slot."""
    taken = set(left_out)
    for index, view in enumerate(views):
        if index in taken:
            continue
        other = _other_of_pair(views, index, taken)
        if other is None:
            yield _Slot(view.heading, index, None, view.samples, view.place)
        else:
            taken.add(other)
            yes, no = (index, other) if view.heading.levels[-1] in _YES else (other, index)
            above = view.heading.levels[:-1] or views[other].heading.levels[:-1] or (bare("是否合格"),)
            yield _Slot(view.heading._replace(levels=above), yes, no, (), views[min(yes, no)].place)


def _other_of_pair(views: Sequence[ColumnView], index: int, taken: set[int]) -> int | None:
    levels = views[index].heading.levels
    if not levels or levels[-1] not in _YES | _NO:
        return None
    wanted = _NO if levels[-1] in _YES else _YES
    for other in (index + 1, index - 1):
        if 0 <= other < len(views) and other not in taken:
            theirs = views[other].heading.levels
            parents = (levels[:-1], theirs[:-1])
            if theirs and theirs[-1] in wanted and (parents[0] == parents[1] or not all(parents)):
                return other
    return None


def _gain(fields: list[FieldInfo], slots: list[_Slot]) -> list[list[float]]:
    gain = []
    for rank, info in enumerate(fields):
        row = []
        for place, slot in enumerate(slots):
            value = _fit(info, slot)
            order = 0.01 * (1 - abs(rank / len(fields) - place / len(slots)))
            row.append(value + order if value >= THRESHOLD else 0.0)
        gain.append(row)
    return gain


def _fit(info: FieldInfo, slot: _Slot) -> float:
    value = max((score(words, slot.heading) for words in words_of(info)), default=0.0)
    return _fitting(value, info, slot) if value >= THRESHOLD else 0.0


def _fitting(value: float, info: FieldInfo, slot: _Slot) -> float:
    """A likeness, less where the column's content does not look like the field."""
    is_choice = info.type is bool or info.name == "verdict"
    if slot.other is not None:
        return value if is_choice else 0.0
    return value if _fits_content(info, slot.samples, is_choice) else value * 0.75


def _fits_content(info: FieldInfo, samples: Sequence[str], is_choice: bool) -> bool:
    """Whether at least half of the cells could be read as the field; an empty column could be anything."""
    texts = [text for text in samples if not is_void(text)]
    if not texts:
        return True
    if is_choice:
        return 2 * sum(map(is_answer, texts)) >= len(texts)
    if info.type is str:
        return info.name not in {"serial_number", "mark_number"} or any(c.isdigit() for text in texts for c in text)
    numbers = sum(
        any(c.isdigit() for c in text) if info.type.__name__ == "date" else to_decimal(text) is not None
        for text in texts
    )
    return 2 * numbers >= len(texts)


def _may_be_ignored(slot: _Slot) -> bool:
    """A remark, a counter, or nothing at all."""
    if not slot.heading.levels:
        return all(map(is_void, slot.samples))
    return all(level in COUNTERS | _IGNORED for level in slot.heading.levels)


def _doubts(fields: list[FieldInfo], slots: list[_Slot], gain: list[list[float]], found: Match) -> Iterator[Finding]:
    """Columns that were not read, that say the same twice, or that only their order tells apart."""
    used = {bound.column for bound in found.bounds}
    for s, slot in enumerate(slots):
        if slot.column in used or _may_be_ignored(slot):
            continue
        best = max(range(len(fields)), key=lambda f: gain[f][s], default=None)
        if best is not None and gain[best][s] > 0.9:
            text = slot.heading.text
            yield Finding("T205", slot.place, fields[best].name, text, {"column": text})
        else:
            text = slot.heading.text or next(text for text in slot.samples if not is_void(text))
            yield Finding("T204", slot.place, value=text)
    repeats = Counter(slot.heading.levels for slot in slots if slot.column in used)
    by_column = {slot.column: slot for slot in slots}
    for bound in found.bounds:
        slot = by_column[bound.column]
        if repeats[slot.heading.levels] > 1 or _is_ambiguous(bound, slots.index(slot), fields, gain, found):
            yield Finding("T212", slot.place, bound.field.name, slot.heading.text)


def _is_ambiguous(bound: Bound, s: int, fields: list[FieldInfo], gain: list[list[float]], found: Match) -> bool:
    """Whether the heading says a field as well that has no column: ``第1點`` without its group."""
    most = gain[fields.index(bound.field)][s]
    return any(gain[f][s] > most - _SAME for f, info in enumerate(fields) if info.name not in found.fields)
