"""Applications: received, reviewed, corrected, granted or not (度量衡業自行檢定管理辦法 art. 4 to 7, 13, 21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.permit_desk import Desk
from flows.permit_money import charge_fees, with_payments
from schemas import catalogue
from schemas.application import Filing, read_filing
from schemas.application_case import ApplicationCase
from schemas.application_clock import ApplicationState, application_state
from schemas.application_events import ApplicationForm, CorrectionRequested, Decided, Received
from schemas.application_rules import review
from schemas.catalogue_entry import GUIDE_5, SELF_6, SELF_13
from schemas.document import Strict
from schemas.errors import UsageError
from schemas.findings import Finding, Severity
from schemas.forms import Application
from schemas.identifiers import permit_number
from schemas.permit import Stopped
from schemas.permit_fees import CERTIFICATE_FEE
from schemas.permit_register import by_subject
from schemas.permit_state import PermitState, permit_state
from schemas.register_events import RegisterEvent
from schemas.roc_date import roc_year

OPEN = ("in_review", "awaiting_correction")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An application with what stands against it; ``filing`` is ``None`` where its data cannot be read."""

    state: ApplicationState
    filing: Filing | None
    findings: tuple[Finding, ...]

    @property
    def grave(self) -> bool:
        """Whether it cannot be granted as it is."""
        return any(catalogue.severity(finding) in (Severity.ERROR, Severity.FATAL) for finding in self.findings)


def apply(desk: Desk, form: ApplicationForm, data: Mapping[str, Any], *, received_on: date) -> Reviewed:
    """Register an application on the day it came in, whatever is wrong with it, and review it.

    Its fees are written down as owed (``zijian receipt dues``). A move or narrowing stops self-verification from the day of the change until the permit is reissued (art. 13 (2)).
    """
    filing, findings = judged(desk, form, data, received_on)
    number = _next_number(desk, received_on)
    permit = _permit_named(data)
    received = _event(number, "received", received_on, _received(form, data, findings), permit, f"{SELF_6};{GUIDE_5}")
    desk.record(received, *_stops(desk, number, filing))
    charge_fees(desk, number, form, received.details.company_name, _ubn(data))
    return reviewed(desk, number)


def correct(desk: Desk, number: str, data: Mapping[str, Any], *, on: date) -> Reviewed:
    """The corrected application came in: the clock of the review runs on from the day after."""
    state = find(desk, number, on)
    _must_be(state, "awaiting_correction")
    filing, findings = judged(desk, state.form, data, state.received_on, state.number)
    corrected = _event(
        state.number, "corrected", on, _received(state.form, data, findings), _permit_named(data), SELF_6
    )
    stopped = any(event.application_number == state.number and event.event == "suspended" for event in desk.events())
    desk.record(corrected, *(() if stopped else _stops(desk, state.number, filing)))
    return reviewed(desk, state.number)


def request_correction(desk: Desk, number: str, *, on: date, due_on: date, items: Sequence[str]) -> Reviewed:
    """Ask for corrections by a day; without ``items`` for all that was found."""
    state = find(desk, number, on)
    _must_be(state, "in_review")
    if due_on <= on:
        raise UsageError(f"補正期限 {due_on} 須晚於 {on} (the deadline has to be later)。")
    asked = list(items) or [_sentence(finding) for finding in _grave(reviewed(desk, state.number).findings)]
    if not asked:
        raise UsageError("未發現錯誤,請以 --item 載明應補正事項 (nothing was found; say what is to be corrected)。")
    details = CorrectionRequested(due_on=due_on, items=asked)
    desk.record(_event(state.number, "correction_requested", on, details, state.permit_number, SELF_6))
    return reviewed(desk, state.number)


def refuse(desk: Desk, number: str, *, on: date, reason: str, withdrawn: bool = False) -> Reviewed:
    """Reject an application, with the certificate fee given back (art. 6 (1)); or note that it was withdrawn."""
    state = find(desk, number, on)
    _must_be(state, *OPEN)
    if not withdrawn and state.stage == "awaiting_correction" and (state.correction_due or on) >= on:
        raise UsageError(
            f"補正期限 {state.correction_due} 尚未屆滿,不得駁回 (the time to correct is not over)。",
            hint=f"依據:{SELF_6} 第1項。",
        )
    details = Decided(refund=0 if withdrawn else CERTIFICATE_FEE)
    name = "withdrawn" if withdrawn else "rejected"
    desk.record(_event(state.number, name, on, details, state.permit_number, SELF_6, reason))
    return reviewed(desk, state.number)


def reviewed(desk: Desk, number: str, on: date | None = None) -> Reviewed:
    """The application as it stands, with everything found today: the register may have changed since it came in."""
    state = find(desk, number, on or date.max)
    filing, findings = judged(desk, state.form, state.filed.data, state.received_on, state.number)
    return Reviewed(ApplicationState(state.number, on or desk.today, state.events), filing, tuple(findings))


def judged(
    desk: Desk, form: ApplicationForm, data: Mapping[str, Any], received_on: date, number: str | None = None
) -> tuple[Filing | None, list[Finding]]:
    """The application read and held against guide, regulation, register, and what was paid for its ``number``."""
    filing, findings = read_filing(form, data)
    if filing is None:
        return None, findings
    filing = filing if number is None else with_payments(desk, number, filing)
    others = permits(desk, received_on)
    named = None if isinstance(filing.form, Application) else permit_number(filing.form.permit_number)
    own = next((state for state in others if state.permit_number == named), None)
    return filing, [*findings, *review(ApplicationCase(filing, received_on, own, tuple(others)))]


def permits(desk: Desk, on: date) -> list[PermitState]:
    """Every permit as it was on a day."""
    groups = by_subject(desk.events())["permit"]
    return [state for number, own in groups.items() if (state := permit_state(number, own, on))]


def find(desk: Desk, number: str, on: date) -> ApplicationState:
    """An application on a day; ``UsageError`` where there is none, or what is recorded lies later."""
    own = [event for event in desk.events() if (event.subject_kind, event.subject) == ("application", number.upper())]
    state = application_state(number.upper(), own, on)
    if state is None:
        raise UsageError(f"查無申請案 {number} (no such application)。", hint="請以 zijian permit applications 查詢。")
    if len(state.events) < len(own):
        raise UsageError(f"{number} 於 {own[-1].effective_on} 已有較晚之紀錄 (later events are recorded)。")
    return state


def applications(desk: Desk) -> list[ApplicationState]:
    """All applications as of today, in their order."""
    groups = by_subject(desk.events())["application"]
    found = (application_state(number, own, desk.today) for number, own in sorted(groups.items()))
    return [state for state in found if state]


def _stops(desk: Desk, number: str, filing: Filing | None) -> list[RegisterEvent]:
    """Art. 13 (2): from the change on nothing may be verified until the permit is reissued."""
    if filing is None or isinstance(filing.form, Application):
        return []
    case = ApplicationCase(filing, desk.today)
    changed, permit = filing.more.change.changed_on, permit_number(filing.form.permit_number)
    if not case.moves or changed is None or permit is None:
        return []
    state = next((one for one in permits(desk, max(changed, desk.today)) if one.permit_number == permit), None)
    if state is None or state.end is not None:
        return []
    reason = f"變更換發前不得自行檢定(申請案 {number})"
    stop = RegisterEvent(
        "permit", permit, "suspended", changed, Stopped(), permit, number, None, f"{SELF_13} 第2項", reason
    )
    return [stop]


def _received(form: ApplicationForm, data: Mapping[str, Any], findings: Sequence[Finding]) -> Received:
    company = data.get("company_name")
    codes = [finding.code for finding in findings]
    return Received(form=form, data=dict(data), company_name=str(company or ""), codes=codes)


def _event(
    number: str, event: str, on: date, details: Strict, permit: str | None, basis: str, reason: str | None = None
) -> RegisterEvent:
    return RegisterEvent(
        "application",
        number,
        event,
        on,
        details,
        permit_number=permit,
        application_number=number,
        basis=basis,
        reason=reason,
    )


def _permit_named(data: Mapping[str, Any]) -> str | None:
    written = data.get("permit_number")
    return permit_number(written) if isinstance(written, str) else None


def _ubn(data: Mapping[str, Any]) -> str | None:
    holder = data.get("holder")
    found = holder.get("ubn") if isinstance(holder, Mapping) else None
    return found if isinstance(found, str) else None


def _next_number(desk: Desk, received_on: date) -> str:
    """``AP115001``: the ROC year of receipt and a serial without gaps."""
    head = f"AP{roc_year(received_on):03d}"
    row = desk.store.fetch_one(
        "SELECT max(CAST(substr(subject, 6) AS INTEGER)) FROM register_events"
        " WHERE subject_kind = 'application' AND starts_with(subject, ?)",
        [head],
    )
    return f"{head}{(row[0] or 0) + 1 if row else 1:03d}"


def _must_be(state: ApplicationState, *stages: str) -> None:
    if state.stage not in stages:
        raise UsageError(f"{state.number} 之狀態為 {state.stage},不能作此處理 (it is {state.stage})。")


def _grave(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if catalogue.severity(finding) in (Severity.ERROR, Severity.FATAL)]


def _sentence(finding: Finding) -> str:
    return f"[{finding.code}] {catalogue.message(finding)}"
