"""What happens to an application before it is granted or not."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from schemas.document import Strict

ApplicationForm = Literal["FIF-01", "FIF-05", "FIF-06"]
"""First application, extension, change (which a lost or damaged certificate is applied for by, too)."""


class Received(Strict):
    """An application came in, or came in again corrected: its data as read, and the codes of what was found."""

    form: ApplicationForm
    data: dict[str, Any]
    company_name: str
    codes: list[str] = Field(default_factory=list)


class CorrectionRequested(Strict):
    """The office asked for corrections by a day (art. 6 (1)); the clock of the review stands still until they come."""

    due_on: date
    items: list[str] = Field(default_factory=list)


class Decided(Strict):
    """The application was granted, rejected or withdrawn; ``refund`` is the certificate fee given back (art. 6 (1))."""

    permit_number: str | None = None
    refund: int = 0
