"""One door for all formats: bytes in, ``RawDocument`` out; a file that cannot be read is a finding."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

from parsers.refusal import Refused
from parsers.sniff import FileType, sniff
from schemas.findings import Finding
from schemas.raw import RawDocument

_MODULES: Mapping[FileType, str] = MappingProxyType(
    {
        FileType.PDF: "parsers.guarded_pdf",
        FileType.XLSX: "parsers.sheets.xlsx",
        FileType.XLSM: "parsers.sheets.xlsx",
        FileType.XLS: "parsers.sheets.xls",
        FileType.ODS: "parsers.sheets.ods",
        FileType.CSV: "parsers.sheets.delimited",
        FileType.DOCX: "parsers.word",
        FileType.DOCM: "parsers.word",
    }
)
_ENDINGS: Mapping[str, frozenset[FileType]] = MappingProxyType(
    {
        ".pdf": frozenset({FileType.PDF}),
        ".xlsx": frozenset({FileType.XLSX}),
        ".xlsm": frozenset({FileType.XLSM}),
        ".xls": frozenset({FileType.XLS}),
        ".ods": frozenset({FileType.ODS}),
        ".csv": frozenset({FileType.CSV}),
        ".txt": frozenset({FileType.CSV, FileType.TEXT}),
        ".tsv": frozenset({FileType.CSV}),
        ".docx": frozenset({FileType.DOCX}),
        ".docm": frozenset({FileType.DOCM}),
        ".doc": frozenset({FileType.DOC}),
    }
)
READABLE = frozenset(_MODULES)
"""The types that ``read`` can read."""


def module_for(data: bytes) -> str | None:
    """The module that reads such a file, for those who import ahead."""
    return _MODULES.get(sniff(data))


def read(data: bytes, name: str) -> RawDocument:
    """What a file shows. Where it cannot be read: no page, and one finding F1xx.

    The type is told from the bytes; a ``name`` that says otherwise is finding F103.
    """
    kind = sniff(data)
    try:
        raw = _reader(kind)(data)
    except Refused as refusal:
        return RawDocument(iter(()), "none", 0, [refusal.finding])
    raw.findings[:0] = _misnamed(name, kind)
    return raw


def _reader(kind: FileType) -> Callable[[bytes], RawDocument]:
    if kind not in _MODULES:
        raise Refused(_unreadable(kind))
    reader: Callable[[bytes], RawDocument] = importlib.import_module(_MODULES[kind]).read
    return reader


def _unreadable(kind: FileType) -> Finding:
    codes = {FileType.EMPTY: "F101", FileType.ENCRYPTED_OFFICE: "F104", FileType.DOC: "F108"}
    return Finding(codes.get(kind, "F102"), params={"type": kind.value})


def _misnamed(name: str, kind: FileType) -> list[Finding]:
    ending = PurePath(name).suffix
    allowed = _ENDINGS.get(ending.lower())
    if allowed is None and ending.lower() not in (".exe", ".zip", ".png", ".jpg", ".html", ".eml"):
        return []
    if allowed is not None and kind in allowed:
        return []
    return [Finding("F103", params={"said": ending, "type": kind.value})]
