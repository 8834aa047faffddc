"""``zijian outbox list | send | confirm | resend | withdraw``: the replies, and what becomes of them."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from flows import mail_options

if TYPE_CHECKING:
    from schemas.catalogue import Lang
    from warehouse.deliveries import Reply

_DECISIONS = {
    "confirm": "確認已寄達,不再寄 | it did arrive: never send it again",
    "resend": "再寄一次 | send it again",
    "withdraw": "撤回,不寄 | never send it",
}
_STATES: dict[str, tuple[str, str]] = {
    "queued": ("待寄", "queued"),
    "sending": ("結果未明", "end not known"),
    "sent": ("已寄", "sent"),
    "refused": ("遭拒", "refused"),
    "withdrawn": ("已撤回", "withdrawn"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``list`` and ``send``, and what staff decide."""
    actions = parser.add_subparsers(dest="action", required=True)
    listed = actions.add_parser("list", help="列出回覆與狀態 | the replies and their state")
    listed.add_argument("--state", choices=tuple(_STATES), help="狀態 | state")
    sent = actions.add_parser("send", help="寄出待寄回覆 | send what is due")
    sent.add_argument("url", nargs="?", metavar="URL", help="郵件伺服器 smtp:// 或 smtps:// | mail server [[smtp] url]")
    mail_options.add_settings(sent)
    mail_options.add_smtp(sent)
    for name, words in _DECISIONS.items():
        decided = actions.add_parser(name, help=words)
        decided.add_argument("reply", nargs="+", metavar="REPLY", help="檔名或識別碼 | file name or Message-ID")
        decided.add_argument("--by", metavar="NAME", help="承辦人 | who decides [login name]")
    for action in actions.choices.values():
        action.add_argument(
            "--warehouse",
            type=Path,
            default=Path(os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb"),
            metavar="DB",
            help="DuckDB 檔 | file [%(default)s]",
        )
        action.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status 1 where a reply was refused or its end is not known."""
    if args.action == "list":
        return _list(args)
    if args.action == "send":
        return _send(args)
    from flows.audit_actor import actor  # noqa: PLC0415 - DuckDB only where it is needed
    from flows.outbox_desk import decide  # noqa: PLC0415

    count = decide(args.warehouse, args.action, args.reply, actor(args.by))
    _print({"decided": count} if args.json else f"{args.action}: {count}")
    return 0


def _send(args: argparse.Namespace) -> int:
    from flows.outbox_round import send_and_tell  # noqa: PLC0415 - DuckDB and smtplib only where they are needed

    url, mail = args.url or "", mail_options.chosen(args)
    return send_and_tell(args.warehouse, mail, url, args.lang, sys.stdout, as_json=args.json)


def _list(args: argparse.Namespace) -> int:
    from warehouse import deliveries  # noqa: PLC0415 - DuckDB only where it is needed
    from warehouse.store import Store  # noqa: PLC0415

    with Store(args.warehouse, read_only=True) as store:
        found = deliveries.replies(store, deliveries.Delivery(args.state) if args.state else None)
    if args.json:
        _print([asdict(one) for one in found])
        return 0
    for one in found:
        _print(_line(one, args.lang))
    return 0


def _line(reply: Reply, lang: Lang) -> str:
    words = [_STATES[reply.state.value][lang == "en"], f"{reply.created_at:%Y-%m-%d %H:%M}", reply.path]
    return "  ".join([*words, *filter(None, (reply.recipient, reply.reason, reply.answer))])


def _print(what: object) -> None:
    sys.stdout.write(what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, indent=2, default=str))
    sys.stdout.write("\n")
