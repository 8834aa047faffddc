"""``zijian intake quarantine list | show | release``: messages that wait for a person."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import TYPE_CHECKING

from flows import mail_options
from flows.commands.intake import add_judging_arguments, add_warehouse, take_in
from flows.settings import load
from schemas.errors import UsageError

if TYPE_CHECKING:
    from warehouse.quarantine import HeldMessage


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``list``, ``show SHA``, ``release SHA --why TEXT``."""
    actions = parser.add_subparsers(dest="action", required=True)
    listed = actions.add_parser("list", help="列出隔離之郵件 | messages in quarantine")
    listed.add_argument("--parts", action="store_true", help="含部分檔案未入庫者 | also those with some files apart")
    listed.add_argument("--past", action="store_true", help="含已解除者 | also those that were let go")
    shown = actions.add_parser("show", help="原因、檔案、經過 | reason, files, history")
    shown.add_argument("--out", metavar="FILE", help="將原件寫出 | write the original message to a file")
    released = actions.add_parser("release", help="解除隔離,重新檢核 | judge it anew")
    released.add_argument("--why", required=True, metavar="TEXT", help="解除之原因,留存稽核紀錄 | what has changed")
    released.add_argument("--by", metavar="NAME", help="何人 | who [登入帳號 | login name]")
    released.add_argument("--dismiss", action="store_true", help="不再處理,結案 | settle it as nothing to load")
    for action in (shown, released):
        action.add_argument("sha", metavar="SHA", help="郵件 SHA-256 或其開頭 | message, or how its hash begins")
    for action in (listed, shown):
        action.add_argument("--json", action="store_true", help="JSON")
    for action in (listed, shown, released):
        add_warehouse(action)
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
    add_judging_arguments(released)
    mail_options.add_settings(released)


def run(args: argparse.Namespace) -> int:
    """Exit status 0; of ``release`` that of ``zijian intake``."""
    return {"list": _list, "show": _show, "release": _release}[args.action](args)


def _list(args: argparse.Namespace) -> int:
    from warehouse.quarantine import held_messages  # noqa: PLC0415 - DuckDB
    from warehouse.store import Store  # noqa: PLC0415

    with Store(args.warehouse, read_only=True) as store:
        held = held_messages(store, parts=args.parts, past=args.past)
    if args.json:
        _dump([dataclasses.asdict(item) for item in held])
    else:
        _print([_line(item) for item in held])
    return 0


def _show(args: argparse.Namespace) -> int:
    from flows.quarantine_page import original, page, page_json  # noqa: PLC0415 - DuckDB

    if args.out:
        original(args.warehouse, args.sha, args.out)
    if args.json:
        _dump(page_json(args.warehouse, args.sha))
    else:
        _print(page(args.warehouse, args.sha, args.lang))
    return 0


def _release(args: argparse.Namespace) -> int:
    from flows.audit_actor import actor  # noqa: PLC0415
    from flows.quarantine_release import dismissed, released  # noqa: PLC0415 - DuckDB

    if not args.why.strip():
        raise UsageError("--why: 請說明原因 (say why)")
    who = actor(args.by)
    if args.dismiss:
        print(dismissed(args.warehouse, args.sha, who, args.why))
        return 0
    mail = load(args.settings)
    return take_in(args, released(args.warehouse, args.sha, who, args.why), "release", mail)


def _line(held: HeldMessage) -> str:
    files = ", ".join(f"{file.name} [{' '.join(file.codes)}]" for file in held.files)
    when = f"{held.received_at:%Y-%m-%d %H:%M}"
    return "  ".join(
        [
            held.sha256[:12],
            when,
            held.outcome.value if held.outcome else "-",
            held.reason or "",
            held.sender or held.source,
            files,
        ]
    )


def _print(texts: list[str]) -> None:
    from generators.printable import printable  # noqa: PLC0415 - only for people

    for text in texts:
        print(printable(text))


def _dump(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
