"""The labels to make: from a CSV or xlsx, or from the warehouse (a record, a month)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.label_checks import Planned
from generators.label_sheet import Sticker
from schemas.errors import UsageError
from schemas.findings import Finding
from schemas.identifiers import permit_number
from schemas.label import Label, label
from schemas.place import Place

if TYPE_CHECKING:
    from warehouse.meters import MeterRecord

_NAMES: Mapping[str, tuple[str, ...]] = {
    "certificate_number": ("檢定合格編號", "certificate_number", "mark_number", "合格印證號碼"),
    "serial_number": ("器號", "serial_number"),
    "permit_number": ("自檢字號", "permit_number", "自檢號"),
    "valid_year": ("有效期間年", "valid_year"),
    "valid_month": ("有效期間月", "valid_month"),
    "service_year": ("最長使用期限年", "service_year"),
}
_NEEDED = ("certificate_number", "serial_number")
_MONTH = re.compile(r"([0-9]{2,3})[/-](1[0-2]|0?[1-9])")
_YEAR = re.compile(r"[1-9][0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Printed:
    """What the list need not say, the same for all: permit, ``(ROC year, month)`` of validity, ROC year of service."""

    permit_number: str = ""
    valid_until: tuple[int, int] | None = None
    service_until: int | None = None


def month_of(text: str) -> tuple[int, int]:
    """``123/12`` -> (123, 12), ROC year and month; ``ValueError`` for anything else."""
    found = _MONTH.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return int(found.group(1)), int(found.group(2))


def make_label(certificate: str, serial: str) -> Label:
    """The label of these numbers; ``UsageError`` with the first finding's words where they are not fit for one."""
    from schemas.catalogue import message, remedy  # noqa: PLC0415

    found, findings = label(certificate, serial)
    if found is None:
        raise UsageError(message(findings[0]), hint=remedy(findings[0]))
    return found


def plans_from_file(path: Path, printed: Printed) -> tuple[list[Planned], list[Finding]]:
    """The stickers that a CSV or xlsx lists, and what is wrong with its rows (each with its line)."""
    plans: list[Planned] = []
    findings: list[Finding] = []
    for line, row in _rows(path):
        place = Place(line=line)
        found, faults = label(row.get("certificate_number", ""), row.get("serial_number", ""))
        valid, service, wrong = _periods(row, printed)
        findings += [fault.at(place) for fault in [*faults, *wrong]]
        if found and not wrong:
            permit = permit_number(row.get("permit_number", "")) or printed.permit_number
            plans.append(Planned(Sticker(found, permit, valid, service), place))
    return plans, findings


def plans_from_records(records: Iterable[MeterRecord], printed: Printed) -> tuple[list[Planned], list[Finding]]:
    """The stickers of meters as recorded, and the records whose numbers no label can hold."""
    plans: list[Planned] = []
    findings: list[Finding] = []
    for record in records:
        place = Place(page=record.page, sheet=record.sheet, row=record.row)
        found, faults = label(record.mark_number or "", record.serial_number or "")
        findings += [fault.at(place) for fault in faults]
        if found:
            sticker = Sticker(found, record.permit_number, printed.valid_until, printed.service_until)
            plans.append(Planned(sticker, place))
    return plans, findings


def _periods(row: Mapping[str, str], printed: Printed) -> tuple[tuple[int, int] | None, int | None, list[Finding]]:
    """The row's validity and service life, else those for all; L716 where the row's are not as they should be."""
    year, month, service = (row.get(name, "") for name in ("valid_year", "valid_month", "service_year"))
    wrong = []
    valid, until = printed.valid_until, printed.service_until
    if year or month:
        found = _MONTH.fullmatch(f"{year}/{month}")
        valid = (int(found.group(1)), int(found.group(2))) if found else None
        wrong += [] if found else [Finding("L716", field="valid_until", value=f"{year}/{month}"[:64])]
    if service:
        until = int(service) if _YEAR.fullmatch(service) else None
        wrong += [] if until else [Finding("L716", field="service_until", value=service[:64])]
    return valid, until, wrong


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    table = _table(path)
    if not table:
        raise UsageError(f"{path.name} 沒有資料列。")
    heads = [cell.strip() for cell in table[0][1]]
    columns = {name: _column(heads, words) for name, words in _NAMES.items()}
    missing = [_NAMES[name][0] for name in _NEEDED if columns[name] is None]
    if missing:
        raise UsageError(f"{path.name} 缺少欄位:{'、'.join(missing)}", hint="第一列須為欄名。")
    for line, cells in table[1:]:
        row = {name: cells[at].strip() for name, at in columns.items() if at is not None and at < len(cells)}
        if any(row.values()):
            yield line, row


def _column(heads: Sequence[str], words: Sequence[str]) -> int | None:
    return next((index for index, head in enumerate(heads) if head in words), None)


def _table(path: Path) -> list[tuple[int, list[str]]]:
    """The first table of a CSV or workbook, each row with its line; read in a limited worker."""
    from flows import isolation  # noqa: PLC0415 (only for lists)
    from schemas.catalogue import message  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"讀不到 {path}:{error.strerror}") from error
    limits = isolation.DEFAULT.for_size(len(data))
    result = isolation.run(isolation.Call(first_table, (data, path.name), limits))
    if isinstance(result, Finding):
        raise UsageError(f"{path.name}:{message(result)}")
    rows: list[tuple[int, list[str]]] = result
    return rows


def first_table(data: bytes, name: str) -> list[tuple[int, list[str]]] | Finding:
    """Lines and cells of the first table in a CSV or workbook, or why there is none."""
    from parsers.reader import read  # noqa: PLC0415

    raw = read(data, name)
    tables = [table for page in raw.pages for table in page.tables]
    if not tables:
        return raw.findings[0] if raw.findings else []
    table = tables[0]
    return [(table.place(at, 0).line or at + 1, [cell.text for cell in row]) for at, row in enumerate(table.rows)]
