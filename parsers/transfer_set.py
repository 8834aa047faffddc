"""A transfer file set read back: what was altered, missing or added, and the records that it carries."""

from __future__ import annotations

import csv
import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas.document import Document, Source
from schemas.errors import MissingPart, UsageError
from schemas.kinds import kind
from schemas.transfer import (
    CODECS,
    FORMAT,
    KIND,
    MANIFEST,
    MAPPING,
    TransferMapping,
    manifest_digest,
    mapping_from,
    meaning,
)

_MOST_FILES = 2_000
_MOST_BYTES = 700_000_000  # a CD


@dataclass(frozen=True, slots=True)
class Received:
    """``faults``: what is not as the manifest has it, one line each; ``documents`` only where there are none."""

    documents: list[Document]
    faults: list[str]


def folder_files(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name. Raises ``UsageError`` where it is larger than a disc."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    _bounded(len(paths), sum(path.stat().st_size for path in paths), str(folder))
    return {path.name: path.read_bytes() for path in paths}


def image_files(path: Path) -> dict[str, bytes]:
    """The files of an ISO 9660 image with Joliet names. Raises ``MissingPart`` without pycdlib, ``UsageError``."""
    try:
        from pycdlib import PyCdlib  # noqa: PLC0415 - an extra of its own
        from pycdlib.pycdlibexception import PyCdlibException  # noqa: PLC0415 - the same
    except ImportError as error:
        raise MissingPart(
            "讀取光碟映像需要 pycdlib (a disc image needs pycdlib)。",
            hint="請安裝 zijian[disc]。(Install zijian[disc].)",
        ) from error
    _bounded(0, path.stat().st_size, str(path))
    image = PyCdlib()
    try:
        image.open(str(path))
        return dict(_on_image(image, str(path)))
    except (PyCdlibException, struct.error, ValueError, IndexError, EOFError) as error:
        raise UsageError(f"{path}:不是可讀的 ISO 9660 映像 (not a readable disc image): {error}") from error


def _on_image(image: Any, path: str) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in image.list_children(joliet_path="/") if entry is not None and entry.is_file()]
    _bounded(len(entries), sum(entry.get_data_length() for entry in entries), path)
    for entry in entries:
        name = entry.file_identifier().decode("utf-16_be").removesuffix(";1")
        out = BytesIO()
        image.get_file_from_iso_fp(out, joliet_path=f"/{name}")
        yield name, out.getvalue()


def _bounded(count: int, size: int, name: str) -> None:
    if count > _MOST_FILES or size > _MOST_BYTES:
        raise UsageError(f"{name}:大於一片光碟 (larger than a disc): {count}, {size}")


def received(files: Mapping[str, bytes]) -> Received:
    """Verify a set and read it. Raises ``UsageError`` where there is no set of this format at all."""
    manifest = _manifest(files)
    faults = list(_faults(files, manifest))
    if faults:
        return Received([], faults)
    mapping = mapping_from(files[MAPPING], MAPPING)
    documents = []
    for entry in manifest["files"]:
        try:
            documents.append(_document(entry, files[entry["file"]], mapping))
        except (ValueError, KeyError, ValidationError, csv.Error) as error:
            faults.append(f"{entry['file']}:與對照檔不符 (not as its mapping has it): {error}")
    return Received([] if faults else documents, faults)


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        manifest = json.loads(files[MANIFEST])
        ours = manifest["format"] == FORMAT and all(isinstance(entry["file"], str) for entry in manifest["files"])
    except (KeyError, ValueError, TypeError, RecursionError):
        ours = False
    if not ours:
        raise UsageError(
            f"{MANIFEST}:缺漏或無法辨識 (missing or not ours)", hint=f"格式應為 {FORMAT}。(The format is {FORMAT}.)"
        )
    return dict(manifest)


def _faults(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[str]:
    if manifest_digest(manifest) != manifest.get("digest"):
        yield f"{MANIFEST}:內容遭更動 (altered)"
    sums = {entry["file"]: entry.get("sha256") for entry in manifest["files"]}
    mapping = manifest.get("mapping")
    sums[MAPPING] = mapping.get("sha256") if isinstance(mapping, dict) else None
    for name, digest in sums.items():
        if name not in files:
            yield f"{name}:不見了 (missing)"
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield f"{name}:內容遭更動 (altered)"
    for name in sorted(set(files) - set(sums) - {MANIFEST}):
        yield f"{name}:清單中沒有 (not in the manifest)"


def _document(entry: Mapping[str, Any], data: bytes, mapping: TransferMapping) -> Document:
    text = data.decode(CODECS[mapping.encoding])
    lines = list(csv.reader(StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True))
    lines = lines[1:] if mapping.heading else lines
    if len(lines) != entry["rows"] or not lines:
        raise ValueError(f"{len(lines)} ≠ {entry['rows']} 列 (rows)")
    read = [_values(line, mapping, number) for number, line in enumerate(lines, 1)]
    header, rows = read[0][0], [row for _, row in read]
    unlike = [number for number, (own, _) in enumerate(read, 1) if own != header]
    if unlike:
        raise ValueError(f"第 {unlike[0]} 列表頭不同 (another header in row {unlike[0]})")
    spec = kind(KIND)
    return Document(
        document_kind="verification_record",
        instrument_kind=KIND,
        source=Source(file=entry["file"], sha256=hashlib.sha256(data).hexdigest(), pages=1, engine="transfer"),
        header=spec.header(**header),
        rows=[spec.row(**row) for row in rows],
    )


def _values(line: list[str], mapping: TransferMapping, number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    header: dict[str, Any] = {}
    row: dict[str, Any] = {}
    for column, cell in zip(mapping.columns, line, strict=True):
        try:
            value = meaning(column, cell)
        except (ValueError, KeyError) as error:
            raise ValueError(f"第 {number} 列 (row) {column.field}: {cell!r}") from error
        if value is not None:
            names = column.field.split(".")
            _put(header if names[0] == "header" else row, names[1:] if names[0] == "header" else names, value)
    return header, row


def _put(values: dict[str, Any], names: list[str], value: object) -> None:
    for name in names[:-1]:
        values = values.setdefault(name, {})
    values[names[-1]] = value
