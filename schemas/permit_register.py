"""The ledger as the register that the rules and the reports go by (``schemas.register.Register``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from schemas.mark_batch import BatchState, batch_state
from schemas.permit import Certificate, LaboratoryEntry
from schemas.permit_state import PermitState, Staff, Stop, permit_state
from schemas.register import (
    EarlierTerm,
    Laboratory,
    MarkBatch,
    Permit,
    PermitRange,
    Register,
    Suspension,
    Technician,
    TypeApproval,
)
from schemas.register_events import RegisterEvent

_DAY = timedelta(days=1)


def register_of(events: Iterable[RegisterEvent], as_of: date) -> Register:
    """The register as of a day from ``standing`` events: the present state, with what was before where it matters."""
    groups = by_subject(events)
    permits = list(filter(None, (permit_state(number, own, as_of) for number, own in groups["permit"].items())))
    batches = list(filter(None, (batch_state(number, own, as_of) for number, own in groups["mark_batch"].items())))
    return Register(
        example=any(state.example for state in permits) or any(state.example for state in batches),
        as_of=as_of,
        permits=sorted(map(permit_of, permits), key=lambda permit: permit.permit_number),
        mark_batches=[part for state in batches for part in live_parts(state)],
        technicians=[_technician(one) for state in permits for one in state.staff],
        laboratories=[entry for state in permits for entry in _laboratories(state)],
        ranges=[entry for state in permits for entry in _ranges(state)],
        type_approvals=[found for own in groups["type_approval"].values() if (found := approval_of(own, as_of))],
        suspensions=[_suspension(state, stop) for state in permits for stop in state.stops],
        earlier_terms=[term for state in permits for term in _earlier(state)],
    )


def by_subject(events: Iterable[RegisterEvent]) -> dict[str, dict[str, list[RegisterEvent]]]:
    """The events of each subject, in their order, by kind of subject and its number."""
    groups: dict[str, dict[str, list[RegisterEvent]]] = defaultdict(dict)
    for event in events:
        groups[event.subject_kind].setdefault(event.subject, []).append(event)
    return groups


def permit_of(state: PermitState) -> Permit:
    """The permit as the register lists it."""
    said = state.certificate
    return Permit(
        permit_number=state.permit_number,
        company_code=said.company_code,
        company_name=said.company_name,
        ubn=said.ubn,
        email=said.email,
        address=said.company_address,
        instrument_kinds=said.instrument_kinds,
        valid_from=state.valid_from,
        valid_to=state.valid_to,
        status=state.status,
        status_since=state.status_since,
    )


def live_parts(state: BatchState) -> list[MarkBatch]:
    """The batch without the numbers that were destroyed or cancelled; one without a last number if that is all of it."""
    if not state.destroyed and not state.cancelled:
        return [state.batch]
    ends = [state.shown(run) for run in state.live] or [(state.batch.first, "")]
    return [state.batch.model_copy(update={"first": first, "last": last}) for first, last in ends]


def approval_of(events: Iterable[RegisterEvent], as_of: date) -> TypeApproval | None:
    """A type approval with the day of its withdrawal, from its own events."""
    found: TypeApproval | None = None
    for event in events:
        if event.effective_on <= as_of:
            if event.event == "approved":
                found = event.details.approval
            elif found is not None:
                found = found.model_copy(update={"withdrawn_on": event.effective_on})
    return found


def _suspension(state: PermitState, stop: Stop) -> Suspension:
    return Suspension(
        permit_number=state.permit_number,
        since=stop.since,
        until=stop.until,
        instrument_kinds=list(stop.instrument_kinds),
        reason=stop.reason,
    )


def _technician(one: Staff) -> Technician:
    if one.left_on is None or one.left_on >= one.technician.valid_to:
        return one.technician
    return one.technician.model_copy(update={"valid_to": max(one.left_on, one.technician.valid_from)})


def _laboratories(state: PermitState) -> Iterator[Laboratory]:
    """Those of the certificate in force, and earlier ones until the day before they were given up."""
    here = {entry.address for entry in state.certificate.laboratories}
    ended: dict[str, tuple[LaboratoryEntry, date]] = {}
    for earlier, later in zip(state.versions, state.versions[1:], strict=False):
        kept = {entry.address for entry in later.certificate.laboratories}
        for entry in earlier.certificate.laboratories:
            if entry.address not in kept | here:
                ended[entry.address] = (entry, later.since - _DAY)
    for entry, last in ended.values():
        yield _laboratory(state, entry, min(last, entry.valid_to or last))
    for entry in state.certificate.laboratories:
        yield _laboratory(state, entry, entry.valid_to)


def _laboratory(state: PermitState, entry: LaboratoryEntry, valid_to: date | None) -> Laboratory:
    return Laboratory(permit_number=state.permit_number, **entry.model_dump() | {"valid_to": valid_to})


def _ranges(state: PermitState) -> Iterator[PermitRange]:
    """Each run of versions with the same ranges, dated where it is not the only one."""
    runs: list[tuple[Certificate, date | None]] = []
    for version in state.versions:
        if not runs:
            runs.append((version.certificate, None))
        elif runs[-1][0].ranges != version.certificate.ranges:
            runs.append((version.certificate, version.since))
    lasts = [since - _DAY for _, since in runs[1:] if since] + [None]
    for (certificate, since), last in zip(runs, lasts, strict=True):
        for entry in certificate.ranges:
            days = {"valid_from": since, "valid_to": last}
            yield PermitRange(permit_number=state.permit_number, **entry.model_dump(), **days)


def _earlier(state: PermitState) -> Iterator[EarlierTerm]:
    """Days of validity before the present unbroken term, and those of a certificate with other words."""
    now = state.certificate
    for index, version in enumerate(state.versions):
        said = version.certificate
        first = version.since if index else min(term.valid_from for term in state.terms)
        last = state.versions[index + 1].since - _DAY if index + 1 < len(state.versions) else state.valid_to
        same = (said.company_name, said.instrument_kinds) == (now.company_name, now.instrument_kinds)
        for term in state.terms:
            start, end = max(first, term.valid_from), min(last, term.valid_to)
            if same:
                end = min(end, state.valid_from - _DAY)
            if start <= end:
                yield EarlierTerm(
                    permit_number=state.permit_number,
                    company_name=said.company_name,
                    instrument_kinds=said.instrument_kinds,
                    valid_from=start,
                    valid_to=end,
                )
