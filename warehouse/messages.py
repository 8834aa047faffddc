"""Messages: registered before anything in them is read, settled with exactly one outcome."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.submission import Attachment, JudgedDocument, Message, Outcome
from warehouse.audit import INTAKE, AuditEntry, append
from warehouse.documents import Documents
from warehouse.values import clean_text, local_time, whole


class Messages(Documents):
    """The tables ``messages`` and ``attachments``."""

    def register_message(
        self, message: Message, attachments: Sequence[Attachment] = (), *, archive_path: str | None = None
    ) -> bool:
        """Write the message and its attachments down; what is there already stays. True if the message is new."""
        with self.transaction():
            new = not self._known(message.sha256)
            if new:
                self._insert_message(message, archive_path)
            self._insert_attachments(message.sha256, attachments)
        return new

    def message_outcome(self, sha256: str) -> Outcome | None:
        """What became of a message; ``None`` if it is not known or not settled (a killed intake takes it up again)."""
        row = self.fetch_one("SELECT outcome FROM messages WHERE sha256 = ?", [sha256])
        return Outcome(row[0]) if row and row[0] else None

    def set_outcome(
        self,
        sha256: str,
        outcome: Outcome,
        *,
        reason: str | None = None,
        judged: Sequence[JudgedDocument] = (),
    ) -> None:
        """Settle a message. ``judged`` are documents of which no submission came: they are kept with their findings.

        A settled message stays as it is: the first outcome counts.
        """
        with self.transaction():
            if self.message_outcome(sha256) is not None:
                return
            self.run(
                "UPDATE messages SET outcome = ?, reason = ?, settled_at = ? WHERE sha256 = ?",
                [outcome.value, clean_text(reason), self.now(), sha256],
            )
            self.insert_documents(judged, submission_id=None, load_rows=False)
            append(self, _settled(sha256, outcome, reason, judged))

    def _known(self, sha256: str) -> bool:
        return self.fetch_one("SELECT 1 FROM messages WHERE sha256 = ?", [sha256]) is not None

    def _insert_message(self, message: Message, archive_path: str | None) -> None:
        self.insert(
            "messages",
            {
                "sha256": message.sha256,
                "message_id": clean_text(message.message_id),
                "source": clean_text(message.source),
                "sender": clean_text(message.sender),
                "sender_name": clean_text(message.sender_name),
                "subject": clean_text(message.subject),
                "sent_at": local_time(message.sent_at),
                "received_at": local_time(message.received_at),
                "size": whole(message.size),
                "reply_to": clean_text(message.reply_to),
                "references": clean_text(message.references),
                "auto_submitted": message.auto_submitted,
                "archive_path": clean_text(archive_path),
                "registered_at": self.now(),
            },
        )

    def _insert_attachments(self, sha256: str, attachments: Sequence[Attachment]) -> None:
        rows = self.fetch("SELECT path FROM attachments WHERE message_sha256 = ?", [sha256])
        there = {row[0] for row in rows}
        for item in attachments:
            path = clean_text(item.path)
            if path in there:
                continue
            there.add(path)
            self.insert(
                "attachments",
                {
                    "message_sha256": sha256,
                    "path": path,
                    "sha256": item.sha256,
                    "name": clean_text(item.name),
                    "declared_type": clean_text(item.declared_type),
                    "size": whole(item.size),
                },
            )


def _settled(sha256: str, outcome: Outcome, reason: str | None, judged: Sequence[JudgedDocument]) -> AuditEntry:
    codes = sorted({finding.code for item in judged for finding in item.findings})
    after = {"outcome": outcome.value, "reason": reason, "documents_apart": len(judged), "codes_apart": codes}
    return AuditEntry(INTAKE, "message.settle", sha256, after=after)
