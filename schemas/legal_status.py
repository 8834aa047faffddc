"""Which numbers of the law are there: confirmed, unconfirmed, missing, lapsed or about to lapse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schemas.kinds import KINDS
from schemas.legal_dated import Dated
from schemas.legal_tables import CalibrationInterval, Holiday, LegalTables


class Standing(StrEnum):
    """What may rest on a table today; ``LAPSED`` and ``MISSING`` mean that nothing can."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    EXAMPLE = "example"
    COMING = "coming"
    LAPSED = "lapsed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Line:
    """Entries of one table and kind that share source, period and confirmation.

    ``article`` of a missing table is where the number is to be found. ``days_left`` counts the days, the last one
    included, to ``valid_to`` where that is near and no other entry of the table and kind follows.
    """

    table: str
    kind: str | None
    standing: Standing
    article: str
    entries: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    fixed_by_law: bool = False
    days_left: int | None = None


SOURCES: dict[tuple[str, str], str] = {
    ("unit_fees", "taximeter"): "度量衡規費收費標準第5條",
    ("unit_fees", "weighing_instrument"): "度量衡規費收費標準第6條附表一",
    ("unit_fees", "gas_meter"): "度量衡規費收費標準第9條附表三",
    ("unit_fees", "water_meter"): "度量衡規費收費標準第10條附表四",
    ("unit_fees", "electricity_meter"): "度量衡規費收費標準第14條附表六",
}
"""Where a missing fee stands; what the technical specification fixes is named by its number."""
_INTERVALS = "由機關定之 (set by the office)"
_CALENDAR = "行政院人事行政總處公告之政府行政機關辦公日曆表"
_LAPSE_NOTICE = 90


def status(tables: LegalTables, today: date, notice: int = _LAPSE_NOTICE) -> list[Line]:
    """Every table and kind, missing ones included, in a fixed order; ``notice``: days before the end that count."""
    lines: list[Line] = []
    for table in ("unit_fees", "limits", "validity", "service_life", "calibration_intervals"):
        for spec in KINDS:
            entries = [entry for entry in getattr(tables, table) if _serves(entry, spec.name)]
            named = f"{spec.zh}檢定檢查技術規範({spec.technical_specification})"
            source = _INTERVALS if table == "calibration_intervals" else SOURCES.get((table, spec.name), named)
            lines.extend(_lines(table, spec.name, entries, source, today, notice))
    lines.extend(_lines("addressees", None, tables.addressees, "經濟部標準檢驗局處務規程", today, notice))
    lines.extend(_calendars(tables.holidays, today, notice))
    return lines


def _serves(entry: Dated, kind: str) -> bool:
    return getattr(entry, "kind", None) in ({kind, None} if isinstance(entry, CalibrationInterval) else {kind})


def _lines(
    table: str, kind: str | None, entries: Sequence[Dated], source: str, today: date, notice: int
) -> Iterator[Line]:
    groups: dict[tuple[object, ...], list[Dated]] = {}
    for entry in entries:
        groups.setdefault(_signature(entry), []).append(entry)
    running = [group for group in groups.values() if group[0].holds_on(today)]
    for group in running:
        yield _line(table, kind, group, _standing(group[0]), _days_left(group[0], entries, today, notice))
    past = [group for group in groups.values() if group[0].valid_to is not None and group[0].valid_to < today]
    if past and not running:
        last = max(past, key=lambda group: group[0].valid_to or date.min)
        yield _line(table, kind, last, Standing.LAPSED, None)
    elif not running:
        yield Line(table, kind, Standing.MISSING, source)
    for group in groups.values():
        if group[0].valid_from > today:
            yield _line(table, kind, group, Standing.COMING, None)


def _signature(entry: Dated) -> tuple[object, ...]:
    names = ("article", "valid_from", "valid_to", "confirmed_by", "confirmed_on", "fixed_by_law", "example")
    return tuple(getattr(entry, name) for name in names)


def _standing(entry: Dated) -> Standing:
    if entry.example:
        return Standing.EXAMPLE
    return Standing.CONFIRMED if entry.confirmed else Standing.UNCONFIRMED


def _line(table: str, kind: str | None, group: Sequence[Dated], standing: Standing, days_left: int | None) -> Line:
    first = group[0]
    return Line(
        table=table,
        kind=kind,
        standing=standing,
        article=first.article,
        entries=len(group),
        valid_from=first.valid_from,
        valid_to=first.valid_to,
        confirmed_by=first.confirmed_by,
        confirmed_on=first.confirmed_on,
        fixed_by_law=first.fixed_by_law,
        days_left=days_left,
    )


def _days_left(entry: Dated, entries: Iterable[Dated], today: date, notice: int) -> int | None:
    if entry.valid_to is None or (entry.valid_to - today).days >= notice:
        return None
    day_after = entry.valid_to + timedelta(days=1)
    followed = any(other.subject == entry.subject and other.holds_on(day_after) for other in entries)
    return None if followed else (entry.valid_to - today).days + 1


def _calendars(holidays: Sequence[Holiday], today: date, notice: int) -> Iterator[Line]:
    """The office calendar of this year, and of the next as soon as it is near."""
    last = (today + timedelta(days=notice)).year
    for year in range(today.year, last + 1):
        first, end = date(year, 1, 1), date(year, 12, 31)
        known = [entry for entry in holidays if entry.day.year == year and not entry.every_year]
        if known:
            standing = Standing.EXAMPLE if any(entry.example for entry in known) else Standing.UNCONFIRMED
            if all(entry.confirmed for entry in known):
                standing = Standing.CONFIRMED
            by = known[0]
            yield Line("holidays", None, standing, by.source, len(known), first, end, by.confirmed_by, by.confirmed_on)
        else:
            yield Line("holidays", None, Standing.MISSING, f"{_CALENDAR}({year - 1911}年)", 0, first, end)
