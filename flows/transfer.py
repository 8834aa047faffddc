"""A transfer file set out of files or the warehouse, written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.reading import read_isolated
from flows.safe_write import write_new
from generators.transfer_set import Record, TransferSet, disc_image, transfer_set
from schemas.catalogue import message, severity
from schemas.errors import UsageError
from schemas.findings import Severity
from schemas.kinds import kind
from schemas.transfer import KIND, MAPPING, TransferMapping, mapping_from

if TYPE_CHECKING:
    from parsers.transfer_set import Received

_GRAVE = frozenset({Severity.ERROR, Severity.FATAL})


def from_files(paths: Iterable[Path]) -> list[Record]:
    """The records of files as ``zijian parse`` reads them. Raises ``UsageError`` for what is no such record, or read in part."""
    return [_from_file(path) for path in paths]


def _from_file(path: Path) -> Record:
    document = read_isolated(_bytes(path), path.name)
    grave = [finding for finding in document.findings if severity(finding) in _GRAVE]
    if grave:
        raise UsageError(f"{path}:{message(grave[0])}", hint="先以 zijian check 檢核並更正。(Correct it first.)")
    if (document.document_kind, document.instrument_kind) != ("verification_record", KIND):
        raise UsageError(f"{path}:不是電度表檢定紀錄 (not a verification record of electricity meters)。")
    rows = [row.model_dump() for row in document.rows]
    return Record(path.name, document.source.sha256, document.header.model_dump(), rows)


def from_warehouse(warehouse: Path, permit_number: str, period: str) -> list[Record]:
    """A month's records in force. Raises ``UsageError`` where there are none, or one has rows that were kept out."""
    from warehouse.record_rows import record_data, record_numbers  # noqa: PLC0415 - DuckDB is slow to import
    from warehouse.store import Store  # noqa: PLC0415 - the same

    with Store(warehouse, read_only=True) as store:
        found = record_numbers(store, permit_number, period, KIND)
        if not found:
            raise UsageError(f"{permit_number} 於 {period} 無電度表檢定紀錄 (no records of that month)。")
        short = [str(number) for number, rejected in found if rejected]
        if short:
            raise UsageError(
                f"文件 {'、'.join(short)} 有未入庫之列 (rows of it were kept out for errors)。",
                hint="請業者更正後再製作。(Have it corrected first.)",
            )
        return [_typed(number, record_data(store, number) or {}) for number, _ in found]


def _typed(number: int, data: Mapping[str, Any]) -> Record:
    spec = kind(KIND)
    header = spec.header.model_validate(data["header"]).model_dump()
    return Record(f"document {number}", None, header, [spec.row(**row).model_dump() for row in data["rows"]])


def read_mapping(path: Path) -> tuple[TransferMapping, bytes]:
    """The mapping and its bytes."""
    data = _bytes(path)
    return mapping_from(data, str(path)), data


def write_set(records: Sequence[Record], mapping: Path, folder: Path, image: Path | None) -> TransferSet:
    """Write a set as a folder that must not be there yet and, where asked, as a disc image; nothing where a value fails."""
    if os.path.lexists(folder):
        raise UsageError(f"{folder} 已存在 (is there already)。", hint="請指定新資料夾。(Name a new folder.)")
    made = transfer_set(records, *read_mapping(mapping))
    if made.problems:
        return made
    disc = disc_image(made.files) if image else b""
    _write_folder(folder, made.files)
    if image:
        write_new(image, disc)
    return made


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for name, data in files.items():
            write_new(half / name, data)
        half.chmod(0o755)
        half.rename(folder)
    except OSError as error:
        raise UsageError(f"{folder}:{error.strerror} (cannot be written)") from error
    finally:
        shutil.rmtree(half, ignore_errors=True)


def read_set(path: Path) -> Received:
    """A folder or an image, verified and read."""
    from parsers.transfer_set import folder_files, image_files, received  # noqa: PLC0415 - only to read

    if not path.exists():
        raise UsageError(f"{path}:查無此路徑 (no such path)", hint=f"資料夾(內有 {MAPPING})或 .iso 檔。")
    return received(folder_files(path) if path.is_dir() else image_files(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。(Check the path.)") from error
