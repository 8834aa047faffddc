"""Receipts, numbered without a gap for each ROC year and revenue code, and the outbox of replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from warehouse.model import VERIFICATION_FEE, OutboxItem, Receipt, ReceiptRequest
from warehouse.session import Session
from warehouse.values import clean_text

_ROC_EPOCH = 1911


class Receipts(Session):
    """The tables ``receipts`` and ``outbox``."""

    def next_receipt_number(self, issued_on: date, revenue_code: str = VERIFICATION_FEE) -> str:
        """The number that the next receipt will bear; it is used up only by ``issue_receipt`` in the same transaction."""
        year = issued_on.year - _ROC_EPOCH
        return _number(year, revenue_code, self._next_serial(year, revenue_code))

    def issue_receipt(self, submission_id: int, request: ReceiptRequest) -> Receipt:
        """Number a receipt and write it down."""
        year = request.issued_on.year - _ROC_EPOCH
        with self.transaction():
            serial = self._next_serial(year, request.revenue_code)
            number = _number(year, request.revenue_code, serial)
            self.insert(
                "receipts",
                {
                    "number": number,
                    "roc_year": year,
                    "revenue_code": request.revenue_code,
                    "serial": serial,
                    "submission_id": submission_id,
                    "payer": clean_text(request.payer),
                    "amount": request.amount,
                    "issued_on": request.issued_on,
                },
            )
        return Receipt(number, submission_id, request.payer, request.amount, request.revenue_code, request.issued_on)

    def receipt_of(self, submission_id: int) -> Receipt | None:
        """The receipt of a submission, if one was issued."""
        row = self.fetch_one(
            "SELECT number, submission_id, payer, amount, revenue_code, issued_on FROM receipts"
            " WHERE submission_id = ? ORDER BY number",
            [submission_id],
        )
        return Receipt(*row) if row else None

    def add_outbox(self, items: Sequence[OutboxItem]) -> None:
        """Write replies down; a Message-ID that is there already stays as it is."""
        with self.transaction():
            for item in items:
                self.run(
                    "INSERT INTO outbox (message_id, message_sha256, submission_id, path, created_at)"
                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    [item.message_id, item.message_sha256, item.submission_id, clean_text(item.path), self.now()],
                )

    def outbox(self, message_sha256: str | None = None) -> list[OutboxItem]:
        """The replies written down, of one message or of all, oldest first."""
        rows = self.fetch(
            "SELECT message_id, message_sha256, path, submission_id FROM outbox"
            " WHERE ? IS NULL OR message_sha256 = ? ORDER BY created_at, message_id",
            [message_sha256, message_sha256],
        )
        return [OutboxItem(*row) for row in rows]

    def _next_serial(self, year: int, revenue_code: str) -> int:
        row = self.fetch_one(
            "SELECT coalesce(max(serial), 0) + 1 FROM receipts WHERE roc_year = ? AND revenue_code = ?",
            [year, revenue_code],
        )
        return int(row[0]) if row else 1


def _number(year: int, revenue_code: str, serial: int) -> str:
    return f"{year}-{revenue_code}-{serial:06d}"
