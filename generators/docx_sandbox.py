"""What a template may do: print data. No objects, no functions, no way to the machine, no endless products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from generators.printable import printable
from schemas.errors import TemplateError

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_FILTERS = ("count", "default", "first", "join", "last", "length", "lower", "replace", "trim", "upper")
_LONGEST_REPEAT = 10_000


class Environment(ImmutableSandboxedEnvironment):
    """Templates reach data and nothing else."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the template's own macros; ``'a'.ljust(10**9)`` would take the machine's memory too."""
        return isinstance(obj, jinja2.runtime.Macro)

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """A product of numbers; ``'a' * 10**9`` would take the machine's memory."""
        if operator == "**" or not all(isinstance(side, int | Decimal) for side in (left, right)):
            raise SecurityError(f"{operator} is for numbers only")
        return super().call_binop(context, operator, left, right)


def environment() -> Environment:
    """The jinja environment of all templates: no global, few filters, missing values are errors."""
    made = Environment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_shown)
    made.globals.clear()
    made.filters = {key: made.filters[key] for key in _FILTERS} | {"batch": _batch}
    return made


def _batch(rows: Sequence[Any], size: int) -> Iterator[list[Any]]:
    """``rows`` in lists of ``size``, to split a long table; jinja's own fills up the last one."""
    walk = iter(rows)
    while chunk := list(islice(walk, max(1, min(size, _LONGEST_REPEAT)))):
        yield chunk


def plain(value: Any, where: str, name: str) -> Any:
    """``value`` as plain, printable data; whatever else it is must not come within a template's reach."""
    if isinstance(value, str):
        return printable(value)
    if value is None or isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item, f"{where}.{key}", name) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item, f"{where}[{index}]", name) for index, item in enumerate(value)]
    raise TemplateError(f"範本 {name}:{where} 的資料型別 {type(value).__name__} 無法印出。", hint="請先轉為文字。")


def _shown(value: Any) -> Any:
    """What a tag prints."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "☑" if value else "☐"
    text = str(escape(f"{value:f}" if isinstance(value, Decimal) else value))
    return Markup(text.replace("\n", _BREAK).replace("\t", _TAB))  # noqa: S704 - escaped in the line above
