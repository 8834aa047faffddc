"""What held for a permit on a day, folded from its events. Pure: the same events give the same state for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from schemas.permit import Certificate, Issued, Joined, Left, Stopped, Term
from schemas.register import Technician
from schemas.register_events import RegisterEvent

Status = Literal["valid", "suspended", "revoked", "expired"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staff:
    """A head of laboratory or a verifier; ``left_on`` is the last day in office."""

    technician: Technician
    role: str | None
    joined_on: date
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A time without self-verification; with an application: until that is granted (art. 13 (2)), else art. 18."""

    since: date
    until: date | None
    instrument_kinds: tuple[str, ...]
    reason: str | None
    application_number: str | None


@dataclass(frozen=True, slots=True)
class End:
    """Revoked (撤銷) or abolished (廢止), since when, and until when no new application is admissible (art. 20)."""

    event: str
    since: date
    barred_until: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """A certificate and the day from which it held."""

    since: date
    event: str
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class PermitState:
    """A permit on the day ``on``. ``versions`` run up to that day, the last one holds; ``terms`` are in order."""

    permit_number: str
    on: date
    example: bool = False
    issued_on: date | None = None
    versions: tuple[Version, ...] = ()
    terms: tuple[Term, ...] = ()
    stops: tuple[Stop, ...] = ()
    staff: tuple[Staff, ...] = ()
    end: End | None = None
    events: tuple[RegisterEvent, ...] = field(default=(), repr=False)

    @property
    def certificate(self) -> Certificate:
        """The certificate that held on the day."""
        return self.versions[-1].certificate

    @property
    def valid_to(self) -> date:
        """The last day of the newest term."""
        return max(term.valid_to for term in self.terms)

    @property
    def valid_from(self) -> date:
        """The first day of the unbroken validity that the newest term belongs to."""
        first = max(self.terms, key=lambda term: term.valid_to).valid_from
        for term in sorted(self.terms, key=lambda term: term.valid_to, reverse=True):
            if term.valid_from < first <= term.valid_to + _DAY:
                first = term.valid_from
        return first

    @property
    def open_stops(self) -> tuple[Stop, ...]:
        """The suspensions that ran on the day."""
        return tuple(one for one in self.stops if one.since <= self.on and (one.until is None or self.on <= one.until))

    @property
    def status(self) -> Status:
        """``revoked``, ``expired``, ``suspended`` (for all kinds, no end known) or ``valid``."""
        if self.end is not None:
            return "revoked"
        if self.on > self.valid_to:
            return "expired"
        return "suspended" if self._stop else "valid"

    @property
    def status_since(self) -> date | None:
        """Since when the status holds; ``None`` for a valid permit."""
        if self.end is not None:
            return self.end.since
        if self.on > self.valid_to:
            return self.valid_to + _DAY
        return self._stop.since if self._stop else None

    @property
    def may_verify(self) -> bool:
        """Whether the permit was valid on the day and not stopped for all kinds."""
        running = any(term.valid_from <= self.on <= term.valid_to for term in self.terms)
        return self.end is None and running and not any(not stop.instrument_kinds for stop in self.open_stops)

    @property
    def _stop(self) -> Stop | None:
        found = [stop for stop in self.open_stops if stop.until is None and not stop.instrument_kinds]
        return min(found, key=lambda stop: stop.since, default=None)


def permit_state(number: str, events: Iterable[RegisterEvent], on: date) -> PermitState | None:
    """The state on a day from ``standing`` events of one permit; ``None`` where there was no such permit yet."""
    state = PermitState(number, on)
    for event in events:
        if event.effective_on <= on:
            state = replace(_FOLDS[event.event](state, event), events=(*state.events, event))
    return state if state.versions else None


def _issued(state: PermitState, event: RegisterEvent) -> PermitState:
    details: Issued = event.details
    return replace(
        state,
        example=state.example or details.example,
        issued_on=details.issued_on or state.issued_on,
        versions=(*state.versions, Version(event.effective_on, event.event, details.certificate)),
        terms=(*state.terms, details.term) if details.term else state.terms,
    )


def _suspended(state: PermitState, event: RegisterEvent) -> PermitState:
    details: Stopped = event.details
    kinds = tuple(details.instrument_kinds)
    stop = Stop(event.effective_on, details.until, kinds, event.reason, event.application_number)
    return replace(state, stops=(*state.stops, stop))


def _resumed(state: PermitState, event: RegisterEvent) -> PermitState:
    """What is stopped on that day may go on from it: with an application what stopped for one, else the rest."""
    last = event.effective_on - _DAY
    stops = (
        replace(stop, until=last)
        if (stop.application_number is None) == (event.application_number is None)
        and (stop.until is None or stop.until > last)
        else stop
        for stop in state.stops
    )
    return replace(state, stops=tuple(stop for stop in stops if stop.until is None or stop.since <= stop.until))


def _ended(state: PermitState, event: RegisterEvent) -> PermitState:
    return replace(state, end=End(event.event, event.effective_on, event.details.barred_until, event.reason))


def _joined(state: PermitState, event: RegisterEvent) -> PermitState:
    details: Joined = event.details
    return replace(state, staff=(*state.staff, Staff(details.technician, details.role, event.effective_on)))


def _left(state: PermitState, event: RegisterEvent) -> PermitState:
    details: Left = event.details
    who = (details.name, details.certificate_number)
    staff = (
        replace(one, left_on=event.effective_on)
        if one.left_on is None and (one.technician.name, one.technician.certificate_number) == who
        else one
        for one in state.staff
    )
    return replace(state, staff=tuple(staff))


_FOLDS: Mapping[str, Callable[[PermitState, RegisterEvent], PermitState]] = MappingProxyType(
    {
        "imported": _issued,
        "issued": _issued,
        "extended": _issued,
        "changed": _issued,
        "reissued": _issued,
        "suspended": _suspended,
        "resumed": _resumed,
        "revoked": _ended,
        "abolished": _ended,
        "technician_joined": _joined,
        "technician_left": _left,
    }
)
