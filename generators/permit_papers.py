"""Permit certificate, reminder, renewal notice and record of destroyed marks as docx."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generators.code_picture import code_picture
from generators.docx_engine import render
from generators.templates import BUILT_IN, Templates
from generators.wording import kind_name, roc_date, roc_month, roc_parts
from schemas.document_code import DocumentCode, PaperKind, code_of

_AGENCY = "經濟部標準檢驗局"


@dataclass(frozen=True, slots=True)
class PermitData:
    """度量衡業自行檢定許可證書: ``scope``, ``factory`` and ``laboratory`` as the certificate states them (art. 6)."""

    permit_number: str
    company_code: str
    company_name: str
    ubn: str
    responsible_person: str
    company_address: str
    factory: str
    laboratory: str
    scope: str
    valid_from: date
    valid_to: date
    issued_on: date
    agency: str = _AGENCY
    example: bool = False


@dataclass(frozen=True, slots=True)
class ReminderData:
    """催報通知 for a month (``period`` as YYYY-MM); ``deadline`` is set by the officer, or ``None``."""

    company_name: str
    permit_number: str
    period: str
    instrument_kinds: tuple[str, ...]
    due: date
    issued_on: date
    deadline: date | None = None
    agency: str = _AGENCY
    example: bool = False


@dataclass(frozen=True, slots=True)
class RenewalData:
    """延展通知; ``from_day`` is the first day on which the extension may be applied for (art. 7)."""

    company_name: str
    permit_number: str
    from_day: date
    valid_to: date
    issued_on: date
    agency: str = _AGENCY
    example: bool = False


@dataclass(frozen=True, slots=True)
class DestroyedBatch:
    """A run of mark numbers, both ends included."""

    instrument_kind: str
    code: str
    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class DestructionData:
    """合格印證會同清點銷毀紀錄 (art. 10)."""

    company_name: str
    permit_number: str
    reason: str
    place: str
    method: str
    destroyed_on: date
    batches: tuple[DestroyedBatch, ...]
    issued_on: date
    company_witness: str = ""
    officer: str = ""
    agency: str = _AGENCY
    example: bool = False


def permit_docx(data: PermitData, templates: Templates = BUILT_IN) -> bytes:
    """The certificate."""
    pictures = {"code": code_picture(str(permit_code(data)))}
    return render(templates.path("permit", data.issued_on), permit_values(data), pictures)


def permit_code(data: PermitData) -> DocumentCode:
    """The code that leads to the certificate's verification: over number, holder and validity."""
    return code_of(PaperKind.PERMIT, data.permit_number, data.company_name, data.ubn, data.valid_from, data.valid_to)


def reminder_docx(data: ReminderData, templates: Templates = BUILT_IN) -> bytes:
    """The reminder."""
    return render(templates.path("reminder", data.issued_on), reminder_values(data))


def renewal_docx(data: RenewalData, templates: Templates = BUILT_IN) -> bytes:
    """The renewal notice."""
    return render(templates.path("renewal_notice", data.issued_on), renewal_values(data))


def destruction_docx(data: DestructionData, templates: Templates = BUILT_IN) -> bytes:
    """The record of destroyed marks."""
    return render(templates.path("mark_destruction", data.issued_on), destruction_values(data))


def permit_values(data: PermitData) -> dict[str, object]:
    """What the template prints."""
    return {
        "code": str(permit_code(data)),
        "example": data.example,
        "agency": data.agency,
        "permit_number": data.permit_number,
        "company_code": data.company_code,
        "company_name": data.company_name,
        "ubn": data.ubn,
        "responsible_person": data.responsible_person,
        "company_address": data.company_address,
        "factory": data.factory,
        "laboratory": data.laboratory,
        "scope": data.scope,
        "validity": f"自{roc_date(data.valid_from)}至{roc_date(data.valid_to)}",
        **roc_parts(data.issued_on),
    }


def reminder_values(data: ReminderData) -> dict[str, object]:
    """What the template prints."""
    return {
        "example": data.example,
        "agency": data.agency,
        "company_name": data.company_name,
        "permit_number": data.permit_number,
        "period": roc_month(data.period),
        "kinds": "、".join(kind_name(kind) for kind in data.instrument_kinds),
        "due": roc_date(data.due),
        "deadline": f"{roc_date(data.deadline)}前" if data.deadline else "收到本通知後儘速",
        **roc_parts(data.issued_on),
    }


def renewal_values(data: RenewalData) -> dict[str, object]:
    """What the template prints."""
    return {
        "example": data.example,
        "agency": data.agency,
        "company_name": data.company_name,
        "permit_number": data.permit_number,
        "from_day": roc_date(data.from_day),
        "valid_to": roc_date(data.valid_to),
        **roc_parts(data.issued_on),
    }


def destruction_values(data: DestructionData) -> dict[str, object]:
    """What the template prints; the total is the sum of the batches."""
    return {
        "example": data.example,
        "agency": data.agency,
        "company_name": data.company_name,
        "permit_number": data.permit_number,
        "reason": data.reason,
        "place": data.place,
        "method": data.method,
        "destroyed_on": roc_date(data.destroyed_on),
        "batches": [
            {
                "kind": kind_name(batch.instrument_kind),
                "code": batch.code,
                "first": batch.first,
                "last": batch.last,
                "count": f"{batch.count:,}",
            }
            for batch in data.batches
        ],
        "total": f"{sum(batch.count for batch in data.batches):,}",
        "company_witness": data.company_witness,
        "officer": data.officer,
        **roc_parts(data.issued_on),
    }
