"""A transfer file set as bytes: one CSV file a record, the mapping, a manifest with checksums; and as a disc image."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from schemas.errors import MissingPart
from schemas.transfer import (
    CODECS,
    FORMAT,
    KIND,
    MANIFEST,
    MAPPING,
    TransferColumn,
    TransferMapping,
    Unwritable,
    manifest_digest,
    written,
)

_LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}


@dataclass(frozen=True, slots=True)
class Record:
    """A record to be carried: where it came from, and header and rows with Python's own values (dates, decimals)."""

    source: str
    sha256: str | None
    header: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A value that the mapping cannot carry: file, row (from 1; 0 for the whole record), field, reason."""

    file: str
    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:第 {self.row} 列 (row) {self.field}:{self.reason}"


@dataclass(frozen=True, slots=True)
class TransferSet:
    """Name and bytes of every file, or the reasons why there is none. ``left_out``: fields that no column carries."""

    files: Mapping[str, bytes]
    left_out: tuple[str, ...]
    problems: tuple[CellProblem, ...]


def transfer_set(records: Sequence[Record], mapping: TransferMapping, mapping_file: bytes) -> TransferSet:
    """All files of a set. Where a value cannot be written there are no files, and every such value is named."""
    problems: list[CellProblem] = []
    files: dict[str, bytes] = {}
    entries = []
    for number, record in enumerate(records, 1):
        name = f"{mapping.prefix}{number:03d}.CSV"
        files[name] = _table(record, mapping, problems)
        entries.append(_entry(name, files[name], record))
    left_out = tuple(sorted(_carried_nowhere(records, mapping)))
    if problems:
        return TransferSet({}, left_out, tuple(problems))
    files[MAPPING] = mapping_file
    files[MANIFEST] = _manifest(entries, mapping, mapping_file, left_out)
    return TransferSet(files, left_out, ())


def value_at(record: Record, row: Mapping[str, Any], field: str) -> object:
    """The value of a mapping's field; ``None`` where nothing is there."""
    names = field.split(".")
    held: Any = record.header if names[0] == "header" else row
    for name in names[1:] if names[0] == "header" else names:
        held = held.get(name) if isinstance(held, Mapping) else None
    return None if held == [] else held


def _table(record: Record, mapping: TransferMapping, problems: list[CellProblem]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=mapping.delimiter, lineterminator=_LINE_ENDS[mapping.line_end])
    codec = CODECS[mapping.encoding]
    if mapping.heading:
        writer.writerow([column.heading or column.field for column in mapping.columns])
    if not record.rows:
        problems.append(CellProblem(record.source, 0, "rows", "無任何一具 (no meter in it)"))
    for number, row in enumerate(record.rows, 1):
        writer.writerow(list(_cells(record, number, row, mapping, problems)))
    try:
        return out.getvalue().encode(codec)
    except UnicodeEncodeError as error:
        bad = error.object[error.start]
        problems.append(CellProblem(record.source, 0, "heading", f"「{bad}」不在 {mapping.encoding} 字集 (not in it)"))
        return b""


def _cells(
    record: Record, number: int, row: Mapping[str, Any], mapping: TransferMapping, problems: list[CellProblem]
) -> Iterator[str]:
    for column in mapping.columns:
        try:
            yield _cell(record, row, column, mapping)
        except Unwritable as error:
            problems.append(CellProblem(record.source, number, column.field, str(error)))
            yield ""


def _cell(record: Record, row: Mapping[str, Any], column: TransferColumn, mapping: TransferMapping) -> str:
    return written(column, value_at(record, row, column.field), mapping.encoding)


def _carried_nowhere(records: Sequence[Record], mapping: TransferMapping) -> set[str]:
    carried = {column.field for column in mapping.columns}
    held = {name for record in records for name in _leaves(record.header, "header.")}
    held |= {name for record in records for row in record.rows for name in _leaves(row, "")}
    return held - carried


def _leaves(values: Mapping[str, Any], before: str) -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{before}{name}.")
        elif value is not None and value != []:
            yield before + name


def _entry(name: str, data: bytes, record: Record) -> dict[str, Any]:
    return {
        "file": name,
        "rows": len(record.rows),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "source": {"file": record.source, "sha256": record.sha256},
    }


def _manifest(
    entries: list[dict[str, Any]], mapping: TransferMapping, mapping_file: bytes, left_out: Sequence[str]
) -> bytes:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "instrument_kind": KIND,
        "mapping": {
            "name": mapping.name,
            "sample": mapping.sample,
            "sha256": hashlib.sha256(mapping_file).hexdigest(),
        },
        "encoding": mapping.encoding,
        "files": entries,
        "rows": sum(entry["rows"] for entry in entries),
        "fields_left_out": list(left_out),
    }
    manifest["digest"] = manifest_digest(manifest)
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"


def disc_image(files: Mapping[str, bytes]) -> bytes:
    """The set as an ISO 9660 image with Joliet names. Raises ``MissingPart`` without pycdlib."""
    try:
        from pycdlib import PyCdlib  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise MissingPart(
            "製作光碟映像需要 pycdlib (a disc image needs pycdlib)。",
            hint="請安裝 zijian[disc]。(Install zijian[disc].)",
        ) from error
    image = PyCdlib()
    image.new(interchange_level=3, joliet=3, vol_ident="ZIJIAN_TRANSFER")
    for name, data in files.items():
        image.add_fp(BytesIO(data), len(data), f"/{name};1", joliet_path=f"/{name}")
    out = BytesIO()
    image.write_fp(out)
    image.close()
    return out.getvalue()
