"""Headings that repeat under several groups: where a group's place is uncertain, reading order tells which is whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from schemas.findings import Finding
from schemas.header_match import Bound, ColumnView, Match
from schemas.heading_words import words_of

_CERTAIN = 0.9
_UNTOLD = 0.6
_Level = tuple[str, ...]
_Groups = tuple[_Level, ...]


def in_group_order(match: Match, views: Sequence[ColumnView]) -> Match:
    """The match with its groups in reading order: the n-th 全載 belongs to the n-th of the groups that have one.

    Without rules nothing tells how far the heading of a group reaches; how the headings below it repeat does. Only
    columns are exchanged whose heading alone does not tell their group; that only their order told them apart is said (T212).
    """
    groups = _groups(match.bounds, views)
    for bounds in _families(match.bounds):
        if all(bound.fit >= _CERTAIN for bound in bounds):
            continue
        by_group = sorted(bounds, key=lambda bound: groups[_words(bound)[0]])
        columns = sorted(bound.column for bound in bounds)
        moved = {b.field.name: column for b, column in zip(by_group, columns, strict=True) if b.column != column}
        match.bounds = [b._replace(column=moved.get(b.field.name, b.column)) for b in match.bounds]
        if moved or any(bound.fit < _UNTOLD for bound in bounds):
            match.findings.extend(_told_by_order(match, {bound.field.name for bound in bounds}, views))
    return match


def _told_by_order(match: Match, names: set[str], views: Sequence[ColumnView]) -> Iterator[Finding]:
    """T212 for each field of a family that has none yet."""
    told = {finding.field for finding in match.findings if finding.code == "T212"}
    for bound in match.bounds:
        if bound.field.name in names - told:
            view = views[bound.column]
            yield Finding("T212", view.place, bound.field.name, view.heading.text)


def _words(bound: Bound) -> tuple[_Groups, _Level]:
    """The words of a field's groups and those of its own level."""
    *groups, leaf = words_of(bound.field)[0].levels
    return tuple(groups), leaf


def _families(bounds: Sequence[Bound]) -> Iterator[list[Bound]]:
    """Fields whose own heading is the same and whose groups differ: 全載 of 瓦時 and of 乏時."""
    found: dict[_Level, list[Bound]] = defaultdict(list)
    for bound in bounds:
        groups, leaf = _words(bound)
        if groups and bound.other is None:
            found[leaf].append(bound)
    return (family for family in found.values() if len(family) > 1)


def _groups(bounds: Sequence[Bound], views: Sequence[ColumnView]) -> dict[_Groups, tuple[int, int]]:
    """Where each group stands: the first column whose heading names it, else the first one that it was given."""
    columns: dict[_Groups, tuple[int, int]] = {}
    for bound in sorted(bounds, key=lambda bound: bound.column):
        columns.setdefault(_words(bound)[0], (len(views), bound.column))
    for column in range(len(views) - 1, -1, -1):
        named = _named("".join(views[column].heading.levels), columns)
        if named is not None:
            columns[named] = (column, 0)
    return columns


def _named(text: str, groups: Iterable[_Groups]) -> _Groups | None:
    """The group whose words are the longest that a heading holds: 夜間加成計程 before 計程."""
    lengths = {group: sum(max(len(word) * (word in text) for word in level) for level in group) for group in groups}
    found = max(lengths, key=lambda group: lengths[group], default=None)
    return found if found and lengths[found] > 1 else None
