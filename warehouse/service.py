"""What the office supplies for its figures on service: areas of the branches, counts, published reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal

from warehouse.audit import AuditEntry, append
from warehouse.session import Session
from warehouse.values import clean_text


@dataclass(frozen=True, slots=True)
class Area:
    """Addresses that begin with ``area`` belong to ``branch``."""

    area: str
    branch: str
    source: str
    example: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A count that does not pass through this program; ``quarter`` ``None`` for a whole year."""

    roc_year: int
    quarter: int | None
    branch: str
    measure: str
    detail: str | None
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Report:
    """A published report as it was read."""

    sha256: str
    file_name: str
    title: str
    roc_year: int | None
    example: bool
    pages: int
    engine: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of one of its tables; all counted from 1."""

    page: int
    table_number: int
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands in a cell; ``measure`` is ``None`` where it is none of ours."""

    page: int
    table_number: int
    row: int
    column: int
    number: int
    branch: str | None
    measure: str | None
    value: Decimal
    unit: str
    sentence: str


def save_areas(session: Session, areas: Sequence[Area], actor: str) -> None:
    """Put these areas in the place of those that were there."""
    with session.transaction():
        before = session.fetch_one("SELECT count(*) FROM branch_areas")
        session.run("DELETE FROM branch_areas")
        names = ("area", "branch", "source", "example", "recorded_at")
        session.append("branch_areas", names, [(*astuple(area), session.now()) for area in areas])
        entry = AuditEntry(
            actor, "service.areas", "branch_areas", {"areas": before[0] if before else 0}, {"areas": len(areas)}
        )
        append(session, entry)


def save_counts(session: Session, counts: Sequence[Count], actor: str) -> int:
    """Enter counts; one of the same year, quarter, branch, measure and detail replaces the earlier one. Returns how many did."""
    replaced = 0
    with session.transaction():
        for count in counts:
            replaced += _remove(session, count)
        names = ("roc_year", "quarter", "branch", "measure", "detail", "value", "source", "recorded_at")
        session.append("service_counts", names, [(*astuple(count), session.now()) for count in counts])
        sources = sorted({count.source for count in counts})
        append(
            session,
            AuditEntry(
                actor,
                "service.counts",
                "service_counts",
                {"replaced": replaced},
                {"counts": len(counts), "sources": sources},
            ),
        )
    return replaced


def _remove(session: Session, count: Count) -> int:
    key = [count.roc_year, count.quarter, count.branch, count.measure, count.detail]
    where = "roc_year = ? AND quarter IS NOT DISTINCT FROM ? AND branch = ? AND measure = ? AND detail IS NOT DISTINCT FROM ?"
    found = session.fetch_one(f"SELECT count(*) FROM service_counts WHERE {where}", key)  # noqa: S608 (our own names)
    session.run(f"DELETE FROM service_counts WHERE {where}", key)  # noqa: S608
    return int(found[0]) if found else 0


def measures(session: Session) -> dict[str, str]:
    """The measures that there are, with their units."""
    return dict(session.fetch("SELECT measure, unit FROM dim_measure"))


def save_report(session: Session, report: Report, cells: Sequence[Cell], figures: Sequence[Figure], actor: str) -> bool:
    """Keep a report with its tables and figures; false where the same file is there already."""
    if session.fetch_one("SELECT 1 FROM published_reports WHERE sha256 = ?", [report.sha256]):
        return False
    with session.transaction():
        head = (report.sha256, clean_text(report.file_name), clean_text(report.title), report.roc_year, report.example)
        names = ("sha256", "file_name", "title", "roc_year", "example", "pages", "engine", "recorded_at")
        session.append("published_reports", names, [(*head, report.pages, report.engine, session.now())])
        place = ("sha256", "page", "table_number", "row", "column")
        rows = [(report.sha256, *astuple(cell)[:-1], clean_text(cell.text)) for cell in cells]
        session.append("published_cells", (*place, "text"), rows)
        found = [(report.sha256, *astuple(figure)) for figure in figures]
        session.append("published_figures", (*place, "number", "branch", "measure", "value", "unit", "sentence"), found)
        append(
            session,
            AuditEntry(
                actor, "service.report", report.sha256, None, {"file": report.file_name, "figures": len(figures)}
            ),
        )
    return True
