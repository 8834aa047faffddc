"""What a manufacturer's own words mean: taught once, kept in a file, asked only where reading is not certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel, Field, field_validator, model_validator

from schemas import identifiers
from schemas.column import FieldInfo, fields_of
from schemas.document import INSTRUMENT_KINDS, Document, ReferenceStandard, ReportHeader, ReportRow, Strict
from schemas.doubt import doubt
from schemas.heading_words import bare
from schemas.kinds import KINDS
from schemas.labels import STANDARD, labels_of
from schemas.spec import KindSpec
from schemas.taught import Taught, heading_of, keys, known
from schemas.text import squeeze

LONGEST = 48
MOST = 400
_SPOKEN = frozenset({"F118", "F119"})
_OPEN = frozenset({"T201", "T203", "T204", "T209"})


class Profile(Strict):
    """The words of one manufacturer: ``columns`` over its tables, ``labels`` before its header values.

    It holds for the documents that bear its permit number; where they bear none, its company name. The keys are words
    as written (the levels of a merged heading apart by spaces), the values names of row fields and of header fields.
    """

    permit_number: str | None = None
    company_name: str | None = Field(None, max_length=80)
    instrument_kind: str | None = None
    columns: dict[str, str] = Field(default_factory=dict, max_length=MOST)
    labels: dict[str, str] = Field(default_factory=dict, max_length=MOST)
    taught_on: date
    by: str = Field("", max_length=80)

    @field_validator("permit_number")
    @classmethod
    def _is_permit(cls, text: str | None) -> str | None:
        found = identifiers.permit_number(text) if text else None
        if text and found is None:
            raise ValueError(f"{text}: 不是自檢字號 (no permit number, e.g. MV107001)")
        return found

    @field_validator("instrument_kind")
    @classmethod
    def _is_kind(cls, name: str | None) -> str | None:
        if name is not None and name not in INSTRUMENT_KINDS:
            raise ValueError(f"{name}: {', '.join(INSTRUMENT_KINDS)}")
        return name

    @field_validator("columns", "labels")
    @classmethod
    def _are_words(cls, words: dict[str, str]) -> dict[str, str]:
        for word in words:
            spaced = " ".join(word.split())
            if len(spaced) > LONGEST or not spaced.isprintable() or not any(map(str.isalpha, bare(spaced))):
                raise ValueError(f"{word[:LONGEST]!r}: 不是欄名 (no heading)")
        return {" ".join(word.split()): name for word, name in words.items()}

    @model_validator(mode="after")
    def _holds_for_somebody(self) -> Profile:
        if not (self.permit_number or (self.company_name or "").strip()):
            raise ValueError("須有 permit_number 或 company_name (whose profile is it?)")
        for name, known_names in ((self.columns, self.row_fields()), (self.labels, self.header_fields())):
            for word, field in name.items():
                if field not in known_names:
                    raise ValueError(f"{word} = {field}: 無此欄位 (no such field)")
        return self

    def specs(self) -> list[KindSpec]:
        """The kinds that the profile serves."""
        return [spec for spec in KINDS if self.instrument_kind in (None, spec.name)]

    def tables(self) -> list[type[BaseModel]]:
        """The row models that the profile's headings stand over."""
        return [ReportRow, *(spec.row for spec in self.specs())]

    def headers(self) -> list[type[BaseModel]]:
        """The header models that the profile's labels belong to."""
        return [ReportHeader, *(spec.header for spec in self.specs())]

    def row_fields(self) -> dict[str, FieldInfo]:
        """The fields that a heading may be taught to mean, by name."""
        return {info.name: info for model in self.tables() for info in fields_of(model)}

    def header_fields(self) -> dict[str, FieldInfo]:
        """The header fields that a label may be taught to mean, by path."""
        return header_fields(*self.headers())

    def holds_for(self, document: Document) -> bool:
        """Whether the document is of this manufacturer, by its permit number, else by its name, and of the kind."""
        if document.header is None or self.instrument_kind not in (None, document.instrument_kind):
            return False
        permit = document.header.permit_number
        if permit is not None and self.permit_number is not None:
            return bool(permit == self.permit_number)
        name = document.header.company_name
        return bool(name) and squeeze(name) == squeeze(self.company_name or "")

    def taught(self) -> Taught:
        """The words for the reading of a document."""
        return Taught(tuple(self.columns.items()), tuple(self.labels.items()), self.taught_on.isoformat(), self.by)


def header_fields(*models: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of headers by path, with those of the reference standard."""
    found = {info.name: info for model in models for info in fields_of(model)}
    return found | {f"{STANDARD}.{info.name}": info for info in fields_of(ReferenceStandard)}


def profile_for(document: Document, profiles: Sequence[Profile]) -> Profile | None:
    """The manufacturer's profile, where the document was not wholly understood; one of its kind goes before others."""
    found = [profile for profile in profiles if profile.holds_for(document) and _may_help(profile, document)]
    return min(found, key=lambda profile: profile.instrument_kind is None, default=None)


def _may_help(profile: Profile, document: Document) -> bool:
    if any(finding.code in _OPEN for finding in document.findings):
        return True
    return any(_is_missing(document.header, path) for path in profile.labels.values())


def _is_missing(header: object, path: str) -> bool:
    owner, _, name = path.rpartition(".")
    holder = getattr(header, owner) if owner else header
    return hasattr(holder, name) and getattr(holder, name) is None


def improved(first: Document, again: Document) -> Document:
    """``again``, the reading with the profile, unless it used none of its words or hangs together less than ``first``."""
    spoke = any(finding.code in _SPOKEN for finding in again.findings)
    return again if spoke and doubt(again) <= doubt(first) else first


def contradictions(profile: Profile) -> Iterator[tuple[str, FieldInfo]]:
    """Taught words that certainly mean another field in each table that has the taught one, with that field."""
    tables = [list(fields_of(model)) for model in profile.tables()]
    for word, name in profile.columns.items():
        certain = [known(fields, heading_of(word)) for fields in tables if name in {info.name for info in fields}]
        if certain and all(found is not None and found.name != name for found in certain) and certain[0]:
            yield word, certain[0]
    yield from _label_contradictions(profile)


def _label_contradictions(profile: Profile) -> Iterator[tuple[str, FieldInfo]]:
    for word, path in profile.labels.items():
        labels = [
            labels_of(model).by_word.get(bare(word)) for model in profile.headers() if path in header_fields(model)
        ]
        if labels and labels[0] and all(label and label.path != path for label in labels):
            yield word, labels[0].field


def joined(old: Profile, new: Profile) -> Profile:
    """Both profiles' words; where they differ, those of ``new``."""
    columns = {word: name for word, name in old.columns.items() if not any(keys(word) & keys(w) for w in new.columns)}
    labels = {word: path for word, path in old.labels.items() if bare(word) not in map(bare, new.labels)}
    return Profile(
        permit_number=new.permit_number or old.permit_number,
        company_name=new.company_name or old.company_name,
        instrument_kind=old.instrument_kind,
        columns=columns | new.columns,
        labels=labels | new.labels,
        taught_on=new.taught_on,
        by=new.by or old.by,
    )
