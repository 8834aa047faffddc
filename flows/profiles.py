"""Profiles in a folder, one TOML file a manufacturer: read as a whole, written as a whole."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.errors import UsageError

if TYPE_CHECKING:
    from schemas.profile import Profile

FOLDER_VARIABLE = "ZIJIAN_PROFILES"
_MOST_BYTES = 200_000
_HEAD = "# 業者讀取設定,見 docs/profiles.md | how this manufacturer's words are read\n"


def add_option(parser: argparse.ArgumentParser) -> None:
    """``--profiles``, alike for every command that reads documents."""
    parser.add_argument(
        "--profiles", type=Path, metavar="DIR", help=f"業者讀取設定資料夾 | manufacturers' words [${FOLDER_VARIABLE}]"
    )


def folder(given: Path | None = None) -> Path:
    """The folder as given, else ``$ZIJIAN_PROFILES``, else one in the user's data folder."""
    named = given or os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    data = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "zijian" / "profiles"


def chosen(args: argparse.Namespace) -> tuple[Profile, ...]:
    """The profiles of the folder that the option names, else of the usual one, which need not be there."""
    return tuple(found(args).values())


def found(args: argparse.Namespace) -> dict[Path, Profile]:
    """The same by file."""
    where = folder(args.profiles)
    return load(where) if args.profiles is not None or where.is_dir() else {}


def load(where: Path) -> dict[Path, Profile]:
    """All profiles of a folder by file, in the order of their names; ``UsageError`` where one cannot be read."""
    if not where.is_dir():
        raise UsageError(f"{where}: 無此資料夾 (no such folder)", hint="請確認 --profiles。")
    read: dict[Path, Profile] = {}
    for path in sorted(where.glob("*.toml")):
        profile = read_file(path)
        for other, known in read.items():
            if _holder(profile) == _holder(known):
                raise UsageError(f"{path}: 與 {other.name} 為同一業者 (same manufacturer)", hint="請合併為一個檔案。")
        read[path] = profile
    return read


def read_file(path: Path) -> Profile:
    """One profile; ``UsageError`` with the entry where the file is none."""
    return parse(_toml(path), str(path))


def file_words(path: Path) -> dict[str, Any]:
    """The tables of a file of words, which need not say whose they are; ``UsageError`` where it is no TOML."""
    words = _toml(path)
    for table in ("columns", "labels"):
        if not isinstance(words.get(table, {}), dict):
            raise UsageError(f"{path}: {table}: 須為表 (must be a table)", hint="見 docs/profiles.md。")
    return words


def parse(data: Mapping[str, Any], name: str) -> Profile:
    """A profile from a TOML file's tables; ``UsageError`` with ``name`` and the entry where it is none."""
    from pydantic import ValidationError  # noqa: PLC0415 - documents are mostly read without profiles

    from schemas.profile import Profile  # noqa: PLC0415

    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"{name}: {where}: {said}".replace(": : ", ": "), hint="見 docs/profiles.md。") from error


def save(profile: Profile, where: Path) -> Path:
    """Write a profile to the file of its manufacturer, in place of what was there; the file's path."""
    from flows.safe_write import write_new  # noqa: PLC0415 - documents are mostly only read

    known = load(where) if where.is_dir() else {}
    path = next((path for path, old in known.items() if _holder(old) == _holder(profile)), where / _name(profile))
    try:
        write_new(path, as_toml(profile).encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="請指定可寫入之資料夾(--profiles)。") from error
    return path


def as_toml(profile: Profile) -> str:
    """The profile as its file has it."""
    names = ("permit_number", "company_name", "instrument_kind", "by")
    lines = [f"{name} = {_quoted(getattr(profile, name))}" for name in names if getattr(profile, name)]
    lines.append(f"taught_on = {profile.taught_on.isoformat()}")
    for table in ("columns", "labels"):
        words: dict[str, str] = getattr(profile, table)
        if words:
            lines += ["", f"[{table}]", *(f"{_quoted(word)} = {_quoted(name)}" for word, name in words.items())]
    return _HEAD + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    import json  # noqa: PLC0415 - documents are mostly read without profiles

    return json.dumps(text, ensure_ascii=False)


def _holder(profile: Profile) -> tuple[str, str | None]:
    return profile.permit_number or (profile.company_name or ""), profile.instrument_kind


def _name(profile: Profile) -> str:
    holder, kind = _holder(profile)
    stem = re.sub(r"[^\w-]+", "-", holder)[:60].strip("-") or "profile"
    return f"{stem}-{kind}.toml" if kind else f"{stem}.toml"


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - documents are mostly read without profiles

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path}: 大於 {_MOST_BYTES} 位元組 (too large)", hint="見 docs/profiles.md。")
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="請確認路徑(check the path)。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", hint="請更正 TOML 語法,存成 UTF-8(save as TOML in UTF-8)。") from error
