"""A list of payments (from a bank or the counter) matched with what is owed; what fits nothing is named, never guessed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flows.cashier import Account, accounts, take_payment
from schemas.errors import UsageError
from schemas.ledger import PaymentState
from schemas.legal_tables import LegalTables
from schemas.roc_date import parse
from warehouse.cashbook import PaymentRequest, same_payment
from warehouse.store import Store

_NAMES = {
    "繳款日期": "paid_on",
    "金額": "amount",
    "繳款方式": "channel",
    "憑證號碼": "voucher",
    "繳費項目": "reference",
    "自檢字號": "permit_number",
    "統一編號": "ubn",
    "收入代號": "revenue_code",
}
_CHANNELS = {
    "現金": "cash",
    "郵局匯票": "postal_order",
    "匯票": "postal_order",
    "支票": "cheque",
    "匯款": "transfer",
    "線上": "online",
}
_NEEDED = ("paid_on", "amount", "channel")
_OPEN = (PaymentState.UNPAID, PaymentState.PARTLY_PAID)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of the list; ``problem`` says why it cannot be read. Amount in whole NT$."""

    line: int
    paid_on: date | None = None
    amount: int | None = None
    channel: str = ""
    voucher: str | None = None
    reference: str | None = None
    permit_number: str | None = None
    ubn: str | None = None
    revenue_code: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of a line: its fee and receipt, or the problem."""

    line: int
    reference: str | None = None
    receipt: str | None = None
    problem: str | None = None


def read_list(path: Path) -> list[ListLine]:
    """The lines of a CSV (UTF-8) or xlsx with a heading; ``UsageError`` where a heading that is needed is missing."""
    rows = list(_rows(path))
    if not rows:
        raise UsageError(f"{path.name} 是空的 (the list is empty)")
    names = [_NAMES.get(cell.strip(), cell.strip()) for cell in rows[0]]
    lacking = [name for name in _NEEDED if name not in names]
    if lacking:
        words = "、".join(zh for zh, name in _NAMES.items() if name in lacking)
        raise UsageError(f"{path.name} 缺欄位:{words} (missing: {', '.join(lacking)})", hint="格式見 docs/money.md。")
    numbered = enumerate(rows[1:], start=2)
    return [
        _line(number, dict(zip(names, row, strict=False)))
        for number, row in numbered
        if any(cell.strip() for cell in row)
    ]


def match(
    store: Store,
    lines: Sequence[ListLine],
    legal: LegalTables,
    by: str,
    today: date,
    *,
    record: bool = True,
    example: bool = False,
) -> list[Matched]:
    """Each line's fee by its reference, else by permit or 統一編號 and amount where exactly one open fee fits."""
    return [_match_one(store, line, legal, by, today, record=record, example=example) for line in lines]


def _match_one(
    store: Store, line: ListLine, legal: LegalTables, by: str, today: date, *, record: bool, example: bool
) -> Matched:
    if line.problem or line.paid_on is None or line.amount is None:
        return Matched(line.line, problem=line.problem)
    fits = [one for one in accounts(store, legal, today, line.reference) if _fits(line, one)]
    if len(fits) != 1:
        words = (
            "沒有相符之應繳項目 (nothing owed fits)"
            if not fits
            else "不只一項相符,請填繳費項目 (several fit: name the reference)"
        )
        return Matched(line.line, line.reference, problem=words)
    fee = fits[0].owed
    request = PaymentRequest(fee.reference, fee.revenue_code, line.amount, line.channel, line.paid_on, by, line.voucher)
    if same_payment(store, request) is not None:
        return Matched(line.line, fee.reference, problem=f"憑證 {line.voucher} 已登錄 (on record already)")
    if not record:
        return Matched(line.line, fee.reference)
    return Matched(line.line, fee.reference, take_payment(store, request, today, example=example).number)


def _fits(line: ListLine, account: Account) -> bool:
    fee = account.owed
    if line.revenue_code and line.revenue_code != fee.revenue_code:
        return False
    if line.reference:
        return line.reference == fee.reference
    named = line.permit_number == fee.permit_number if line.permit_number else bool(line.ubn) and line.ubn == fee.ubn
    return named and account.balance.state in _OPEN and account.balance.outstanding == line.amount


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。(Check the path.)") from error
    if path.suffix.lower() == ".xlsx":
        yield from _sheet(data, path.name)
        return
    try:
        yield from csv.reader(io.StringIO(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path.name} 不是 UTF-8 之 CSV (no CSV in UTF-8)") from error


def _sheet(data: bytes, name: str) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - needed for workbooks only

    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    except (OSError, KeyError, ValueError, IndexError) as error:
        raise UsageError(f"{name} 無法開啟 (cannot be opened)") from error
    for row in sheet.iter_rows(values_only=True):
        yield [
            cell.date().isoformat() if isinstance(cell, datetime) else "" if cell is None else str(cell) for cell in row
        ]


def _line(number: int, row: Mapping[str, str]) -> ListLine:
    cells = {name: value.strip() for name, value in row.items()}
    paid_on, amount = parse(cells["paid_on"]), cells["amount"].replace(",", "").removesuffix("元")
    channel = _CHANNELS.get(cells["channel"], cells["channel"])
    problem = None
    if paid_on is None:
        problem = f"日期無法辨識 {cells['paid_on']} (no date)"
    elif not (amount.isascii() and amount.isdigit() and int(amount)):
        problem = f"金額須為整數元 {cells['amount']} (no whole NT$)"
    elif channel not in _CHANNELS.values():
        problem = f"繳款方式不明 {cells['channel']} (unknown channel)"
    if problem:
        return ListLine(number, problem=problem)
    rest = {name: cells.get(name) or None for name in ("voucher", "reference", "permit_number", "ubn", "revenue_code")}
    return ListLine(number, paid_on, int(amount), channel, **rest)
