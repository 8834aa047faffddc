"""The office's register as the rules need it: permits and the mark numbers granted to them."""

from __future__ import annotations

from datetime import date
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
    """合格印證 numbers whose range the office approved before they were made (art. 10)."""

    permit_number: str
    instrument_kind: str
    code: str | None = None
    first: str
    last: str
    approved_on: date | None = None


class Register(Strict):
    """All that is known of permits on the day it was written. ``example`` marks data that is no real register."""

    example: bool = False
    as_of: date
    permits: list[Permit] = Field(default_factory=list)
    mark_batches: list[MarkBatch] = Field(default_factory=list)

    def permit(self, number: str | None) -> Permit | None:
        """The permit of a number, or ``None``."""
        return next((permit for permit in self.permits if permit.permit_number == number), None)
