"""The findings' catalogue: code -> severity, sentences, remedy, basis. A code is never reused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from schemas.findings import Finding, Severity

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One code. ``zh``/``en`` and the remedies are ``str.format`` templates over ``value``, ``field`` and ``params``."""

    code: str
    severity: Severity
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    basis: str = ""
    kinds: tuple[str, ...] = ()


CATALOGUE: dict[str, Entry] = {}


def entry(code: str) -> Entry:
    """The entry of a code; ``KeyError`` if the code does not exist."""
    return CATALOGUE[code]


def severity(finding: Finding) -> Severity:
    """How much a finding weighs."""
    return CATALOGUE[finding.code].severity


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _fill(template: str, finding: Finding) -> str:
    values: Mapping[str, str] = _Lenient({"value": finding.value or "", "field": finding.field or "", **finding.params})
    return template.format_map(values)


def message(finding: Finding, lang: Lang = "zh") -> str:
    """The finding's sentence in a language."""
    found = CATALOGUE[finding.code]
    return _fill(found.zh if lang == "zh" else found.en, finding)


def remedy(finding: Finding, lang: Lang = "zh") -> str:
    """What the sender should do about it."""
    found = CATALOGUE[finding.code]
    return _fill(found.remedy_zh if lang == "zh" else found.remedy_en, finding)


def as_json(finding: Finding) -> dict[str, Any]:
    """The finding as the document JSON has it."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": severity(finding).value,
        "page": place.page,
        "sheet": place.sheet,
        "row": place.row,
        "field": finding.field,
        "value": finding.value,
        "message": message(finding, "zh"),
        "message_en": message(finding, "en"),
    }
