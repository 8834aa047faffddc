"""Entries of the legal tables: in force from a day to a day, with their source and who confirmed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from pydantic import Field, model_validator

from schemas.document import Strict


class Dated(Strict):
    """What every entry has: source, period, and who confirmed it."""

    article: str = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    fixed_by_law: bool = False
    example: bool = False

    @model_validator(mode="after")
    def _dates_in_order(self) -> Dated:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    @property
    def subject(self) -> tuple[object, ...]:
        """What the entry speaks of; of two entries on one subject the later loaded one holds while both run."""
        return (type(self).__name__,)

    @property
    def confirmed(self) -> bool:
        """Whether a finding of severity error may rest on it."""
        return not self.example and (self.fixed_by_law or bool(self.confirmed_by and self.confirmed_on))

    def holds_on(self, day: date) -> bool:
        """Whether the entry is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


Entry = TypeVar("Entry", bound=Dated)


def first_on(entries: Iterable[Entry], day: date) -> Entry | None:
    """The first entry in force on a day."""
    return next((entry for entry in entries if entry.holds_on(day)), None)


def outside(entries: Iterable[Entry], later: Iterable[Entry]) -> list[Entry]:
    """What is left of the entries' periods where no later entry on the same subject runs."""
    held: dict[tuple[object, ...], list[Entry]] = {}
    for entry in later:
        held.setdefault(entry.subject, []).append(entry)
    left = list(entries)
    for subject, covers in held.items():
        for cover in covers:
            left = [part for entry in left for part in (_cut(entry, cover) if entry.subject == subject else [entry])]
    return left


def _cut(entry: Entry, cover: Entry) -> Iterator[Entry]:
    if not overlapping(entry, cover):
        yield entry
        return
    if entry.valid_from < cover.valid_from:
        yield entry.model_copy(update={"valid_to": cover.valid_from - timedelta(days=1)})
    if cover.valid_to is not None and (entry.valid_to is None or cover.valid_to < entry.valid_to):
        yield entry.model_copy(update={"valid_from": cover.valid_to + timedelta(days=1)})


def overlapping(one: Dated, other: Dated) -> bool:
    """Whether there is a day on which both are in force."""
    return (one.valid_to is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from <= other.valid_to
    )
