"""CJK radicals and vertical forms that PDF producers write where an ordinary character is meant.

A font's glyph for 長 is often shared with the radical ⾧; the producer's text layer then names the radical. NFKC
maps the Kangxi block but not the Radicals Supplement, so the supplement is listed here after the Unicode file
EquivalentUnifiedIdeograph.txt.
"""

from __future__ import annotations

import unicodedata

_FIRST, _LAST = 0x2E80, 0x2EF3
_SUPPLEMENT = (
    "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小尢尣尢尣巳幺彑彐忄㣺扌攵\0旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网罓冈"
    "羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾"
    "斉齐歯齿竜龙龜亀龟"
)
_KANGXI = range(0x2F00, 0x2FD6)
_VERTICAL = (range(0xFE10, 0xFE1A), range(0xFE30, 0xFE49))


def _compatibility(points: range) -> dict[int, int]:
    pairs = ((point, unicodedata.normalize("NFKC", chr(point))) for point in points)
    return {point: ord(text) for point, text in pairs if len(text) == 1 and ord(text) != point}


def _supplement() -> dict[int, int]:
    pairs = zip(range(_FIRST, _LAST + 1), _SUPPLEMENT, strict=True)
    return {point: ord(text) for point, text in pairs if text != "\0" and ord(text) != point}


UNIFIED: dict[int, int] = {
    **_supplement(),
    **_compatibility(_KANGXI),
    **{point: text for block in _VERTICAL for point, text in _compatibility(block).items()},
}
"""Code point as written in the file -> code point of the character that is meant."""
