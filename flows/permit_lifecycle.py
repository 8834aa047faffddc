"""What may befall a permit beside applications: suspension, resumption, its end; staff; type approvals; mistakes."""

from __future__ import annotations

from datetime import date, timedelta

from flows.permit_desk import Desk
from flows.permit_import import approval_subject
from schemas.catalogue_entry import GUIDE_2, SELF_3, SELF_12, SELF_16, SELF_17, SELF_18, SELF_19
from schemas.document import Strict
from schemas.errors import UsageError
from schemas.permit import Approved, Ended, Joined, Left, Nothing, Role, Stopped
from schemas.permit_state import PermitState
from schemas.permit_terms import months_after
from schemas.register import Technician, TypeApproval
from schemas.register_events import ANNULLED, RegisterEvent
from schemas.technicians import staff_fault

AT_ONCE = (1, 2, 3, 7, 8)
"""Items of art. 18 (1) for which self-verification stops at once; for 4 to 6 only once the time to correct is over."""
OWN_REQUEST = 1
BARRED_MONTHS = 12
FOUNDING = ("received", "issued", "approved")
"""Events without which there is nothing that later ones could be about."""


def suspend(
    desk: Desk,
    number: str,
    *,
    on: date,
    item: int,
    reason: str,
    kinds: list[str],
    corrected_by: date | None = None,
) -> RegisterEvent:
    """Stop self-verification from a day on (art. 18); ``kinds`` empty: for all kinds of the permit.

    ``corrected_by`` is the end of the time that was given to correct items 4 to 6, which stop nothing before it.
    """
    state = _living(desk, number, on)
    if item not in AT_ONCE and (corrected_by is None or corrected_by >= on):
        raise UsageError(
            f"第18條第1項第{item}款須經限期改正、屆期未改正,始得停止 (items 4-6 stop only after the time to correct)。",
            hint="請以 --corrected-by 指明已屆滿之改正期限。(Give the deadline that has passed.)",
        )
    _known_kinds(state, kinds)
    details = Stopped(instrument_kinds=kinds, item=item)
    basis = f"{SELF_18} 第1項第{item}款"
    return _record(desk, state, "suspended", on, details, reason, basis)


def resume(desk: Desk, number: str, *, on: date, reason: str) -> RegisterEvent:
    """Self-verification may go on from a day: what was wrong is corrected (art. 18 (2), (3))."""
    state = _living(desk, number, on)
    if not any(stop.application_number is None for stop in state.open_stops):
        waiting = [stop.application_number for stop in state.open_stops]
        hint = f"申請案 {waiting[0]} 核發時始得恢復 (lifted when the application is granted)。" if waiting else ""
        raise UsageError(
            f"{state.permit_number} 於 {on} 並未依第18條停止自行檢定 (not suspended by art. 18)。", hint=hint
        )
    return _record(desk, state, "resumed", on, Nothing(), reason, SELF_18)


def end(
    desk: Desk, number: str, *, on: date, reason: str, item: int | None, attributable: bool = True
) -> RegisterEvent:
    """Abolish a permit by an item of art. 19 (1), or without one revoke it for fraud (art. 17).

    For a year no new application is admissible (art. 20 (2)), save after the holder's own request for a cause that
    cannot be laid to it.
    """
    state = _living(desk, number, on)
    exempt = item == OWN_REQUEST and not attributable
    details = Ended(item=item, barred_until=None if exempt else months_after(on, BARRED_MONTHS) - timedelta(days=1))
    name, basis = ("revoked", SELF_17) if item is None else ("abolished", f"{SELF_19} 第1項第{item}款")
    return _record(desk, state, name, on, details, reason, basis)


def annul(desk: Desk, event_id: int, *, reason: str) -> RegisterEvent:
    """Take back an event that was recorded in error; it stays in the ledger and in what was known until now."""
    found = next((event for event in desk.events() if event.id == event_id), None)
    if found is None:
        raise UsageError(f"登記簿無事件 {event_id},或已註銷 (no such event, or taken back already)。")
    later = [one.id for one in desk.events() if _same_subject(one, found) and one.id > found.id]
    if later and found.event in FOUNDING:
        raise UsageError(
            f"事件 {event_id} 之後另有事件 {later[0]} (later events rest on it)。", hint="請先註銷較晚者,由後往前。"
        )
    back = RegisterEvent(
        found.subject_kind,
        found.subject,
        ANNULLED,
        found.effective_on,
        Nothing(),
        permit_number=found.permit_number,
        application_number=found.application_number,
        annuls=found.id,
        reason=reason,
    )
    return desk.record(back)[0]


def _same_subject(one: RegisterEvent, other: RegisterEvent) -> bool:
    return (one.subject_kind, one.subject) == (other.subject_kind, other.subject)


def add_technician(
    desk: Desk, technician: Technician, *, role: Role, joined_on: date, reported_on: date
) -> RegisterEvent:
    """A new head of laboratory or verifier; reported within 10 days from the day after taking office (art. 12)."""
    state = _living(desk, technician.permit_number, joined_on)
    fault = staff_fault(technician, role, joined_on)
    if fault:
        raise UsageError(fault, hint=f"依據:{SELF_3}。")
    details = Joined(technician=technician, role=role, reported_on=reported_on)
    return _record(desk, state, "technician_joined", joined_on, details, None, SELF_12)


def remove_technician(desk: Desk, number: str, name: str, *, on: date) -> RegisterEvent:
    """A head of laboratory or verifier leaves; ``on`` is the last day."""
    state = desk.permit(number, on)
    found = [one for one in state.staff if one.technician.name == name and one.left_on is None]
    if len(found) != 1:
        raise UsageError(
            f"{state.permit_number} 之在職人員中,姓名「{name}」有 {len(found)} 人 (that many by that name)。"
        )
    details = Left(name=name, certificate_number=found[0].technician.certificate_number)
    return _record(desk, state, "technician_left", on, details, None, SELF_12)


def approve_type(desk: Desk, approval: TypeApproval) -> RegisterEvent:
    """A type approval of a model."""
    subject = approval_subject(approval)
    if any(event.subject == subject for event in desk.events()):
        raise UsageError(f"型式認證 {approval.number} 已登錄 (registered already)。")
    details = Approved(approval=approval)
    event = RegisterEvent("type_approval", subject, "approved", approval.valid_from, details, basis=GUIDE_2)
    return desk.record(event)[0]


def withdraw_type(desk: Desk, number: str, *, on: date, reason: str) -> list[RegisterEvent]:
    """The type approval is withdrawn: its models may not be verified by their makers any more (art. 16)."""
    approved = [event for event in desk.events() if event.event == "approved" and event.subject_kind == "type_approval"]
    subjects = [event.subject for event in approved if event.details.approval.number == number]
    if not subjects:
        raise UsageError(f"查無型式認證 {number} (no such type approval)。")
    events = (
        RegisterEvent("type_approval", subject, "withdrawn", on, Nothing(), basis=SELF_16, reason=reason)
        for subject in subjects
    )
    return desk.record(*events)


def _living(desk: Desk, number: str, on: date) -> PermitState:
    """The permit on a day, unless it had ended before (or ends later, as the ledger has it already)."""
    state = desk.permit(number, on)
    latest = desk.permit(number, date.max)
    if latest.end is not None:
        raise UsageError(
            f"{state.permit_number} 已於 {latest.end.since} 撤銷或廢止 (revoked or abolished)。",
            hint="許可終止後不得再登錄;登錄有誤者請用 zijian permit annul。",
        )
    return state


def _known_kinds(state: PermitState, kinds: list[str]) -> None:
    strange = sorted(set(kinds) - set(state.certificate.instrument_kinds))
    if strange:
        raise UsageError(f"{state.permit_number} 之許可種類不含 {'、'.join(strange)} (kinds not on the permit)。")


def _record(
    desk: Desk, state: PermitState, event: str, on: date, details: Strict, reason: str | None, basis: str
) -> RegisterEvent:
    number = state.permit_number
    line = RegisterEvent("permit", number, event, on, details, permit_number=number, reason=reason, basis=basis)
    return desk.record(line)[0]
