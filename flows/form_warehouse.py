"""What the warehouse knows of a form's data: the permit's holder and scope, its equipment list, its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.permit_desk import bare_number
from schemas.application import form_part
from schemas.errors import UsageError
from schemas.fee import one_fifth, unit_fee
from schemas.legal_tables import LegalTables
from schemas.permit_state import PermitState, permit_state
from schemas.register_events import standing

if TYPE_CHECKING:
    from warehouse.record_rows import PassedRecord
    from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """Which form, whose, and of what: ``period`` (YYYY-MM) and ``kind`` for FIF-04, ``document`` for FIF-03."""

    form: str
    today: date
    permit: str | None = None
    period: str | None = None
    kind: str | None = None
    document: int | None = None


def known_data(warehouse: Path, asked: Asked, legal: LegalTables) -> Mapping[str, Any]:
    """The data as ``--data`` would give them; what the warehouse does not know is left out, never made up."""
    from warehouse.store import Store  # noqa: PLC0415 - DuckDB only where it is needed

    with Store(warehouse, read_only=True) as store:
        if asked.form == "FIF-03":
            return _record(store, asked)
        if asked.form == "FIF-04":
            return _report(store, asked, legal)
        if asked.form == "FIF-02":
            return _equipment(store, asked)
        return _holder(_permit(store, asked), asked)


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """``over`` goes before ``base``, field by field."""
    found = dict(base)
    for name, value in over.items():
        held = found.get(name)
        both = isinstance(held, Mapping) and isinstance(value, Mapping)
        found[name] = merged(held, value) if both else value  # type: ignore[arg-type]
    return found


def _needed(asked: Asked) -> str:
    if asked.permit is None:
        raise UsageError(f"{asked.form} 取自資料庫者須指明許可 (which permit?)。", hint="請加 --permit MV115001。")
    return bare_number(asked.permit)


def _permit(store: Store, asked: Asked) -> PermitState:
    from warehouse.permit_ledger import read_events  # noqa: PLC0415

    number = _needed(asked)
    events = standing(read_events(store, subject_kind="permit", subject=number))
    state = permit_state(number, events, asked.today)
    if state is None:
        raise UsageError(f"資料庫之許可登記簿查無 {number} (no such permit)。", hint="請以 zijian permit list 查詢。")
    return state


def _holder(state: PermitState, asked: Asked) -> dict[str, Any]:
    """FIF-01, FIF-05, FIF-06 and FIF-07: holder, places, boxes; dated today."""
    said = state.certificate
    known: dict[str, Any] = {
        "signed_on": asked.today.isoformat(),
        "company_name": said.company_name,
        "factory_address": said.factory_address,
        "licence_number": said.licence_number,
        "responsible_person": said.responsible_person,
        "company_address": said.company_address,
        "phone": said.phone,
        "scope": said.boxes.model_dump(exclude_none=True) if said.boxes else None,
    }
    known |= _first_only(state) if asked.form == "FIF-01" else {"permit_number": state.permit_number}
    return {name: value for name, value in known.items() if value is not None}


def _first_only(state: PermitState) -> dict[str, Any]:
    said = state.certificate
    laboratory = said.laboratories[0] if said.laboratories else None
    return {
        "email": said.email,
        "quality_certificate": said.quality_certificate,
        "laboratory_name": laboratory.name if laboratory else None,
        "laboratory_address": laboratory.address if laboratory else None,
        "laboratory_certificate": laboratory.accreditation if laboratory else None,
    }


def _equipment(store: Store, asked: Asked) -> Mapping[str, Any]:
    """FIF-02: the equipment list of the newest application that had one."""
    from warehouse.permit_ledger import read_events  # noqa: PLC0415

    number = _needed(asked)
    filed = [
        event
        for event in standing(read_events(store))
        if event.event in ("received", "corrected") and _about(store, event.subject) == number
    ]
    lists = [event.details.data for event in filed if "equipment_list" in event.details.data]
    if not lists:
        raise UsageError(
            f"{number} 之申請案未附檢定設備一覽表 (no equipment list is known)。", hint="請改以 --data 給資料。"
        )
    return form_part("FIF-02", lists[-1])


def _about(store: Store, application: str) -> str | None:
    """The permit that an application is about, or that came of it."""
    row = store.fetch_one("SELECT max(permit_number) FROM register_events WHERE application_number = ?", [application])
    return row[0] if row else None


def _record(store: Store, asked: Asked) -> Mapping[str, Any]:
    """FIF-03: a record as it was loaded; rows that were kept out for errors are not there."""
    from warehouse.record_rows import record_data  # noqa: PLC0415

    if asked.document is None:
        raise UsageError("FIF-03 取自資料庫者須指明文件 (which record?)。", hint="請加 --document N(documents.id)。")
    found = record_data(store, asked.document)
    if found is None:
        raise UsageError(
            f"資料庫無檢定紀錄 {asked.document} (no such record)。", hint="請以 zijian query 查 documents。"
        )
    return found


def _report(store: Store, asked: Asked, legal: LegalTables) -> Mapping[str, Any]:
    """FIF-04: a line for each record in force of the month, its fee by the legal tables where they have one."""
    from warehouse.record_rows import passed_records  # noqa: PLC0415

    number = _needed(asked)
    if asked.period is None or asked.kind is None:
        raise UsageError(
            "FIF-04 取自資料庫者須指明月份與種類 (which month and kind?)。", hint="請加 --period 2026-10 --kind …。"
        )
    records = passed_records(store, number, asked.period, asked.kind)
    if not records:
        raise UsageError(f"{number} 於 {asked.period} 無 {asked.kind} 之檢定紀錄 (no records of that month)。")
    rows = [_line(order, record, asked.kind, legal) for order, record in enumerate(records, 1)]
    header = {
        "company_name": _company(store, asked),
        "instrument_kind": asked.kind,
        "period": asked.period,
        "report_date": asked.today.isoformat(),
        "permit_number": number,
        **_total(rows),
    }
    return {"header": {name: value for name, value in header.items() if value is not None}, "rows": rows}


def _company(store: Store, asked: Asked) -> str | None:
    register = store.current_register()
    permit = register.permit(_needed(asked)) if register else None
    return permit.company_name if permit else None


def _line(order: int, record: PassedRecord, kind: str, legal: LegalTables) -> dict[str, Any]:
    count = len(record.serial_numbers)
    row = {
        "item": str(order),
        "verification_date": record.verification_date.isoformat() if record.verification_date else None,
        "brand": record.brand,
        "model": record.model,
        "specification": record.specification,
        "serial_numbers": "、".join(filter(None, record.serial_numbers)),
        "quantity": count,
        "mark_numbers": "、".join(filter(None, record.mark_numbers)),
        "fee": _fee(record, kind, count, legal),
    }
    return {name: value for name, value in row.items() if value is not None}


def _fee(record: PassedRecord, kind: str, count: int, legal: LegalTables) -> int | None:
    entry = unit_fee(legal, kind, record.verification_date, record.specification)
    return entry.unit_fee * count if entry else None


def _total(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """One fifth of the sum, floored once (規費收費標準 art. 3, 22); nothing where a line has no fee."""
    fees = [row["fee"] for row in rows if "fee" in row]
    return {"total_fee": one_fifth(sum(fees))} if len(fees) == len(rows) else {}
