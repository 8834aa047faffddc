"""``zijian legal status | load``: the numbers that the law leaves to the office, and who confirmed them."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows import legal_tables
from flows.command_parts import day
from schemas.catalogue import Lang
from schemas.errors import UsageError
from schemas.kinds import KINDS
from schemas.legal_status import Line, Standing, status
from schemas.legal_tables import DATED, Confirmation, LegalTables

TAIPEI = ZoneInfo("Asia/Taipei")
TABLE_WORDS: dict[str, dict[Lang, str]] = {
    "unit_fees": {"zh": "檢定規費", "en": "unit fees"},
    "limits": {"zh": "檢定公差", "en": "maximum permissible errors"},
    "validity": {"zh": "檢定合格有效期間", "en": "validity periods"},
    "service_life": {"zh": "最長使用期限", "en": "service life"},
    "calibration_intervals": {"zh": "標準器校正週期", "en": "calibration intervals"},
    "holidays": {"zh": "辦公日曆表", "en": "office calendar"},
    "addressees": {"zh": "受文單位", "en": "addressee"},
}
STANDING_WORDS: dict[Standing, dict[Lang, str]] = {
    Standing.CONFIRMED: {"zh": "已確認", "en": "confirmed"},
    Standing.UNCONFIRMED: {"zh": "未確認(僅警告)", "en": "unconfirmed (warnings only)"},
    Standing.EXAMPLE: {"zh": "範例(僅警告)", "en": "example (warnings only)"},
    Standing.COMING: {"zh": "尚未生效", "en": "not yet in force"},
    Standing.LAPSED: {"zh": "已失效", "en": "lapsed"},
    Standing.MISSING: {"zh": "缺", "en": "missing"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``status`` lists the tables, ``load`` installs one."""
    actions = parser.add_subparsers(dest="action", required=True)
    shown = actions.add_parser("status", help="各表是否備妥、何人確認 | which tables are there")
    shown.add_argument("--json", action="store_true", help="JSON")
    legal_tables.add_options(shown)
    loaded = actions.add_parser("load", help="載入經確認之表 | install a confirmed table")
    loaded.add_argument("file", type=Path, metavar="FILE", help="TOML, docs/legal-tables.md")
    loaded.add_argument("--confirmed-by", required=True, metavar="NAME", help="確認人 | who confirmed it")
    loaded.add_argument("--confirmed-on", required=True, type=day, metavar="DATE", help="確認日 | YYYY-MM-DD")
    loaded.add_argument("--warehouse", type=Path, metavar="DB", help="記入其稽核紀錄 | note it in its audit log")
    loaded.add_argument("--by", metavar="NAME", help="載入人 | who installs it [登入帳號 | login name]")
    legal_tables.add_folder_option(loaded)
    for action in (shown, loaded):
        action.add_argument("--today", type=day, metavar="DATE", help="YYYY-MM-DD")
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")


def run(args: argparse.Namespace) -> int:
    """Exit status 0, or 2 where a table cannot be read or taken."""
    return _status(args) if args.action == "status" else _load(args)


def _load(args: argparse.Namespace) -> int:
    from flows.legal_loading import install  # noqa: PLC0415 (only for loading)

    if not 0 < len(args.confirmed_by.strip()) <= 80:
        raise UsageError("--confirmed-by: 1-80 字 (characters)")
    confirmation = Confirmation(confirmed_by=args.confirmed_by, confirmed_on=args.confirmed_on)
    into = legal_tables.folder(args.legal_dir)
    target, tables = install(args.file, confirmation, into, args.today or _today())
    if args.warehouse is not None:
        _note(args, target, tables, confirmation)
    counts = {name: len(getattr(tables, name)) for name in (*DATED, "holidays") if getattr(tables, name)}
    listed = "、".join(f"{TABLE_WORDS[name][args.lang]} {count}" for name, count in counts.items())
    print(f"已載入:{target}({listed})" if args.lang == "zh" else f"installed: {target} ({listed})")
    return 0


def _note(args: argparse.Namespace, target: Path, tables: LegalTables, confirmation: Confirmation) -> None:
    from flows.audit_actor import actor  # noqa: PLC0415 - DuckDB
    from flows.audit_legal import note_loading  # noqa: PLC0415

    note_loading(args.warehouse, target, tables, confirmation, actor(args.by))


def _status(args: argparse.Namespace) -> int:
    where = legal_tables.folder(args.legal_dir)
    lines = status(legal_tables.chosen(args), args.today or _today())
    if args.json:
        shown = [dataclasses.asdict(line) for line in lines]
        files = [path.name for path in legal_tables.installed_files(where)]
        out = {"folder": str(where), "files": files, "tables": shown}
        json.dump(out, sys.stdout, ensure_ascii=False, indent=2, default=str)
        print()
        return 0
    for line in lines:
        print(_words(line, args.lang))
    print(f"資料夾:{where}" if args.lang == "zh" else f"folder: {where}")
    return 0


def _words(line: Line, lang: Lang) -> str:
    kinds = {spec.name: spec.zh if lang == "zh" else spec.en for spec in KINDS}
    parts = [TABLE_WORDS[line.table][lang], kinds.get(line.kind or "", ""), STANDING_WORDS[line.standing][lang]]
    if line.days_left is not None:
        parts.append(f"尚餘 {line.days_left} 日失效" if lang == "zh" else f"lapses in {line.days_left} days")
    parts.append(line.article)
    if line.valid_from is not None:
        parts.append(f"{line.valid_from}~{line.valid_to or ''}")
    if line.confirmed_by:
        parts.append(f"{line.confirmed_by} {line.confirmed_on or ''}")
    return "  ".join(part for part in parts if part)


def _today() -> date:
    return datetime.now(TAIPEI).date()
