"""Permit numbers and company codes: the next that is free (guide, items 5 (2) and 7)."""

from __future__ import annotations

import string
from collections.abc import Iterable
from datetime import date

from schemas.identifiers import permit_number
from schemas.permit import Holder
from schemas.roc_date import roc_year

PREFIX: dict[Holder, str] = {"manufacturer": "MV", "importer": "IV"}
CODES = tuple(f"S{char}" for char in "123456789" + string.ascii_uppercase)
"""``S1`` to ``S9``, then ``SA`` to ``SZ``: 35 applicants, and the guide says nothing of a thirty-sixth."""
LAST_SERIAL = 999


def next_permit_number(holder: Holder, issued_on: date, taken: Iterable[str]) -> str | None:
    """``MV`` or ``IV``, the ROC year of issue and the next serial of both; ``None`` when 999 are used up.

    Serials run on from the highest one used, ended permits included, so none is used twice and none is left out.
    """
    head = f"{PREFIX[holder]}{roc_year(issued_on):03d}"
    used = [int(number[5:]) for number in taken if permit_number(number) == number and number.startswith(head)]
    serial = max(used, default=0) + 1
    return f"{head}{serial:03d}" if serial <= LAST_SERIAL else None


def next_company_code(ubn: str, given: Iterable[tuple[str, str | None]]) -> str | None:
    """The applicant's code: the one it has, else the first never given to anybody; ``None`` when all are.

    ``given`` are the business numbers and codes of all permits that ever were.
    """
    pairs = [(holder, code) for holder, code in given if code]
    own = [code for holder, code in pairs if holder == ubn]
    if own:
        return own[-1]
    taken = {code for _, code in pairs}
    return next((code for code in CODES if code not in taken), None)
