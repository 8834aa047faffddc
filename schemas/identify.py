"""Which document this is: record or monthly report, of exactly one instrument kind, mechanical or electronic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas import roc_date
from schemas.document import DocumentKind, ReportRow, VerificationRow
from schemas.findings import Finding
from schemas.header_match import ColumnView, match_columns
from schemas.kinds import KINDS
from schemas.pattern import lazy
from schemas.spec import KindSpec
from schemas.text import clean, squeeze
from schemas.ticks import ticked_words

_REPORT = lazy(r"月報表|月報|monthlyreport", re.IGNORECASE)
_RECORD = lazy(r"[紀記]錄表?|檢定[紀記]錄|檢定表|自行檢定$|verificationrecord|testrecord", re.IGNORECASE)
_SPECIFICATION = lazy(r"CNMV-?([0-9]{2,3})", re.IGNORECASE)
_COMPANY = lazy(
    r"^.{2,40}?(?:公司|企業社|工業社|商行|實業社|工廠|製造廠|儀器行|計器行|(?:Co\.?,? ?)?(?:Ltd|Limited)\.?|Inc\.?|Corp\.?)(?:.{0,12}廠)?",
    re.IGNORECASE,
)
_ROW_NUMBER = lazy(r"^[0-9]{1,3} +(?=[^\x00-\x7f])")
_MONTH = lazy(r"(?:中華民國|民國|西元)?[0-9零〇○一二三四五六七八九十百]{2,4}年度?[0-9一二三四五六七八九十]{1,2}月")
_NAMED = lazy(r"(?:種類|度量衡器名稱|器具名稱):?(.{2,24})")
_MECHANISMS = {"電子式": "electronic", "機械式": "mechanical"}
_LONGEST_TITLE = 80
_MOST_CELLS = 4
_TITLE_WEIGHT, _SPECIFICATION_WEIGHT, _COLUMNS_WEIGHT = 3, 2, 3


@dataclass(slots=True)
class Evidence:
    """What was read so far that tells the document's kind."""

    titles: list[str] = field(default_factory=list)
    specifications: Counter[str] = field(default_factory=Counter)
    company: str | None = None
    mechanisms: list[str] = field(default_factory=list)

    def see(self, texts: Sequence[str]) -> bool:
        """Look at a line or a row of cells; whether it is a title or a firm's name."""
        for text in texts:
            self.specifications.update(_SPECIFICATION.findall(squeeze(text)[:200]))
        line = clean("  ".join(texts)) if len(texts) <= _MOST_CELLS else ""
        self._see_kind(line)
        return self._see_title(line)

    def _see_kind(self, line: str) -> None:
        """``度量衡器種類:電度表``, and boxes of the mechanism on a line of their own."""
        named = _NAMED.search(squeeze(line))
        if named and named.group(1) not in self.titles:
            self.titles.extend([named.group(1)] if in_title([named.group(1)]) else [])
        if any(word in line for word in _MECHANISMS) and len(self.mechanisms) < _MOST_CELLS:
            self.mechanisms.append(line)

    def _see_title(self, text: str) -> bool:
        if not text or len(text) > _LONGEST_TITLE or ":" in text:
            return False
        company = _COMPANY.match(_ROW_NUMBER.sub("", text))
        if company and not self.company:
            self.company = company.group().strip()
        rest = company.string[company.end() :] if company else text
        squeezed = squeeze(rest)
        if not (_REPORT.search(squeezed) or _RECORD.search(squeezed)):
            return bool(company) and not squeezed
        if rest not in self.titles:
            self.titles.append(rest)
        return True

    @property
    def document_kind(self) -> DocumentKind | None:
        """Told by the title."""
        title = squeeze(" ".join(self.titles))
        if _REPORT.search(title):
            return "monthly_report"
        return "verification_record" if _RECORD.search(title) else None

    @property
    def period(self) -> str | None:
        """The month in a report's title, as ``YYYY-MM``."""
        return next((month for title in self.titles if (month := month_of(title))), None)

    @property
    def mechanism(self) -> str | None:
        """The ticked box of the title, or the only word of the two in it."""
        title, lines = " ".join(self.titles), " ".join(self.mechanisms)
        ticked = ticked_words(title, tuple(_MECHANISMS)) or ticked_words(lines, tuple(_MECHANISMS))
        named = ticked or [word for word in _MECHANISMS if word in squeeze(title)]
        if not named:
            named = [word for word in _MECHANISMS if word in squeeze(lines)]
        return _MECHANISMS[named[0]] if len(named) == 1 else None


def month_of(title: str) -> str | None:
    """The month that a title names, as ``YYYY-MM``."""
    match = _MONTH.search(squeeze(title))
    return roc_date.parse_month(match.group()) if match else None


class Identity(NamedTuple):
    """``spec`` is ``None`` where no kind, or more than one, fits; ``findings`` say which."""

    document_kind: DocumentKind | None
    spec: KindSpec | None
    findings: tuple[Finding, ...] = ()


def identify(evidence: Evidence, views: Sequence[ColumnView] = ()) -> Identity:
    """Exactly one document kind and instrument kind: from the title, else from specification and columns together.

    A title whose kind has none of the table's columns, while another kind has them, makes two that fit (T208).
    """
    document_kind = evidence.document_kind or _kind_by_columns(views)
    if document_kind is None:
        return Identity(None, None)
    named = in_title(evidence.titles)
    is_record = document_kind == "verification_record" and bool(views)
    if len(named) == 1 and not (is_record and _own_fit(named[0], views) < 1):
        return Identity(document_kind, named[0])
    votes: Counter[str] = Counter({spec.name: _TITLE_WEIGHT for spec in named})
    for spec in KINDS:
        if evidence.specifications[spec.technical_specification.split()[-1]]:
            votes[spec.name] += _SPECIFICATION_WEIGHT
    if is_record:
        votes.update(dict.fromkeys(_by_columns(views), _COLUMNS_WEIGHT))
    return _elected(document_kind, votes)


def in_title(titles: Iterable[str]) -> list[KindSpec]:
    """The kinds that a title names."""
    text = squeeze(" ".join(titles)).casefold()
    return [spec for spec in KINDS if any(squeeze(word).casefold() in text for word in spec.titles)]


def _elected(document_kind: DocumentKind, votes: Counter[str]) -> Identity:
    most = max(votes.values(), default=0)
    best = [spec for spec in KINDS if votes[spec.name] == most and most]
    if len(best) == 1:
        return Identity(document_kind, best[0])
    if not best:
        return Identity(document_kind, None, (Finding("T202"),))
    kinds = "、".join(spec.zh for spec in best)
    return Identity(document_kind, None, (Finding("T208", value=kinds, params={"kinds": kinds}),))


def _kind_by_columns(views: Sequence[ColumnView]) -> DocumentKind | None:
    if not views:
        return None
    report = len(match_columns(views, ReportRow).fields & {"quantity", "mark_numbers", "fee", "item", "serial_numbers"})
    return "monthly_report" if report >= 4 else "verification_record"


def _own_fit(spec: KindSpec, views: Sequence[ColumnView]) -> float:
    """How well the columns fit those that only this kind has."""
    common = set(VerificationRow.model_fields)
    match = match_columns(views, spec.row, spec.parts)
    return sum(bound.fit for bound in match.bounds if bound.field.name not in common)


def _by_columns(views: Sequence[ColumnView]) -> list[str]:
    """The kinds whose own columns fit best."""
    fits = {spec.name: _own_fit(spec, views) for spec in KINDS}
    most = max(fits.values())
    return [name for name, fit in fits.items() if fit >= 2 and fit > 0.8 * most]
