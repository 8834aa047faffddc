"""Filling templates against plain docxtpl, in one process and interleaved: many forms, and one long record."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from generators.docx_engine import render
from generators.forms import blank_values
from generators.templates import BUILT_IN

_ROUNDS = 3
_FORMS = 100
_LENGTHS = (200, 2_000, 20_000)
_DOCXTPL_UP_TO = 2_000


def table() -> str:
    """Markdown: milliseconds a form, seconds a record, and how many times faster."""
    lines = ["| what | docxtpl | zijian | times |", "|---|---|---|---|"]
    theirs, ours = _forms()
    lines.append(f"| one of {_FORMS} different FIF-01, ms | {theirs:.1f} | {ours:.2f} | {theirs / ours:.0f} |")
    return "\n".join([*lines, *map(_record_line, _LENGTHS)])


def _forms() -> tuple[float, float]:
    path, values = BUILT_IN.path("FIF-01"), blank_values("FIF-01")
    theirs, ours = [], []
    for _ in range(_ROUNDS):
        theirs.append(_seconds(lambda: each(path, values, docxtpl, 0, _FORMS)))
        ours.append(_seconds(lambda: each(path, values, render, 0, _FORMS)))
    return 1000 * statistics.median(theirs) / _FORMS, 1000 * statistics.median(ours) / _FORMS


def each(
    path: Path, values: Mapping[str, Any], fill: Callable[[Path, Mapping[str, Any]], bytes], first: int, count: int
) -> None:
    """Fill ``count`` forms, each for another company, numbered from ``first``."""
    for number in range(first, first + count):
        fill(path, {**values, "company_name": f"第{number}號公司"})


def long_record(rows: int) -> tuple[Path, dict[str, Any]]:
    """Template and values of a gas-meter record of so many rows."""
    values = blank_values("FIF-03-gas_meter")
    row = dict.fromkeys(values["rows"][0], "12.34")
    return BUILT_IN.path("FIF-03-gas_meter"), {**values, "rows": [row] * rows}


def _record_line(rows: int) -> str:
    path, filled = long_record(rows)
    ours = _seconds(lambda: render(path, filled))
    if rows > _DOCXTPL_UP_TO:
        return f"| record of {rows:,} gas meters, s | not run | {ours:.2f} | |"
    theirs = _seconds(lambda: docxtpl(path, filled))
    return f"| record of {rows:,} gas meters, s | {theirs:.2f} | {ours:.2f} | {theirs / ours:.1f} |"


def docxtpl(path: Path, values: Mapping[str, Any]) -> bytes:
    """Plain docxtpl, as its manual has it."""
    document = DocxTemplate(path)
    document.render(dict(values), autoescape=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
