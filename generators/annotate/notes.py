"""What is to be marked: a numbered note at a place."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.findings import Severity
from schemas.place import Place

COLOURS: dict[Severity, tuple[float, float, float]] = {
    Severity.FATAL: (0.75, 0.0, 0.0),
    Severity.ERROR: (0.85, 0.1, 0.1),
    Severity.WARNING: (0.9, 0.55, 0.0),
    Severity.NOTE: (0.2, 0.4, 0.75),
}


@dataclass(frozen=True, slots=True)
class Note:
    """One finding in words. ``head`` is code and severity, ``text`` the sentence and what to do."""

    number: int
    severity: Severity
    head: str
    field: str
    value: str
    text: str
    remedy: str
    place: Place

    @property
    def words(self) -> str:
        """The whole note as one text."""
        return f"{self.number}. {self.head}\n{self.text}\n{self.remedy}"
