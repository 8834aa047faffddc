"""The row of 公差 that stands between the headings and the first instrument."""

from __future__ import annotations

from pydantic import BaseModel

from schemas.column import core_type
from schemas.header_match import Match
from schemas.numerals import to_tolerance
from schemas.row_builder import GridRow
from schemas.text import is_void


def tolerances_of(row: GridRow, match: Match, header: type[BaseModel]) -> BaseModel | None:
    """The header's ``tolerances`` from a row of them; ``None`` where this kind's header has none."""
    info = header.model_fields.get("tolerances")
    model = core_type(info.annotation) if info else None
    if model is None or not issubclass(model, BaseModel):
        return None
    texts = {bound.field.name: row.text(bound.column) for bound in match.bounds}
    values = {name: to_tolerance(text) for name, text in texts.items() if name in model.model_fields}
    return model(**{name: value for name, value in values.items() if value and not is_void(texts[name])})
