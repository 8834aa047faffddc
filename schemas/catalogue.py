"""The findings' catalogue: code -> severity, sentences, remedy, basis. A code is never reused."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from schemas import (
    catalogue_batches,
    catalogue_cells,
    catalogue_files,
    catalogue_labels,
    catalogue_permit_changes,
    catalogue_permits,
    catalogue_qualification,
    catalogue_readings,
    catalogue_records,
    catalogue_register,
    catalogue_tables,
    catalogue_together,
)
from schemas.catalogue_entry import Entry
from schemas.findings import Finding, Severity

__all__ = ["CATALOGUE", "Entry", "Lang", "as_json", "entry", "message", "remedy", "severity"]

Lang = Literal["zh", "en"]


CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {
        found.code: found
        for part in (
            catalogue_files,
            catalogue_tables,
            catalogue_cells,
            catalogue_records,
            catalogue_readings,
            catalogue_batches,
            catalogue_together,
            catalogue_register,
            catalogue_qualification,
            catalogue_labels,
            catalogue_permits,
            catalogue_permit_changes,
        )
        for found in part.ENTRIES
    }
)


def entry(code: str) -> Entry:
    """The entry of a code; ``KeyError`` if the code does not exist."""
    return CATALOGUE[code]


def severity(finding: Finding) -> Severity:
    """How much a finding weighs."""
    return CATALOGUE[finding.code].severity


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def filled(template: str, finding: Finding) -> str:
    """A sentence with the finding's value, field and parameters in their places."""
    values: Mapping[str, str] = _Lenient({"value": finding.value or "", "field": finding.field or "", **finding.params})
    return template.format_map(values)


def message(finding: Finding, lang: Lang = "zh") -> str:
    """The finding's sentence in a language."""
    found = CATALOGUE[finding.code]
    return filled(found.zh if lang == "zh" else found.en, finding)


def remedy(finding: Finding, lang: Lang = "zh") -> str:
    """What the sender should do about it."""
    found = CATALOGUE[finding.code]
    return filled(found.remedy_zh if lang == "zh" else found.remedy_en, finding)


def as_json(finding: Finding) -> dict[str, Any]:
    """The finding as the document JSON has it: ``line`` and ``column`` on a sheet, ``box`` in points on a page."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": severity(finding).value,
        "page": place.page,
        "sheet": place.sheet,
        "line": place.line,
        "column": place.column,
        "box": place.box and [round(edge, 1) for edge in place.box],
        "row": place.row,
        "field": finding.field,
        "value": finding.value,
        "message": message(finding, "zh"),
        "message_en": message(finding, "en"),
    }
