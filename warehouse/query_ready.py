"""Ready queries: the files of ``warehouse/queries``, each with its words, parameters and headings in both languages.

A file begins with lines ``-- zh:``, ``-- en:``, ``-- param NAME TYPE [required | = DEFAULT] | 中文 | English`` and
``-- column NAME | 中文 | English``; types are ``text``, ``integer`` and ``month`` (``YYYY-MM``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from schemas.errors import UsageError

FOLDER = Path(__file__).parent / "queries"
_PARAM = re.compile(r"(?P<name>\w+) (?P<type>\w+)(?P<required> required)?(?: = (?P<default>\S+))?")


@dataclass(frozen=True, slots=True)
class Words:
    """A thing's name in both languages."""

    zh: str
    en: str

    def of(self, lang: Literal["zh", "en"]) -> str:
        """The name in one of them."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query takes; without ``default`` it is empty (all) unless it is ``required``."""

    name: str
    type: str
    required: bool
    default: str | None
    words: Words


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query by name; ``columns`` are the words of its headings."""

    name: str
    words: Words
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Words]
    sql: str

    def values(self, given: Mapping[str, str]) -> dict[str, object]:
        """The value of each ``$name``; ``UsageError`` for one that is missing, unknown or no such value."""
        known = {parameter.name for parameter in self.parameters}
        unknown = [name for name in given if name not in known]
        if unknown:
            takes = "、".join(sorted(known)) or "-"
            raise UsageError(
                f"{self.name}:無參數 {unknown[0]} (no such parameter)", hint=f"可用:{takes} (it takes these)"
            )
        return {parameter.name: self._value(parameter, given) for parameter in self.parameters}

    def _value(self, parameter: Parameter, given: Mapping[str, str]) -> object:
        text = given.get(parameter.name, parameter.default)
        if text is not None and text != "":
            return _TYPES[parameter.type](parameter.name, text)
        if parameter.required:
            raise UsageError(
                f"{self.name}:缺參數 {parameter.name}({parameter.words.zh}) (missing: {parameter.words.en})",
                hint=f"請加 --param {parameter.name}=… (add it)",
            )
        return None


@cache
def ready_queries() -> Mapping[str, ReadyQuery]:
    """All ready queries by name."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.sql"))}


def ready_query(name: str) -> ReadyQuery:
    """One of them; ``UsageError`` where there is none of that name."""
    found = ready_queries().get(name)
    if found is None:
        raise UsageError(f"無現成查詢:{name} (no such ready query)", hint="zijian query --list")
    return found


def _read(path: Path) -> ReadyQuery:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
    said = dict(line.split(": ", 1) for line in head if line.startswith(("zh: ", "en: ")))
    columns = (line.removeprefix("column ").split(" | ") for line in head if line.startswith("column "))
    return ReadyQuery(
        path.stem,
        Words(said["zh"], said["en"]),
        tuple(_parameter(line.removeprefix("param ")) for line in head if line.startswith("param ")),
        {name: Words(zh, en) for name, zh, en in columns},
        "\n".join(line for line in lines if not line.startswith("-- ")),
    )


def _parameter(line: str) -> Parameter:
    rule, zh, en = line.split(" | ")
    found = _PARAM.fullmatch(rule)
    if found is None or found["type"] not in _TYPES:
        raise ValueError(f"no parameter: {line}")
    return Parameter(found["name"], found["type"], bool(found["required"]), found["default"], Words(zh, en))


def _integer(name: str, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise UsageError(f"{name}={text}:須為整數 (a whole number is wanted)")
    return int(text)


def _month(name: str, text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise UsageError(f"{name}={text}:月份須為 YYYY-MM (a month is written YYYY-MM)")
    return text


_TYPES: Mapping[str, Callable[[str, str], object]] = {
    "text": lambda _name, text: text,
    "integer": _integer,
    "month": _month,
}
