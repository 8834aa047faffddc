"""``zijian audit verify | list``: the log of who changed what, and whether it is whole."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.audit import AuditRecord, Head

_DEFAULT_LIMIT = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``verify`` computes the chain again, ``list`` shows entries."""
    actions = parser.add_subparsers(dest="action", required=True)
    verified = actions.add_parser(
        "verify", help="重算整串雜湊,指出第一筆異常 | recompute the chain, name the first fault"
    )
    verified.add_argument(
        "--head",
        type=_head,
        action="append",
        default=[],
        metavar="N:HASH",
        help="月報頁所印之稽核碼,須仍在紀錄中 | a head printed in a month's page; it must still be there",
    )
    listed = actions.add_parser("list", help="列出紀錄 | show entries")
    listed.add_argument("--subject", metavar="ID", help="對象(開頭相符) | subject, or what it begins with")
    listed.add_argument("--what", metavar="NOUN.VERB", help="作為 | action, as in receipt.issue")
    listed.add_argument("--since", type=_moment, metavar="DATE", help="自何時起 | YYYY-MM-DD[THH:MM]")
    listed.add_argument(
        "--limit", type=int, default=_DEFAULT_LIMIT, metavar="N", help="最多筆數(最新者) | newest N [%(default)s]"
    )
    for action in (verified, listed):
        action.add_argument(
            "--warehouse",
            type=Path,
            default=Path(os.environ.get("ZIJIAN_WAREHOUSE") or "zijian.duckdb"),
            metavar="DB",
            help="DuckDB 檔 | file [%(default)s]",
        )
        action.add_argument("--json", action="store_true", help="JSON")
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 where the log is not whole."""
    return _verify(args) if args.action == "verify" else _list(args)


def _verify(args: argparse.Namespace) -> int:
    from warehouse.audit import first_fault, head  # noqa: PLC0415 - DuckDB
    from warehouse.audit_heads import kept_heads  # noqa: PLC0415
    from warehouse.store import Store  # noqa: PLC0415

    heads = kept_heads(args.warehouse)
    with Store(args.warehouse, read_only=True) as store:
        fault, last = first_fault(store, [*heads, *args.head]), head(store)
    if args.json:
        _dump(
            {"whole": fault is None, "fault": fault, "entries": last.sequence, "head": last.hash, "heads": len(heads)}
        )
    else:
        print(_verdict(fault, last, len(heads), args.lang))
    return 0 if fault is None else 1


def _verdict(fault: str | None, last: Head, heads: int, lang: str) -> str:
    if fault is not None:
        return f"稽核紀錄有異,第 {fault}" if lang == "zh" else f"the audit log is broken at entry {fault}"
    if lang == "zh":
        return f"稽核紀錄完整:{last.sequence} 筆,{heads} 個外存雜湊相符。最末 {last.sequence}:{last.hash}"
    return f"the audit log is whole: {last.sequence} entries, {heads} heads kept outside agree. Head {last.sequence}:{last.hash}"


def _list(args: argparse.Namespace) -> int:
    from warehouse.audit import Filter, entries  # noqa: PLC0415 - DuckDB
    from warehouse.store import Store  # noqa: PLC0415

    with Store(args.warehouse, read_only=True) as store:
        found = entries(store, Filter(args.subject, args.what, args.since), limit=args.limit)
    if args.json:
        _dump([_as_json(record) for record in found])
    else:
        _print(found)
    return 0


def _print(found: list[AuditRecord]) -> None:
    from generators.printable import printable  # noqa: PLC0415 - only for people

    for record in found:
        change = " -> ".join(text for text in (record.before, record.after) if text)
        print(
            record.sequence,
            record.recorded_at.isoformat(" ", "seconds"),
            *map(printable, (record.actor, record.action, record.subject, change)),
            sep="  ",
        )


def _as_json(record: AuditRecord) -> dict[str, object]:
    plain = dataclasses.asdict(record)
    for side in ("before", "after"):
        plain[side] = json.loads(plain[side]) if plain[side] else None
    return plain


def _dump(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def _head(text: str) -> Head:
    from warehouse.audit import Head  # noqa: PLC0415 - DuckDB

    match = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text}: N:HASH")
    return Head(int(match[1]), match[2])


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD") from None
