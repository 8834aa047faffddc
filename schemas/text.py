"""Text as written on paper -> text as a program compares it: NFKC, CJK radicals, dashes, white space."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from schemas.pattern import lazy

# CJK Radicals Supplement and strokes that NFKC leaves alone, as Chromium and others write them into the text layer.
_RADICALS = {
    "⺁": "厂", "⺄": "乙", "⺆": "冂", "⺊": "卜", "⺌": "小", "⺎": "尢", "⺝": "月", "⺟": "母", "⺠": "民",
    "⺡": "氵", "⺢": "水", "⺣": "灬", "⺤": "爪", "⺥": "爪", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示",
    "⺭": "礻", "⺮": "竹", "⺯": "糸", "⺰": "纟", "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺼": "月", "⺽": "臼",
    "⺾": "艸", "⺿": "艸", "⻀": "艸", "⻁": "虎", "⻂": "衤", "⻃": "西", "⻄": "西", "⻅": "見", "⻆": "角",
    "⻇": "角", "⻈": "讠", "⻉": "貝", "⻊": "足", "⻋": "車", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "阝",
    "⻐": "钅", "⻑": "長", "⻒": "長", "⻓": "長", "⻔": "門", "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青",
    "⻙": "韋", "⻚": "頁", "⻛": "風", "⻜": "飛", "⻝": "食", "⻞": "食", "⻟": "食", "⻠": "飠", "⻡": "首",
    "⻢": "馬", "⻣": "骨", "⻤": "鬼", "⻥": "魚", "⻦": "鳥", "⻧": "鹵", "⻨": "麥", "⻩": "黃", "⻪": "黽",
    "⻫": "齊", "⻬": "齊", "⻭": "齒", "⻮": "齒", "⻯": "龍", "⻰": "龍", "⻱": "龜", "⻲": "龜", "⻳": "龜",
}  # fmt: skip
_DASHES = "‐‑‒–—―−─━﹘﹣－⁃⁻₋"
_MAP = str.maketrans({**_RADICALS, **dict.fromkeys(_DASHES, "-"), "∶": ":", "︰": ":", "〜": "~", "∼": "~", "～": "~"})
_INVISIBLE = lazy(r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_SPACES = lazy(r"[^\S\n]+")
_WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_NO_SPACE = lazy(rf"(?<=[{_WIDE},.:;()、。「」]) *\n *| *\n *(?=[{_WIDE},.:;()、。「」])")
_BLANK = lazy(r"\s+")
_PRIVATE = lazy("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


_SHORT = 64


def normal(text: str) -> str:
    """NFKC, radicals as characters, every dash and minus as ``-``, invisible characters removed; lines are kept."""
    if text.isascii() and text.isprintable():
        return text
    return _short_normal(text) if len(text) <= _SHORT else _normal(text)


def _normal(text: str) -> str:
    normalised = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _INVISIBLE.sub("", normalised.translate(_MAP))


_short_normal = lru_cache(maxsize=8192)(_normal)  # a cell is asked for again and again; longer texts are not kept


def clean(text: str) -> str:
    """One line as a person would write it: single spaces, and none where a line between CJK characters was wrapped."""
    text = normal(text)
    if "\n" in text:
        text = _NO_SPACE.sub("", text.strip()).replace("\n", " ")
    return _SPACES.sub(" ", text).strip()


def squeeze(text: str) -> str:
    """``normal`` without any white space: the form in which labels and identifiers are compared."""
    return _short_squeeze(text) if len(text) <= _SHORT else _squeeze(text)


def _squeeze(text: str) -> str:
    return _BLANK.sub("", normal(text))


_short_squeeze = lru_cache(maxsize=8192)(_squeeze)


def private_use(text: str) -> str:
    """The private-use characters of ``text`` (a font's own signs; their meaning is lost)."""
    return "".join(_PRIVATE.findall(text))


_NOT_APPLICABLE = lazy(r"[-ー/\\~_=|.*·・‧]+|n/?a|nil|不適用|不需要|免填|無此項|以下空白", re.IGNORECASE)


def is_void(text: str) -> bool:
    """Whether a cell says nothing: empty, or a dash or stroke for "does not apply"."""
    return _short_is_void(text) if len(text) <= _SHORT else _is_void(text)


def _is_void(text: str) -> bool:
    squeezed = squeeze(text)
    return not squeezed or bool(_NOT_APPLICABLE.fullmatch(squeezed))


_short_is_void = lru_cache(maxsize=8192)(_is_void)
