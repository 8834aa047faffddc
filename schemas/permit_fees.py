"""What an application costs (度量衡規費收費標準 art. 30, 31; guide, items 4 (2) 8 and 11)."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.application_events import ApplicationForm
from schemas.catalogue_entry import FEE_30, FEE_31

PERMIT_FEE = 2000
CERTIFICATE_FEE = 1000


@dataclass(frozen=True, slots=True)
class FeeItem:
    """An amount in NT$ under a revenue code of the forms."""

    revenue_code: str
    zh: str
    en: str
    amount: int
    article: str


_PERMIT = FeeItem("3110", "許可費", "permit fee", PERMIT_FEE, FEE_31)
_CERTIFICATE = FeeItem("5700", "證照費", "certificate fee", CERTIFICATE_FEE, FEE_30)


def fees_of(form: ApplicationForm) -> tuple[FeeItem, ...]:
    """The fees of an application: a first one and an extension cost both, a change the certificate only."""
    return (_CERTIFICATE,) if form == "FIF-06" else (_PERMIT, _CERTIFICATE)


def fee_due(form: ApplicationForm) -> int:
    """Their sum in NT$."""
    return sum(item.amount for item in fees_of(form))
