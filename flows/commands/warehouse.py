"""``zijian warehouse``: check, back up, restore, compact, measure, publish and upgrade the warehouse."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flows.commands.query import add_warehouse
from flows.query_formats import as_table
from schemas.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A subcommand for each."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, words in _ACTIONS.items():
        action = actions.add_parser(name, help=words, description=words)
        add_warehouse(action)
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")
        action.add_argument("--json", action="store_true", help="結果以 JSON 輸出 | the result as data")
        if name == "backup":
            action.add_argument("folder", type=Path, metavar="DIR", help="備份資料夾 | folder of the backups")
        if name == "restore":
            action.add_argument("backup", type=Path, metavar="BACKUP", help="備份檔 | the backup")
            action.add_argument("--by", default=None, metavar="NAME", help="經手人 | who does it (default: the user)")
        if name == "check":
            action.add_argument("--all", action="store_true", help="列出每一項檢查 | show every check")


def run(args: argparse.Namespace) -> int:
    """Exit status 0; 1 where a check found faults."""
    try:
        return _RUN[args.action](args)
    except OSError as error:
        raise UsageError(
            f"無法讀寫 {error.filename}:{error.strerror} (cannot read or write)", hint="請檢查路徑、權限與磁碟空間。"
        ) from error


def _check(args: argparse.Namespace) -> int:
    from warehouse.upkeep import check  # noqa: PLC0415 - DuckDB only here

    results = list(check(Path(args.warehouse)))
    faulty = [result for result in results if result.faults]
    shown = results if args.all else faulty
    rows = [(r.name, "✓" if not r.faults else r.faults, r.en if _english(args) else r.zh, r.example) for r in shown]
    if args.json:
        _put_json([dict(zip(("name", "faults", "words", "example"), row, strict=True)) for row in rows])
    elif rows:
        heads = ("check", "faults", "what must hold", "first") if _english(args) else ("檢查", "缺失", "應為", "首例")
        sys.stdout.write(as_table(heads, rows))
    _say(
        args,
        f"檢查 {len(results)} 項,不符 {len(faulty)} 項。",
        f"{len(results)} checks, {len(faulty)} with faults.",
    )
    return 1 if faulty else 0


def _backup(args: argparse.Namespace) -> int:
    from warehouse.upkeep_backup import back_up  # noqa: PLC0415
    from warehouse.values import local_time, taipei_now  # noqa: PLC0415

    made = back_up(Path(args.warehouse), args.folder, local_time(taipei_now()) or taipei_now())
    if args.json:
        _put_json({"path": str(made.path), "bytes": made.bytes, "tries": made.tries, "checks": made.checks})
    else:
        print(made.path)
    _say(
        args,
        f"{made.bytes:,} 位元組,通過 {made.checks} 項檢查。",
        f"{made.bytes:,} bytes, {made.checks} checks passed.",
    )
    return 0


def _restore(args: argparse.Namespace) -> int:
    from warehouse.audit import AuditEntry, append  # noqa: PLC0415
    from warehouse.read_copy import publish  # noqa: PLC0415
    from warehouse.store import Store  # noqa: PLC0415
    from warehouse.upkeep_backup import restore  # noqa: PLC0415
    from warehouse.values import local_time, taipei_now  # noqa: PLC0415

    target = Path(args.warehouse)
    kept = restore(args.backup, target, local_time(taipei_now()) or taipei_now())
    with Store(target) as store, store.transaction():
        entry = AuditEntry(
            args.by or getpass.getuser(), "warehouse.restore", target.name, None, {"backup": args.backup.name}
        )
        append(store, entry)
    publish(target)
    if args.json:
        _put_json({"path": str(target), "kept": str(kept) if kept else None})
    _say(
        args,
        f"已還原 {target}。" + (f"原檔改名為 {kept}。" if kept else ""),
        f"Restored {target}." + (f" What stood there: {kept}." if kept else ""),
    )
    return 0


def _compact(args: argparse.Namespace) -> int:
    from warehouse.upkeep import compact  # noqa: PLC0415

    before, after = compact(_existing(args))
    if args.json:
        _put_json({"before": before, "after": after})
    _say(args, f"{before:,} → {after:,} 位元組。", f"{before:,} → {after:,} bytes.")
    return 0


def _size(args: argparse.Namespace) -> int:
    from warehouse.read_copy import read_copy_path  # noqa: PLC0415
    from warehouse.upkeep import sizes  # noqa: PLC0415

    copy = read_copy_path(args.warehouse)
    found = sizes(copy if copy.is_file() else Path(args.warehouse))
    if args.json:
        _put_json([{"table": one.table, "rows": one.rows, "bytes": one.bytes} for one in found])
        return 0
    heads = ("table", "rows", "bytes") if _english(args) else ("資料表", "列數", "位元組")
    sys.stdout.write(as_table(heads, [(one.table, f"{one.rows:,}", f"{one.bytes:,}") for one in found]))
    return 0


def _publish(args: argparse.Namespace) -> int:
    from warehouse.read_copy import publish  # noqa: PLC0415

    path = publish(_existing(args))
    if args.json:
        _put_json({"path": str(path)})
    else:
        print(path)
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    from warehouse.store import Store  # noqa: PLC0415

    with Store(_existing(args)) as store:
        rows = store.fetch("SELECT number, name, applied_at FROM schema_migrations ORDER BY number")
    if args.json:
        _put_json([{"number": row[0], "name": row[1], "applied_at": row[2].isoformat()} for row in rows])
    else:
        heads = ("number", "name", "applied at") if _english(args) else ("編號", "檔名", "套用時間")
        sys.stdout.write(as_table(heads, rows))
    return 0


def _existing(args: argparse.Namespace) -> Path:
    path = Path(args.warehouse)
    if not path.is_file():
        raise UsageError(f"找不到資料庫:{path} (no such warehouse)", hint="--warehouse DB")
    return path


def _english(args: argparse.Namespace) -> bool:
    return bool(args.lang == "en")


def _say(args: argparse.Namespace, zh: str, en: str) -> None:
    if not args.json:
        print(en if _english(args) else zh, file=sys.stderr)


def _put_json(value: Sequence[Any] | dict[str, Any]) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


_ACTIONS = {
    "check": "檢查限制、孤列、合計與稽核鏈 | check constraints, orphans, totals and the audit chain",
    "backup": "備份(收件中亦可)並檢查備份 | back up, beside a running intake too, and check the backup",
    "restore": "還原備份,原檔改名保留 | put a backup back; what stood there is kept beside",
    "compact": "壓實,收回變更留下的空間 | write anew without the space that changes left",
    "size": "各資料表之列數與大小 | rows and bytes of each table",
    "publish": "製作供查詢之讀取副本 | make the read copy for queries",
    "upgrade": "升級至本程式之結構 | bring to this program's schema",
}
_RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "backup": _backup,
    "restore": _restore,
    "compact": _compact,
    "size": _size,
    "publish": _publish,
    "upgrade": _upgrade,
}
