"""Whether a table from the office can be taken as it stands: what it must not hold, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from schemas.legal_dated import Dated, overlapping
from schemas.legal_tables import DATED, Confirmation, LegalTables


def objections(tables: LegalTables, confirmation: Confirmation, today: date) -> list[str]:
    """Why these tables cannot be installed as confirmed, in words for people; empty if they can."""
    return [*_about_confirmation(confirmation, today), *_about_entries(tables), *_contradictions(tables)]


def _about_confirmation(confirmation: Confirmation, today: date) -> Iterator[str]:
    name = confirmation.confirmed_by
    if not name.strip() or not name.isprintable():
        yield "確認人姓名空白或含控制字元 (the confirmer's name is empty or not printable)"
    if confirmation.confirmed_on > today:
        yield f"確認日期 {confirmation.confirmed_on} 在未來 (the day of confirmation is to come)"


def _about_entries(tables: LegalTables) -> Iterator[str]:
    if not any(getattr(tables, name) for name in (*DATED, "holidays")):
        yield "檔案內無任何表 (the file holds no table)"
    for name in (*DATED, "holidays"):
        for number, entry in enumerate(getattr(tables, name), 1):
            if entry.example:
                yield f"{name}.{number}:範例數值不得確認 (an example cannot be confirmed)"


def _contradictions(tables: LegalTables) -> Iterator[str]:
    for name in DATED:
        yield from _at_odds(name, getattr(tables, name))
    days: dict[tuple[date, bool], tuple[int, bool]] = {}
    for number, entry in enumerate(tables.holidays, 1):
        first, working = days.setdefault((entry.day, entry.every_year), (number, entry.working))
        if working != entry.working:
            yield f"holidays.{number}:與 holidays.{first} 同日而相反 (the same day, day off and working day)"


def _at_odds(name: str, entries: Sequence[Dated]) -> Iterator[str]:
    """Entries on one subject that run at one time: the program could not tell which holds."""
    groups: dict[tuple[object, ...], list[tuple[int, Dated]]] = {}
    for number, entry in enumerate(entries, 1):
        groups.setdefault(entry.subject, []).append((number, entry))
    for group in groups.values():
        for (first, one), (second, other) in combinations(group, 2):
            if overlapping(one, other):
                yield f"{name}.{second}:與 {name}.{first} 之對象及期間重疊 (same subject and overlapping period)"
