"""How long the judgement of a large month of electricity meters takes, and how its memory grows.

``python -m benchmarks.rules_speed`` prints the table; with a number, judges that many meters and their report.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from benchmarks.measure import run
from flows.legal_tables import load
from schemas.document import Document, DocumentKind, ReferenceStandard, ReportHeader, ReportRow, Source
from schemas.kinds import electricity_meter
from schemas.validate import Context, check_document, check_together

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


def table() -> str:
    """Seconds of CPU and peak memory beyond that of the documents themselves, as Markdown."""
    lines = ["| meters | CPU s | µs a meter | peak MB beyond the documents |", "|---|---|---|---|"]
    for meters in SIZES:
        made, done = (
            run([sys.executable, "-m", "benchmarks.rules_speed", str(meters), mode]) for mode in ("make", "judge")
        )
        seconds = float(done.output)
        more = max(done.peak_mb - made.peak_mb, 0)
        lines.append(f"| {meters:,} | {seconds:.2f} | {seconds / meters * 1e6:.0f} | {more:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(judge(int(sys.argv[1]), judged=sys.argv[2] == "judge") if len(sys.argv) > 2 else table())
