"""From an application to the certificate: what it says, and the paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flows.permit_desk import Desk
from schemas.application import Filing
from schemas.errors import UsageError
from schemas.forms import Application, Change
from schemas.permit import Certificate, LaboratoryEntry
from schemas.permit_scope import kinds_of, ranges_of, scope_text
from schemas.permit_state import PermitState

_STATED = {
    "company_code": "業者代碼",
    "responsible_person": "負責人",
    "company_address": "公司地址",
    "factory_address": "生產廠場",
    "laboratories": "測試實驗室",
    "scope": "許可種類及範圍",
}


def first_certificate(filing: Filing, form: Application, company_code: str) -> Certificate:
    """The certificate of a first application (art. 6 (3))."""
    more = filing.more
    laboratory = LaboratoryEntry(
        address=form.laboratory_address,
        name=form.laboratory_name,
        accreditation=form.laboratory_certificate,
        valid_to=more.accreditation.valid_to,
    )
    return Certificate(
        company_name=form.company_name,
        ubn=more.holder.ubn or "",
        instrument_kinds=kinds_of(form.scope),
        company_code=company_code,
        email=form.email,
        company_address=form.company_address,
        responsible_person=form.responsible_person,
        phone=form.phone,
        factory_address=form.factory_address,
        licence_number=form.licence_number,
        quality_certificate=form.quality_certificate,
        scope=scope_text(form.scope),
        boxes=form.scope,
        ranges=ranges_of(form.scope),
        laboratories=[laboratory],
    )


def next_certificate(state: PermitState, filing: Filing) -> Certificate:
    """The certificate after an extension or a change: what the form says of holder and scope, the rest as it was.

    A lost or damaged certificate is written out again as it was.
    """
    form, said = filing.form, state.certificate
    if isinstance(form, Application) or (isinstance(form, Change) and _copy_only(filing, form)):
        return said
    update = {
        "company_name": form.company_name,
        "company_address": form.company_address,
        "factory_address": form.factory_address,
        "responsible_person": form.responsible_person,
        "phone": form.phone,
        "licence_number": form.licence_number,
        "instrument_kinds": kinds_of(form.scope),
        "scope": scope_text(form.scope),
        "boxes": form.scope,
        "ranges": ranges_of(form.scope),
        "laboratories": _laboratories(said, filing),
    }
    return said.model_copy(update=update)


def _copy_only(filing: Filing, form: Change) -> bool:
    facts = filing.more.change
    changes = form.reasons.company_change or form.reasons.site_change
    return not (changes or facts.responsible_person or facts.scope_narrowed)


def _laboratories(said: Certificate, filing: Filing) -> list[LaboratoryEntry]:
    """A laboratory that moved is replaced; its accreditation is renewed by an extension."""
    facts, until = filing.more.change, filing.more.accreditation.valid_to
    if not facts.laboratory_address:
        renewed = {"valid_to": until} if until else {}
        return [entry.model_copy(update=renewed) for entry in said.laboratories]
    moved = LaboratoryEntry(
        address=facts.laboratory_address,
        name=facts.laboratory_name or (said.laboratories[0].name if said.laboratories else None),
        accreditation=facts.laboratory_certificate,
        valid_from=facts.changed_on,
        valid_to=until,
    )
    return [moved]


def certificate_file(state: PermitState, issued_on: date) -> bytes:
    """The certificate as docx; ``UsageError`` where the register lacks what a certificate states (art. 6 (3))."""
    from generators.permit_papers import PermitData, permit_docx  # noqa: PLC0415 - docx only where it is needed

    said = state.certificate
    lacking = [words for name, words in _STATED.items() if not getattr(said, name)]
    if lacking:
        raise UsageError(
            f"{state.permit_number} 之登記資料缺{'、'.join(lacking)},無法繕發許可證書 (the register lacks these)。",
            hint="請以 FIF-05 或 FIF-06 申請案補齊。",
        )
    laboratory = "\n".join(" ".join(filter(None, (entry.name, entry.address))) for entry in said.laboratories)
    data = PermitData(
        permit_number=state.permit_number,
        company_code=said.company_code or "",
        company_name=said.company_name,
        ubn=said.ubn,
        responsible_person=said.responsible_person or "",
        company_address=said.company_address or "",
        factory=said.factory_address or "",
        laboratory=laboratory,
        scope=said.scope or "",
        valid_from=max(term.valid_from for term in state.terms),
        valid_to=state.valid_to,
        issued_on=issued_on,
        example=state.example,
    )
    return permit_docx(data)


def certificate_path(desk: Desk, permit_number: str, issued_on: date) -> Path:
    """Where the certificate lies: beside the warehouse, one file for each issue."""
    return desk.store.path.with_name(f"{desk.store.path.stem}.permits") / f"{permit_number}-{issued_on}.docx"
