"""Receipts, numbered without a gap for each ROC year and revenue code, void or not, and the outbox of replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from schemas.errors import WarehouseError
from warehouse.audit import INTAKE, AuditEntry, JsonValue, append
from warehouse.model import VERIFICATION_FEE, OutboxItem, Receipt, ReceiptRequest
from warehouse.session import Session
from warehouse.values import clean_text

RECEIPT_COLUMNS = (
    "number, submission_id, payer, amount, revenue_code, issued_on, reference, voided_at, void_reason, replaced_by"
)
"""The columns of a ``Receipt``, in its order."""

_ROC_EPOCH = 1911


class Receipts(Session):
    """The tables ``receipts`` and ``outbox``."""

    def next_receipt_number(self, issued_on: date, revenue_code: str = VERIFICATION_FEE) -> str:
        """The number that the next receipt will bear; it is used up only by ``issue_receipt`` in the same transaction."""
        year = issued_on.year - _ROC_EPOCH
        return _number(year, revenue_code, self._next_serial(year, revenue_code))

    def issue_receipt(self, submission_id: int | None, request: ReceiptRequest, by: str = INTAKE) -> Receipt:
        """Number a receipt and write it down, in the audit log too; ``submission_id`` is ``None`` for permit and certificate fees."""
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
                    "reference": clean_text(request.reference) or self._reference_of(submission_id),
                },
            )
            append(self, _issuing(by, number, submission_id, request))
        return self.receipt(number)

    def receipt(self, number: str) -> Receipt:
        """The receipt of a number, void or not; ``WarehouseError`` where there is none."""
        row = self.fetch_one(f"SELECT {RECEIPT_COLUMNS} FROM receipts WHERE number = ?", [number])  # noqa: S608 (our own names)
        if row is None:
            raise WarehouseError(
                f"查無收據 {number} (no such receipt)", hint="以 zijian receipt list 列出。(See zijian receipt list.)"
            )
        return Receipt(*row)

    def receipt_of(self, submission_id: int) -> Receipt | None:
        """The receipt of a submission that is not void, if one was issued."""
        row = self.fetch_one(
            f"SELECT {RECEIPT_COLUMNS} FROM receipts"  # noqa: S608 (our own names)
            " WHERE submission_id = ? AND voided_at IS NULL ORDER BY number DESC",
            [submission_id],
        )
        return Receipt(*row) if row else None

    def void_receipt(self, number: str, reason: str, by: str, replaced_by: str | None = None) -> Receipt:
        """Make a receipt void; its number stays used. ``WarehouseError`` where it is void already."""
        if self.receipt(number).voided_at is not None:
            raise WarehouseError(f"收據 {number} 早已作廢 (this receipt is void already)")
        self.run(
            "UPDATE receipts SET voided_at = ?, voided_by = ?, void_reason = ?, replaced_by = ? WHERE number = ?",
            [self.now(), clean_text(by), clean_text(reason), replaced_by, number],
        )
        return self.receipt(number)

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

    def _reference_of(self, submission_id: int | None) -> str | None:
        row = self.fetch_one(
            "SELECT concat_ws('/', permit_number, period, instrument_kind) FROM submissions WHERE id = ?",
            [submission_id],
        )
        return row[0] if row else None

    def _next_serial(self, year: int, revenue_code: str) -> int:
        row = self.fetch_one(
            "SELECT coalesce(max(serial), 0) + 1 FROM receipts WHERE roc_year = ? AND revenue_code = ?",
            [year, revenue_code],
        )
        return int(row[0]) if row else 1


def _issuing(by: str, number: str, submission_id: int | None, request: ReceiptRequest) -> AuditEntry:
    after: dict[str, JsonValue] = {
        "submission": submission_id,
        "payer": request.payer,
        "amount": request.amount,
        "revenue_code": request.revenue_code,
        "issued_on": request.issued_on,
    }
    return AuditEntry(by, "receipt.issue", number, after=after)


def _number(year: int, revenue_code: str, serial: int) -> str:
    return f"{year}-{revenue_code}-{serial:06d}"
