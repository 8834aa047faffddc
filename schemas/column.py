"""A field is declared once: its words, unit and header synonyms ride on the annotation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, get_args

from pydantic import BaseModel, PlainSerializer


def as_json_number(value: Decimal | None) -> int | float | None:
    """A JSON number with the digits of ``value`` (the contract has quantities as numbers)."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)


Quantity = Annotated[Decimal, PlainSerializer(as_json_number, return_type=int | float | None, when_used="json")]


class Column(NamedTuple):
    """What a field is called and where it may stand.

    ``headers`` are the words found above such a column or beside such a value, as written on forms; a ``/``
    separates the levels of a merged heading and ``|`` the words that a level may have (``瓦時部份|瓦時/全載|重載``).
    The first word of each level is the reference form's. Matching is in ``schemas.header_match``.
    """

    zh: str
    en: str
    headers: tuple[str, ...] = ()
    unit: str | None = None


class FieldInfo(NamedTuple):
    """A declared field of a model: name, python type (``Decimal``, ``bool``, ``int``, ``str``, ``date``), words."""

    name: str
    type: type
    column: Column


def core_type(annotation: Any) -> type:
    """The type of an annotation without ``None`` and ``Annotated``."""
    if isinstance(annotation, type):
        return annotation
    parts = [part for part in get_args(annotation) if part is not type(None)]
    return core_type(parts[0]) if parts else type(annotation)


def fields_of(model: type[BaseModel]) -> Iterator[FieldInfo]:
    """The fields of ``model`` that carry a ``Column``, in order of declaration."""
    for name, info in model.model_fields.items():
        columns = [item for item in info.metadata if isinstance(item, Column)]
        if columns:
            yield FieldInfo(name, core_type(info.annotation), columns[0])
