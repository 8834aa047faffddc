"""Header values from label-value grids, from lines of text, from titles and totals -> a header model."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import Any

from pydantic import BaseModel

from schemas import identifiers, roc_date
from schemas.cells import Reading, day, identifier, whole, words
from schemas.document import Check, RecordHeader, ReferenceStandard
from schemas.findings import Finding
from schemas.labels import STANDARD, Label, Labels, labels_of
from schemas.numerals import to_int
from schemas.pattern import lazy
from schemas.place import NOWHERE, Place
from schemas.taught import NOTHING, Taught
from schemas.text import clean, is_void, squeeze
from schemas.ticks import boxes, yes_no
from schemas.wrapped_lines import TextCell

_ITEM = lazy(r"^\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、)\s]\s*|^0[0-9]")
_ITEM_NUMBER = lazy(r"^\(?[0-9]{1,2}[.、)]?$")
_TOTAL_QUANTITY = lazy(
    r"(?:總計|合計)?檢定數量(?:合計|總計|共計)?[為計:]*([0-9,]+|[零〇一二三四五六七八九十百千萬壹貳參肆伍陸柒捌玖拾佰仟]+)[具只台臺個]"
)
_TOTAL_FEE = lazy(r"(?:總計|合計)?應?繳?檢定費(?:合計|總計|共計)?[為計:]*(?:新[臺台]幣|NT\$?)[:]?([^元圓]{1,24})[元圓]")
_TOTALS = {"total_quantity": _TOTAL_QUANTITY, "total_fee": _TOTAL_FEE}
_PAGE = lazy(
    r"^(?:第?[0-9]+頁?(?:[/,共]*[0-9]*頁?)|page[0-9]+(?:(?:of|/)[0-9]+)?|-?[0-9]+-?|[0-9]+/[0-9]+)$", re.IGNORECASE
)
_IGNORED = lazy(
    r"以下空白|以上空白|請依技術規範|填入公差|^檢定資料$|^器具資料$|^檢定項目$|^備註$|^檢定依據$|^空白$|檢定數據如下"
)
_REMARK = lazy(r"^(?:\(?[0-9]{1,2}[.、)][^0-9]{4,}|(?:備註|附註|註|說明)[0-9]?:.*|\(.*\)$)")
_MOST_PROSE = 400
_SAME_SIDE = 1.0


@dataclass(slots=True)
class HeaderReader:
    """Collects header values row by row; the first value of a field counts, another one is a finding.

    ``places``: where the values stand; ``blanks``: where a label stands without one.
    """

    model: type[BaseModel]
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    blanks: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    taught: Taught = NOTHING
    _prose: list[tuple[str, Place]] = field(default_factory=list)
    _below: set[str] = field(default_factory=set)
    _check: str = ""
    _begun: Place = NOWHERE
    _seen: dict[str, str] = field(default_factory=dict)
    _open: tuple[list[Label], Sequence[TextCell]] = ([], ())

    @property
    def labels(self) -> Labels:
        """The labels of the header's fields, the taught ones among them."""
        return labels_of(self.model, taught=self.taught)

    def read(self, cells: Sequence[TextCell]) -> bool:
        """One row of cells or one line; whether all of it that says anything was understood."""
        cells = [cell for cell in cells if cell.text]
        if not cells or self._goes_on(cells) or self._is_check(cells):
            return True
        return self._read_labels(cells)

    def _goes_on(self, cells: Sequence[TextCell]) -> bool:
        """Put the values at the top of a page below the labels at the foot of the page before.

        A label alone has its value in the next cell of its column: one as wide.
        """
        if len(cells) == 1 and _PAGE.match(squeeze(cells[0].text)):
            return False
        above, before = self._open
        labels = [self.labels.alone(cell.text) for cell in cells]
        alone = [label for label in labels if label]
        whole = len(alone) == len(labels) and not any(cell.below for cell in cells)
        self._open = (alone, cells) if whole else ([], ())
        if alone or len(before) != len(cells) or not _carries_on(before, cells):
            return False
        for label, cell in zip(above, cells, strict=True):
            self.put(label, cell.text, cell.place)
        return True

    def _read_labels(self, cells: Sequence[TextCell]) -> bool:
        labels = self.labels
        waiting: Label | None = None
        understood, found_any = True, False
        for index, cell in enumerate(cells):
            alone = labels.alone(cell.text)
            inside = [] if alone else labels.inside(cell.text)
            if alone or inside:
                found_any = True
                for item in inside[:-1]:
                    self.put(item.label, item.value, cell.place)
                last = inside[-1].label if inside else alone
                value = inside[-1].value if inside else ""
                waiting = self._placed(last, value, cell, cells[index + 1 :], labels.alone)
            elif waiting:
                self.put(waiting, cell.text, cell.place)
                waiting = None
            else:
                understood = self._note(cell, alone=len(cells) == 1) and understood
        return understood or found_any

    def _placed(
        self, label: Label | None, value: str, cell: TextCell, rest: Sequence[TextCell], alone: Any
    ) -> Label | None:
        """Put the value behind a label, or the one below it; the label waits where its value is the next cell."""
        if label is None:
            return None
        if value:
            self.put(label, value, cell.place)
            return None
        follower = rest[0].text if rest else ""
        is_label = bool(follower) and (alone(follower) is not None or bool(self.labels.inside(follower)))
        if follower and not is_label:
            return label
        if (
            cell.below
            and alone(cell.below) is None
            and not self.labels.inside(cell.below)
            and not cell.text.endswith(":")
        ):
            self.put(label, cell.below, cell.place)
            self._below.add(squeeze(cell.below))
        else:
            self.blanks.setdefault(label.path, cell.place)
        return None

    def _note(self, cell: TextCell, *, alone: bool) -> bool:
        """Text without a label: kept for the totals; whether it is of a kind that may stand anywhere."""
        squeezed = squeeze(cell.text)
        if len(self._prose) < _MOST_PROSE:
            self._prose.append((squeezed, cell.place))
        if squeezed in self._below:
            return True
        if alone and _REMARK.match(squeezed):
            return True
        if is_void(squeezed) or any(
            known(squeezed) for known in (_IGNORED.search, *(p.search for p in _TOTALS.values()))
        ):
            return True
        if cell.beside:
            self.findings.append(Finding("T206", cell.place, cell.beside, cell.text, {"value": cell.text}))
        return bool(_PAGE.match(squeezed) or _ITEM_NUMBER.match(squeezed))

    def put(self, label: Label, text: str, place: Place) -> None:
        """A value for a field, as written."""
        if is_void(text):
            self.blanks.setdefault(label.path, place)
            return
        before = self._seen.setdefault(label.path, squeeze(text))
        if before != squeeze(text) and not self._is_known(label, text):
            self.findings.append(Finding("T206", place, label.path, text, {"value": text}))
            return
        if label.path in self.values:
            return
        value, code = convert(label, text)
        self.values[label.path] = value
        self.places[label.path] = place
        if label.taught:
            self.findings.append(self.taught.used(label.taught, label.field).at(place))
        if code:
            self.findings.append(Finding(code, place, label.path, text, {"value": text}))

    def _is_known(self, label: Label, text: str) -> bool:
        """Whether a text is the value that a field has already, in another notation: ``70`` and ``70 具``."""
        value = convert(label, text)[0]
        return value is not None and value == self.values.get(label.path)

    def _is_check(self, cells: Sequence[TextCell]) -> bool:
        """A numbered 檢定項目 with its boxes, perhaps over several lines."""
        if "checks" not in self.model.model_fields:
            return False
        text = clean(
            " ".join(cell.text for cell in cells if not _IGNORED.search(squeeze(cell.text)) or len(cell.text) > 12)
        )
        starts = bool(_ITEM.match(text)) and len(cells) <= 5 and sum("\u4e00" <= c <= "\u9fff" for c in text) >= 6
        joined = text if starts or not self._check else f"{self._check}{text}"
        if not self._check or starts:
            self._begun = cells[0].place
        if not starts and not self._check:
            return False
        self._check = ""
        try:
            found = boxes(joined)
        except ValueError:
            found = (joined, None)
            self.findings.append(Finding("C304", self._begun, "checks", joined, {"value": joined}))
        if found is None:
            found = _answered(cells)
        if found is None:
            self._check = joined if len(joined) < 600 and self._may_continue(cells) else ""
            return bool(self._check)
        item = _ITEM.sub("", found[0]).strip()
        if item and all(check.item != item for check in self.checks):
            self.checks.append(Check(item=item, passed=found[1]))
            self.places[f"checks/{item}"] = self._begun
        return True

    def _may_continue(self, cells: Sequence[TextCell]) -> bool:
        labels = self.labels
        return not any(labels.alone(cell.text) or labels.inside(cell.text) for cell in cells)

    def header(self, **known: Any) -> BaseModel:
        """The header model; ``known`` values come from titles and columns and give way to labelled ones and sentences."""
        self.findings += [self.taught.ignored(word, label.field) for word, label in self.labels.ignored]
        values = {path: value for path, value in self.values.items() if "." not in path}
        for name, value in (*self._totals().items(), *known.items()):
            if value is not None and values.get(name) is None:
                values[name] = value
        if issubclass(self.model, RecordHeader):
            standard = {p.partition(".")[2]: v for p, v in self.values.items() if p.startswith(f"{STANDARD}.")}
            values.update(reference_standard=ReferenceStandard(**standard), checks=self.checks)
        return self.model(**values)

    def _totals(self) -> dict[str, int | None]:
        """The totals that sentences give; a total's place is that of the line in which its figure ends."""
        if "total_fee" not in self.model.model_fields:
            return {}
        prose, ends = "".join(text for text, _ in self._prose), [*accumulate(len(text) for text, _ in self._prose)]
        found = {name: match for name, pattern in _TOTALS.items() if (match := pattern.search(prose))}
        for name, match in found.items():
            self.places.setdefault(name, self._prose[bisect_left(ends, match.end(1))][1])
        return {name: to_int(match.group(1)) for name, match in found.items()}


def _carries_on(upper: Sequence[TextCell], lower: Sequence[TextCell]) -> bool:
    """Whether cells at the top of a page may stand below those at the foot of the page before.

    One alone does if it is a cell as wide: lines of text are as wide as what they say.
    """
    page, above, below = upper[0].place.page, upper[0].place.box, lower[0].place.box
    if page is None or lower[0].place.page != page + 1:
        return False
    if len(upper) > 1:
        return True
    said = {sum(1 + (character > "\u2e80") for character in cell.text) for cell in (upper[0], lower[0])}
    return (
        above is not None
        and below is not None
        and len(said) > 1
        and all(abs(above[at] - below[at]) < _SAME_SIDE for at in (0, 2))
    )


def _answered(cells: Sequence[TextCell]) -> tuple[str, bool | None] | None:
    """A check whose last cell answers it in a word: ``01 | 外觀檢視 | 合格``."""
    answer = yes_no(cells[-1].text) if len(cells) > 1 else None
    return None if answer is None else (clean(" ".join(cell.text for cell in cells[:-1])), answer)


def convert(label: Label, text: str) -> Reading:
    """The text behind a label as a value of its field."""
    info = label.field
    if info.name == "year":
        year = roc_date.parse_year(text)
        return year, None if year else "C302"
    if info.name == "period":
        month = roc_date.parse_month(text)
        return month, None if month else "C302"
    if info.name == "permit_number":
        return identifiers.permit_number(text) or squeeze(text), None
    if info.type is date:
        return day(text)
    if info.type is int:
        return whole(text)
    return identifier(text) if info.name.endswith("_number") else words(text)
