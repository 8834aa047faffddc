"""An application under review, with what the register knows of its applicant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from schemas.application import Filing
from schemas.findings import Finding
from schemas.forms import Change
from schemas.kinds import KINDS
from schemas.permit_scope import kinds_of
from schemas.permit_state import PermitState
from schemas.place import NOWHERE

KIND_WORDS = {spec.name: (spec.zh, spec.en) for spec in KINDS}


@dataclass(frozen=True, slots=True)
class ApplicationCase:
    """``received_on``: the day it came in. ``permit``: the one it is about, ``others``: all of the register, that day."""

    filing: Filing
    received_on: date
    permit: PermitState | None = None
    others: tuple[PermitState, ...] = ()

    @property
    def change(self) -> Change | None:
        """The form where it is FIF-06."""
        return self.filing.form if isinstance(self.filing.form, Change) else None

    @property
    def ubn(self) -> str | None:
        """The applicant's business number: as given, else that of the permit."""
        given = self.filing.more.holder.ubn
        return given or (self.permit.certificate.ubn if self.permit else None)

    @property
    def kinds(self) -> list[str]:
        """The kinds applied for."""
        return kinds_of(self.filing.form.scope)

    @property
    def moves(self) -> bool:
        """Whether the change is one after which nothing may be verified until the permit is reissued (art. 13 (2))."""
        return self.change is not None and (self.change.reasons.site_change or self.filing.more.change.scope_narrowed)


Rule = Callable[[ApplicationCase], Iterator[Finding]]


def found(code: str, field: str, value: object = None, /, **params: object) -> Finding:
    """A finding at a field of the application's file."""
    written = None if value is None else str(value)
    return Finding(code, NOWHERE, field, written, {name: str(param) for name, param in params.items()})


def kind_words(kinds: list[str]) -> dict[str, str]:
    """``kinds`` and ``kinds_en`` for a finding's sentence."""
    zh, en = zip(*(KIND_WORDS[kind] for kind in kinds), strict=True) if kinds else ((), ())
    return {"kinds": "、".join(zh), "kinds_en": ", ".join(en)}
