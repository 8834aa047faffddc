"""Applications of somebody who has a permit: extension (art. 7), change (art. 13), loss and damage (art. 21)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from schemas.application_case import ApplicationCase, found, kind_words
from schemas.findings import Finding
from schemas.forms import Application
from schemas.permit import RangeEntry
from schemas.permit_scope import kinds_of, ranges_of
from schemas.permit_state import PermitState
from schemas.permit_terms import extension_window, filed_late, months_after
from schemas.register import Span
from schemas.rules.register import same_words

CHANGE_MONTHS = 2
CERTIFIED_DAYS = 10
_SIZES = ("bore_mm", "flow_m3h", "capacity_kg")


def permit(case: ApplicationCase) -> Iterator[Finding]:
    """P833, P834: the permit is in the register and has not ended."""
    form = case.filing.form
    if isinstance(form, Application):
        return
    if case.permit is None:
        yield found("P833", "permit_number", form.permit_number)
    elif case.permit.end is not None:
        yield found("P834", "permit_number", form.permit_number, since=case.permit.end.since)


def extension(case: ApplicationCase) -> Iterator[Finding]:
    """P830, P831, P832: within the three months before expiry; the last of them is risky."""
    if case.filing.number != "FIF-05" or case.permit is None:
        return
    last, day = case.permit.valid_to, case.received_on
    first, _ = extension_window(last)
    if day < first:
        yield found("P830", "permit_number", case.permit.permit_number, **{"from": first, "day": day})
    elif day > last:
        yield found("P831", "permit_number", case.permit.permit_number, to=last)
    elif filed_late(last, day):
        yield found("P832", "permit_number", case.permit.permit_number, to=last)


def same_holder(case: ApplicationCase) -> Iterator[Finding]:
    """P835: an extension names the company and places of the permit."""
    form = case.filing.form
    if case.filing.number != "FIF-05" or case.permit is None or isinstance(form, Application):
        return
    said = case.permit.certificate
    pairs = (
        ("company_name", said.company_name),
        ("factory_address", said.factory_address),
        ("responsible_person", said.responsible_person),
        ("company_address", said.company_address),
    )
    for name, registered in pairs:
        written = getattr(form, name)
        if registered and same_words(written) != same_words(registered):
            yield found("P835", name, written, registered=registered)


def not_wider(case: ApplicationCase) -> Iterator[Finding]:
    """P836, P837, P844: extension and change add no kind and no range (art. 13 (3))."""
    if isinstance(case.filing.form, Application) or case.permit is None:
        return
    said, scope = case.permit.certificate, case.filing.form.scope
    added = [kind for kind in kinds_of(scope) if kind not in said.instrument_kinds]
    if added:
        yield found("P836", "scope", **kind_words(added))
    yield from _wider(case.permit, ranges_of(scope))
    same = sorted(kinds_of(scope)) == sorted(said.instrument_kinds) and ranges_of(scope) == said.ranges
    narrowed, lost = case.filing.more.change.scope_narrowed, set(said.instrument_kinds) - set(kinds_of(scope))
    if narrowed and same:
        yield found("P844", "scope")
    if lost and not narrowed:
        yield found("P838", "scope", **kind_words(sorted(lost)))


def _wider(state: PermitState, asked: list[RangeEntry]) -> Iterator[Finding]:
    for entry in asked:
        held = [one for one in state.certificate.ranges if one.instrument_kind == entry.instrument_kind]
        for size in _SIZES:
            span: Span | None = getattr(entry, size)
            granted: list[Span] = [given for one in held if (given := getattr(one, size))]
            if span and granted and not any(low <= span[0] and span[1] <= high for low, high in granted):
                registered = "、".join(f"{low}~{high}" for low, high in granted)
                yield found("P837", "scope", f"{span[0]}~{span[1]}", registered=registered)


def change(case: ApplicationCase) -> Iterator[Finding]:
    """P840 to P843, P845: when it changed, applied for in time; no work meanwhile; the statement of loss."""
    form, facts = case.change, case.filing.more.change
    if form is None:
        return
    if form.reasons.loss and not case.filing.more.enclosures.loss_statement:
        yield found("P845", "enclosures.loss_statement")
    company = form.reasons.company_change or facts.responsible_person
    if not company and not case.moves:
        return
    if facts.changed_on is None:
        yield found("P840", "change.changed_on")
        return
    if company:
        yield from _late_company(case.received_on, facts.changed_on)
    if case.moves:
        yield found("P843", "change.changed_on", facts.changed_on, changed=facts.changed_on)
        yield from _late_site(case.received_on, facts.certified_on)


def _late_company(received: date, changed: date) -> Iterator[Finding]:
    due = months_after(changed, CHANGE_MONTHS)
    if received > due:
        yield found("P841", "change.changed_on", changed, changed=changed, due=due, day=received)


def _late_site(received: date, certified: date | None) -> Iterator[Finding]:
    if certified is None:
        words = {"item": "取得評鑑通過證書之日期", "item_en": "when the new certificate was obtained"}
        yield found("P808", "change.certified_on", **words)
    elif received > certified + timedelta(days=CERTIFIED_DAYS):
        due = certified + timedelta(days=CERTIFIED_DAYS)
        yield found("P842", "change.certified_on", certified, certified=certified, due=due, day=received)
