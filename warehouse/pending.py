"""What waits for somebody: messages not settled, messages that failed, replies not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.session import Session

_FAILED = """
SELECT m.sha256, m.reason, m.source, m.received_at, m.settled_at, (
    SELECT count(*) FROM audit a WHERE a.subject = m.sha256 AND a."action" = 'message.retry')
FROM messages m WHERE m.outcome = 'failed' ORDER BY m.received_at, m.sha256
"""
_REPLIES = """
SELECT coalesce(d.state, 'unsent'), count(*) FROM outbox o LEFT JOIN deliveries d USING (message_id)
GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message whose load failed; ``retries`` is how often it was taken again. Times in Asia/Taipei, no zone."""

    sha256: str
    reason: str | None
    source: str
    received_at: datetime
    settled_at: datetime | None
    retries: int


def failed_messages(session: Session) -> list[FailedMessage]:
    """The messages whose load failed, oldest first."""
    return [FailedMessage(*row) for row in session.fetch(_FAILED)]


def replies_by_state(session: Session) -> dict[str, int]:
    """How many replies are in which state of delivery; ``unsent``: no attempt was ever noted."""
    return {state: int(count) for state, count in session.fetch(_REPLIES)}
