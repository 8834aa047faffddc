"""Which of a permit's approved mark numbers were used, from the verifications in force; as runs, never one by one."""

from __future__ import annotations

from schemas.mark_batch import BatchState, Run
from warehouse.session import Session

_PATTERN = "^(S[1-9A-Z])?([A-Z]{2})?([0-9]{4,18})$"
_RUNS = f"""
WITH marks AS (
    SELECT regexp_extract(upper(regexp_replace(mark_number, '\\s', '', 'g')), '{_PATTERN}', 2) AS code,
        regexp_extract(upper(regexp_replace(mark_number, '\\s', '', 'g')), '{_PATTERN}', 3) AS digits
    FROM current_verifications
    WHERE permit_number = ? AND instrument_kind = ? AND verdict = 'pass' AND mark_number IS NOT NULL
), numbers AS (
    SELECT DISTINCT CAST(digits AS BIGINT) AS number
    FROM marks
    WHERE length(digits) = ? AND (code = '' OR ?::VARCHAR IS NULL OR code = ?)
), wanted AS (
    SELECT number FROM numbers WHERE number BETWEEN ? AND ?
)
SELECT min(number), max(number)
FROM (SELECT number, number - row_number() OVER (ORDER BY number) AS island FROM wanted)
GROUP BY island
ORDER BY 1
"""  # noqa: S608 (our own pattern)


def used_runs(session: Session, state: BatchState) -> tuple[Run, ...]:
    """The runs of a batch's numbers that instruments which passed bear, in order."""
    if state.run is None:
        return ()
    batch, width = state.batch, state.width
    rows = session.fetch(_RUNS, [batch.permit_number, batch.instrument_kind, width, batch.code, batch.code, *state.run])
    return tuple((int(low), int(high)) for low, high in rows)
