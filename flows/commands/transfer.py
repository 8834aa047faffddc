"""``zijian transfer``: an electricity-meter manufacturer's records as a file set by a mapping, and read back."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from flows import transfer
from flows.command_parts import print_json
from generators.transfer_set import Record
from schemas.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``make`` and ``read``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    make = actions.add_parser("make", help="製作轉檔檔案組 | make a file set")
    make.add_argument("files", nargs="*", type=Path, metavar="FILE", help="電度表檢定紀錄 | verification records")
    make.add_argument("--mapping", type=Path, required=True, metavar="MAP.toml", help="對照檔 | the mapping")
    make.add_argument("--out", type=Path, required=True, metavar="DIR", help="新資料夾 | a new folder")
    make.add_argument("--iso", type=Path, metavar="FILE", help="另製光碟映像 | a disc image too")
    make.add_argument("--warehouse", type=Path, metavar="DB", help="改取自資料庫 | from the warehouse instead")
    make.add_argument("--permit", metavar="P", help="許可字號 | whose records, as MV115001")
    make.add_argument("--period", type=_month, metavar="YYYY-MM", help="月份 | which month")
    read = actions.add_parser("read", help="驗證並讀回 | verify and read back")
    read.add_argument("path", type=Path, metavar="DIR|ISO")
    for action in (make, read):
        action.add_argument("--json", action="store_true", help="JSON")
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 where a value cannot be carried or the set was altered; 2 where it could not be done."""
    return _make(args) if args.action == "make" else _read(args)


def _make(args: argparse.Namespace) -> int:
    made = transfer.write_set(_records(args), args.mapping, args.out, args.iso)
    if args.json:
        print_json(
            {"files": sorted(made.files), "left_out": made.left_out, "problems": [str(one) for one in made.problems]}
        )
    for problem in made.problems:
        print(f"zijian: {problem}", file=sys.stderr)
    if made.problems:
        return 1
    if made.left_out:
        said = "對照檔未列而未轉出之欄位" if args.lang == "zh" else "fields that the mapping does not carry"
        print(f"zijian: {said}: {', '.join(made.left_out)}", file=sys.stderr)
    if not args.json:
        print(f"{args.out}\t{len(made.files)}")
    return 0


def _records(args: argparse.Namespace) -> list[Record]:
    if args.warehouse is None and args.files and not (args.permit or args.period):
        return transfer.from_files(args.files)
    if args.files or not (args.warehouse and args.permit and args.period):
        raise UsageError(
            "請給檔案,或 --warehouse DB --permit P --period YYYY-MM。(Give files, or those three options together.)"
        )
    return transfer.from_warehouse(args.warehouse, args.permit, args.period)


def _read(args: argparse.Namespace) -> int:
    found = transfer.read_set(args.path)
    for fault in found.faults:
        print(f"zijian: {fault}", file=sys.stderr)
    if args.json:
        print_json({"faults": found.faults, "documents": [one.model_dump(mode="json") for one in found.documents]})
    else:
        for one in found.documents:
            print(f"{one.source.file}\t{len(one.rows)}\t{one.header.permit_number or ''}\t{one.period or ''}")
    return 1 if found.faults else 0


def _month(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM")
    return text
