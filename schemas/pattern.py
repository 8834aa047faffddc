"""Regular expressions that are compiled when they are first used: to import their module takes no time for them."""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """Stands for ``re.compile(source, flags)`` wherever its methods and properties are called.

    After the first call of a method the next is as quick as that of the compiled pattern.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._arguments = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._arguments)
        value = getattr(compiled, name)
        setattr(self, name, value)
        return value
