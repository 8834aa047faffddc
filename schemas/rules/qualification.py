"""Rules against the register's further lists: verifiers, laboratories, ranges, type approvals, suspensions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.document import RecordHeader, ReportRow
from schemas.findings import Finding
from schemas.measures import bore_mm, capacity_kg, flow_m3h
from schemas.pattern import lazy
from schemas.rules.case import Case, Rule
from schemas.rules.register import dated, days_of, permit_of, same_words

if TYPE_CHECKING:
    from schemas.register import Laboratory, PermitRange, Register, Span, Suspension, Technician, TypeApproval

_SEVERAL = lazy(r"[、,,;;/／\n]")
_BRACKETED = lazy(r"[((][^()()]*[))]")
_SIZES: dict[str, tuple[str, str, Callable[[str], Decimal | None]]] = {
    "bore_mm": ("口徑 (mm)", "bore (mm)", bore_mm),
    "flow_m3h": ("流量 (m³/h)", "flow rate (m³/h)", flow_m3h),
    "capacity_kg": ("秤量 (kg)", "capacity (kg)", capacity_kg),
}
_APPROVED_ALWAYS = frozenset({"taximeter", "gas_meter", "water_meter"})
"""Guide, item 2: these kinds only with type approval; scales where it is required, electricity meters without."""
_APPROVED = _APPROVED_ALWAYS | {"weighing_instrument"}


class _Item(NamedTuple):
    """What was verified together: a record's head (no row) or a report's line."""

    number: int | None
    row: Any
    facts: RecordHeader | ReportRow

    def say(self, case: Case, code: str, field: str, value: object, /, **params: object) -> Finding:
        if self.number is None:
            return case.above(code, field, value, **params)
        return case.at(code, self.number, self.row, field, **params)


def _items(case: Case) -> list[_Item]:
    if case.is_record:
        return [_Item(None, None, case.header)]
    return [_Item(number, row, row) for number, row in case.rows]


def _register(case: Case) -> Register | None:
    return case.context.register if permit_of(case) is not None else None


def _number(case: Case) -> str:
    permit = permit_of(case)
    return permit.permit_number if permit else ""


def lists(case: Case) -> Iterator[Finding]:
    """X614: one note that names the lists in which the register has nothing for this permit."""
    register = _register(case)
    if register is None:
        return
    known = {
        ("檢定人員", "verifiers", "X615-X617"): not case.is_record or bool(_technicians(case, register)),
        ("實驗室", "laboratories", "X620、X621"): not case.is_record or bool(_laboratories(case, register)),
        ("許可範圍", "ranges", "X618、X619"): bool(_ranges(case, register)),
        ("型式認證", "type approvals", "X622-X624"): not _needs_approval(case) or bool(_approvals(case, register)),
    }
    absent = [words for words, there in known.items() if not there]
    if absent:
        zh, en, rules = ("、".join(words) for words in zip(*absent, strict=True))
        facts = {"permit": _number(case), "lists": zh, "lists_en": en, "rules": rules}
        yield Finding("X614", params=facts)


def verifiers(case: Case) -> Iterator[Finding]:
    """X615, X616, X617: the verifier is registered, certified on that day and for that kind."""
    register = _register(case)
    if register is None or not case.is_record or not case.header.verifier:
        return
    known, written = _technicians(case, register), case.header.verifier
    for order, name in enumerate(_names(written) if known else (), 1):
        certificates = [technician for technician in known if same_words(technician.name) == same_words(name)]
        if not certificates:
            yield case.above("X615", "verifier", written, order=order)
        elif case.day is not None:
            yield from _certified(case, order, certificates, case.day)


def _certified(case: Case, order: int, certificates: list[Technician], day: date) -> Iterator[Finding]:
    """No name and no number of a certificate stands apart in these findings: read copies blank out the value."""
    running = [found for found in certificates if found.valid_from <= day <= found.valid_to]
    kind, written = case.document.instrument_kind, case.header.verifier
    if not running:
        last = max(certificates, key=lambda found: found.valid_to)
        facts = {"order": order, "from": last.valid_from, "to": last.valid_to, "day": day}
        yield case.above("X616", "verifier", written, **facts)
    elif not any(not found.instrument_kinds or kind in found.instrument_kinds for found in running):
        yield case.above("X617", "verifier", written, order=order)


def _technicians(case: Case, register: Register) -> list[Technician]:
    return [found for found in register.technicians if found.permit_number == _number(case)]


def _names(written: str) -> list[str]:
    return [name for part in _SEVERAL.split(_BRACKETED.sub("", written)) if (name := part.strip())]


def laboratory(case: Case) -> Iterator[Finding]:
    """X620, X621: verified at the permit's laboratory, and while that was accredited."""
    register = _register(case)
    if register is None or not case.is_record or not case.header.verification_site:
        return
    site, known = case.header.verification_site, _laboratories(case, register)
    named = [found for found in known if _same_place(site, found.address) or _same_place(site, found.name)]
    if known and not named:
        yield case.above("X620", "verification_site", site, registered="、".join(found.address for found in known))
    lapsed = [found for found in named if case.day is not None and found.valid_to and found.valid_to < case.day]
    if named and len(lapsed) == len(named):
        facts = {"number": lapsed[0].accreditation or lapsed[0].address, "to": lapsed[0].valid_to, "day": case.day}
        yield case.above("X621", "verification_site", site, **facts)


def _laboratories(case: Case, register: Register) -> list[Laboratory]:
    return [found for found in register.laboratories if found.permit_number == _number(case)]


def _same_place(written: str, registered: str | None) -> bool:
    """One may say more than the other: a name before the address, a room after it."""
    if not registered:
        return False
    one, other = same_words(written), same_words(registered)
    return one in other or other in one


def ranges(case: Case) -> Iterator[Finding]:
    """X618, X619: the size is within the permit's range; or cannot be read from the specification (once)."""
    register = _register(case)
    known = _ranges(case, register) if register else []
    told = False
    for item in _items(case) if known else ():
        written = item.facts.specification or ""
        held = _held(known, case.day if item.number is None else item.row.verification_date)
        fits = [_fits(entry, written) for entry in held]
        if True in fits or not held:
            continue
        if None not in fits:
            yield item.say(case, "X618", "specification", written, range="、".join(map(_shown, held)))
        elif not told:
            told = True
            sizes = {name for entry in held for name in _SIZES if getattr(entry, name)}
            words = [_SIZES[name][:2] for name in _SIZES if name in sizes]
            zh, en = ("、".join(part) for part in zip(*words, strict=True))
            yield item.say(case, "X619", "specification", written, size=zh, size_en=en)


def _ranges(case: Case, register: Register) -> list[PermitRange]:
    kind = case.document.instrument_kind
    return [
        found for found in register.ranges if found.permit_number == _number(case) and found.instrument_kind == kind
    ]


def _held(known: list[PermitRange], day: date | None) -> list[PermitRange]:
    """The ranges that the certificate had on a day; all of them where the day is not known."""
    return [entry for entry in known if day is None or entry.holds_on(day)]


def _fits(entry: PermitRange, written: str) -> bool | None:
    """``None`` where a size that the range limits cannot be read and none that can be is outside."""
    verdicts = [_within(getattr(entry, name), read(written)) for name, (_, _, read) in _SIZES.items()]
    return False if False in verdicts else None if None in verdicts else True


def _within(span: Span | None, size: Decimal | None) -> bool | None:
    if span is None:
        return True
    return None if size is None else span[0] <= size <= span[1]


def _shown(entry: PermitRange) -> str:
    spans = [(words[0], getattr(entry, name)) for name, words in _SIZES.items() if getattr(entry, name)]
    return " ".join(f"{zh} {span[0]}~{span[1]}" for zh, span in spans)


def approvals(case: Case) -> Iterator[Finding]:
    """X622, X623, X624: the model is type-approved where that is required; the approval ran on that day."""
    register = _register(case)
    known = _approvals(case, register) if register and _needs_approval(case) else []
    for item in _items(case) if known else ():
        brand, model = item.facts.brand, item.facts.model
        day = case.day if item.number is None else item.row.verification_date
        if not brand or not model or day is None:
            continue
        named = [found for found in known if _same_model(found, brand, model)]
        if not named and case.document.instrument_kind in _APPROVED_ALWAYS:
            yield item.say(case, "X622", "model", model, brand=brand)
        elif named and not any(_approved_on(found, day) for found in named):
            yield _not_approved(case, item, max(named, key=lambda found: found.valid_to), day)


def _needs_approval(case: Case) -> bool:
    return case.document.instrument_kind in _APPROVED


def _approvals(case: Case, register: Register) -> list[TypeApproval]:
    return [found for found in register.type_approvals if found.instrument_kind == case.document.instrument_kind]


def _same_model(found: TypeApproval, brand: str, model: str) -> bool:
    return same_words(found.brand) == same_words(brand) and same_words(found.model) == same_words(model)


def _approved_on(found: TypeApproval, day: date) -> bool:
    withdrawn = found.withdrawn_on is not None and found.withdrawn_on <= day
    return not withdrawn and found.valid_from <= day <= found.valid_to


def _not_approved(case: Case, item: _Item, last: TypeApproval, day: date) -> Finding:
    model = item.facts.model
    if last.withdrawn_on is not None and last.withdrawn_on <= day:
        return item.say(case, "X624", "model", model, number=last.number, since=last.withdrawn_on, day=day)
    facts = {"number": last.number, "from": last.valid_from, "to": last.valid_to, "day": day}
    return item.say(case, "X623", "model", model, **facts)


def suspensions(case: Case) -> Iterator[Finding]:
    """X625: verified while self-verification was stopped (a permit that is stopped to this day is X604)."""
    register, permit = _register(case), permit_of(case)
    if register is None or permit is None:
        return
    stopped = [found for found in register.suspensions if _concerns(found, case)]
    for number, row, day in days_of(case) if stopped else ():
        found = next((one for one in stopped if one.since <= day and (one.until is None or day <= one.until)), None)
        now = permit.status == "suspended" and (permit.status_since is None or permit.status_since <= day)
        if found is not None and not now:
            facts = {"permit": permit.permit_number, "day": day, "since": found.since, "until": found.until or ""}
            yield dated(case, "X625", number, row, **facts)


def _concerns(found: Suspension, case: Case) -> bool:
    kinds = found.instrument_kinds
    return found.permit_number == _number(case) and (not kinds or case.document.instrument_kind in kinds)


RULES: tuple[Rule, ...] = (
    Rule(("X614",), lists),
    Rule(("X615", "X616", "X617"), verifiers),
    Rule(("X620", "X621"), laboratory),
    Rule(("X618", "X619"), ranges),
    Rule(("X622", "X623", "X624"), approvals),
    Rule(("X625",), suspensions),
)
