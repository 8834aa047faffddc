"""What is timed: ``python -m benchmarks.contenders NAME FILE…`` reads the files once and prints the pages read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def import_only(_paths: list[Path]) -> int:
    """The floor of every start: pypdfium2 and pydantic imported, nothing read."""
    import pydantic  # noqa: F401, PLC0415
    import pypdfium2  # noqa: F401, PLC0415

    return 0


def bare_text(paths: list[Path]) -> int:
    """The floor of every reader: the text of each page by pypdfium2, no places."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    pages = 0
    for path in paths:
        document = pdfium.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_range()
            pages += 1
    return pages


def zijian_read(paths: list[Path]) -> int:
    """Our reader: tables and lines with their places."""
    from parsers import pdf  # noqa: PLC0415

    return sum(sum(1 for _ in pdf.read(path.read_bytes()).pages) for path in paths)


def zijian_document(paths: list[Path]) -> int:
    """Our whole way from bytes to the typed document."""
    from flows.reading import read_document  # noqa: PLC0415

    return sum(read_document(path.read_bytes(), path.name).source.pages for path in paths)


def one_core(paths: list[Path]) -> int:
    """Each file in a limited process of its own, one at a time."""
    return _isolated(paths, 1)


def two_cores(paths: list[Path]) -> int:
    """Each file in a limited process of its own, two at a time."""
    return _isolated(paths, 2)


def _isolated(paths: list[Path], jobs: int) -> int:
    from flows.reading import read_many  # noqa: PLC0415

    return sum(found.source.pages for found in read_many(((path.name, path.read_bytes()) for path in paths), jobs))


def plumber(paths: list[Path]) -> int:
    """pdfplumber's tables, lines strategy (its default)."""
    import pdfplumber  # noqa: PLC0415

    pages = 0
    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_tables()
                page.close()
                pages += 1
    return pages


def camelot_lattice(paths: list[Path]) -> int:
    """camelot's lattice."""
    import pypdfium2 as pdfium  # noqa: PLC0415
    from camelot.io import read_pdf  # noqa: PLC0415

    pages = 0
    for path in paths:
        read_pdf(str(path), pages="all", flavor="lattice")
        pages += len(pdfium.PdfDocument(path))
    return pages


CONTENDERS: dict[str, Callable[[list[Path]], int]] = {
    "import-only": import_only,
    "pypdfium2-text": bare_text,
    "zijian-read": zijian_read,
    "zijian-document": zijian_document,
    "zijian-1-job": one_core,
    "zijian-2-jobs": two_cores,
    "pdfplumber": plumber,
    "camelot": camelot_lattice,
}

if __name__ == "__main__":
    print(CONTENDERS[sys.argv[1]]([Path(name) for name in sys.argv[2:]]))
