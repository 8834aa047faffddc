"""Any life of a permit: its register goes to TOML and back, and into another ledger and back, without a change."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.permit_import import import_events, register_toml
from schemas.permit import (
    Certificate,
    Ended,
    Issued,
    Joined,
    LaboratoryEntry,
    Left,
    MarksApproved,
    MarksGone,
    Nothing,
    RangeEntry,
    Stopped,
    Term,
)
from schemas.permit_register import register_of
from schemas.permit_state import permit_state
from schemas.permit_terms import extended_term, term_from
from schemas.register import MarkBatch, Register, Technician
from schemas.register_events import RegisterEvent, standing

PERMIT = "MV109001"
START = date(2020, 6, 1)
NAMES = st.sampled_from(["甲公司", '乙"公司\\', "丙\n公司"])
KINDS = st.sampled_from([["water_meter"], ["gas_meter", "water_meter"]])
BORES = st.sampled_from([("13", "50"), ("20", "40"), ("25", "25")])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["change", "stop", "resume", "extend", "join", "leave", "marks", "gone"]), st.integers(1, 250)
    ),
    max_size=8,
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[RegisterEvent], date]:
    """Events of one permit in the order of their days, as the commands would record them."""
    day, term = START, term_from(START)
    events = [_permit("issued", day, Issued(certificate=_certificate(draw), term=term))]
    stopped = staff = batches = 0
    for step, wait in draw(STEPS):
        day += timedelta(days=wait)
        if step == "change":
            events.append(_permit("changed", day, Issued(certificate=_certificate(draw))))
        elif step == "stop" and not stopped:
            events.append(_permit("suspended", day, Stopped(item=1), "抽測"))
            stopped = 1
        elif step == "resume" and stopped:
            events.append(_permit("resumed", day, Nothing()))
            stopped = 0
        elif step == "extend" and term.valid_to - timedelta(days=20) <= day:
            term = extended_term(term.valid_to, min(day, term.valid_to), day)
            since = min(day, term.valid_from)
            events.append(_permit("extended", since, Issued(certificate=_certificate(draw), term=term)))
        elif step == "join":
            staff += 1
            events.append(_permit("technician_joined", day, Joined(technician=_technician(staff))))
        elif step == "leave" and staff:
            events.append(_permit("technician_left", day, Left(name="範例", certificate_number=f"B{staff}")))
        elif step == "marks":
            batches += 1
            events.append(_batch(batches, "approved", day, MarksApproved(batch=_marks(batches, day))))
        elif step == "gone" and batches:
            gone = MarksGone(ranges=[(f"{batches}00051", f"{batches}00060")], count=10)
            events.append(_batch(batches, "destroyed", day, gone))
    if draw(st.booleans()):
        day += timedelta(days=30)
        events.append(_permit("abolished", day, Ended(item=1)))
    return _numbered(events), day + timedelta(days=draw(st.integers(0, 400)))


def _certificate(draw: st.DrawFn) -> Certificate:
    facts: dict[str, Any] = {
        "company_name": draw(NAMES),
        "ubn": "04595257",
        "instrument_kinds": draw(KINDS),
        "ranges": [RangeEntry.model_validate({"instrument_kind": "water_meter", "bore_mm": draw(BORES)})],
        "laboratories": [LaboratoryEntry(address="臺中市一號", valid_to=date(2035, 1, 1))],
    }
    return Certificate.model_validate(facts)


def _technician(number: int) -> Technician:
    return Technician(
        permit_number=PERMIT,
        name="範例",
        certificate_number=f"B{number}",
        valid_from=START,
        valid_to=date(2035, 12, 31),
    )


def _marks(number: int, day: date) -> MarkBatch:
    first, last = f"{number}00001", f"{number}00100"
    return MarkBatch(permit_number=PERMIT, instrument_kind="water_meter", first=first, last=last, approved_on=day)


def _permit(event: str, day: date, details: Any, reason: str | None = None) -> RegisterEvent:
    return RegisterEvent("permit", PERMIT, event, day, details, permit_number=PERMIT, reason=reason)


def _batch(number: int, event: str, day: date, details: Any) -> RegisterEvent:
    return RegisterEvent("mark_batch", f"MB{number:05d}", event, day, details, permit_number=PERMIT)


def _numbered(events: list[RegisterEvent]) -> list[RegisterEvent]:
    return [replace(event, id=number) for number, event in enumerate(events, 1)]


def plain(register: Register) -> dict[str, list[str]]:
    return {name: sorted(map(repr, value)) if isinstance(value, list) else [repr(value)] for name, value in register}


@given(lives())
def test_the_register_survives_toml_and_another_ledger(life: tuple[list[RegisterEvent], date]) -> None:
    events, as_of = life
    register = register_of(standing(events), as_of)
    read = Register.model_validate(tomllib.loads(register_toml(register)))
    assert plain(read) == plain(register)
    again = register_of(standing(_numbered(import_events(register))), as_of)
    assert plain(again) == plain(register)


@given(lives(), st.integers(0, 2500))
def test_the_register_says_of_each_day_what_the_permit_said_then(
    life: tuple[list[RegisterEvent], date], step: int
) -> None:
    events, as_of = life
    day = START + timedelta(days=step)
    if day > as_of:
        return
    register = register_of(standing(events), as_of)
    own = [event for event in standing(events) if event.subject_kind == "permit"]
    then, known = permit_state(PERMIT, own, day), permit_state(PERMIT, own, as_of)
    assert then is not None
    assert known is not None
    held = register.permit_on(PERMIT, day)
    assert (held is not None) == any(_covers(term, day) for term in known.terms)
    if held is not None:
        assert (held.company_name, held.instrument_kinds) == (
            then.certificate.company_name,
            then.certificate.instrument_kinds,
        )
        ranges = [entry.bore_mm for entry in register.ranges if entry.holds_on(day)]
        assert ranges == [entry.bore_mm for entry in then.certificate.ranges]


def _covers(term: Term, day: date) -> bool:
    return term.valid_from <= day <= term.valid_to
