"""Teaching a manufacturer's words: a file is looked at, answers are held against what is certain, a profile comes out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from pydantic import BaseModel

from flows.isolation import DEFAULT, Call, run
from flows.profiles import parse
from parsers.reader import read
from schemas.assemble import outline
from schemas.column import FieldInfo, fields_of
from schemas.document import Document, ReportRow, Source
from schemas.errors import UsageError
from schemas.findings import Finding
from schemas.heading_words import bare
from schemas.kinds import kind
from schemas.outline import SeenColumn
from schemas.profile import Profile, contradictions, header_fields, joined
from schemas.taught import NOTHING, Taught

Ask = Callable[[str], str]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as far as it was understood."""

    document: Document
    columns: tuple[SeenColumn, ...]

    @property
    def unknown(self) -> list[SeenColumn]:
        """The columns that nobody knows."""
        return [column for column in self.columns if column.unknown]

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The row fields that the document's tables can have, by name."""
        return {info.name: info for info in fields_of(self._row())} if self._is_known else {}

    @property
    def free(self) -> list[FieldInfo]:
        """Those of them that no column was read as; a row of a stacked form has ``error`` for ``high_error``."""
        taken = {name for column in self.columns for name in column.fields}
        return [info for info in self.fields.values() if taken.isdisjoint({info.name, info.name.partition("_")[2]})]

    @property
    def labels(self) -> dict[str, FieldInfo]:
        """The header fields that the document can have, by path."""
        return header_fields(type(self.document.header)) if self._is_known else {}

    @property
    def _is_known(self) -> bool:
        return self.document.document_kind == "monthly_report" or self.document.instrument_kind is not None

    def _row(self) -> type[BaseModel]:
        if self.document.document_kind == "monthly_report":
            return ReportRow
        return kind(self.document.instrument_kind or "").row


def look(data: bytes, name: str, taught: Taught = NOTHING) -> Seen:
    """The file, read in a limited worker; ``UsageError`` where nothing can be read from it."""
    found = run(Call(partial(_look, data, name, taught), (), DEFAULT.for_size(len(data))))
    if isinstance(found, Seen) and found.fields:
        return found
    raise UsageError(f"{name}: 讀不到可教示的表(no table that could be taught)", hint="請先以 zijian check 檢視。")


def _look(data: bytes, name: str, taught: Taught) -> Seen | None:
    raw = read(data, name)
    if not raw.page_count:
        return None
    source = Source(file=name, sha256=hashlib.sha256(data).hexdigest(), pages=raw.page_count, engine=raw.engine)
    document, columns = outline(raw, source, taught)
    return Seen(document, tuple(columns))


def holder(document: Document) -> dict[str, str]:
    """Whose document it is, as a profile names it."""
    names = {name: getattr(document.header, name) for name in ("permit_number", "company_name")}
    found = {name: text for name, text in names.items() if text}
    if not found:
        raise UsageError(
            f"{document.source.file}: 未載自檢字號及公司名稱 (neither permit number nor company)",
            hint="請改以 --from 之 TOML 檔指定。",
        )
    return found


def profile_from(seen: Seen, answers: Mapping[str, str], today: date, by: str) -> Profile:
    """A profile of answers, word to field; a field is named as in the JSON or in Chinese. ``UsageError`` for others."""
    columns: dict[str, str] = {}
    labels: dict[str, str] = {}
    for word, name in answers.items():
        field, path = _named(name, seen.fields), _named(name, seen.labels)
        if field is None and path is None:
            fields = "、".join(f"{known}({info.column.zh})" for known, info in seen.fields.items())
            raise UsageError(f"{word}={name}: 無此欄位 (no such field)", hint=f"可用 (known): {fields}")
        if field is not None:
            columns[word] = field
        else:
            labels[word] = path or name
    whose = holder(seen.document)
    return parse({**whose, "columns": columns, "labels": labels, "taught_on": today, "by": by}, "--set")


def _named(name: str, fields: Mapping[str, FieldInfo]) -> str | None:
    if name in fields:
        return name
    return next((known for known, info in fields.items() if bare(info.column.zh) == bare(name)), None)


def refuse_contradictions(profile: Profile, document: Document) -> None:
    """``UsageError`` where a word certainly means something else in documents like this one."""
    kind_of = profile.instrument_kind or document.instrument_kind
    for word, certain in contradictions(profile.model_copy(update={"instrument_kind": kind_of})):
        raise UsageError(
            f"「{word}」已知為「{certain.column.zh}」,不得另作解釋 ({word} is certain: {certain.column.en})",
            hint="未寫入任何資料 (nothing was saved)。",
        )


def refuse_others(profile: Profile, document: Document) -> None:
    """``UsageError`` where the profile is of another manufacturer or kind than the document that teaches it."""
    if not profile.holds_for(document):
        raise UsageError(
            f"{document.source.file}: 設定屬 {profile.permit_number or profile.company_name},非本檔之業者 "
            "(the profile is another manufacturer's or another kind's)",
            hint="未寫入任何資料 (nothing was saved)。",
        )


def joined_with(known: Sequence[Profile], profile: Profile) -> Profile:
    """The profile with what its manufacturer had taught before."""
    for old in known:
        same = old.permit_number == profile.permit_number if old.permit_number else _same_company(old, profile)
        if same and old.instrument_kind == profile.instrument_kind:
            return joined(old, profile)
    return profile


def _same_company(old: Profile, profile: Profile) -> bool:
    return profile.permit_number is None and old.company_name == profile.company_name


def asked(seen: Seen, told: Mapping[str, str], ask: Ask, say: Say) -> Iterator[tuple[str, str]]:
    """Ask for each unknown heading that ``told`` does not tell; an empty answer leaves it open."""
    free = [info for info in seen.free if info.name not in told.values()]
    for column in seen.unknown:
        if column.heading in told or not free:
            continue
        say(f"「{column.heading}」({'、'.join(column.samples) or '—'})")
        for number, info in enumerate(free, 1):
            say(f"  {number:2}  {info.column.zh}  {info.column.en}")
        chosen = _choice(len(free), ask, say)
        if chosen is not None:
            info = free.pop(chosen)
            yield column.heading, info.name


def _choice(most: int, ask: Ask, say: Say) -> int | None:
    while True:
        answer = ask(f"1-{most},Enter = 略過 (skip): ").strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= most:
            return int(answer) - 1
        say(f"請輸入 1 至 {most}(a number from 1 to {most})。")


def still_open(document: Document) -> list[Finding]:
    """What keeps the document from being wholly understood."""
    return [finding for finding in document.findings if finding.code in ("T201", "T203", "T204", "T205", "T209")]
