"""``zijian receipt``: what is owed and paid, payments with their receipts, void and new ones, the cashier's day book."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flows import legal_tables
from flows.query_formats import as_table
from schemas.errors import UsageError

if TYPE_CHECKING:
    from flows.cashier import Account
    from warehouse.model import Receipt
    from warehouse.store import Store

_TAIPEI = ZoneInfo("Asia/Taipei")
_CHANNELS = ("cash", "postal_order", "cheque", "transfer", "online")
_CODES = ("3160", "3110", "5700")
_REFERENCE = re.compile(r"[MI]V\d{6}/\d{4}-\d{2}/[a-z_]+")
_STATE_ZH = {
    "not_computable": "無法計算",
    "unpaid": "未繳",
    "partly_paid": "部分繳納",
    "paid": "已繳",
    "overpaid": "溢繳",
}
_HEADS = {
    "zh": ["繳費項目", "收入代號", "繳款人", "應繳", "已繳", "未繳", "溢繳", "期限", "逾期日數", "滯納金", "狀態"],
    "en": [
        "reference",
        "code",
        "payer",
        "owed",
        "paid",
        "outstanding",
        "credit",
        "due",
        "days late",
        "surcharge",
        "state",
    ],
}
_RECEIPT_HEADS = {
    "zh": ["收據號碼", "繳費項目", "繳款人", "金額", "開立日期", "作廢", "取代"],
    "en": ["number", "reference", "payer", "amount", "issued", "void", "replaced by"],
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One subcommand for each thing that a cashier does."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    dues = _action(actions, "dues", "應繳、已繳、未繳、滯納金 | what is owed and paid", legal=True)
    dues.add_argument("reference", nargs="?", help="繳費項目 | one fee only")
    dues.add_argument("--open", action="store_true", help="只列未繳清者 | only what is not settled")
    pay = _action(actions, "pay", "登錄繳款並開立收據 | take a payment", legal=True)
    _payment(pay)
    back = _action(actions, "refund", "退還溢繳 | give back what was paid too much")
    _payment(back)
    charge = _action(actions, "charge", "登錄許可費、證照費 | charge a permit or certificate fee")
    charge.add_argument("reference", help="申請案號 | number of the application")
    charge.add_argument("--code", choices=_CODES[1:], required=True, help="收入代號 | revenue code")
    charge.add_argument("--amount", type=_amount, required=True, metavar="NT$")
    charge.add_argument("--payer", required=True, help="繳款人 | payer")
    charge.add_argument("--ubn", help="統一編號 | unified business number")
    charge.add_argument("--purpose", required=True, help="事由 | what it is for")
    charge.add_argument("--due-on", type=_day, metavar="DATE", help="YYYY-MM-DD")
    _action(actions, "list", "所有收據 | all receipts")
    show = _action(actions, "show", "一張收據 | one receipt")
    show.add_argument("number", help="收據號碼 | receipt number")
    for name, text in (("void", "作廢 | make void"), ("reissue", "作廢並另開 | make void and issue anew")):
        made = _action(actions, name, text, legal=True)
        made.add_argument("number", help="收據號碼 | receipt number")
        made.add_argument("--reason", required=True, help="原因 | why")
        if name == "void":
            made.add_argument(
                "--with-payment", action="store_true", help="一併註銷繳款(退票) | cancel its payments too"
            )
    match = _action(
        actions, "match", "將繳款清單與應繳項目配對 | match a list of payments with what is owed", legal=True
    )
    match.add_argument("file", type=Path, metavar="FILE", help="csv | xlsx")
    match.add_argument("--dry-run", action="store_true", help="只顯示結果 | show only, record nothing")
    book = _action(actions, "daybook", "出納日報 | the cashier's day book")
    book.add_argument("day", type=_day, metavar="DATE", help="YYYY-MM-DD")
    book.add_argument("--to", type=_day, metavar="DATE", help="迄日 | last day")
    book.add_argument("--out", type=Path, required=True, metavar="FILE", help=".xlsx | .pdf")


def _action(actions: Any, name: str, text: str, *, legal: bool = False) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    parser.add_argument(
        "--warehouse",
        type=Path,
        default=Path(os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb"),
        metavar="DB",
        help="資料庫 | the warehouse",
    )
    parser.add_argument("--by", default=None, metavar="NAME", help="經手人 | who does it (default: the user)")
    parser.add_argument("--today", type=_day, metavar="DATE", help="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
    if legal:
        legal_tables.add_options(parser)
    return parser


def _payment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", help="繳費項目,如 MV115001/2026-10/gas_meter | what it is for")
    parser.add_argument("--amount", type=_amount, required=True, metavar="NT$")
    parser.add_argument("--channel", choices=_CHANNELS, required=True, help="繳款方式 | how")
    parser.add_argument("--paid-on", type=_day, required=True, metavar="DATE", help="YYYY-MM-DD")
    parser.add_argument("--voucher", metavar="NUMBER", help="匯票、支票、交易號碼 | number of the order or cheque")
    parser.add_argument("--code", choices=_CODES, default="3160", help="收入代號 | revenue code")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 where ``match`` leaves a payment without its fee; 2 where it cannot be done."""
    from warehouse.store import Store  # noqa: PLC0415 - DuckDB is slow to import

    if not args.warehouse.exists():
        raise UsageError(
            f"查無資料庫 {args.warehouse} (no such warehouse)", hint="以 --warehouse 指定。(Name it by --warehouse.)"
        )
    args.by = args.by or getpass.getuser()
    args.today = args.today or datetime.now(_TAIPEI).date()
    reads = args.action in {"dues", "list", "show", "daybook"}
    with Store(args.warehouse, read_only=reads) as store:
        return _ACTIONS[args.action](store, args)


def _dues(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import accounts  # noqa: PLC0415 - DuckDB is slow to import

    found = accounts(store, legal_tables.chosen(args), args.today, args.reference)
    shown = [one for one in found if not args.open or one.balance.state.value not in {"paid"} or one.balance.surcharge]
    if args.json:
        _json([_account(one) for one in shown])
    else:
        sys.stdout.write(as_table(_HEADS[args.lang], [_account_row(one, args.lang) for one in shown]))
    return 0


def _account(one: Account) -> dict[str, object]:
    balance = one.balance
    return {
        "reference": one.owed.reference,
        "revenue_code": one.owed.revenue_code,
        "payer": one.owed.payer,
        "amount": one.owed.amount,
        "paid": balance.paid,
        "outstanding": balance.outstanding,
        "credit": balance.credit,
        "due_on": balance.due.due_on.isoformat() if balance.due.due_on else None,
        "late_days": balance.late_days,
        "surcharge": balance.surcharge,
        "to_enforce": balance.to_enforce,
        "state": balance.state.value,
    }


def _account_row(one: Account, lang: str) -> list[object]:
    row = _account(one)
    enforce = row.pop("to_enforce")
    state = str(row["state"])
    words = _STATE_ZH[state] if lang == "zh" else state.replace("_", " ")
    row["state"] = words + ((",移送強制執行" if lang == "zh" else ", to be enforced") if enforce else "")
    return list(row.values())


def _pay(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import take_payment  # noqa: PLC0415 - DuckDB is slow to import

    receipt = take_payment(store, _request(args, args.amount), args.today, example=_example(store, args))
    return _said(args, receipt, f"已開立收據 {receipt.number}", f"issued receipt {receipt.number}")


def _refund(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import refund  # noqa: PLC0415 - DuckDB is slow to import

    number = refund(store, _request(args, -args.amount))
    if args.json:
        _json({"payment": number})
    else:
        print(f"已登錄退款 {number}" if args.lang == "zh" else f"recorded refund {number}")
    return 0


def _request(args: argparse.Namespace, amount: int) -> Any:
    from warehouse.cashbook import PaymentRequest  # noqa: PLC0415 - DuckDB is slow to import

    return PaymentRequest(args.reference, args.code, amount, args.channel, args.paid_on, args.by, args.voucher)


def _charge(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import charge  # noqa: PLC0415 - DuckDB is slow to import
    from warehouse.cashbook import Charge  # noqa: PLC0415 - the same

    if _REFERENCE.fullmatch(args.reference):
        raise UsageError("檢定費依月報表計收,不另登錄。(A month's fee follows from its report.)")
    charge(
        store, Charge(args.reference, args.code, args.payer, args.ubn, args.amount, args.purpose, args.due_on), args.by
    )
    if not args.json:
        print(f"已登錄 {args.reference} {args.code}" if args.lang == "zh" else f"charged {args.reference} {args.code}")
    return 0


def _list(store: Store, args: argparse.Namespace) -> int:
    from warehouse.cashbook import receipts  # noqa: PLC0415 - DuckDB is slow to import

    found = receipts(store)
    if args.json:
        _json([_receipt(one) for one in found])
    else:
        rows = [
            [one.number, one.reference, one.payer, one.amount, one.issued_on, one.void_reason, one.replaced_by]
            for one in found
        ]
        sys.stdout.write(as_table(_RECEIPT_HEADS[args.lang], rows))
    return 0


def _show(store: Store, args: argparse.Namespace) -> int:
    from warehouse.cashbook import payments  # noqa: PLC0415 - DuckDB is slow to import

    receipt = store.receipt(args.number)
    own = [one for one in payments(store, receipt.reference) if one.receipt_number == receipt.number]
    said = {
        **_receipt(receipt),
        "payments": [
            {
                "id": one.id,
                "amount": one.amount,
                "channel": one.channel,
                "voucher": one.voucher,
                "paid_on": one.paid_on.isoformat(),
                "cancelled": one.cancel_reason,
            }
            for one in own
        ],
    }
    if args.json:
        _json(said)
    else:
        sys.stdout.writelines(f"{name}: {value}\n" for name, value in said.items() if value not in (None, []))
    return 0


def _receipt(one: Receipt) -> dict[str, object]:
    return {
        "number": one.number,
        "reference": one.reference,
        "revenue_code": one.revenue_code,
        "payer": one.payer,
        "amount": one.amount,
        "issued_on": one.issued_on.isoformat(),
        "voided_at": one.voided_at.isoformat() if one.voided_at else None,
        "void_reason": one.void_reason,
        "replaced_by": one.replaced_by,
    }


def _void(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import void  # noqa: PLC0415 - DuckDB is slow to import

    receipt = void(
        store, args.number, args.reason, args.by, with_payments=args.with_payment, example=_example(store, args)
    )
    return _said(args, receipt, f"收據 {receipt.number} 已作廢", f"receipt {receipt.number} is void")


def _reissue(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import reissue  # noqa: PLC0415 - DuckDB is slow to import

    receipt = reissue(store, args.number, args.reason, args.by, args.today, example=_example(store, args))
    return _said(
        args, receipt, f"{args.number} 已作廢,另開 {receipt.number}", f"{args.number} is void, issued {receipt.number}"
    )


def _match(store: Store, args: argparse.Namespace) -> int:
    from flows.payment_list import match, read_list  # noqa: PLC0415 - DuckDB is slow to import

    lines = read_list(args.file)
    done = match(
        store,
        lines,
        legal_tables.chosen(args),
        args.by,
        args.today,
        record=not args.dry_run,
        example=_example(store, args),
    )
    if args.json:
        _json(
            [
                {"line": one.line, "reference": one.reference, "receipt": one.receipt, "problem": one.problem}
                for one in done
            ]
        )
    else:
        heads = ["列", "繳費項目", "收據", "問題"] if args.lang == "zh" else ["line", "reference", "receipt", "problem"]
        sys.stdout.write(as_table(heads, [[one.line, one.reference, one.receipt, one.problem] for one in done]))
    return 1 if any(one.problem for one in done) else 0


def _daybook(store: Store, args: argparse.Namespace) -> int:
    from flows.day_book import write_day_book  # noqa: PLC0415 - DuckDB is slow to import

    if args.to is not None and args.to < args.day:
        raise UsageError("迄日早於起日 (--to is before the first day)")
    write_day_book(store, args.day, args.to or args.day, args.out)
    if not args.json:
        print(f"已寫出 {args.out}" if args.lang == "zh" else f"wrote {args.out}")
    return 0


def _example(store: Store, args: argparse.Namespace) -> bool:
    """Whether register or fees are sample data, so that no paper is taken for a real one."""
    row = store.fetch_one("SELECT example FROM registers ORDER BY id DESC LIMIT 1")
    return bool(row and row[0]) or any(entry.example for entry in legal_tables.chosen(args).unit_fees)


def _said(args: argparse.Namespace, receipt: Receipt, zh: str, en: str) -> int:
    if args.json:
        _json(_receipt(receipt))
    else:
        print(zh if args.lang == "zh" else en)
    return 0


def _json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD") from error


def _amount(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text}: 新臺幣整數元 | whole NT$")
    return int(text)


_ACTIONS: dict[str, Callable[[Store, argparse.Namespace], int]] = {
    "dues": _dues,
    "pay": _pay,
    "refund": _refund,
    "charge": _charge,
    "list": _list,
    "show": _show,
    "void": _void,
    "reissue": _reissue,
    "match": _match,
    "daybook": _daybook,
}
