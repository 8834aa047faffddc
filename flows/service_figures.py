"""Figures in the sentences of a published report on service: the number, its unit, whose it is, what it measures.

The reports are tables of 執行策略, 主辦單位 and 執行績效與成果; a cell of the last tells of the bureau first and then
of its branches, each passage under a number and the branch's name. What no rule knows is kept as a figure without a
measure: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

BUREAU = "全局"
BRANCHES = ("總局", "基隆分局", "新竹分局", "臺中分局", "臺南分局", "高雄分局", "花蓮分局")
_BRANCH = re.compile(rf"[0-9]{{1,2}}\.\s*({'|'.join(BRANCHES[1:])})\s*[:：]")
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?"
_FIGURE = re.compile(
    rf"(?:(?P<wan>{_NUMBER})\s*萬\s*(?P<rest>{_NUMBER})?\s*元)"
    rf"|(?P<value>{_NUMBER})\s*(?P<unit>%|％|件|批|案|家|封|場次|人次|車次|次|場|具|元|小時|分鐘|人天|站|通|戶|則|張|天次|篇|名)"
)
_END = re.compile(r"(?<=[。；;])")
_BREAK = re.compile(r"\s*\n\s*")
_NEAR_BEFORE, _NEAR_AFTER = 24, 10
_RULES: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = (
    ("online_share", frozenset("%"), re.compile(r"(?:線上|網路)申辦(?:使用)?率[^,，。%]{0,6}#")),
    ("electronic_share", frozenset("%"), re.compile(r"(?:自印證書|電子證書)比率[^,，。%]{0,6}#")),
    ("chased", frozenset("件"), re.compile(r"稽催(?:件數)?\s*#")),
    ("notices_sent", frozenset({"家", "件", "封"}), re.compile(r"通知(?:業者|廠商|民眾)?[^,，。0-9#]{0,6}#|#信件通知")),
    ("cases_online", frozenset({"批", "件"}), re.compile(r"(?:網路|線上)申辦(?:計|共)?\s*#|#(?:網路|線上)申辦")),
    ("cases", frozenset({"件", "批"}), re.compile(r"#申請案件|總報驗量\s*#")),
    ("certificates_electronic", frozenset({"件", "張"}), re.compile(r"電子證書(?:計|共)?\s*#|#電子證書")),
    ("payments", frozenset("件"), re.compile(r"繳費方式\s*#")),
    ("fees_paid", frozenset("元"), re.compile(r"繳費之?金額為?\s*#")),
)
"""Measure, its units, and what stands around the figure, which is written ``#`` with its unit."""


@dataclass(frozen=True, slots=True)
class Found:
    """A figure: whose it is, what it measures (``None``: none of ours), and the sentence that it stands in."""

    branch: str
    measure: str | None
    value: Decimal
    unit: str
    sentence: str


def figures(text: str, begins: str = BUREAU) -> Iterator[Found]:
    """The figures of a cell, in order. Lines that the paper broke are one again.

    ``begins`` is whose passage the cell begins in: a cell may go on where the page before it ended.
    """
    for branch, passage in _passages(_BREAK.sub("", text), begins):
        for sentence in _END.split(passage):
            yield from _in_sentence(branch, sentence.strip())


def last_branch(text: str, begins: str = BUREAU) -> str:
    """Whose passage a cell ends in."""
    heads = _BRANCH.findall(_BREAK.sub("", text))
    return str(heads[-1]) if heads else begins


def _passages(text: str, begins: str) -> Iterator[tuple[str, str]]:
    """What the cell begins with, then a passage for each branch that it names."""
    heads = list(_BRANCH.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    yield begins, text[: heads[0].start()] if heads else text
    for head, end in zip(heads, ends, strict=False):
        yield head[1], text[head.end() : end]


def _in_sentence(branch: str, sentence: str) -> Iterator[Found]:
    for match in _FIGURE.finditer(sentence):
        value, unit = _value(match)
        yield Found(branch, _measure(sentence, match, unit), value, unit, sentence)


def _value(match: re.Match[str]) -> tuple[Decimal, str]:
    if match["wan"]:
        return _decimal(match["wan"]) * 10_000 + _decimal(match["rest"] or "0"), "元"
    return _decimal(match["value"]), match["unit"].replace("％", "%")


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _measure(sentence: str, match: re.Match[str], unit: str) -> str | None:
    before = sentence[max(0, match.start() - _NEAR_BEFORE) : match.start()]
    around = before.rstrip() + "#" + sentence[match.end() : match.end() + _NEAR_AFTER].lstrip()
    return next((measure for measure, units, near in _RULES if unit in units and near.search(around)), None)
