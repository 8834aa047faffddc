"""The office's register as the rules need it: permits and the mark numbers granted to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.document import Strict


class Permit(Strict):
    """度量衡業自行檢定許可證書 (度量衡業自行檢定管理辦法 art. 6, 7)."""

    permit_number: str
    company_code: str | None = None
    company_name: str
    ubn: str
    email: str | None = None
    address: str | None = None
    instrument_kinds: list[str]
    valid_from: date
    valid_to: date
    status: Literal["valid", "suspended", "revoked", "expired"] = "valid"
    status_since: date | None = None


class MarkBatch(Strict):
    """合格印證 numbers whose range the office approved before they were made (art. 10).

    ``last`` is empty where all of them were destroyed or cancelled: then none of the permit's marks is granted any
    more, which is not the same as a register that knows nothing of its marks.
    """

    permit_number: str
    instrument_kind: str
    code: str | None = None
    first: str
    last: str
    approved_on: date | None = None


Span = tuple[Decimal, Decimal]


class Technician(Strict):
    """A verifier with 計量技術人員證書 (度量衡計量技術人員管理辦法; grade B for verifiers, A for heads of laboratories).

    ``instrument_kinds`` is the certificate's speciality; empty where the register does not say.
    """

    permit_number: str
    name: str
    certificate_number: str
    grade: Literal["A", "B"] = "B"
    instrument_kinds: list[str] = Field(default_factory=list)
    valid_from: date
    valid_to: date


class Laboratory(Strict):
    """A laboratory named on the permit (管理辦法 art. 3, 6); ``valid_to`` is the end of its accreditation."""

    permit_number: str
    address: str
    name: str | None = None
    accreditation: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class PermitRange(Strict):
    """A range of the permit for a kind (art. 6); of several, one has to fit. Ends of a span are included.

    ``valid_from`` and ``valid_to`` bound the days on which the certificate said so; ``None`` where it still does.
    """

    permit_number: str
    instrument_kind: str
    bore_mm: Span | None = None
    flow_m3h: Span | None = None
    capacity_kg: Span | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the certificate had this range on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class EarlierTerm(Strict):
    """What a permit said on days gone by: before a change of name, a narrowing, or a gap in its validity."""

    permit_number: str
    company_name: str
    instrument_kinds: list[str]
    valid_from: date
    valid_to: date


class TypeApproval(Strict):
    """A 型式認證 of a model (guide, item 2); ``withdrawn_on``: the day since when it is revoked or abolished."""

    number: str
    instrument_kind: str
    brand: str
    model: str
    valid_from: date
    valid_to: date
    withdrawn_on: date | None = None


class Suspension(Strict):
    """A time in which self-verification was stopped (art. 18); ``instrument_kinds`` empty: for all kinds."""

    permit_number: str
    since: date
    until: date | None = None
    instrument_kinds: list[str] = Field(default_factory=list)
    reason: str | None = None


class Register(Strict):
    """All that is known of permits on the day it was written. ``example`` marks data that is no real register.

    Each list beside the permits may be empty; a rule that finds nothing there for a permit says so (X608, X614).
    """

    example: bool = False
    as_of: date
    permits: list[Permit] = Field(default_factory=list)
    mark_batches: list[MarkBatch] = Field(default_factory=list)
    technicians: list[Technician] = Field(default_factory=list)
    laboratories: list[Laboratory] = Field(default_factory=list)
    ranges: list[PermitRange] = Field(default_factory=list)
    type_approvals: list[TypeApproval] = Field(default_factory=list)
    suspensions: list[Suspension] = Field(default_factory=list)
    earlier_terms: list[EarlierTerm] = Field(default_factory=list)

    def permit(self, number: str | None) -> Permit | None:
        """The permit of a number, or ``None``."""
        return next((permit for permit in self.permits if permit.permit_number == number), None)

    def permit_on(self, number: str | None, day: date) -> Permit | None:
        """The permit with the name, kinds and term that held on a day; ``None`` where it was not valid then."""
        permit = self.permit(number)
        if permit is None:
            return None
        for earlier in self.earlier_terms:
            if earlier.permit_number == number and earlier.valid_from <= day <= earlier.valid_to:
                return permit.model_copy(update=earlier.model_dump())
        return permit if permit.valid_from <= day <= permit.valid_to else None
