"""What a permit's certificate says, and what happens to it (度量衡業自行檢定管理辦法, in force since 108-05-09)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.document import Strict
from schemas.forms import Scope
from schemas.register import MarkBatch, Span, Technician, TypeApproval

Holder = Literal["manufacturer", "importer"]
Role = Literal["head", "verifier"]


class Term(Strict):
    """A time of validity, both days included (art. 7)."""

    valid_from: date
    valid_to: date


class LaboratoryEntry(Strict):
    """A laboratory of the certificate; ``valid_to`` is the end of its accreditation."""

    address: str
    name: str | None = None
    accreditation: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class RangeEntry(Strict):
    """A range of the certificate for one instrument kind; ends of a span are included."""

    instrument_kind: str
    bore_mm: Span | None = None
    flow_m3h: Span | None = None
    capacity_kg: Span | None = None


class Certificate(Strict):
    """What the certificate states: kinds, ranges, production site and laboratory (art. 6), and whose it is.

    ``scope`` is its wording, ``boxes`` what was ticked on the form. Permits that were brought in from an older
    register lack what that did not have.
    """

    company_name: str
    ubn: str
    instrument_kinds: list[str]
    company_code: str | None = None
    email: str | None = None
    company_address: str | None = None
    responsible_person: str | None = None
    phone: str | None = None
    factory_address: str | None = None
    licence_number: str | None = None
    quality_certificate: str | None = None
    scope: str | None = None
    boxes: Scope | None = None
    ranges: list[RangeEntry] = Field(default_factory=list)
    laboratories: list[LaboratoryEntry] = Field(default_factory=list)


class Issued(Strict):
    """A certificate was handed out. ``term`` is ``None`` where the running term stays as it is."""

    certificate: Certificate
    term: Term | None = None
    issued_on: date | None = None
    example: bool = False


class Stopped(Strict):
    """Self-verification has to stop (art. 18, or art. 13 (2)); ``instrument_kinds`` empty: all kinds."""

    until: date | None = None
    instrument_kinds: list[str] = Field(default_factory=list)
    item: int | None = None


class Ended(Strict):
    """The permit was revoked (撤銷, art. 17) or abolished (廢止, art. 19). ``barred_until``: art. 20 (2)."""

    item: int | None = None
    barred_until: date | None = None


class Joined(Strict):
    """A head of laboratory or verifier took office (art. 3, 12)."""

    technician: Technician
    role: Role | None = None
    reported_on: date | None = None


class Left(Strict):
    """A head of laboratory or verifier left."""

    name: str
    certificate_number: str


class Approved(Strict):
    """A type approval was granted (guide, item 2)."""

    approval: TypeApproval


class MarksApproved(Strict):
    """Sample and range of marks were approved before they are made (art. 10 (2)).

    ``carries_validity``: whether the marks show a period of validity, so that art. 10 (1) 4 applies; ``None``: not known.
    """

    batch: MarkBatch
    samples: int | None = None
    carries_validity: bool | None = None
    example: bool = False


class MarksGone(Strict):
    """Marks left over were reported, destroyed or cancelled (art. 10); each range with its first and last number."""

    ranges: list[tuple[str, str]]
    count: int
    place: str | None = None
    method: str | None = None
    company_witness: str | None = None
    officer: str | None = None


class Nothing(Strict):
    """An event that says no more than its name and day."""
