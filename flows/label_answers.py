"""What is known of a label that was read: its parts, and by the warehouse its meter, state and validity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from schemas import catalogue
from schemas.findings import Finding, Severity

if TYPE_CHECKING:
    from parsers.label_reader import LabelReading
    from schemas.legal_tables import LegalTables
    from warehouse.meters import MeterRecord, Meters

_KIND = "electricity_meter"


@dataclass(frozen=True, slots=True)
class Answer:
    """One reading in one file; ``reading`` is ``None`` where nothing was found. ``record``: the meter's own.

    ``state``: ``verified``, ``failed``, ``other_meter``, ``several``, ``approved`` (number granted, no record),
    ``unknown``; ``None`` where the warehouse was not asked. ``valid_until``: by the office's tables, ``None`` if unset.
    """

    file: str
    reading: LabelReading | None
    findings: tuple[Finding, ...] = ()
    state: str | None = None
    record: MeterRecord | None = None
    valid_until: date | None = None

    @property
    def wrong(self) -> bool:
        """Whether nothing was read, or a finding is an error."""
        heavy = {Severity.ERROR, Severity.FATAL}
        return self.reading is None or any(catalogue.severity(each) in heavy for each in self.findings)


def answers(
    found: Iterable[tuple[str, Sequence[LabelReading], Sequence[Finding]]],
    meters: Meters | None,
    legal: LegalTables | None,
) -> Iterable[Answer]:
    """An answer for each reading, for each finding on a file, and one for a file without either."""
    for file, readings, findings in found:
        known = meters.marked([each.label.certificate_number for each in readings if each.label]) if meters else {}
        for reading in readings:
            if meters is None or reading.label is None:
                yield Answer(file, reading, reading.findings)
            else:
                records = known.get(reading.label.certificate_number, [])
                yield _known(Answer(file, reading), records, meters, legal)
        if findings or not readings:
            yield Answer(file, None, tuple(findings))


def _known(answer: Answer, records: Sequence[MeterRecord], meters: Meters, legal: LegalTables | None) -> Answer:
    reading = answer.reading
    label = reading.label if reading else None
    if reading is None or label is None:
        return answer
    number, serials = label.certificate_number, sorted({each.serial_number or "" for each in records})
    own = next((each for each in records if each.serial_number == label.serial_number), None)
    if not records:
        granted = meters.grants(label.mark_code, f"{label.year_code}{label.number}")
        mine = any(grant.company_code in {None, label.company_code} for grant in granted)
        state, finding = ("approved" if mine else "unknown"), Finding("L706", field="mark_number", value=number)
    elif len(serials) > 1:
        state, finding = "several", Finding("L708", field="mark_number", value=f"{number}: {'、'.join(serials[:8])}")
    elif own is None:
        params = {"recorded": serials[0]}
        state, finding = "other_meter", Finding("L707", field="serial_number", value=label.serial_number, params=params)
    elif own.verdict == "fail":
        state, finding = "failed", Finding("L714", field="mark_number", value=number)
    else:
        return Answer(answer.file, reading, reading.findings, "verified", own, _validity(own, legal))
    return Answer(answer.file, reading, (*reading.findings, finding), state, own)


def _validity(record: MeterRecord, legal: LegalTables | None) -> date | None:
    """The last day of validity by the tables; ``None`` where they set no period for electricity meters."""
    day = record.verification_date
    period = legal.validity_years(_KIND, day) if legal and day else None
    if period is None or day is None:
        return None
    return _years_later(day, period.years)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as the command prints it."""
    reading, record = answer.reading, answer.record
    label = reading.label if reading else None
    result: dict[str, Any] = {
        "file": answer.file,
        "page": reading.page if reading else None,
        "payload": _payload(reading),
    }
    result["valid"] = label is not None
    for name in ("certificate_number", "company_code", "mark_code", "year_code", "serial_number"):
        result[name] = getattr(label, name, None)
    result["corners"] = [[round(x, 1), round(y, 1)] for x, y in reading.symbol.corners] if reading else None
    result["engine"] = reading.symbol.engine if reading else None
    if answer.state is not None:
        result |= {"state": answer.state, "record": _record(record), "valid_until": _iso(answer.valid_until)}
    result["findings"] = [catalogue.as_json(finding) for finding in answer.findings]
    return result


def _payload(reading: LabelReading | None) -> str | None:
    if reading is None:
        return None
    return reading.label.payload if reading.label else reading.symbol.data[:200].decode("utf-8", errors="replace")


def _record(record: MeterRecord | None) -> dict[str, Any] | None:
    if record is None:
        return None
    found = {name: getattr(record, name) for name in record.__slots__}
    return {**found, "verification_date": _iso(record.verification_date)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


HEADS = (
    "file", "page", "payload", "certificate_number", "serial_number", "engine", "state", "permit_number",
    "verification_date", "valid_until", "findings",
)  # fmt: skip


def as_row(answer: Answer, lang: catalogue.Lang) -> tuple[Any, ...]:
    """The columns of ``HEADS``, for CSV and the table."""
    reading, record = answer.reading, answer.record
    label = reading.label if reading else None
    words = "; ".join(catalogue.message(finding, lang) for finding in answer.findings)
    nothing = "" if words else {"zh": "沒有 QR 碼", "en": "no symbol"}[lang]
    return (
        answer.file,
        reading.page if reading else None,
        _payload(reading),
        label.certificate_number if label else None,
        label.serial_number if label else None,
        reading.symbol.engine if reading else None,
        answer.state,
        record.permit_number if record else None,
        record.verification_date if record else None,
        answer.valid_until,
        words if reading or words else nothing,
    )
