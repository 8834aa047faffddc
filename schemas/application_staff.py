"""Staff and equipment of the laboratory in an application (art. 3 (2), guide, items 3 and 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.application import StaffEntry, kinds_named
from schemas.application_case import KIND_WORDS, ApplicationCase, found
from schemas.findings import Finding
from schemas.kinds import kind
from schemas.permit import Role
from schemas.place import Place
from schemas.technicians import GRADE, GRADE_WORDS, ROLE_WORDS, suits

_ROLES: tuple[Role, ...] = ("head", "verifier")


def staff(case: ApplicationCase) -> Iterator[Finding]:
    """P812 to P815, P817, P818: a head of grade A, a verifier of grade B, certificates that run, all employed."""
    if case.change is not None:
        return
    people = case.filing.more.staff
    for role in _ROLES:
        if not any(person.role == role for person in people):
            zh, en = ROLE_WORDS[role]
            yield found("P812", "staff", role=zh, role_en=en)
    for order, person in enumerate(people, 1):
        yield from _person(case, order, person)


def _person(case: ApplicationCase, order: int, person: StaffEntry) -> Iterator[Finding]:
    at = Place(row=order)
    if not suits(person.grade, person.role):
        yield found("P813", "staff.grade", person.grade, order=order, **_needs(person.role)).at(at)
    elif person.grade != GRADE[person.role]:
        yield found("P814", "staff.grade", person.grade, order=order).at(at)
    if not person.valid_from <= case.received_on <= person.valid_to:
        days = {"from": person.valid_from, "to": person.valid_to, "day": case.received_on}
        yield found("P815", "staff.valid_to", person.valid_to, order=order, **days).at(at)
    if not person.employed:
        yield found("P817", "staff.employed", None, order=order).at(at)
    if kinds_named(person.kinds) is None:
        yield found("P818", "staff.kinds", person.kinds, order=order).at(at)


def _needs(role: Role) -> dict[str, str]:
    (zh, en), (need_zh, need_en) = ROLE_WORDS[role], GRADE_WORDS[GRADE[role]]
    return {"role": zh, "role_en": en, "need": need_zh, "need_en": need_en}


def specialities(case: ApplicationCase) -> Iterator[Finding]:
    """P816: for each kind there is a verifier whose certificate covers it (one that names no kind covers all)."""
    verifiers = [person for person in case.filing.more.staff if person.role == "verifier"]
    if case.change is not None or not verifiers:
        return
    covered = [kinds_named(person.kinds) for person in verifiers]
    for name in case.kinds:
        if not any(kinds == [] or name in (kinds or ()) for kinds in covered):
            zh, en = KIND_WORDS[name]
            yield found("P816", "staff.kinds", kind=zh, kind_en=en)


def equipment(case: ApplicationCase) -> Iterator[Finding]:
    """P819: the equipment list names the technical specification of each kind (guide, item 4 (2) 5)."""
    listed = case.filing.more.equipment_list
    if case.change is not None or listed is None:
        return
    named = re.sub(r"\s", "", f"{listed.technical_specification} {listed.kind}").upper()
    for name in case.kinds:
        specification = kind(name).technical_specification
        number = re.escape(specification.replace(" ", ""))
        if not re.search(rf"{number}(?!\d)", named):
            zh, en = KIND_WORDS[name]
            yield found(
                "P819", "equipment_list.technical_specification", kind=zh, kind_en=en, specification=specification
            )
