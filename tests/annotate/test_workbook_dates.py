"""An annotated workbook holds the sender's own dates: the same faults give the same bytes at any time."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from openpyxl.workbook import Workbook

from generators.annotate.workbook import annotate_workbook


def workbook() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.append(["器號", 1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_senders_time_of_change_is_kept_and_the_zip_has_none_of_ours() -> None:
    source = workbook()
    annotated = annotate_workbook(source, [])
    found = openpyxl.load_workbook(io.BytesIO(annotated)).properties.modified
    assert found == openpyxl.load_workbook(io.BytesIO(source)).properties.modified
    with zipfile.ZipFile(io.BytesIO(annotated)) as archive:
        assert {item.date_time[0] for item in archive.infolist()} == {1980}
