"""Messages that failed, with how often they were taken again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warehouse.session import Session

_FAILED = """
SELECT m.sha256, m.reason, m.source, m.received_at, m.settled_at, (
    SELECT count(*) FROM audit a WHERE a.subject = m.sha256 AND a."action" = 'message.retry')
FROM messages m WHERE m.outcome = 'failed' ORDER BY m.received_at, m.sha256
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
