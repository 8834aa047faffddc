"""A register in TOML into the warehouse's permit register, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from schemas.document import Strict
from schemas.errors import UsageError
from schemas.permit import (
    Approved,
    Certificate,
    Ended,
    Issued,
    Joined,
    LaboratoryEntry,
    MarksApproved,
    Nothing,
    RangeEntry,
    Stopped,
    Term,
)
from schemas.permit_register import register_of
from schemas.register import EarlierTerm, MarkBatch, Permit, PermitRange, Register, Suspension, Technician, TypeApproval
from schemas.register_events import RegisterEvent, standing

if TYPE_CHECKING:
    from warehouse.store import Store

LISTS = (
    "permits",
    "mark_batches",
    "technicians",
    "laboratories",
    "ranges",
    "type_approvals",
    "suspensions",
    "earlier_terms",
)


def import_register(store: Store, register: Register, actor: str) -> list[RegisterEvent]:
    """Take in every permit, batch and approval that is not there yet; what is there alike is left as it is.

    ``UsageError`` where the file says otherwise of a permit that the register knows: nothing is then taken in.
    """
    from warehouse.permit_ledger import read_events, record  # noqa: PLC0415 - DuckDB only where it is needed

    with store.transaction():
        ledger = read_events(store)
        known = register_of(standing(ledger), register.as_of)
        _refuse_conflicts(known, register)
        new = _new_part(
            known, register, [one.details.batch for one in ledger if isinstance(one.details, MarksApproved)]
        )
        events = import_events(new, next_batch(store))
        return record(store, events, actor) if events else []


def import_events(register: Register, first_batch: int = 1) -> list[RegisterEvent]:
    """The events from which the register follows again; the first batch of marks gets the number given."""
    return [*_permit_events(register), *_batch_events(register, first_batch), *_approval_events(register)]


def register_toml(register: Register) -> str:
    """The register as the TOML file that ``--register`` reads."""
    lines = [f"example = {_toml(register.example)}", f"as_of = {_toml(register.as_of)}"]
    for name in LISTS:
        for entry in getattr(register, name):
            lines += ["", f"[[{name}]]", *_entry_lines(entry)]
    return "\n".join(lines) + "\n"


def _entry_lines(entry: Strict) -> Iterator[str]:
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if value is not None and value != []:
            yield f"{name} = {_toml(value)}"
        elif name == "instrument_kinds" and "status" in type(entry).model_fields:
            yield "instrument_kinds = []"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A JSON string is a TOML basic string once DEL is escaped too; decimals stay exact as strings.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _refuse_conflicts(known: Register, given: Register) -> None:
    for permit in given.permits:
        held = known.permit(permit.permit_number)
        if held is not None and _facts(known, held) != _facts(given, permit):
            raise UsageError(
                f"許可 {permit.permit_number} 已在登記簿,內容與檔案不同 (the register has it with other contents)。",
                hint="變更請以 zijian permit 各指令登錄,或自檔案移除該許可。(Record changes by zijian permit.)",
            )


def _facts(register: Register, permit: Permit) -> dict[str, Any]:
    """The permit and its lists; how a status is known is left to the status."""
    lists = {name: _own(getattr(register, name), permit.permit_number) for name in LISTS[2:5]}
    status = permit.status if permit.status in ("suspended", "revoked") else "in force or expired"
    facts = permit.model_dump(exclude={"status", "status_since"})
    return {"permit": facts, "status": status, **{name: sorted(map(repr, own)) for name, own in lists.items()}}


def _own(entries: Iterable[Any], permit_number: str) -> list[Any]:
    return [entry for entry in entries if entry.permit_number == permit_number]


def _new_part(known: Register, given: Register, batches: Sequence[MarkBatch]) -> Register:
    """The permits not known, with all that is theirs; approvals not known; batches that were never approved."""
    new = {permit.permit_number for permit in given.permits if known.permit(permit.permit_number) is None}
    held = {(batch.permit_number, batch.instrument_kind, batch.code, batch.first) for batch in batches}
    approvals = {(found.instrument_kind, found.number, found.brand, found.model) for found in known.type_approvals}
    parts: dict[str, Any] = {
        name: [one for one in getattr(given, name) if one.permit_number in new]
        for name in LISTS
        if name not in ("mark_batches", "type_approvals")
    }
    parts["mark_batches"] = [
        one for one in given.mark_batches if (one.permit_number, one.instrument_kind, one.code, one.first) not in held
    ]
    parts["type_approvals"] = [
        one for one in given.type_approvals if (one.instrument_kind, one.number, one.brand, one.model) not in approvals
    ]
    return given.model_copy(update=parts)


def _permit_events(register: Register) -> Iterator[RegisterEvent]:
    for permit in register.permits:
        number = permit.permit_number
        yield from _certificates(register, permit)
        for stop in _own(register.suspensions, number):
            yield from _stop_events(stop)
        yield from _status_events(register, permit)
        for technician in _own(register.technicians, number):
            yield _joined(technician, register.as_of)


def _certificates(register: Register, permit: Permit) -> Iterator[RegisterEvent]:
    """A certificate for each day on which name, kinds, ranges or validity changed, with the terms that begin there."""
    earlier: list[EarlierTerm] = _own(register.earlier_terms, permit.permit_number)
    ranges: list[PermitRange] = _own(register.ranges, permit.permit_number)
    terms = [Term(valid_from=one.valid_from, valid_to=one.valid_to) for one in _outside(earlier, permit)]
    terms.append(Term(valid_from=permit.valid_from, valid_to=permit.valid_to))
    days = {term.valid_from for term in terms}
    spans: list[tuple[date | None, date | None]] = [(one.valid_from, one.valid_to) for one in earlier]
    spans += [(one.valid_from, one.valid_to) for one in ranges]
    days |= {day for first, last in spans for day in (first, _after(last)) if day}
    said = _present(register, permit)
    for day in sorted(day for day in days if day >= min(term.valid_from for term in terms)):
        words = next((one for one in earlier if one.valid_from <= day <= one.valid_to), permit)
        update: dict[str, Any] = {"company_name": words.company_name, "instrument_kinds": words.instrument_kinds}
        update["ranges"] = [RangeEntry.model_validate(_bare(one)) for one in ranges if one.holds_on(day)]
        term = next((term for term in terms if term.valid_from == day), None)
        details = Issued(certificate=said.model_copy(update=update), term=term, example=register.example)
        yield _permit_event(permit.permit_number, "imported", min(day, register.as_of), details)


def _outside(earlier: Sequence[EarlierTerm], permit: Permit) -> list[EarlierTerm]:
    """Those that lie before the term in force; the others are within it."""
    return [one for one in earlier if one.valid_from < permit.valid_from]


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _present(register: Register, permit: Permit) -> Certificate:
    laboratories = _own(register.laboratories, permit.permit_number)
    return Certificate(
        company_name=permit.company_name,
        ubn=permit.ubn,
        company_code=permit.company_code,
        email=permit.email,
        company_address=permit.address,
        instrument_kinds=permit.instrument_kinds,
        laboratories=[
            LaboratoryEntry.model_validate(entry.model_dump(exclude={"permit_number"})) for entry in laboratories
        ],
    )


def _bare(entry: PermitRange) -> dict[str, Any]:
    return entry.model_dump(exclude={"permit_number", "valid_from", "valid_to"})


def _stop_events(stop: Suspension) -> Iterator[RegisterEvent]:
    details = Stopped(until=stop.until, instrument_kinds=stop.instrument_kinds)
    yield _permit_event(stop.permit_number, "suspended", stop.since, details, stop.reason)


def _status_events(register: Register, permit: Permit) -> Iterator[RegisterEvent]:
    """A status that the lists do not show: revoked, or suspended without an entry among the suspensions."""
    since = permit.status_since or permit.valid_from
    stops = _own(register.suspensions, permit.permit_number)
    shown = any(stop.until is None and not stop.instrument_kinds for stop in stops)
    if permit.status == "revoked":
        yield _permit_event(permit.permit_number, "revoked", since, Ended())
    elif permit.status == "suspended" and not shown:
        yield _permit_event(permit.permit_number, "suspended", since, Stopped())


def _joined(technician: Technician, as_of: date) -> RegisterEvent:
    since = min(technician.valid_from, as_of)
    return _permit_event(technician.permit_number, "technician_joined", since, Joined(technician=technician))


def _permit_event(number: str, event: str, since: date, details: Strict, reason: str | None = None) -> RegisterEvent:
    return RegisterEvent("permit", number, event, since, details, permit_number=number, reason=reason)


def next_batch(store: Store) -> int:
    """The serial of the next batch of marks in a warehouse."""
    row = store.fetch_one("SELECT count(DISTINCT subject) FROM register_events WHERE subject_kind = 'mark_batch'")
    return int(row[0]) + 1 if row else 1


def batch_number(serial: int) -> str:
    """The number of a batch of marks in this warehouse: ``MB00001``."""
    return f"MB{serial:05d}"


def _batch_events(register: Register, first: int) -> Iterator[RegisterEvent]:
    starts = {permit.permit_number: permit.valid_from for permit in register.permits}
    for serial, batch in enumerate(register.mark_batches, first):
        since = min(batch.approved_on or starts.get(batch.permit_number, register.as_of), register.as_of)
        yield _batch_event(batch_number(serial), batch, since, register.example)


def _batch_event(number: str, batch: MarkBatch, since: date, example: bool) -> RegisterEvent:
    details = MarksApproved(batch=batch, example=example)
    return RegisterEvent("mark_batch", number, "approved", since, details, permit_number=batch.permit_number)


def _approval_events(register: Register) -> Iterator[RegisterEvent]:
    for approval in register.type_approvals:
        subject = approval_subject(approval)
        since = min(approval.valid_from, register.as_of)
        granted = approval.model_copy(update={"withdrawn_on": None})
        yield RegisterEvent("type_approval", subject, "approved", since, Approved(approval=granted))
        if approval.withdrawn_on is not None:
            yield RegisterEvent("type_approval", subject, "withdrawn", approval.withdrawn_on, Nothing())


def approval_subject(approval: TypeApproval) -> str:
    """What a type approval is called in the ledger: kind, number, brand and model (one number may cover several)."""
    return "/".join((approval.instrument_kind, approval.number, approval.brand, approval.model))
