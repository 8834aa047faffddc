"""Boxes and ticks: what a mark in a cell, a pair of boxes or a pair of columns says."""

from __future__ import annotations

import re

from schemas.pattern import lazy
from schemas.text import normal, squeeze

_TICKED = "☑☒✅■▣▪◼⬛●⦿◉✓✔√✗✘V🗹🗵◾"
_EMPTY = "□☐▢◻⬜○◯〇◦⃞▫◽"
_YES_WORDS = {
    "合格", "是", "有", "良", "良好", "正常", "符合", "通過", "准", "可", "pass", "passed", "ok", "y", "yes", "true", "p",
    "good", "accept", "accepted", "go", "及格", "良品", "o", "ˇ", "∨", "⭕", "v", "○", "◯", "〇", "◎", "●", "✓", "✔", "√", "☑", "✅", "■", "🗹", "⃝",
}  # fmt: skip
_NO_WORDS = {
    "不合格", "否", "無", "不良", "異常", "不符合", "不符", "未通過", "不通過", "不可", "fail", "failed", "ng", "n", "no", "false",
    "f", "reject", "rejected", "bad", "nogo", "no-go", "n/g", "不及格", "不良品", "x", "×", "✗", "✘", "╳", "✕", "✖", "❌", "☓", "ㄨ", "Ⅹ",
}  # fmt: skip
_TICKS = set("v√✓✔☑☒✅■▣▪◼⬛●⦿◉○◯〇◎*🗹◾oˇ∨⭕") | {"是", "否", "y", "n", "合格", "不合格", "有", "無", "yes", "no"}
_CROSSES = {"x", "×", "✗", "✘", "╳", "✕", "✖", "❌", "☓"}
_BOX = f"[{_TICKED}{_EMPTY}vｖＶ]|\\[[ vVxX✓√]?\\]|\\([vVxX✓√]\\)"
_YES = "是|合格|符合|有|良好?|Yes|Pass|OK"
_NO = "否|不合格|不符合|無|不良|No|Fail|NG"
_PARTS = lazy(r"[\s/()\[\],、:-]+|(?<=格)(?=[^\s/()格])|(?<=[○×✓v])(?=[合不])")
_SIGNS = frozenset(f"{_TICKED}{_EMPTY}vVｖＶ[(")
_PAIR = lazy(rf"(?P<yes>{_BOX})?\s*(?:{_YES})\s*[/、,]?\s*(?P<no>{_BOX})?\s*(?:{_NO})\s*[。.]?\s*$", re.IGNORECASE)
_PAIR_AFTER = lazy(rf"(?:{_YES})\s*(?P<yes>{_BOX})\s*(?:{_NO})\s*(?P<no>{_BOX})\s*[。.]?\s*$", re.IGNORECASE)


def yes_no(text: str) -> bool | None:
    """One cell's word or sign: ``合格 ○ V ✓ 有`` true, ``不合格 × X 無`` false, else ``None``.

    ``ValueError`` where both boxes are ticked.
    """
    word = squeeze(text).casefold()
    if word in _YES_WORDS:
        return True
    if word in _NO_WORDS:
        return False
    found = boxes(text)
    return found[1] if found and not found[0] else _both(text)


def _both(text: str) -> bool | None:
    """``合格 Pass``, ``不合格(×)``: an answer said twice; ``None`` where the two don't agree."""
    parts = [part for part in _PARTS.split(normal(text).casefold()) if part]
    answers = {True if part in _YES_WORDS else False if part in _NO_WORDS else None for part in parts}
    return answers.pop() if len(parts) == 2 and len(answers) == 1 else None


def is_answer(text: str) -> bool:
    """Whether a cell answers yes or no, be it both at once."""
    try:
        return yes_no(text) is not None
    except ValueError:
        return True


def is_ticked(text: str) -> bool | None:
    """Whether a column of a yes/no pair is ticked: empty or an empty box is not; ``None`` for anything else."""
    word = squeeze(text).casefold()
    if not word or word in {"-", "/", "□", "☐", "▢", "◻", "⬜", "[]", "()"}:
        return False
    return True if word in _TICKS else None


def is_cross(text: str) -> bool:
    """A cross: a tick in a column of 否, but no one knows what it says in a column of 是."""
    return squeeze(text).casefold() in _CROSSES


def is_ticked_box(sign: str | None) -> bool:
    """Whether one box's sign is a ticked one; no sign at all is an empty box."""
    if not sign:
        return False
    inner = sign.strip("[]() ")
    return bool(inner) and inner[0] in _TICKED + "vxXｖＶ"


def boxes(text: str) -> tuple[str, bool | None] | None:
    """Split ``外觀檢視… V是 □否`` into its text and the answer; ``None`` where no pair of boxes stands at the end.

    The answer is ``None`` where neither box is ticked; where both are, ``ValueError`` says so.
    """
    if _SIGNS.isdisjoint(text):
        return None
    match = _PAIR_AFTER.search(text) or _PAIR.search(text)
    if match is None or not (match["yes"] or match["no"]):
        return None
    yes, no = is_ticked_box(match["yes"]), is_ticked_box(match["no"])
    if yes and no:
        raise ValueError(text)
    return text[: match.start()].strip(), True if yes else False if no else None


def ticked_words(text: str, words: tuple[str, ...]) -> list[str]:
    """Those of ``words`` in ``text`` that a ticked box stands directly before."""
    found = []
    for word in words:
        match = re.search(rf"(?P<box>{_BOX})\s*{re.escape(word)}", text)
        if match and is_ticked_box(match["box"]):
            found.append(word)
    return found
