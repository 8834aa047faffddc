"""Permits whose extension may be applied for: three months before they expire (管理辦法 art. 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from flows.intake_types import IntakeSettings
from flows.office_letters import Letter
from generators.wording import roc_date
from schemas.permit_terms import LATE_MONTHS, extension_window, months_after
from schemas.register import Permit

_LIVING = frozenset({"valid", "suspended"})


@dataclass(frozen=True, slots=True)
class Expiring:
    """A permit in its window for extension; ``late_from`` is the day from which an application may shift the term."""

    permit: Permit
    opens: date
    late_from: date
    days_left: int


def expiring(permits: Iterable[Permit], today: date) -> list[Expiring]:
    """The permits whose window for extension is open, the one that expires first at the head."""
    found = []
    for permit in permits:
        opens, closes = extension_window(permit.valid_to)
        if permit.status in _LIVING and opens <= today <= closes:
            late_from = months_after(permit.valid_to, -LATE_MONTHS)
            found.append(Expiring(permit, opens, late_from, (closes - today).days))
    return sorted(found, key=lambda one: (one.permit.valid_to, one.permit.permit_number))


def renewals(found: Iterable[Expiring], how: IntakeSettings) -> list[Letter]:
    """The letter to each holder: one a term of the permit."""
    return [_renewal(one, how) for one in found]


def _renewal(one: Expiring, how: IntakeSettings) -> Letter:
    permit, mark = one.permit, "【範例資料】" if how.example else ""
    return Letter(
        about=("renewal", permit.valid_to.isoformat(), permit.permit_number),
        to=permit.email,
        to_name=permit.company_name,
        subject=f"{mark}自行檢定許可證書將於{roc_date(permit.valid_to)}屆滿,請申請展延({permit.permit_number})",
        text=f"""{permit.company_name} 您好:

自行檢定許可證書 {permit.permit_number} 有效期間至{roc_date(permit.valid_to)}止,自{roc_date(one.opens)}起得申請展延,
詳如附件(度量衡業自行檢定管理辦法第7條)。{roc_date(one.late_from)}以後始申請,而未能於屆滿前換發者,新證書之有效期間自換發日起算。
若已申請,請不必理會本通知。

{permit.company_name}:

Permit {permit.permit_number} is valid until {permit.valid_to.isoformat()}; its extension may be applied for since {one.opens.isoformat()}.
If you apply on or after {one.late_from.isoformat()} and the new certificate is not issued before expiry, its term counts from the day of issue.
If you have applied, please ignore this letter.
""",
        paper=partial(_notice, one, how),
    )


def _notice(one: Expiring, how: IntakeSettings) -> bytes:
    from generators.permit_papers import RenewalData, renewal_docx  # noqa: PLC0415 - docx only where one is made

    permit = one.permit
    return renewal_docx(
        RenewalData(
            company_name=permit.company_name,
            permit_number=permit.permit_number,
            from_day=one.opens,
            valid_to=permit.valid_to,
            issued_on=how.today,
            example=how.example,
        )
    )
