"""Findings are data: a code, a place and the figures; sentences are made at the edge (``schemas.catalogue``)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from schemas.place import NOWHERE, Place

_EMPTY: Mapping[str, str] = MappingProxyType({})


class Severity(StrEnum):
    """How much a finding weighs: a note informs, an error keeps its row out, a fatal one the whole file."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    FATAL = "fatal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful in somebody's file.

    ``code`` is in ``schemas.catalogue``, which also gives severity, sentences and remedy. ``value`` is what
    stands in the document, as written. ``params`` fill the placeholders of the catalogue's sentences.
    """

    code: str
    place: Place = NOWHERE
    field: str | None = None
    value: str | None = None
    params: Mapping[str, str] = dataclasses.field(default_factory=lambda: _EMPTY)

    def at(self, place: Place) -> Finding:
        """The same finding at another place."""
        return replace(self, place=place)

    def __reduce__(self) -> tuple[object, ...]:
        return (Finding, (self.code, self.place, self.field, self.value, dict(self.params)))
