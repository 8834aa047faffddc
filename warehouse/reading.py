"""Look-ups in what is in force: marks and serial numbers already used, and the state of a month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from schemas.submission import Outcome, State, SubmissionKey
from warehouse.model import MonthLine, MonthSummary, Use
from warehouse.session import Session

_USE = """
SELECT {wanted}, mark_number, serial_number, permit_number, period, instrument_kind, submission_id, file_sha256,
    page, sheet, "row"
FROM current_verifications
WHERE {wanted} IN (SELECT unnest(?::VARCHAR[])) AND instrument_kind = ?{others}
ORDER BY submission_id, "row"
"""


class Reading(Session):
    """What rules and reports ask."""

    def marks_used(
        self,
        instrument_kind: str,
        marks: Collection[str],
        *,
        permit_number: str | None = None,
        besides: SubmissionKey | None = None,
    ) -> dict[str, Use]:
        """For each of ``marks`` that stands in the warehouse, of one permit or of all: where it was used first.

        ``besides``: the submission that is being judged; what it replaces does not count. Lead seals of water meters
        bear a running number beside the permit number, so the same number of another permit is another mark.
        """
        return self._uses("mark_number", instrument_kind, marks, _filters(permit_number, besides))

    def serials_reported(
        self,
        instrument_kind: str,
        serials: Collection[str],
        *,
        permit_number: str | None = None,
        besides: SubmissionKey | None = None,
    ) -> dict[str, Use]:
        """For each of ``serials`` whose instrument passed in a submission: where first. (A failed one may come again.)"""
        filters = _filters(permit_number, besides)
        filters["verdict = ?"] = ("pass",)
        return self._uses("serial_number", instrument_kind, serials, filters)

    def month_summary(self, period: str) -> MonthSummary:
        """Everybody who filed or should have filed for a month (``YYYY-MM``)."""
        rows = self.fetch(
            "SELECT permit_number, company_name, instrument_kind, submission_id, nullif(state, 'missing'), received_at,"
            " late_days, verifications, failed, warnings, errors, fee_scheduled, fee_payable, fee_missing,"
            " receipt_number FROM month_status(?)",
            [period],
        )
        return MonthSummary(period, tuple(_line(row) for row in rows))

    def outcome_counts(self) -> dict[Outcome | None, int]:
        """All messages by outcome; ``None`` stands for those not settled."""
        rows = self.fetch("SELECT outcome, count(*) FROM messages GROUP BY outcome")
        return {Outcome(row[0]) if row[0] else None: row[1] for row in rows}

    def _uses(
        self, column: str, instrument_kind: str, wanted: Collection[str], filters: Mapping[str, tuple[str, ...]]
    ) -> dict[str, Use]:
        others = "".join(f" AND {condition}" for condition in filters)
        values = [value for given in filters.values() for value in given]
        found: dict[str, Use] = {}
        for row in self.fetch(_USE.format(wanted=column, others=others), [list(wanted), instrument_kind, *values]):
            found.setdefault(row[0], Use(*row[1:]))
        return found


def _filters(permit_number: str | None, besides: SubmissionKey | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    if permit_number is not None:
        found["permit_number = ?"] = (permit_number,)
    if besides is not None:
        found["NOT (permit_number = ? AND period = ?)"] = (besides.permit_number, besides.period)
    return found


def _line(row: tuple[Any, ...]) -> MonthLine:
    values = list(row)
    values[4] = State(row[4]) if row[4] else None
    values[13] = tuple(row[13] or ())
    return MonthLine(*values)
