"""The forms: what is written on them, what is refused, and that records and reports read back as they were."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.reading import read_document
from generators.forms import QUESTIONS, blank_docx, form_docx, record_docx, report_docx
from schemas.column import fields_of
from schemas.document import INSTRUMENT_KINDS, Document
from schemas.form_reading import read_form, record_of, report_of
from schemas.forms import FORMS
from schemas.kinds import kind

HOLDER: dict[str, Any] = {
    "signed_on": "115/11/21",
    "company_name": "東昇A&B儀表<股>公司",
    "company_address": "新北市五股區中山路1號",
    "factory_address": "新北市五股區中山路2號",
    "responsible_person": "王大明",
    "licence_number": "製00123號",
    "permit_number": "MV115001",
    "phone": "02-2345-6789",
    "scope": {"taximeter": True, "electronic": "是", "maximum_capacity": "30 kg", "scale_interval": "10 g"},
}
APPLICATION = {
    **{key: value for key, value in HOLDER.items() if key != "permit_number"},
    "contact_person": "李小華",
    "email": "a@b.example",
    "quality_body": "某驗證公司",
    "quality_certificate": "QMS-0001",
    "laboratory_name": "東昇測試實驗室",
    "laboratory_address": "新北市五股區中山路3號",
    "laboratory_certificate": "TAF 0001",
}
EQUIPMENT = {
    "company_name": "東昇儀表",
    "laboratory_name": "東昇測試實驗室",
    "kind": "水量計",
    "technical_specification": "CNMV 49",
    "equipment": [{"name": "標準量桶", "serial_number": "A1", "calibration_date": date(2026, 1, 2)}],
}
DATA: dict[str, dict[str, Any]] = {
    "FIF-01": APPLICATION,
    "FIF-02": EQUIPMENT,
    "FIF-05": HOLDER,
    "FIF-06": {**HOLDER, "reasons": {"loss": True}},
    "FIF-07": HOLDER,
}
TITLES = {
    "FIF-01": "度量衡業自行檢定許可申請書",
    "FIF-02": "檢定設備一覽表",
    "FIF-05": "度量衡業自行檢定許可證書延展申請書",
    "FIF-06": "度量衡業自行檢定許可證書異動申請書",
    "FIF-07": "度量衡業自行檢定許可證書遺失具結書",
}


def all_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert "{{" not in text
    assert "%}" not in text
    return text


@pytest.mark.parametrize("number", FORMS)
def test_a_form_says_all_of_its_data(number: str) -> None:
    form, findings = read_form(FORMS[number], DATA[number])
    assert findings == []
    assert form is not None
    text = all_text(form_docx(number, form))
    said = [value for value in DATA[number].values() if isinstance(value, str)]
    assert len(said) >= 4
    for value in said:
        assert value in text or value == "115/11/21"
    assert TITLES[number] in text
    if number != "FIF-02":
        assert "☑計程車計費表" in text
        assert "☐水量計" in text
        assert "最大秤量：30 kg" in text
        assert "中 華 民 國 115 年 11 月 21 日" in text


@pytest.mark.parametrize("number", FORMS)
def test_a_blank_form_has_every_box_empty(number: str) -> None:
    text = all_text(blank_docx(number))
    assert TITLES[number] in text
    assert "☑" not in text
    assert "None" not in text


@pytest.mark.parametrize("number", FORMS)
def test_every_required_field_is_asked_for(number: str) -> None:
    required = [name for name, info in FORMS[number].model_fields.items() if info.is_required()]
    assert len(required) >= 5
    for name in required:
        form, findings = read_form(FORMS[number], {key: value for key, value in DATA[number].items() if key != name})
        assert form is None
        assert [(finding.code, finding.field) for finding in findings] == [("T209", name)]
        form, findings = read_form(FORMS[number], {**DATA[number], name: ""})
        assert form is None


@dataclass(frozen=True)
class Wrong:
    change: dict[str, Any]
    code: str
    field: str


WRONG = {
    "no such day": Wrong({"signed_on": "115/2/30"}, "C302", "signed_on"),
    "neither yes nor no": Wrong({"scope": {"taximeter": "也許"}}, "C303", "scope.taximeter"),
    "no box ticked": Wrong({"scope": {}}, "T209", "scope"),
    "no bore": Wrong({"scope": {"water_initial": True, "water_type": "速度型"}}, "T209", "scope.nominal_bore"),
    "no such permit": Wrong({"permit_number": "MV15"}, "R403", "permit_number"),
    "no reason": Wrong({"reasons": {}}, "T209", "reasons"),
    "not a part": Wrong({"scope": "全部"}, "T209", "scope"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(wrong: Wrong) -> None:
    form, findings = read_form(FORMS["FIF-06"], {**DATA["FIF-06"], **wrong.change})
    assert form is None
    assert (wrong.code, wrong.field) in {(finding.code, finding.field) for finding in findings}


def test_an_unknown_key_is_only_warned_of() -> None:
    form, findings = read_form(FORMS["FIF-07"], {**DATA["FIF-07"], "colour": "blue"})
    assert form is not None
    assert [(finding.code, finding.field) for finding in findings] == [("T204", "colour")]


def test_a_line_of_equipment_that_lacks_its_number_is_named_with_its_row() -> None:
    lines = [*EQUIPMENT["equipment"], {"name": "標準錶"}]
    form, findings = read_form(FORMS["FIF-02"], {**EQUIPMENT, "equipment": lines})
    assert form is None
    assert [(finding.place.row, finding.field) for finding in findings] == [(2, "equipment.serial_number")]


STANDARD = {
    "name": "標準器",
    "serial_number": "ST-1",
    "calibration_date": "2026-01-05",
    "certificate_number": "NML115A1",
}
HEADER: dict[str, Any] = {
    "company_name": "東昇儀表股份有限公司",
    "permit_number": "MV115001",
    "verification_date": "2026-10-21",
    "verification_site": "新北市五股區中山路3號",
    "verifier": "陳文君",
    "quantity": 3,
    "brand": "東昇",
    "model": "DS-1",
    "specification": "標準規格",
    "technical_specification": None,
    "reference_standard": STANDARD,
    "remarks": "無特殊情形",
}
MORE: dict[str, dict[str, Any]] = {
    "taximeter": {"pulse_constant": "1400", "fare_jurisdiction": "臺北市、新北市", "specification": None},
    "weighing_instrument": {"mechanism": "mechanical"},
    "gas_meter": {},
    "water_meter": {},
    "electricity_meter": {
        "bench_number": "C08",
        "name": "電子式電度表",
        "accuracy_class": "1.0級",
        "circuit": "三相三線式",
        "meter_constant": "10000imp/kWh",
        "year": 2026,
        "rated_voltage_and_current": "110/220V,30(200)A",
        "supervisor": "王大明",
        "tolerances": {"wh_full_load": "±0.5", "varh_light_load": "±2.0"},
        "remarks": None,
        "specification": None,
    },
}
MARK = {"electricity_meter": "S1LH1512345{}"}


def record(instrument_kind: str, readings: list[Decimal]) -> Document:
    """Three instruments of a kind, one of them failed; every reading of the form is filled."""
    spec = kind(instrument_kind)
    rows = []
    for number in range(3):
        row: dict[str, Any] = {
            "serial_number": f"0{number}A-{number:05d}",
            "verdict": "fail" if number == 1 else "pass",
        }
        row["mark_number"] = None if number == 1 else MARK.get(instrument_kind, "150001{}").format(number)
        row["rejection_reason"] = "器差超出公差" if number == 1 else None
        for index, info in enumerate(info for info in fields_of(spec.row) if info.name not in row):
            value: Any = readings[(index + number) % len(readings)]
            row[info.name] = value if info.type is Decimal else "±2" if info.type is str else index % 2 == 0
        rows.append(row)
    checks = [{"item": str(number), "passed": number != 1} for number in range(QUESTIONS[instrument_kind])]
    header = {**HEADER, **MORE[instrument_kind], "checks": checks}
    document, findings = record_of(instrument_kind, {"header": header, "rows": rows})
    assert findings == []
    return document


def compared(document: Document) -> dict[str, Any]:
    """What must read back equal: all but the source; check items by their box, the printed basis as it is printed."""
    found = document.model_dump(mode="json")
    header = found["header"]
    header["checks"] = [check["passed"] for check in header["checks"]]
    header.pop("technical_specification")
    return {"kind": found["instrument_kind"], "header": header, "rows": found["rows"], "findings": found["findings"]}


@pytest.mark.parametrize("instrument_kind", INSTRUMENT_KINDS)
@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.decimals(-9, 9, places=2).filter(lambda value: value != 0) | st.decimals(10, 99, places=1),
        min_size=3,
        max_size=17,
    )
)
def test_a_record_reads_back_as_it_was(instrument_kind: str, readings: list[Decimal]) -> None:
    document = record(instrument_kind, readings)
    assert compared(read_document(record_docx(document), "record.docx")) == compared(document)


def test_the_basis_is_printed_where_the_data_have_none() -> None:
    read = read_document(record_docx(record("gas_meter", [Decimal("0.5")])), "record.docx")
    assert "CNMV 31" in read.header.technical_specification


REPORT = {
    "header": {
        "company_name": "東昇儀表股份有限公司",
        "instrument_kind": "water_meter",
        "period": "2026-10",
        "report_date": "115年11月3日",
        "total_fee": 123,
        "permit_number": "MV115001",
        "responsible_person": "王大明",
        "prepared_by": "李小華",
    },
    "rows": [
        {
            "item": str(number),
            "verification_date": date(2026, 10, number),
            "brand": "東昇",
            "model": "WM-20",
            "specification": "口徑20mm",
            "serial_numbers": f"A{number}001~A{number}010",
            "quantity": 10,
            "mark_numbers": f"580{number}001~580{number}010",
            "fee": Decimal("52.5"),
            "remarks": "初次檢定" if number % 2 else None,
        }
        for number in range(1, 31)
    ],
}


def test_a_monthly_report_reads_back_as_it_was() -> None:
    document, findings = report_of(REPORT)
    assert findings == []
    assert document.header.total_quantity == 300
    read = read_document(report_docx(document), "report.docx")
    assert read.model_dump(exclude={"source"}, mode="json") == document.model_dump(exclude={"source"}, mode="json")


@pytest.mark.parametrize("instrument_kind", INSTRUMENT_KINDS)
def test_a_blank_record_has_no_instrument(instrument_kind: str) -> None:
    text = all_text(blank_docx(f"FIF-03-{instrument_kind}"))
    assert "None" not in text
    assert "檢定場所：" in text
    assert "☑" not in text


def test_a_blank_report_has_no_line() -> None:
    assert "自行檢定" in all_text(blank_docx("FIF-04"))
    assert read_document(blank_docx("FIF-04", "water_meter"), "blank.docx").rows == []


def test_a_long_record_repeats_its_heading_and_prints_all_rows(tmp_path: Path) -> None:
    document = record("water_meter", [Decimal("0.25")])
    document.rows = [
        row.model_copy(update={"serial_number": f"W{number:04d}"}) for number in range(40) for row in document.rows[:1]
    ]
    path = tmp_path / "record.docx"
    path.write_bytes(record_docx(document))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    pages = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")[:-1]
    assert len(pages) >= 3
    assert all("器號" in page for page in pages[:-1])
    assert sum(page.count("W00") for page in pages) == 40
    assert json.dumps([page.count("大流") - page.count("小流") for page in pages]) == json.dumps([0] * len(pages))
