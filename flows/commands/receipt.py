"""``zijian receipt``: what is owed and paid, payments with their receipts, void and new ones, the cashier's day book."""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flows import legal_tables
from flows.command_parts import print_json
from flows.query_formats import as_table
from flows.receipt_arguments import add_arguments
from flows.receipt_tables import HEADS, RECEIPT_HEADS, account, account_row, matched, payment, receipt_row
from flows.receipt_tables import receipt as as_json
from schemas.errors import UsageError

if TYPE_CHECKING:
    from warehouse.model import Receipt
    from warehouse.store import Store

_TAIPEI = ZoneInfo("Asia/Taipei")
_REFERENCE = re.compile(r"[MI]V\d{6}/\d{4}-\d{2}/[a-z_]+")


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
        print_json([account(one) for one in shown])
    else:
        sys.stdout.write(as_table(HEADS[args.lang], [account_row(one, args.lang) for one in shown]))
    return 0


def _pay(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import take_payment  # noqa: PLC0415 - DuckDB is slow to import

    receipt = take_payment(store, _request(args, args.amount), args.today, example=_example(store, args))
    return _said(args, receipt, f"已開立收據 {receipt.number}", f"issued receipt {receipt.number}")


def _refund(store: Store, args: argparse.Namespace) -> int:
    from flows.cashier import refund  # noqa: PLC0415 - DuckDB is slow to import

    number = refund(store, _request(args, -args.amount))
    if args.json:
        print_json({"payment": number})
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
        print_json([as_json(one) for one in found])
    else:
        rows = [receipt_row(one) for one in found]
        sys.stdout.write(as_table(RECEIPT_HEADS[args.lang], rows))
    return 0


def _show(store: Store, args: argparse.Namespace) -> int:
    from warehouse.cashbook import payments  # noqa: PLC0415 - DuckDB is slow to import

    receipt = store.receipt(args.number)
    own = [one for one in payments(store, receipt.reference) if one.receipt_number == receipt.number]
    said = {
        **as_json(receipt),
        "payments": [payment(one) for one in own],
    }
    if args.json:
        print_json(said)
    else:
        sys.stdout.writelines(f"{name}: {value}\n" for name, value in said.items() if value not in (None, []))
    return 0


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
    legal, example = legal_tables.chosen(args), _example(store, args)
    done = match(store, lines, legal, args.by, args.today, record=not args.dry_run, example=example)
    if args.json:
        print_json([matched(one) for one in done])
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
        print_json(as_json(receipt))
    else:
        print(zh if args.lang == "zh" else en)
    return 0


__all__ = ["add_arguments", "run"]

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
