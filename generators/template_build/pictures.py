"""Pictures of three documents for the documentation: ``python -m generators.template_build.pictures docs/pictures``.

All that they say is sample data and marked 範例. Needs LibreOffice.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from pypdfium2 import PdfDocument

from generators.forms import record_docx
from generators.libreoffice import NoPdf, OfficeFile, to_pdf
from generators.permit_papers import PermitData, permit_docx
from generators.receipt import ReceiptData, ReceiptItem, receipt_docx
from schemas.form_reading import record_of

_RECORD = Path(__file__).parents[2] / "sample_inputs/expected/documents/water-1019-corrected.json"
_SCALE = 110 / 72
_ROWS = 8
_RECEIPT = ReceiptData(
    number="115-3160-000042",
    payer="範例儀表股份有限公司",
    ubn="04595257",
    issued_on=date(2026, 11, 20),
    items=(ReceiptItem("3160", 2_468, "檢定費五分之一"),),
    purpose="115年10月水量計自行檢定(範例)",
    payment="匯款",
    paid_on=date(2026, 11, 19),
    collector="範例",
    example=True,
)
_PERMIT = PermitData(
    permit_number="MV115901",
    company_code="S9",
    company_name="範例儀表股份有限公司",
    ubn="04595257",
    responsible_person="範例",
    company_address="範例市範例路1號",
    factory="範例一廠\n範例市範例路2號",
    laboratory="範例測試實驗室",
    scope="水量計：標稱口徑13毫米至50毫米，速度型",
    valid_from=date(2026, 12, 1),
    valid_to=date(2029, 11, 30),
    issued_on=date(2026, 11, 21),
    example=True,
)


def main(folder: Path) -> None:
    """Write ``receipt.png``, ``permit.png`` and ``record.png``, the first page of each."""
    files = [
        OfficeFile("receipt.docx", receipt_docx(_RECEIPT)),
        OfficeFile("permit.docx", permit_docx(_PERMIT)),
        OfficeFile("record.docx", _record()),
    ]
    for file, pdf in zip(files, to_pdf(files), strict=True):
        if isinstance(pdf, NoPdf):
            raise SystemExit(f"{pdf.name}: {pdf.reason}")
        picture = PdfDocument(pdf)[0].render(scale=_SCALE).to_pil().convert("L").quantize(16)
        picture.save(folder / f"{Path(file.name).stem}.png", optimize=True)


def _record() -> bytes:
    said = json.loads(_RECORD.read_text(encoding="utf-8"))
    header = {**said["header"], "company_name": "範例儀表股份有限公司", "remarks": "範例 SAMPLE", "quantity": _ROWS}
    document, findings = record_of(said["instrument_kind"], {"header": header, "rows": said["rows"][:_ROWS]})
    if findings:
        raise SystemExit(str(findings))
    return record_docx(document)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
