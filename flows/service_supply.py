"""What the office supplies for its figures on service, as files: areas of the branches (TOML), counts (CSV)."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from schemas.errors import UsageError
from warehouse.service import Area, Count

COUNT_COLUMNS = ("roc_year", "quarter", "branch", "measure", "detail", "value", "source")


def read_areas(path: Path) -> list[Area]:
    """``[[areas]]`` with ``area``, ``branch``, ``source``; ``example = true`` at the top marks sample data."""
    try:
        told = tomllib.loads(_text(path))
        entries = told["areas"]
        example = bool(told.get("example", False))
        areas = [
            Area(entry["area"].replace("台", "臺"), entry["branch"], entry["source"], example) for entry in entries
        ]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}:{error} (no file of areas)", hint="見 docs/analysts.md。") from error
    names = [area.area for area in areas]
    twice = {name for name in names if names.count(name) > 1}
    if twice or not areas or not all(area.area and area.branch and area.source for area in areas):
        raise UsageError(f"{path}:轄區空白或重複 {'、'.join(sorted(twice))} (an area is empty or comes twice)")
    return areas


def read_counts(path: Path, measures: Mapping[str, str]) -> list[Count]:
    """The rows of a CSV with the headings ``COUNT_COLUMNS``; ``UsageError`` with the line that is wrong."""
    reader = csv.DictReader(io.StringIO(_text(path)))
    if tuple(reader.fieldnames or ()) != COUNT_COLUMNS:
        raise UsageError(f"{path}:欄名須為 (the headings must be) {','.join(COUNT_COLUMNS)}")
    return [_count(path, number, row, measures) for number, row in enumerate(reader, start=2)]


def _count(path: Path, number: int, row: Mapping[str, str | None], measures: Mapping[str, str]) -> Count:
    text = {name: (row[name] or "").strip() for name in COUNT_COLUMNS}
    where = f"{path} 第 {number} 列 (line {number})"
    if text["measure"] not in measures:
        raise UsageError(f"{where}:無此項目 {text['measure']} (no such measure)", hint="、".join(measures))
    if not (text["branch"] and text["source"] and None not in row.values()):
        raise UsageError(f"{where}:欄位不足 (branch, source or a whole field is missing)")
    try:
        quarter = int(text["quarter"]) if text["quarter"] else None
        year, value = int(text["roc_year"]), Decimal(text["value"].replace(",", ""))
    except (ValueError, InvalidOperation) as error:
        raise UsageError(f"{where}:年度、季或數值有誤 (year, quarter or value is no number)") from error
    if quarter not in (None, 1, 2, 3, 4) or not 1 <= year <= 999 or not value.is_finite() or abs(value) >= 10**12:
        raise UsageError(f"{where}:年度、季或數值超出範圍 (year, quarter or value is out of range)")
    return Count(year, quarter, text["branch"], text["measure"], text["detail"] or None, value, text["source"])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror} (cannot be read)") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}:請存成 UTF-8 (save it as UTF-8)") from error
