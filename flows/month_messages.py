"""The messages of a month as the warehouse has them: whatever brought something of it, and what came to nothing meanwhile."""

from __future__ import annotations

from flows.intake_report import Page
from flows.mail_dates import TAIPEI
from generators.month_data import MonthMessage
from schemas.deadline import period_start
from schemas.permit_terms import months_after
from schemas.submission import Outcome
from warehouse.session import Session

UNSETTLED = "尚未處理完畢 (not settled yet)"
_MESSAGES = """
SELECT m.received_at, coalesce(m.sender, m.source), coalesce(m.subject, ''), m.outcome, coalesce(m.reason, ''),
    min(o.path)
FROM messages m LEFT JOIN outbox o ON o.message_sha256 = m.sha256
WHERE m.sha256 IN (SELECT message_sha256 FROM submissions WHERE period = ?)
    OR (m.received_at >= ? AND m.received_at < ? AND m.sha256 NOT IN (SELECT message_sha256 FROM submissions))
GROUP BY m.sha256, m.received_at, m.sender, m.source, m.subject, m.outcome, m.reason
ORDER BY m.received_at, m.sha256
"""


def month_messages(session: Session, period: str, page: Page) -> tuple[MonthMessage, ...]:
    """Messages with a submission of the month, and those without any that came in while its reports were due.

    A message that is not settled counts as failed: a person has to see to it.
    """
    comes_in = months_after(period_start(period), 1)
    rows = session.fetch(_MESSAGES, [period, comes_in, months_after(comes_in, 1)])
    return tuple(
        MonthMessage(
            received_at=received.replace(tzinfo=TAIPEI),
            sender=sender,
            subject=subject,
            outcome=Outcome(outcome) if outcome else Outcome.FAILED,
            note=reason if outcome else UNSETTLED,
            reply_path=page.link(page.outbox / path) if path else None,
        )
        for received, sender, subject, outcome, reason, path in rows
    )
