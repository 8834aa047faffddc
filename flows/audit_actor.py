"""Who did it: the name given, else the login name of whoever runs this."""

from __future__ import annotations

import getpass

from schemas.errors import UsageError

_LONGEST = 80


def actor(given: str | None) -> str:
    """A name for the audit log; ``UsageError`` where there is none, or one that is too long."""
    name = (given or _login()).strip()
    if not 0 < len(name) <= _LONGEST:
        raise UsageError(f"--by: 1-{_LONGEST} 字 (characters)")
    return name


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
