"""Documents by the hundred: ``python -m benchmarks.documents`` prints forms, long records and PDFs as Markdown."""

from __future__ import annotations

import math
import os
import platform
import time
from collections.abc import Callable

from benchmarks.docx_speed import docxtpl, each, long_record
from generators.docx_engine import render
from generators.forms import blank_values
from generators.libreoffice import OfficeFile, to_pdf
from generators.templates import BUILT_IN

_BLOCKS, _FORMS = 10, 100
_LENGTHS = (1_000, 5_000, 20_000)
_DOCXTPL_LENGTHS = (500, 1_000, 2_000)
_PAPERS, _ALONE = 20, 3


def main() -> None:
    """Run all, one after the other; CPU seconds of this process, but wall-clock seconds for LibreOffice."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load before: {load}\n")
    print("\n".join(["| what | docxtpl | zijian | times |", "|---|---|---|---|", _forms()]), flush=True)
    print("\n".join(["", *_records()]), flush=True)
    print("\n".join(["", *_pdfs()]), flush=True)
    print(f"\nload after: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")


def _forms() -> str:
    """Blocks of both in turn, so that whatever else runs weighs on both."""
    path, values = BUILT_IN.path("FIF-01"), blank_values("FIF-01")
    theirs = ours = 0.0
    for block in range(_BLOCKS):
        first = block * _FORMS
        theirs += cpu(lambda first=first: each(path, values, docxtpl, first, _FORMS))  # type: ignore[misc]
        ours += cpu(lambda first=first: each(path, values, render, first, _FORMS))  # type: ignore[misc]
    return f"| {_BLOCKS * _FORMS:,} different FIF-01, CPU s | {theirs:.1f} | {ours:.2f} | {theirs / ours:.0f} |"


def _records() -> list[str]:
    lines = ["| record of gas meters, rows | docxtpl, CPU s | zijian, CPU s | zijian, ms a row |", "|---|---|---|---|"]
    measured = {rows: cpu(lambda rows=rows: docxtpl(*long_record(rows))) for rows in _DOCXTPL_LENGTHS}  # type: ignore[misc]
    last, before = _DOCXTPL_LENGTHS[-1], _DOCXTPL_LENGTHS[-2]
    power = math.log(measured[last] / measured[before]) / math.log(last / before)
    for rows in sorted({*_DOCXTPL_LENGTHS, *_LENGTHS}):
        filled = long_record(rows)
        ours = cpu(lambda filled=filled: render(*filled))  # type: ignore[misc]
        said = (
            f"{measured[rows]:.2f}" if rows in measured else f"not run; ≈ {measured[last] * (rows / last) ** power:.0f}"
        )
        lines.append(f"| {rows:,} | {said} | {ours:.2f} | {1000 * ours / rows:.3f} |")
    return [*lines, "", f"≈: by the power {power:.2f} that {before:,} and {last:,} rows gave, not measured."]


def _pdfs() -> list[str]:
    path, values = BUILT_IN.path("FIF-01"), blank_values("FIF-01")
    files = [
        OfficeFile(f"{number}.docx", render(path, {**values, "company_name": f"第{number}號公司"}))
        for number in range(_PAPERS)
    ]
    pages = 0

    def batch() -> None:
        nonlocal pages
        pages = sum(_pages(pdf) for pdf in to_pdf(files) if isinstance(pdf, bytes))

    together = wall(batch)
    alone = wall(lambda: [to_pdf([file]) for file in files[:_ALONE]]) / _ALONE
    a_document = pages / _PAPERS
    return [
        "| FIF-01 as PDF | pages/s |",
        "|---|---|",
        f"| {_PAPERS} documents, {pages} pages, in one batch | {pages / together:.2f} |",
        f"| one LibreOffice start a document ({_ALONE} run) | {a_document / alone:.2f} |",
        f"| times | {pages / together / (a_document / alone):.1f} |",
    ]


def _pages(pdf: bytes) -> int:
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - only here

    return len(PdfDocument(pdf))


def cpu(call: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    started = time.process_time()
    call()
    return time.process_time() - started


def wall(call: Callable[[], object]) -> float:
    """Seconds on the clock."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
