"""The data of a form from a file: TOML, JSON, or a worksheet with labels (or field names) and values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from schemas.column import Column, core_type
from schemas.document import Strict
from schemas.errors import UsageError
from schemas.text import squeeze

_LONGEST = 20_000


def load_mapping(path: Path) -> Mapping[str, Any]:
    """The table of a TOML or JSON file; ``UsageError`` names line and column of a slip."""
    text = _text(path)
    try:
        data = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError) as error:
        raise UsageError(f"{path.name}:{error}", hint="請更正資料檔的語法。") from error
    if not isinstance(data, dict):
        raise UsageError(f"{path.name} 須為一組欄位與值。", hint="格式見 docs/forms.md。")
    return data


def load_sheet(path: Path, model: type[Strict], sheet: str | None = None) -> Mapping[str, Any]:
    """The data of ``model`` from a worksheet (the first): label and value side by side; a list as a table below."""
    labels = dict(_labels(model, ""))
    listed, columns = _table(model)
    data: dict[str, Any] = {}
    head: list[str | None] = []
    for row in _sheet_rows(path, sheet):
        names = [columns.get(squeeze(str(cell or ""))) for cell in row]
        if len([name for name in names if name]) >= 3:
            head = names
        elif head:
            item = {name: cell for name, cell in zip(head, row, strict=False) if name and cell is not None}
            if item:
                data.setdefault(listed, []).append(item)
        else:
            _pairs(row, labels, data)
    return data


def load_list(path: Path, model: type[Strict]) -> list[Mapping[str, Any]]:
    """One set of data for each row of the first worksheet, under a heading of labels or field names."""
    labels = dict(_labels(model, ""))
    listed, columns = _table(model)
    names: list[str | None] = []
    found: list[Mapping[str, Any]] = []
    for row in _sheet_rows(path, None):
        if not names:
            heads = [squeeze(str(cell or "")) for cell in row]
            names = [labels.get(head) or (f"{listed}.{columns[head]}" if head in columns else None) for head in heads]
        elif any(cell is not None for cell in row):
            found.append(_nested(zip(names, row, strict=False), listed))
    return found


def _nested(cells: Iterator[tuple[str | None, Any]], listed: str) -> Mapping[str, Any]:
    """``a.b`` under ``a``; the columns of the model's list make its one line."""
    data: dict[str, Any] = {}
    for name, value in cells:
        if name is None or value is None:
            continue
        holder, _, inner = name.rpartition(".")
        if holder and holder == listed:
            data.setdefault(listed, [{}])[0][inner] = value
        elif holder:
            data.setdefault(holder, {})[inner] = value
        else:
            data[name] = value
    return data


def sheet_names(path: Path) -> list[str]:
    """The titles of a workbook's sheets."""
    with _book(path) as book:
        return list(book.sheetnames)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} 不是 UTF-8 文字檔。", hint="請以 UTF-8 另存。") from error


def _sheet_rows(path: Path, sheet: str | None) -> Iterator[Sequence[Any]]:
    with _book(path) as book:
        found = book.worksheets[0] if sheet is None else book[sheet]
        for number, row in enumerate(found.iter_rows(values_only=True)):
            if number > _LONGEST:
                raise UsageError(f"{path.name} 超過 {_LONGEST} 列。", hint="請只留下表單的資料。")
            yield row


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415

    from parsers.guard import open_package  # noqa: PLC0415 - only a worksheet needs it
    from parsers.refusal import Refused  # noqa: PLC0415

    try:
        open_package(path.read_bytes())
        yield load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。") from error
    except (Refused, ValueError, KeyError) as error:
        raise UsageError(f"{path.name} 無法以 Excel 活頁簿 (.xlsx) 讀取。", hint="請另存為 .xlsx。") from error


def _labels(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    """Label and name of each field -> its path."""
    for name, info in model.model_fields.items():
        inner = core_type(info.annotation)
        if get_origin(info.annotation) is list:
            continue
        if issubclass(inner, BaseModel):
            yield from _labels(inner, f"{prefix}{name}.")
        else:
            yield squeeze(name), f"{prefix}{name}"
            yield from ((squeeze(item.zh), f"{prefix}{name}") for item in info.metadata if isinstance(item, Column))


def _table(model: type[BaseModel]) -> tuple[str, Mapping[str, str]]:
    """The model's list and what its columns are called; empty where it has none."""
    for name, info in model.model_fields.items():
        if get_origin(info.annotation) is list:
            return name, dict(_labels(get_args(info.annotation)[0], ""))
    return "", {}


def _pairs(row: Sequence[Any], labels: Mapping[str, str], data: dict[str, Any]) -> None:
    """Each label of the row with the next cell that is not empty."""
    cells = [cell for cell in row if cell is not None and str(cell).strip()]
    for label, value in zip(cells[::2], cells[1::2], strict=False):
        path = labels.get(squeeze(str(label)).rstrip(":"))
        holder, _, name = (path or str(label)).rpartition(".") if path else ("", "", str(label))
        (data.setdefault(holder, {}) if holder else data)[name] = value
