"""Sizes read from a specification as written: bore, capacity, flow rate."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from schemas.pattern import lazy

_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_BORE = lazy(_NUMBER + r"\s*mm", re.IGNORECASE)
_CAPACITY = lazy(r"(?:max\s*[:=]?\s*)?" + _NUMBER + r"\s*(kg|g|t)(?![a-z0-9])", re.IGNORECASE)
_FLOW = lazy(_NUMBER + r"\s*m(?:3|\^3)/h", re.IGNORECASE)
_THOUSANDS = lazy(r"(?<=\d),(?=\d{3})")
_IN_KG = {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000)}


def plain(text: str | None) -> str:
    """A specification as it is searched: NFKC, lower case, no separators of thousands."""
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text or "").casefold())


def bore_mm(text: str) -> Decimal | None:
    """The bore in mm of ``口徑20mm``."""
    return _first(_BORE, plain(text))


def flow_m3h(text: str) -> Decimal | None:
    """The flow rate in m³/h of ``G6 10m³/h``."""
    return _first(_FLOW, plain(text))


def capacity_kg(text: str) -> Decimal | None:
    """The capacity in kg of ``Max 3000g e=1g``."""
    found = _CAPACITY.search(plain(text))
    return Decimal(found.group(1)) * _IN_KG[found.group(2)] if found else None


def _first(pattern: re.Pattern[str], text: str) -> Decimal | None:
    found = pattern.search(text)
    return Decimal(found.group(1)) if found else None
