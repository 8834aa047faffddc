"""Copies of one mail that differ in their bytes: what mail servers write on top of a message is not the same twice."""

from __future__ import annotations

from warehouse.session import Session

_SAME = """
WITH files AS (
    SELECT message_sha256, list(DISTINCT sha256 ORDER BY sha256) AS found FROM attachments
    WHERE message_sha256 <> sha256 GROUP BY message_sha256)
SELECT m.sha256 FROM messages m JOIN files f ON f.message_sha256 = m.sha256
WHERE m.message_id = ? AND m.sha256 <> ? AND m.outcome = 'quarantined'
    AND f.found = (SELECT found FROM files WHERE message_sha256 = ?)
ORDER BY m.registered_at, m.sha256 LIMIT 1
"""


def quarantined_copy(session: Session, sha256: str, message_id: str | None) -> str | None:
    """A message in quarantine with the same Message-ID and the same files as this one, which is answered already.

    Copies of a mail that was loaded need no such look: their files say that they are the same.
    """
    if message_id is None:
        return None
    row = session.fetch_one(_SAME, [message_id, sha256, sha256])
    return row[0] if row else None
