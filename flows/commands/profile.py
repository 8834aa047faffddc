"""``zijian profile learn | list | show``: a manufacturer's own words, taught once and kept for its documents."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flows import profiles
from schemas.catalogue import Lang, message
from schemas.errors import UsageError
from schemas.profile import Profile, contradictions

if TYPE_CHECKING:
    from flows.teaching import Seen

TAIPEI = ZoneInfo("Asia/Taipei")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``learn`` teaches from a file, ``list`` and ``show`` tell what was taught."""
    actions = parser.add_subparsers(dest="action", required=True)
    learned = actions.add_parser("learn", help="教示不識之欄名 | teach headings that are not known")
    learned.add_argument("file", type=Path, metavar="FILE", help="該業者之檢定紀錄或月報表 | one of its documents")
    learned.add_argument(
        "--set", dest="told", action="append", type=_told, default=[], metavar="WORD=FIELD", help="欄名=欄位,可重複"
    )
    learned.add_argument("--from", dest="source", type=Path, metavar="TOML", help="docs/profiles.md")
    learned.add_argument("--by", default="", metavar="NAME", help="教示人 | who teaches")
    listed = actions.add_parser("list", help="列出已教示之業者 | the manufacturers with a profile")
    shown = actions.add_parser("show", help="列出某業者之設定 | the words of one manufacturer")
    shown.add_argument("name", metavar="NAME", help="自檢字號、公司名稱或檔名 | permit number, company or file")
    for action in (listed, shown):
        action.add_argument("--json", action="store_true", help="JSON")
    for action in (learned, listed, shown):
        profiles.add_option(action)
        action.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="zh | en")


def run(args: argparse.Namespace) -> int:
    """Exit status 0, 1 (``learn``: something is still not understood) or 2 (could not be done)."""
    if args.action == "learn":
        return _learn(args, profiles.folder(args.profiles))
    known = profiles.found(args)
    return _list(known, args) if args.action == "list" else _show(known, args)


def _learn(args: argparse.Namespace, where: Path) -> int:
    from flows import profile_table, teaching  # noqa: PLC0415 - readers and rich are needed only here

    data = _bytes(args.file)
    known = list(profiles.load(where).values()) if where.is_dir() else []
    seen = teaching.look(data, args.file.name)
    old = next((profile for profile in known if profile.holds_for(seen.document)), None)
    if old is not None:
        seen = teaching.look(data, args.file.name, old.taught())
    profile_table.print_columns(seen, args.lang)
    new = _answers(args, seen)
    if new is None:
        return _said_open(seen, args.lang)
    teaching.refuse_contradictions(new, seen.document)
    whole = teaching.joined_with(known, new)
    again = teaching.look(data, args.file.name, whole.taught())
    teaching.refuse_others(whole, again.document)
    path = profiles.save(whole, where)
    profile_table.print_columns(again, args.lang)
    count = len(new.columns) + len(new.labels)
    print(f"已儲存 {count} 詞:{path}" if args.lang == "zh" else f"saved {count} words: {path}")
    return _said_open(again, args.lang)


def _answers(args: argparse.Namespace, seen: Seen) -> Profile | None:
    """What was told: in the file of ``--from``, by ``--set``, at the terminal; ``None`` where nothing was."""
    from flows import teaching  # noqa: PLC0415

    today = datetime.now(TAIPEI).date()
    given = profiles.file_words(args.source) if args.source else {}
    told = dict(args.told)
    before: dict[str, str] = given.get("columns", {}) | told
    if sys.stdin.isatty():
        told |= dict(teaching.asked(seen, before, _ask, print))
    if not told and not given:
        return None
    new = teaching.profile_from(seen, told, today, args.by)
    if not given:
        return new
    whose = {} if {"permit_number", "company_name"} & given.keys() else teaching.holder(seen.document)
    base = profiles.parse({"taught_on": today, "by": args.by, **whose, **given}, str(args.source))
    return _merged(base, new)


def _merged(base: Profile, new: Profile) -> Profile:
    """The profile of a file with what was told beside it; whose it is and when it was taught is the file's."""
    return base.model_copy(update={"columns": base.columns | new.columns, "labels": base.labels | new.labels})


def _ask(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        return ""


def _said_open(seen: Seen, lang: Lang) -> int:
    from flows.teaching import still_open  # noqa: PLC0415

    found = still_open(seen.document)
    for finding in found:
        print(f"{finding.code} {message(finding, lang)}", file=sys.stderr)
    if not found:
        print("全部欄位均已讀懂。" if lang == "zh" else "everything is understood.")
    return int(bool(found))


def _list(known: dict[Path, Profile], args: argparse.Namespace) -> int:
    if args.json:
        _print_json([_as_json(path, profile) for path, profile in known.items()])
        return 0
    for path, profile in known.items():
        whose = [profile.permit_number, profile.company_name, profile.instrument_kind]
        count = len(profile.columns) + len(profile.labels)
        words = f"{count} 詞" if args.lang == "zh" else f"{count} words"
        parts = [path.name, *whose, words, profile.taught_on.isoformat(), profile.by]
        print("  ".join(part for part in parts if part))
    if not known:
        print("尚無設定。" if args.lang == "zh" else "no profiles.")
    return 0


def _show(known: dict[Path, Profile], args: argparse.Namespace) -> int:
    found = {
        path: profile
        for path, profile in known.items()
        if args.name in (profile.permit_number, profile.company_name, path.name, path.stem)
    }
    if not found:
        raise UsageError(f"{args.name}: 無此業者之設定 (no such profile)", hint="見 zijian profile list。")
    if args.json:
        _print_json([_as_json(path, profile) for path, profile in found.items()])
        return 0
    from flows.profile_table import print_profile  # noqa: PLC0415 - rich is needed only for people

    for path, profile in found.items():
        print_profile(path.name, profile, args.lang)
    return 0


def _as_json(path: Path, profile: Profile) -> dict[str, Any]:
    ignored = [word for word, _ in contradictions(profile)]
    return {"file": path.name, **profile.model_dump(mode="json"), "ignored": ignored}


def _print_json(shown: list[dict[str, Any]]) -> None:
    print(json.dumps(shown, ensure_ascii=False, indent=1))


def _told(text: str) -> tuple[str, str]:
    word, _, name = text.rpartition("=")
    if not word.strip() or not name.strip():
        raise argparse.ArgumentTypeError(f"{text}: 欄名=欄位 (WORD=FIELD)")
    return " ".join(word.split()), name.strip()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="請確認路徑(check the path)。") from error
