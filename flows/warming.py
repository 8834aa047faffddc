"""What waits until it is first needed, made ready once for the forks of this process.

That is the classes of documents, the patterns and the vocabulary: a record made up here is put together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from schemas.assemble import assemble
from schemas.column import FieldInfo, fields_of
from schemas.document import Document, ReportHeader, ReportRow, Source
from schemas.kinds import KINDS
from schemas.raw import RawCell, RawDocument, RawLine, RawPage, RawSegment, RawTable
from schemas.spec import KindSpec

_SAMPLES: dict[type, str] = {
    bool: "■是 □否",
    Decimal: "1,234.50 L",
    int: "1",
    date: "1 October 2026",
    str: "A0001~A0005、A0007",
}
"""Each as it is tried last: all that is tried before is then ready too."""


def warm() -> None:
    """To be called before the first of several forks. Reads nothing and keeps no result."""
    own = [model for spec in KINDS for model in (spec.header, spec.row)]
    for model in (Source, Document, ReportHeader, ReportRow, *own):
        model.model_rebuild()
    raw = RawDocument(iter([RawPage(list(_order(KINDS[-1])), page=1)]), engine="none", page_count=1)
    assemble(raw, Source(file="warm", sha256="0" * 64, pages=1, engine=raw.engine))


def _order(spec: KindSpec) -> Iterator[RawLine | RawTable]:
    title = spec.titles[0] if spec.titles else spec.zh
    yield _line(f"{title}檢定紀錄表 115 年 10 月份")
    for info in fields_of(spec.header):
        yield _line(f"{_words(info)[-1]}:{_sample(info)}")
    yield _table(spec.row)


def _line(text: str) -> RawLine:
    return RawLine((RawSegment(text, 0.0, 10.0 * len(text)),), page=1)


def _table(row: type[BaseModel]) -> RawTable:
    """Headings of two levels over two rows."""
    fields = list(fields_of(row))
    headings = [_words(info) for info in fields]
    texts = [
        [words[0] for words in headings],
        [words[-1] for words in headings],
        *[[_sample(info) for info in fields] for _ in range(2)],
    ]
    grid = [[RawCell(text, r, c, r + 1, c + 1) for c, text in enumerate(line)] for r, line in enumerate(texts)]
    return RawTable(grid, page=1, xs=range(len(fields) + 1), ys=range(len(texts) + 1))


def _words(info: FieldInfo) -> list[str]:
    """The first word of each level of the field's heading."""
    heading = info.column.headers[0] if info.column.headers else info.column.zh
    return [level.split("|")[0] for level in heading.split("/")]


def _sample(info: FieldInfo) -> str:
    return _SAMPLES.get(info.type, "1")
