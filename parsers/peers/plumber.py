"""pdfplumber behind our seam: slower by far, with its own idea of lines and cells (shaded cells make edges)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from parsers.peers.grid import BoxedCell, readable, table_of
from schemas.findings import Finding
from schemas.raw import RawDocument, RawLine, RawPage, RawSegment, RawTable

ENGINE = "pdfplumber"


def read(data: bytes) -> RawDocument:
    """What pdfplumber sees in a PDF; a file that it cannot open gives F105."""
    import pdfplumber  # noqa: PLC0415 (slow to import, seldom needed)
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = pdfplumber.open(io.BytesIO(data))
        count = len(document.pages)
    except (PdfminerException, PDFException, ValueError) as error:
        return RawDocument(iter(()), ENGINE, 0, [Finding("F105", params={"why": type(error).__name__})])
    return RawDocument(pages=_pages(document), engine=ENGINE, page_count=count)


def _pages(document: Any) -> Iterator[RawPage]:
    with document:
        for number, page in enumerate(document.pages, 1):
            single = page.dedupe_chars()
            boxes = [found.cells for found in single.find_tables()]
            yield page_of(single, [table_of([boxed(single, box) for box in cells], number) for cells in boxes], number)
            page.close()


def boxed(page: Any, box: tuple[float, float, float, float]) -> BoxedCell:
    """The cell at a box (left, top, right, bottom) with the text that stands in it."""
    left, top, right, bottom = (float(edge) for edge in box)
    text = page.within_bbox(box, strict=False).extract_text(x_tolerance=1.5) or ""
    return BoxedCell(left, top, right, bottom, readable(str(text)))


def page_of(page: Any, tables: list[RawTable | None], number: int) -> RawPage:
    """Tables and, between them, the lines of pdfplumber's page that stand outside each."""
    kept = [table for table in tables if table is not None]
    rest = page.filter(lambda item: not any(_inside(item, table) for table in kept))
    lines = [_line(line, number) for line in rest.extract_text_lines(x_tolerance=1.5)]
    order: list[RawTable | RawLine] = sorted(
        [*kept, *lines], key=lambda item: item.ys[0] if isinstance(item, RawTable) else item.top
    )
    return RawPage(order=order, page=number, width=float(page.width), height=float(page.height))


def _inside(item: dict[str, Any], table: RawTable) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(table.xs[0] < x < table.xs[-1] and table.ys[0] < y < table.ys[-1])


def _line(line: dict[str, Any], number: int) -> RawLine:
    segments: list[RawSegment] = []
    for char in line["chars"]:
        text = readable(char["text"])
        if segments and char["x0"] - segments[-1].right < 1.2 * float(char["size"]):
            last = segments.pop()
            space = " " if char["x0"] - last.right > 0.25 * float(char["size"]) else ""
            segments.append(RawSegment(last.text + space + text, last.left, float(char["x1"])))
        else:
            segments.append(RawSegment(text, float(char["x0"]), float(char["x1"])))
    return RawLine(tuple(segments), page=number, top=float(line["top"]), bottom=float(line["bottom"]))
