"""The arguments of ``zijian receipt``: one subcommand for each thing that a cashier does."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from flows import legal_tables
from flows.command_parts import day

_CHANNELS = ("cash", "postal_order", "cheque", "transfer", "online")
_CODES = ("3160", "3110", "5700")


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
    charge.add_argument("--due-on", type=day, metavar="DATE", help="YYYY-MM-DD")
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
    book.add_argument("day", type=day, metavar="DATE", help="YYYY-MM-DD")
    book.add_argument("--to", type=day, metavar="DATE", help="迄日 | last day")
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
    parser.add_argument("--today", type=day, metavar="DATE", help="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
    if legal:
        legal_tables.add_options(parser)
    return parser


def _payment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", help="繳費項目,如 MV115001/2026-10/gas_meter | what it is for")
    parser.add_argument("--amount", type=_amount, required=True, metavar="NT$")
    parser.add_argument("--channel", choices=_CHANNELS, required=True, help="繳款方式 | how")
    parser.add_argument("--paid-on", type=day, required=True, metavar="DATE", help="YYYY-MM-DD")
    parser.add_argument("--voucher", metavar="NUMBER", help="匯票、支票、交易號碼 | number of the order or cheque")
    parser.add_argument("--code", choices=_CODES, default="3160", help="收入代號 | revenue code")


def _amount(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text}: 新臺幣整數元 | whole NT$")
    return int(text)
