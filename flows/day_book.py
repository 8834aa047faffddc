"""The cashier's day book from the warehouse, as xlsx or PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from flows.cashier_papers import CHANNELS
from flows.safe_write import write_new
from generators.day_book import BookLine, DayBook, day_book_xlsx
from schemas.errors import MissingPart, UsageError
from warehouse.cashbook import PaymentRecord, gaps, payments, receipts
from warehouse.model import Receipt
from warehouse.store import Store


def write_day_book(store: Store, first: date, last: date, out: Path) -> None:
    """Write the book of the days from ``first`` to ``last`` (receipts issued, voided, payments recorded on them)."""
    if out.suffix.lower() not in {".xlsx", ".pdf"}:
        raise UsageError(f"{out.name}:副檔名須為 .xlsx 或 .pdf (the ending must be .xlsx or .pdf)")
    content = day_book_xlsx(day_book(store, first, last))
    write_new(out, _pdf(content) if out.suffix.lower() == ".pdf" else content)


def day_book(store: Store, first: date, last: date) -> DayBook:
    """What was taken in: by the day of recording, so that a closed day's book never changes."""
    example = store.fetch_one("SELECT example FROM registers ORDER BY id DESC LIMIT 1")
    lines = sorted(_lines(store, first, last), key=lambda line: (line.receipt or "~", not line.counted))
    missing = [f"{year}-{code}-{serial:06d}" for year, code, serial in gaps(store)]
    return DayBook(first, last, lines, missing, example=bool(example and example[0]))


def _lines(store: Store, first: date, last: date) -> Iterator[BookLine]:
    known = {receipt.number: receipt for receipt in receipts(store)}
    recorded = store.fetch(
        "SELECT id, cast(recorded_at AS DATE) BETWEEN ? AND ?, cast(cancelled_at AS DATE) BETWEEN ? AND ? FROM payments",
        [first, last, first, last],
    )
    taken, undone = {row[0] for row in recorded if row[1]}, {row[0] for row in recorded if row[2]}
    for payment in payments(store):
        receipt = known.get(payment.receipt_number or "")
        if payment.id in taken:
            yield _payment_line(payment, receipt, payment.amount, "退款" if payment.amount < 0 else "")
        if payment.id in undone:
            yield _payment_line(payment, receipt, -payment.amount, f"註銷:{payment.cancel_reason}")
    yield from _papers(known.values(), first, last)


def _payment_line(payment: PaymentRecord, receipt: Receipt | None, amount: int, note: str) -> BookLine:
    return BookLine(
        receipt=payment.receipt_number,
        revenue_code=payment.revenue_code,
        payer=receipt.payer if receipt else "",
        reference=payment.reference,
        amount=amount,
        channel=CHANNELS[payment.channel],
        voucher=payment.voucher,
        paid_on=payment.paid_on,
        by=payment.recorded_by,
        note=note,
        counted=True,
    )


def _papers(known: Iterable[Receipt], first: date, last: date) -> Iterator[BookLine]:
    """Receipts issued or made void on these days; their amounts are not counted, money is counted by payments."""
    for receipt in known:
        notes = []
        if first <= receipt.issued_on <= last:
            notes.append("開立")
        if receipt.voided_at is not None and first <= receipt.voided_at.date() <= last:
            instead = f",由 {receipt.replaced_by} 取代" if receipt.replaced_by else ""
            notes.append(f"作廢:{receipt.void_reason}{instead}")
        if notes:
            yield BookLine(
                receipt.number,
                receipt.revenue_code,
                receipt.payer,
                receipt.reference or "",
                receipt.amount,
                "",
                None,
                None,
                "",
                ";".join(notes),
                counted=False,
            )


def _pdf(content: bytes) -> bytes:
    from generators.libreoffice import NoPdf, OfficeFile, to_pdf  # noqa: PLC0415 - for PDF only

    (made,) = to_pdf([OfficeFile("day-book.xlsx", content)])
    if isinstance(made, NoPdf):
        raise MissingPart(made.reason, hint="改存 .xlsx。(Write .xlsx instead.)")
    return made
