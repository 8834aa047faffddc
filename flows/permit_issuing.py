"""Granting an application: number, code, term, certificate (度量衡業自行檢定管理辦法 art. 6, 7, 13, 21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.permit_applications import OPEN, Reviewed, find, permits, reviewed
from flows.permit_certificates import certificate_file, certificate_path, first_certificate, next_certificate
from flows.permit_desk import Desk
from schemas.application import Filing, StaffEntry, kinds_named
from schemas.application_case import ApplicationCase
from schemas.application_events import Decided
from schemas.catalogue_entry import GUIDE_5, GUIDE_7, SELF_6, SELF_7, SELF_13, SELF_21
from schemas.errors import UsageError
from schemas.forms import Application
from schemas.identifiers import company_code as bare_code
from schemas.identifiers import permit_number
from schemas.permit import Issued, Joined, Nothing
from schemas.permit_numbers import LAST_SERIAL, PREFIX, next_company_code, next_permit_number
from schemas.permit_state import PermitState
from schemas.permit_terms import extended_term, term_from
from schemas.register import Technician
from schemas.register_events import RegisterEvent
from schemas.roc_date import roc_year


@dataclass(frozen=True, slots=True)
class IssuedPermit:
    """What came of it: the permit as it is now, the events, and where the certificate is going to lie."""

    state: PermitState
    events: tuple[RegisterEvent, ...]
    paper: Path


def issue(
    desk: Desk,
    number: str,
    *,
    on: date,
    company_code: str | None = None,
    out: Path | None = None,
    example: bool = False,
) -> IssuedPermit:
    """Grant an application that has no errors; ``company_code`` only where the office assigns one itself.

    ``UsageError`` names what stands against it, or what has run out.
    """
    found = reviewed(desk, find(desk, number, on).number)
    filing = _grantable(found)
    if isinstance(filing.form, Application):
        events = list(_first(desk, found, filing, filing.form, on, company_code, example))
    else:
        events = list(_again(desk, found, filing, on))
    permit = next(event.subject for event in events if event.subject_kind == "permit")
    granted = RegisterEvent(
        "application",
        found.state.number,
        "granted",
        on,
        Decided(permit_number=permit),
        permit_number=permit,
        application_number=found.state.number,
        basis=f"{SELF_6};{GUIDE_5}",
    )
    written = desk.record(*events, granted)
    state = desk.permit(permit, max(event.effective_on for event in written))
    paper = out or certificate_path(desk, permit, on)
    desk.papers.append((paper, certificate_file(state, on)))
    return IssuedPermit(desk.permit(permit, on), tuple(written), paper)


def _grantable(found: Reviewed) -> Filing:
    if found.state.stage not in OPEN:
        raise UsageError(f"{found.state.number} 之狀態為 {found.state.stage},不能核發 (it is {found.state.stage})。")
    if found.state.stage == "awaiting_correction":
        raise UsageError(
            f"{found.state.number} 尚待補正 (corrections are awaited)。", hint="請先以 zijian permit correct 登錄。"
        )
    if found.filing is None or found.grave:
        codes = "、".join(sorted({finding.code for finding in found.findings}))
        raise UsageError(
            f"{found.state.number} 尚有錯誤,不能核發 (it has errors):{codes}。",
            hint=f"請以 zijian permit review {found.state.number} 查看。",
        )
    return found.filing


def _first(
    desk: Desk,
    found: Reviewed,
    filing: Filing,
    form: Application,
    on: date,
    company_code: str | None,
    example: bool,
) -> Iterator[RegisterEvent]:
    holder = filing.more.holder.licence or "manufacturer"
    ever = [event for event in desk.every_event() if event.subject_kind == "permit"]
    number = next_permit_number(holder, on, (event.subject for event in ever))
    if number is None:
        raise UsageError(
            f"{PREFIX[holder]}{roc_year(on)} 之流水號已達 {LAST_SERIAL} (no serial is left this year)。",
            hint=f"{GUIDE_5} 未定續編方式,請機關決定。",
        )
    ubn = filing.more.holder.ubn or ""
    code = _code(ubn, ever) if company_code is None else _given_code(ubn, permits(desk, date.max), company_code)
    certificate = first_certificate(filing, form, code)
    details = Issued(certificate=certificate, term=term_from(on), issued_on=on, example=example)
    yield _permit_event(found, number, "issued", on, details, f"{SELF_6};{SELF_7}")
    for person in filing.more.staff:
        yield _joined(found, number, person, on)


def _code(ubn: str, ever: list[RegisterEvent]) -> str:
    said = [event.details.certificate for event in ever if isinstance(event.details, Issued)]
    code = next_company_code(ubn, [(one.ubn, one.company_code) for one in said])
    if code is None:
        raise UsageError(
            "業者代碼 S1 至 S9、SA 至 SZ 已全數核發過 (all 35 company codes were given)。",
            hint=f"{GUIDE_7} 未定續編方式;請機關決定,並以 --company-code 指定其許可均已終止者之代碼。",
        )
    return code


def _given_code(ubn: str, everyone: list[PermitState], given: str) -> str:
    """A code that the office assigns itself: never one of another applicant whose permit has not ended."""
    code = bare_code(given)
    if code is None:
        raise UsageError(f"{given} 不是業者代碼 (no company code)。", hint="S 加 1-9 或 A-Z。")
    holders = [one for one in everyone if one.certificate.company_code == code and one.certificate.ubn != ubn]
    living = [one.permit_number for one in holders if one.end is None]
    if living:
        raise UsageError(f"代碼 {code} 為 {living[0]} 所用 (in use)。", hint="請另行指定。")
    return code


def _again(desk: Desk, found: Reviewed, filing: Filing, on: date) -> Iterator[RegisterEvent]:
    """An extension, a change, or another copy of a lost or damaged certificate."""
    form = filing.form
    if isinstance(form, Application):
        raise TypeError(form)
    number = permit_number(form.permit_number) or form.permit_number
    state = desk.permit(number, date.max)
    certificate = next_certificate(state, filing)
    if filing.number == "FIF-05":
        term = extended_term(state.valid_to, found.state.received_on, on)
        details = Issued(certificate=certificate, term=term, issued_on=on)
        yield _permit_event(found, number, "extended", min(on, term.valid_from), details, SELF_7)
        yield from _new_staff(found, state, filing, on)
        return
    changed = certificate != state.certificate
    name, basis = ("changed", SELF_13) if changed else ("reissued", SELF_21)
    yield _permit_event(found, number, name, on, Issued(certificate=certificate, issued_on=on), basis)
    stopped = [stop.since for stop in state.stops if stop.application_number and stop.until is None]
    if stopped and ApplicationCase(filing, on).moves:
        yield _permit_event(found, number, "resumed", max(on, *stopped), Nothing(), f"{SELF_13} 第2項")


def _new_staff(found: Reviewed, state: PermitState, filing: Filing, on: date) -> Iterator[RegisterEvent]:
    """Staff that an extension names and the register does not have yet."""
    known = {(one.technician.name, one.technician.certificate_number) for one in state.staff if one.left_on is None}
    for person in filing.more.staff:
        if (person.name, person.certificate_number) not in known:
            yield _joined(found, state.permit_number, person, on)


def _joined(found: Reviewed, number: str, person: StaffEntry, on: date) -> RegisterEvent:
    technician = Technician(
        permit_number=number,
        name=person.name,
        certificate_number=person.certificate_number,
        grade=person.grade,
        instrument_kinds=kinds_named(person.kinds) or [],
        valid_from=person.valid_from,
        valid_to=person.valid_to,
    )
    return _permit_event(
        found, number, "technician_joined", on, Joined(technician=technician, role=person.role), SELF_6
    )


def _permit_event(
    found: Reviewed, number: str, event: str, on: date, details: Issued | Joined | Nothing, basis: str
) -> RegisterEvent:
    return RegisterEvent(
        "permit",
        number,
        event,
        on,
        details,
        permit_number=number,
        application_number=found.state.number,
        basis=basis,
    )
