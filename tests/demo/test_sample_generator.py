"""The generator of the sample month: valid invented numbers, planted faults only, the same bytes each time."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from stdnum.tw import ubn as official_ubn

from flows.legal_tables import load, load_register
from sample_inputs._lib import month
from sample_inputs._lib.draw_docx import docx
from sample_inputs._lib.draw_html import html_pdf
from sample_inputs._lib.draw_pdf import pdf
from sample_inputs._lib.draw_xlsx import xlsx
from sample_inputs._lib.expected import document_json, register_toml
from sample_inputs._lib.firms import FIRMS
from sample_inputs._lib.forms import record_form
from sample_inputs._lib.mime import extended, words
from sample_inputs._lib.office import Office
from sample_inputs._lib.records import Record, spans
from sample_inputs._lib.zips import archive
from schemas.identifiers import company_code, is_ubn, number_list, permit_number

HERE = Path(month.__file__).parents[1]
LIMIT = 3_000_000


def test_the_samples_stay_small() -> None:
    files = [path for path in HERE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert len(files) > 40
    assert sum(path.stat().st_size for path in files) < LIMIT


def test_firms_are_numbered_rightly_by_both_rules() -> None:
    assert len(FIRMS) == 7
    for firm in FIRMS:
        assert is_ubn(firm.ubn, divisor=5)
        assert is_ubn(firm.ubn, divisor=10)
        assert official_ubn.is_valid(firm.ubn)
        assert permit_number(firm.permit) == firm.permit
        assert company_code(firm.company_code) == firm.company_code
        assert firm.mail.endswith(".example")
        assert "範例資料" in firm.address
    assert (
        len({firm.ubn for firm in FIRMS})
        == len({firm.permit for firm in FIRMS})
        == len({firm.company_code for firm in FIRMS})
        == 7
    )


def test_register_and_fees_are_examples() -> None:
    register = load_register(HERE / "register.toml")
    assert register.example
    assert len(register.permits) == 7
    assert (HERE / "register.toml").read_text("utf-8") == register_toml()
    own = tomllib.loads((HERE / "fees.example.toml").read_text("utf-8"))["unit_fees"]
    assert own
    assert all(entry["example"] for entry in own)
    known = {(entry.kind, entry.example) for entry in load(HERE / "fees.example.toml").unit_fees}
    assert {kind for kind, _ in known} == {kind for firm in FIRMS for kind in firm.kinds}


def test_instruments() -> None:
    counts = Counter(record.kind for record in month.RECORDS for _ in record.rows)
    assert sum(counts.values()) == 1500
    assert len(counts) == 5
    serials = [row["serial_number"] for record in month.RECORDS for row in record.rows]
    assert len(set(serials)) == 1500


@pytest.mark.parametrize("record", month.RECORDS, ids=lambda record: f"{record.firm.permit}-{record.day}")
def test_record_holds_together(record: Record) -> None:
    """Standards calibrated within the year before; failed instruments without mark; volumes and errors as computed."""
    assert record.day.year == 2026
    assert record.day.month == 10
    age = record.day - record.standard.calibration_date
    assert 0 < age.days < 366
    for row in record.rows:
        assert ("mark_number" in row) == (row["verdict"] == "pass")
        assert record.kind == "electricity_meter" or ("rejection_reason" in row) == (row["verdict"] == "fail")
        for part in ("high", "low", "qmax", "qmax_0_2", "qmin_3"):
            indicated, reference, error = (row.get(f"{part}_{name}") for name in ("indicated", "reference", "error"))
            if isinstance(indicated, Decimal) and isinstance(reference, Decimal) and isinstance(error, Decimal):
                assert abs((indicated - reference) * 100 - error * reference) <= reference * Decimal("0.005")
                start, end = row.get(f"{part}_start"), row.get(f"{part}_end")
                assert not isinstance(start, Decimal) or not isinstance(end, Decimal) or end - start == indicated


@pytest.mark.parametrize("record", month.RECORDS, ids=lambda record: f"{record.firm.permit}-{record.day}")
def test_marks_are_granted_but_for_seven(record: Record) -> None:
    granted = [marks for marks in record.firm.marks if marks.kind == record.kind and marks.approved_on < record.day]
    digits = [str(row["mark_number"])[-len(granted[0].first) :] for row in record.passing]
    outside = [number for number in digits if not any(marks.first <= number <= marks.last for marks in granted)]
    assert len(outside) == (7 if record is month.GAS_2 else 0)
    years = {number[:2] for number in digits}
    assert record.kind == "water_meter" or years == {"15"}


def test_planted_faults_of_the_first_water_records() -> None:
    first, second = month.water_as_first_sent()
    serials = Counter(row["serial_number"] for row in first.rows)
    assert [number for number, count in serials.items() if count > 1] == ["W26-30041"]
    changed = [i for i, (a, b) in enumerate(zip(month.WATER_2.rows, second.rows, strict=True), 1) if a != b]
    assert changed == [month.WRONG_ERROR, month.OUTSIDE]
    corrected = month.water_corrected()
    assert corrected[0] == month.WATER_1
    assert corrected[1].rows[month.OUTSIDE - 1]["verdict"] == "fail"


def test_truths_are_what_the_generator_knows() -> None:
    truths = {
        "scales-1006": month.SCALES_1, "taximeters-1021": month.TAXI_2, "water-1007-first": month.water_as_first_sent()[0],
        "gas-1027": month.GAS_2, "electricity-1005": month.ELECTRICITY_1, "import-water-1015": month.IMPORT_WATER,
    }  # fmt: skip
    for stem, record in truths.items():
        path = HERE / "expected" / "documents" / f"{stem}.json"
        assert path.read_text("utf-8") == document_json(record.truth())


def test_the_same_bytes_each_time() -> None:
    form = record_form(month.IMPORT_SCALES)
    for draw in (xlsx, pdf, html_pdf, lambda one: docx(one, month.SANS)):
        assert draw(form) == draw(form)


def test_libreoffice_runs_only_for_a_changed_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty PATH there is no soffice; what lies in the mail is found by its digest."""
    for name in ("mail", "office.json"):
        source = HERE / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    monkeypatch.setenv("PATH", "")
    digests = json.loads((tmp_path / "office.json").read_text("utf-8"))
    assert len(digests) == 6
    office = Office(tmp_path)
    assert all(office.kept[made][:5] == b"%PDF-" for _, made in digests.values())
    with pytest.raises(FileNotFoundError):
        office.pdf("scales-1006.pdf", b"another source", "docx")


def test_mail_parts() -> None:
    assert words("月報表", "big5").startswith("=?big5?B?")
    assert all(len(line) <= 76 for line in words("陳報" * 40).splitlines())
    long = extended("filename", "電子式非自動衡器自行檢定紀錄表.pdf")
    assert "filename*0*=UTF-8''" in long
    assert "filename*1*=" in long
    assert extended("filename", "a.pdf") == "filename*=UTF-8''a.pdf"


def test_zip_names_are_big5() -> None:
    data = archive({"水表.pdf": b"1", "月報表.xlsx": b"2"})
    assert data.count("水表.pdf".encode("cp950")) == 2
    assert data.count("月報表.xlsx".encode("cp950")) == 2


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (["A01", "A02", "A03", "A05"], "A01~A03、A05"),
        (["0451009", "0451010"], "0451009~0451010"),
        (["7"], "7"),
        ([], ""),
    ],
)
def test_spans(numbers: list[str], text: str) -> None:
    assert spans(numbers) == text
    assert list(number_list(text)) == numbers


def test_the_month_ended_before_it_was_reported() -> None:
    assert max(record.day for record in month.RECORDS) < date(2026, 11, 1)
