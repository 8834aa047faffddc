"""What ``zijian check`` of one small PDF imports, and what is made ready before many are read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flows.warming import warm
from schemas.document import Document, ReportRow, Source
from schemas.kinds import KINDS

RECORD = Path(__file__).parents[1] / "records" / "pdf" / "1-135-gas-libreoffice.pdf"
NOT_NEEDED = ("multiprocessing", "numpy", "pypdfium2_raw", "pypdfium2", "rich", "openpyxl", "docx", "duckdb", "PIL")
SEEN_BY_THE_WORKER = """
import sys
from pathlib import Path
from parsers.reader import read
assert len(list(read(Path(sys.argv[1]).read_bytes(), "x.pdf").pages)) == 1
print(*sys.modules)
"""


def _modules(*command: str) -> set[str]:
    found = subprocess.run([sys.executable, "-c", *command], check=True, capture_output=True, text=True)
    return set(found.stdout.splitlines()[-1].split())


def test_a_check_of_one_pdf_imports_no_reader_and_no_table_for_people() -> None:
    program = "import sys; from flows.cli import main; main(sys.argv[1:]); print(); print(*sys.modules)"
    modules = _modules(program, "check", str(RECORD), "--json")
    assert "schemas.validate" in modules
    assert modules.isdisjoint(NOT_NEEDED)


def test_the_reader_of_pdf_takes_of_numpy_and_pdfium_what_it_needs() -> None:
    modules = _modules(SEEN_BY_THE_WORKER, str(RECORD))
    assert "pypdfium2_raw" in modules
    assert modules.isdisjoint({"pypdfium2", "numpy.ma", "zipfile", "pydantic"})


def test_pdfium_is_shared_with_pypdfium2_whichever_comes_first() -> None:
    ours = "from parsers.pdf.library import pdfium; pdfium.FPDF_GetLastError()"
    theirs = "import pypdfium2, sys; kept = pypdfium2.PdfDocument(sys.argv[1])[0].get_textpage().get_text_range()"
    for program in (f"{ours}; {theirs}", f"{theirs}; {ours}"):
        assert subprocess.run([sys.executable, "-c", program, str(RECORD)], check=False).returncode == 0


def test_all_classes_of_documents_are_ready_once_it_is_warm() -> None:
    warm()
    models = [Source, Document, ReportRow, *(model for spec in KINDS for model in (spec.header, spec.row))]
    assert len(models) == 3 + 2 * len(KINDS)
    assert all(model.__pydantic_complete__ for model in models)
