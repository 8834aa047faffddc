"""English beside the Chinese of a heading or a label, ``器號 Serial No.``: words that only translate it."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.pattern import lazy

_TEXT = (
    "accept accepted accuracy address amount applicable approved area average basis batch brand by calibrated "
    "calibration cert certificate change check checked circuit class comment comments company conformity constant "
    "contact correction current customer date day description deviation device distance energy equipment fail "
    "failed failure fare fee fees for gas id identification in indicator inspected inspection inspector "
    "instrument instruments item items judgement judgment jurisdiction kind label licence license limit limits "
    "load location loss lot lower make manager manufacturer manufacturing mark marks mass measurement measuring "
    "mechanism meter method model month name ng no nominal nos note notes number numbers of ok on operator or "
    "outcome overload owner pass passed percentage period permissible permit place point power prepared product "
    "production pulse pulses qty quantity range rate rated rating readings reason ref region register reject "
    "rejected rejection remark remarks report responsible result results reviewed sample scale seal sealing "
    "sequence ser serial series sign signature site size sn spec specification specifications specs standards "
    "status supervisor tariff taximeter tech technical technician test tested tester testing the third to total "
    "trademark type unit units value values verdict verification verified verifier voltage volume water weighing "
    "weight with without year yes zone"
)
_WORDS = frozenset(_TEXT.split())
_MEANING = {
    "increasing": "增加升", "up": "增加升", "loading": "增加升", "decreasing": "減降卸", "down": "減降卸", "unloading": "減降卸",
    "active": "瓦有", "reactive": "乏無", "high": "大高", "low": "小低", "night": "夜", "bench": "定", "roller": "輪",
    "full": "全滿重額", "light": "輕", "reverse": "逆反", "initial": "起首初", "first": "起首初一1", "next": "續次",
    "second": "續次二2秒", "start": "起始初開前", "end": "止終末結後", "stop": "止", "final": "止終末", "indicated": "示讀指量",
    "indicating": "示", "indication": "示", "reading": "示讀", "reference": "標基實", "standard": "標基", "true": "標實",
    "actual": "實標通", "measured": "量測示", "error": "差", "errors": "差", "tolerance": "差許", "mpe": "差許",
    "eccentricity": "偏", "eccentric": "偏", "max": "最大全", "maximum": "最大全", "min": "最小", "minimum": "最小",
    "demand": "需", "creep": "潛", "creeping": "潛", "starting": "始起", "insulation": "絕", "construction": "構",
    "structure": "構", "visual": "外", "appearance": "外", "pf": "功", "factor": "功", "time": "時", "timing": "時",
    "speed": "速", "flow": "流", "pressure": "壓", "changeover": "轉切",
}  # fmt: skip
"""Words that tell columns apart: they translate a heading only where one of these stands in it."""
_TOKEN = lazy(r"(?<![A-Za-z0-9])[A-Za-z](?:[A-Za-z]|['’.](?=[A-Za-z])|\.)*(?![A-Za-z0-9+])")
_MARKS = str.maketrans("", "", ".'’")
_OPENED = lazy(r"[(\[（][^()\[\]（）]{0,4}$")
_LONGEST = 80
_SHORTEST = 2


def without_gloss(text: str) -> str:
    """A text of Chinese and English without the English, where all of it may be a translation of the Chinese.

    ``型號 Model`` is ``型號``; a text with any other word (``廠牌 EDMI``, ``瓦時 Wh``) stays as it is.
    """
    if text.isascii() or len(text) > _LONGEST:
        return text
    found = list(_TOKEN.finditer(text))
    if not found or not all(_translates(token.group(), text) for token in found if not _is_unit(token)):
        return text
    return _TOKEN.sub(lambda token: token.group() if _is_unit(token) else " ", text)


def _is_unit(token: re.Match[str]) -> bool:
    """Whether a word stands in brackets and is too short for a translation: ``(L)``, ``(Pa)``, ``(km/h)``."""
    word = token.group().casefold()
    return len(word) <= _SHORTEST and word != "no" and bool(_OPENED.search(token.string[: token.start()]))


@lru_cache(maxsize=4096)
def _translates(token: str, text: str) -> bool:
    """Whether a word may translate the Chinese beside it, or several words may whose spaces are lost."""
    word = token.casefold().translate(_MARKS)
    if word in _WORDS or not {*_MEANING.get(word, "")}.isdisjoint(text):
        return True
    cuts = range(_SHORTEST, len(word) - 1)
    return any(_translates(word[:cut], text) and _translates(word[cut:], text) for cut in cuts)
