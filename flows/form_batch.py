"""Many forms in one call: each item of a folder, a .jsonl or a list in a workbook; what fails is named, the rest is made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.form_data import load_list, load_mapping
from flows.safe_write import write_new
from schemas.document import Strict
from schemas.errors import ZijianError

_NAMES = ("number", "permit_number", "ubn")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_PDF_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Item:
    """The data of one form; ``problem`` where not even the data can be read."""

    name: str
    data: Mapping[str, Any]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class MadeForm:
    """What became of an item: its file, or why there is none."""

    name: str
    path: Path | None = None
    problem: str | None = None


Make = Callable[[Mapping[str, Any]], tuple[bytes | None, str]]
"""From the data of a form to its docx, or ``None`` and the problem in words."""


def items_of(path: Path, model: type[Strict]) -> list[Item]:
    """Each file of a folder (.toml, .json), each line of a .jsonl, each row of a workbook's list."""
    if path.is_dir():
        return [_from_file(file) for file in sorted(path.iterdir()) if file.suffix.lower() in {".toml", ".json"}]
    if path.suffix.lower() == ".jsonl":
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        return [_from_line(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    return [Item(_name(data, number), data) for number, data in enumerate(load_list(path, model), start=2)]


def make_all(items: Sequence[Item], make: Make, out: Path, *, pdf: bool = False) -> Iterator[MadeForm]:
    """Each form as it is done; with ``pdf`` a PDF beside it, through one LibreOffice for forty of them."""
    for start in range(0, len(items), _PDF_AT_ONCE):
        done = [_made(item, make, out) for item in items[start : start + _PDF_AT_ONCE]]
        yield from _with_pdf(done) if pdf else done


def _made(item: Item, make: Make, out: Path) -> MadeForm:
    if item.problem:
        return MadeForm(item.name, problem=item.problem)
    try:
        content, problem = make(item.data)
        if content is None:
            return MadeForm(item.name, problem=problem)
        path = out / f"{_UNSAFE.sub('_', item.name)}.docx"
        write_new(path, content)
    except (ZijianError, OSError) as error:
        return MadeForm(item.name, problem=str(error))
    return MadeForm(item.name, path)


def _with_pdf(done: Sequence[MadeForm]) -> Iterator[MadeForm]:
    from generators.libreoffice import NoPdf, OfficeFile, to_pdf  # noqa: PLC0415 - for PDF only

    paths = [one.path for one in done if one.path]
    made = dict(zip(paths, to_pdf([OfficeFile(path.name, path.read_bytes()) for path in paths]), strict=True))
    for one in done:
        pdf = made.get(one.path) if one.path else None
        if one.path is None or pdf is None:
            yield one
        elif isinstance(pdf, NoPdf):
            yield MadeForm(one.name, one.path, pdf.reason)
        else:
            write_new(one.path.with_suffix(".pdf"), pdf)
            yield one


def _from_file(path: Path) -> Item:
    try:
        return Item(path.stem, load_mapping(path))
    except ZijianError as error:
        return Item(path.stem, {}, str(error))


def _from_line(number: int, line: str) -> Item:
    try:
        data = json.loads(line)
    except ValueError as error:
        return Item(f"{number:04d}", {}, f"第 {number} 行不是 JSON (line {number} is no JSON): {error}")
    if not isinstance(data, dict):
        return Item(f"{number:04d}", {}, f"第 {number} 行須為一組欄位與值 (line {number} is no object)")
    return Item(_name(data, number), data)


def _name(data: Mapping[str, Any], number: int) -> str:
    """Its number, else its place in the list."""
    said = next((str(data[name]) for name in _NAMES if data.get(name)), "")
    return f"{number:04d}-{said}" if said and "number" not in data else said or f"{number:04d}"
