"""Installs a table from the office: checked as a whole, then written as a whole, its confirmation at its head."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from datetime import date
from pathlib import Path

from flows.legal_tables import installed_files, read_file
from flows.safe_write import write_new
from schemas.errors import UsageError
from schemas.legal_check import objections
from schemas.legal_tables import Confirmation, LegalTables, OfficeTables

MOST_BYTES = 4_000_000


def install(path: Path, confirmation: Confirmation, into: Path, today: date) -> tuple[Path, LegalTables]:
    """Where the table now lies, and the table; the same file with the same confirmation is installed once.

    ``UsageError`` with the first objection, and nothing written, where the file cannot be taken.
    """
    tables = _checked(path, confirmation, today)
    text = path.read_text("utf-8-sig").replace("\r\n", "\n")
    composed = _composed(text, confirmation)
    OfficeTables.model_validate(tomllib.loads(composed))
    data = composed.encode("utf-8")
    known = installed_files(into)
    if known and known[-1].read_bytes() == data:
        return known[-1], tables
    target = into / _name(path, data, known)
    try:
        write_new(target, data)
    except OSError as error:
        raise UsageError(
            f"{error.filename or into}: {error.strerror}", hint="請指定可寫入之資料夾(--legal-dir)。"
        ) from error
    return target, tables


def _checked(path: Path, confirmation: Confirmation, today: date) -> LegalTables:
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise UsageError(f"{path}: 大於 {MOST_BYTES} 位元組 (too large)", hint="見 docs/legal-tables.md。")
    tables = read_file(path)
    found = objections(tables, confirmation, today)
    if found:
        more = f"(另有 {len(found) - 1} 項 | {len(found) - 1} more)" if len(found) > 1 else ""
        raise UsageError(f"{path}: {found[0]}{more}", hint="請更正後再載入;未寫入任何資料 (nothing was written)。")
    return tables


def _composed(text: str, confirmation: Confirmation) -> str:
    """The office's text as it is, below one line that keeps who confirmed it and when."""
    name = json.dumps(confirmation.confirmed_by, ensure_ascii=False)
    head = f"confirmation = {{ confirmed_by = {name}, confirmed_on = {confirmation.confirmed_on} }}"
    return f"{head}\n\n{text}"


def _name(path: Path, data: bytes, known: list[Path]) -> str:
    number = int(known[-1].name[:4]) + 1 if known else 1
    stem = re.sub(r"[^\w-]+", "-", path.stem)[:40].strip("-") or "table"
    return f"{number:04d}-{stem}-{hashlib.sha256(data).hexdigest()[:8]}.toml"
