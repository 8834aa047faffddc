"""The script of Taiwan: the recogniser was trained on both Chinese scripts and now and then answers in the other."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from schemas.errors import MissingPart

_SCRIPTS = ("s2tw", "jp2t")
# Forms that Big5 has as characters of their own, but that documents of measuring instruments do not contain, and
# forms of Korea and old prints, which OpenCC leaves alone.
_OTHER_FORMS = str.maketrans(
    "量价气复厂构确査鎭爲啓眞値敎卽旣淸綫",
    "量價氣複廠構確查鎮為啟真值教即既清線",
)
_IN_WORDS = {"標准": "標準", "基准": "基準", "准確": "準確"}


def in_taiwanese(text: str) -> str:
    """The text, of the same length, with those characters of which Taiwan's standard (Big5) has only another form in that form."""
    if text.isascii():
        return text
    for script in _SCRIPTS:
        full = _converter(script).convert(text)
        if len(full) == len(text):
            text = "".join(one if _is_in_big5(one) else other for one, other in zip(text, full, strict=True))
    text = text.translate(_OTHER_FORMS)
    for word, meant in _IN_WORDS.items():
        text = text.replace(word, meant)
    return text


@lru_cache(maxsize=8192)
def _is_in_big5(character: str) -> bool:
    try:
        character.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=len(_SCRIPTS))
def _converter(script: str) -> Any:
    try:
        from opencc import OpenCC  # noqa: PLC0415 (optional extra)
    except ImportError as error:
        raise MissingPart("opencc", hint="ocr") from error
    return OpenCC(script)
