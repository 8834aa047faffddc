"""Dates of mail headers, read leniently, in Asia/Taipei."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\D*(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_ZONE = re.compile(r"[+-]\d{4}\b|\b(?:GMT|UTC?|Z|[ECMP][SD]T)\b")
_YEARS = range(1990, 2200)


def parse_date(text: str) -> datetime | None:
    """A ``Date`` header's moment in Asia/Taipei; ``None`` if no date can be made out.

    Takes RFC 5322 and its usual damage, ISO 8601 and 年月日. Without a zone the time is taken as Taipei's.
    """
    found = _internet_date(text) or _plain_date(text)
    return found if found is not None and found.year in _YEARS else None


def _internet_date(text: str) -> datetime | None:
    parts = parsedate_tz(text)
    if parts is None:
        return None
    try:
        naive = datetime(*parts[:6])  # noqa: DTZ001  the zone is added below
        if parts[9] is None or not _has_zone(text):
            return naive.replace(tzinfo=TAIPEI)
        return datetime.fromtimestamp(naive.replace(tzinfo=UTC).timestamp() - parts[9], TAIPEI)
    except (ValueError, OverflowError, OSError):
        return None


def _has_zone(text: str) -> bool:
    """Whether the text tells a zone; ``CST`` alone is China Standard Time here, not Chicago's."""
    found = _ZONE.search(text)
    return found is not None and found[0] != "CST"


def _plain_date(text: str) -> datetime | None:
    match = _ISO.search(text) or _CHINESE.search(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=TAIPEI)
    except ValueError:
        return None
