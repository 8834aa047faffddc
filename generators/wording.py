"""How dates, months and kinds are written on paper."""

from __future__ import annotations

import re
from datetime import date

from schemas.kinds import KINDS
from schemas.roc_date import roc_year

KIND_ZH = {spec.name: spec.zh for spec in KINDS}
KIND_EN = {spec.name: spec.en for spec in KINDS}
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def roc_date(day: date) -> str:
    """``115年11月21日``."""
    return f"{roc_year(day)}年{day.month}月{day.day}日"


def roc_parts(day: date) -> dict[str, str]:
    """The parts of a document's last line: ``year`` (ROC), ``month``, ``day``."""
    return {"year": str(roc_year(day)), "month": str(day.month), "day": str(day.day)}


def roc_month(period: str) -> str:
    """``2026-10`` as ``115年10月``; ``ValueError`` for another form."""
    year, month = map(int, period.split("-"))
    return f"{roc_year(date(year, month, 1))}年{month}月"


def kind_name(kind: str, lang: str = "zh") -> str:
    """The kind's name in a language; an unknown kind is named as it is."""
    return (KIND_EN if lang == "en" else KIND_ZH).get(kind, kind)


def roc_month_or_text(period: str) -> str:
    """``roc_month`` where ``period`` is a month, else ``period`` itself."""
    return roc_month(period) if _PERIOD.fullmatch(period) else period
