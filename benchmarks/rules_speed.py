"""How long the judgement of a large month of electricity meters takes beside reading them, and how its memory grows.

``python -m benchmarks.rules_speed`` prints the table; with a number and ``make``, ``judge`` or ``read`` it makes that
many meters and their report, judges them too, or reads a PDF with that many.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.measure import run
from flows.legal_tables import load
from schemas.document import Document, DocumentKind, ReferenceStandard, ReportHeader, ReportRow, Source
from schemas.kinds import electricity_meter
from schemas.validate import Context, check_document, check_together

SAMPLE = Path(__file__).parents[1] / "tests" / "records" / "pdf" / "1-000-electricity-reportlab.pdf"
EACH = 1_000
SIZES = (5_000, 20_000, 85_000)
DAY = date(2026, 10, 14)
LINE = 100
_ERRORS = ("wh_full_load", "wh_power_factor", "wh_light_load", "wh_reverse_load", "wh_1s", "wh_3s", "demand")


def record(meters: int) -> Document:
    """A record of that many passing meters, each error with a tolerance printed for it."""
    tolerances = electricity_meter.ElectricityTolerances(**dict.fromkeys(_ERRORS, "±2.0"))
    header = electricity_meter.ElectricityHeader(
        permit_number="MV113001", verification_date=DAY, verification_site="S", verifier="V", quantity=meters,
        brand="B", model="M", tolerances=tolerances, technical_specification="CNMV 46",
        reference_standard=ReferenceStandard(name="N", serial_number="1", calibration_date=DAY, certificate_number="C"),
    )  # fmt: skip
    errors = dict.fromkeys(_ERRORS, Decimal("0.41"))
    rows = [
        electricity_meter.ElectricityRow(
            serial_number=f"{26000000 + n}", verdict="pass", mark_number=f"S1LH15{n:06d}", creep=True, **errors
        )
        for n in range(meters)
    ]
    return _document("verification_record", header, rows)


def report(meters: int) -> Document:
    """The report of the same meters, in lines of ``LINE``."""
    rows = [
        ReportRow(
            item=str(first // LINE + 1), verification_date=DAY, brand="B", model="M", quantity=LINE, fee=Decimal(5000),
            serial_numbers=f"{26000000 + first}~{26000000 + first + LINE - 1}",
            mark_numbers=f"S1LH15{first:06d}~S1LH15{first + LINE - 1:06d}",
        )
        for first in range(0, meters, LINE)
    ]  # fmt: skip
    header = ReportHeader(permit_number="MV113001", period="2026-10", total_quantity=meters, total_fee=10 * meters)
    return _document("monthly_report", header, rows)


def _document(document_kind: DocumentKind, header: object, rows: Sequence[object]) -> Document:
    return Document.model_construct(
        document_kind=document_kind, instrument_kind="electricity_meter", header=header, rows=list(rows),
        source=Source(file=document_kind, sha256=document_kind, pages=1, engine="made"),
    )  # fmt: skip


def judge(meters: int, *, judged: bool) -> float:
    """Seconds of CPU that the judgement of record and report takes; 0 where they are only made."""
    documents = [record(meters), report(meters)]
    context = Context(today=date(2026, 11, 21), legal=load())
    started = time.process_time()
    if judged:
        for document in documents:
            check_document(document, context)
        check_together(documents, context)
    return time.process_time() - started


def read(meters: int) -> float:
    """Seconds of CPU that the reading of so many meters takes, in records of ``EACH``: a sample's pages over and over."""
    import pikepdf  # noqa: PLC0415 (it would count as memory of the judgement)

    from flows.reading import read_document  # noqa: PLC0415

    lone = len(read_document(SAMPLE.read_bytes(), SAMPLE.name).rows)
    made = io.BytesIO()
    with pikepdf.open(SAMPLE) as sample, pikepdf.new() as pdf:
        for _ in range(EACH // lone):
            pdf.pages.extend(sample.pages)
        pdf.save(made)
    started = time.process_time()
    found = sum(len(read_document(made.getvalue(), SAMPLE.name).rows) for _ in range(meters // EACH))
    if found != meters:
        raise RuntimeError("not all of the meters were read")
    return time.process_time() - started


def table() -> str:
    """Seconds of CPU and peak memory beyond that of the documents themselves, as Markdown."""
    head = ("meters", "judging, CPU s", "µs a meter", "peak MB beyond the documents", "reading them, CPU s", "times")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for meters in SIZES:
        made, done, seen = (
            run([sys.executable, "-m", "benchmarks.rules_speed", str(meters), mode])
            for mode in ("make", "judge", "read")
        )
        seconds, reading = float(done.output), float(seen.output)
        more = max(done.peak_mb - made.peak_mb, 0)
        figures = f"{seconds:.2f} | {seconds / meters * 1e6:.0f} | {more:.0f} | {reading:.1f} | {reading / seconds:.1f}"
        lines.append(f"| {meters:,} | {figures} |")
    return "\n".join(lines)


def _figure(meters: int, mode: str) -> float:
    return read(meters) if mode == "read" else judge(meters, judged=mode == "judge")


if __name__ == "__main__":
    print(_figure(int(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 2 else table())
