"""What the engines must know of an instrument kind; each kind fills one ``KindSpec``."""

from __future__ import annotations

from typing import NamedTuple

from schemas.document import RecordHeader, VerificationRow


class KindSpec(NamedTuple):
    """An instrument kind as data.

    ``titles``: words of the form's title that tell the kind. ``mark_codes``: 度量衡器代碼 on the mark (guide, item 7).
    ``mark_digits``: length of the running number on the mark; ``mark_year``: whether its first two are the year code.
    ``technical_specification``: the CNMV number. ``fee_key``: the key of the unit fee in ``schemas/legal``.
    ``parts``: rows that one instrument takes on the form, as (field prefix, words in the part column), or empty.
    """

    name: str
    zh: str
    en: str
    titles: tuple[str, ...]
    header: type[RecordHeader]
    row: type[VerificationRow]
    mark_codes: tuple[str, ...]
    mark_digits: int
    mark_year: bool
    technical_specification: str
    fee_key: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
