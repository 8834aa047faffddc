"""A lone PDF, looked at by a worker of its own before it is put together, is read as any other file is."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from flows.early_pages import look_early
from flows.reading import read_document

RECORDS = Path(__file__).parents[1] / "records" / "pdf"
ONE_PAGE = (RECORDS / "1-135-gas-libreoffice.pdf").read_bytes()


_READ = """
import json, sys
from pathlib import Path
from flows.early_pages import look_early
from flows.reading import begin_reading
pages = look_early([("a.pdf", Path(sys.argv[1]).read_bytes())])
[document] = begin_reading(pages)
print(json.dumps([document.model_dump(mode="json"), [row.place.box for row in document.rows]]))
"""


def early(data: bytes, folder: Path) -> list[Any]:
    """The document of a file that is looked at early, and its rows' boxes: by a process of one thread, which forks."""
    path = folder / "a.pdf"
    path.write_bytes(data)
    done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
    read: list[Any] = json.loads(done.stdout)
    return read


def many_pages() -> bytes:
    """The record with its page five times: more than is looked at early."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(ONE_PAGE)) as source, pikepdf.new() as made:
        made.pages.extend([source.pages[0]] * 5)
        made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [ONE_PAGE, many_pages(), ONE_PAGE[:3000], b"%PDF-", b"%PDF-1.7\n" + bytes(5000)],
    ids=["record", "many pages", "torn", "signature", "zeros"],
)
def test_the_document_is_the_same(data: bytes, tmp_path: Path) -> None:
    usual = read_document(data, "a.pdf")
    found, boxes = early(data, tmp_path)
    assert found == usual.model_dump(mode="json")
    assert boxes == [list(row.place.box) for row in usual.rows]


def test_what_is_no_lone_small_pdf_is_read_the_usual_way() -> None:
    assert look_early([("a.pdf", ONE_PAGE), ("b.pdf", ONE_PAGE)]) is None
    assert look_early([("a.csv", b"a,b\n1,2\n")]) is None
    assert look_early([("a.pdf", b"%PDF-1.7\n" + bytes(2 << 20))]) is None
