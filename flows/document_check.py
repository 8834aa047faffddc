"""Whether a permit or receipt is what the office's register says: by its code, its text, and the signature of a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows import isolation
from parsers.document_code import code_in
from schemas.document_code import DocumentCode, PaperKind, code_of, find_code
from schemas.errors import UsageError
from schemas.findings import Finding

if TYPE_CHECKING:
    from cardaccess.pdf_signing import PdfSignature
    from warehouse.store import Store

VALID, VOID, EXPIRED, SUSPENDED, REVOKED = "valid", "void", "expired", "suspended", "revoked"
ALTERED, UNKNOWN, NO_CODE = "altered", "unknown", "no_code"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the register says of a paper. ``register`` holds its own data, to be compared with the paper by eye too.

    ``state``: valid, void, expired, suspended, revoked; altered (the paper says something else than the register),
    unknown (no such number), no_code (the file has none).
    """

    state: str
    code: str | None = None
    register: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    signatures: tuple[PdfSignature, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the paper holds in every respect that was looked at."""
        return self.state == VALID and all(one.valid for one in self.signatures)


def verify(store: Store, what: str, today: date, anchors: Sequence[bytes] = ()) -> Verdict:
    """The verdict on a file, or on a code as it is printed or scanned."""
    path = Path(what)
    if path.is_file():
        return _file(store, path.read_bytes(), today, anchors)
    code = find_code(what)
    if code is None:
        raise UsageError(
            f"{what} 不是檔案,也不是驗證碼 (neither a file nor a code)",
            hint="驗證碼如 ZJ-R-115-3160-000001-8FQ2K7MDA3。",
        )
    return _against_register(store, code, None, today)


def _file(store: Store, data: bytes, today: date, anchors: Sequence[bytes]) -> Verdict:
    answer = isolation.run(isolation.Call(code_in, (data,), isolation.DEFAULT))
    if isinstance(answer, Finding):
        raise UsageError(
            "檔案無法安全開啟 (the file cannot be opened safely)", hint="請改輸入紙上之驗證碼。(Type the code instead.)"
        )
    code, text = answer
    signatures = _signatures(data, anchors)
    if code is None:
        return Verdict(NO_CODE, signatures=signatures)
    found = _against_register(store, code, text or None, today)
    return Verdict(found.state, found.code, found.register, found.missing, signatures)


def _signatures(data: bytes, anchors: Sequence[bytes]) -> tuple[PdfSignature, ...]:
    if not data.startswith(b"%PDF-") or b"/ByteRange" not in data:
        return ()
    from cardaccess.pdf_signing import pdf_signatures  # noqa: PLC0415 - only for signed PDFs

    return tuple(pdf_signatures(data, anchors))


def _against_register(store: Store, code: DocumentCode, text: str | None, today: date) -> Verdict:
    look = _receipt if code.kind is PaperKind.RECEIPT else _permit
    found = look(store, code.number, today)
    if found is None:
        return Verdict(UNKNOWN, str(code))
    state, genuine, said = found
    missing = _not_printed(said, text) if text is not None else ()
    altered = genuine.digest != code.digest or missing
    return Verdict(ALTERED if altered else state, str(code), said, tuple(missing))


def _not_printed(said: dict[str, str], text: str) -> tuple[str, ...]:
    """Which of the register's data do not stand in the paper's text; line breaks and spaces do not matter."""
    plain = "".join(text.split()).replace(",", "")
    return tuple(name for name in ("number", "holder", "amount") if name in said and _squeezed(said[name]) not in plain)


def _squeezed(value: str) -> str:
    return "".join(value.split()).replace(",", "")


def _receipt(store: Store, number: str, today: date) -> tuple[str, DocumentCode, dict[str, str]] | None:
    del today
    row = store.fetch_one(
        "SELECT payer, amount, issued_on, voided_at, replaced_by FROM receipts WHERE number = ?", [number]
    )
    if row is None:
        return None
    payer, amount, issued_on, voided_at, replaced_by = row
    said = {"number": number, "holder": payer, "amount": str(amount), "issued_on": issued_on.isoformat()}
    if replaced_by:
        said["replaced_by"] = replaced_by
    genuine = code_of(PaperKind.RECEIPT, number, payer, amount, issued_on)
    return (VALID if voided_at is None else VOID), genuine, said


def _permit(store: Store, number: str, today: date) -> tuple[str, DocumentCode, dict[str, str]] | None:
    register = store.current_register()
    permit = register.permit(number) if register else None
    if permit is None:
        return None
    said = {
        "number": number,
        "holder": permit.company_name,
        "ubn": permit.ubn,
        "valid_from": permit.valid_from.isoformat(),
        "valid_to": permit.valid_to.isoformat(),
    }
    genuine = code_of(PaperKind.PERMIT, number, permit.company_name, permit.ubn, permit.valid_from, permit.valid_to)
    ended = permit.status == VALID and permit.valid_to < today
    return (EXPIRED if ended else permit.status), genuine, said
