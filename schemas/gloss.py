"""English beside the Chinese of a heading or a label, ``器號 Serial No.``: words that only translate it."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.pattern import lazy

_TEXT = (
    "accept accepted accuracy active actual address amount appearance applicable approved area average basis batch "
    "bench brand by calibrated calibration certificate cert change changeover check checked circuit class comment "
    "comments company conformity constant construction contact correction creep creeping current customer date day "
    "decreasing demand description deviation device distance down eccentric eccentricity end energy equipment error "
    "errors factor fail failed failure fare fee fees final first flow for full gas id identification in increasing "
    "indicated indicating indication indicator initial inspected inspection inspector instrument instruments "
    "insulation item items judgement judgment jurisdiction kind label licence license light limit limits load loading "
    "location loss lot low high lower make manager manufacturer manufacturing mark marks mass max maximum measured "
    "measurement measuring mechanism meter method min minimum model month mpe name next night no nominal nos note "
    "notes number numbers of ok ng on operator or outcome owner overload pass passed percentage period permissible "
    "permit pf place point power prepared pressure product production pulse pulses qty quantity range rate rated "
    "rating reactive reading readings reason ref reference region register rejection reject rejected remark remarks "
    "report responsible result results reverse reviewed roller sample scale seal sealing sequence ser serial series "
    "signature sign site size sn spec specification specifications specs speed standard standards start starting "
    "status stop structure supervisor tariff taximeter tech technical technician test tested tester testing the third "
    "second time timing to tolerance total trademark true type unit units unloading up value values verdict "
    "verification verified verifier visual voltage volume water weighing weight with without year yes zone"
)
_WORDS = frozenset(_TEXT.split())
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
    if not found or not all(_translates(token.group()) for token in found if not _is_unit(token)):
        return text
    return _TOKEN.sub(lambda token: token.group() if _is_unit(token) else " ", text)


def _is_unit(token: re.Match[str]) -> bool:
    """Whether a word stands in brackets and is too short for a translation: ``(L)``, ``(Pa)``, ``(km/h)``."""
    word = token.group().casefold()
    return len(word) <= _SHORTEST and word != "no" and bool(_OPENED.search(token.string[: token.start()]))


@lru_cache(maxsize=1024)
def _translates(token: str) -> bool:
    """Whether a word is one of those that translate headings, or several of them whose spaces are lost."""
    word = token.casefold().translate(_MARKS)
    if word in _WORDS:
        return True
    return any(word[:cut] in _WORDS and _translates(word[cut:]) for cut in range(_SHORTEST, len(word) - 1))
