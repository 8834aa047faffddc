"""Whatever stands in a document, the rules reach a verdict."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from schemas.catalogue import as_json
from schemas.document import Check, Document, ReportHeader, ReportRow
from schemas.findings import Finding
from schemas.kinds import KINDS, kind
from schemas.place import Place
from schemas.validate import bad_rows, check_document, check_together, state_of
from tests.rules.specimens import Known, context, document, record, report

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["MV113001", "2026-10", "2026-13", "0000-00", "26000001~26000009", "1~99999999999999999999", "9" * 5000, "S1LH15000001",
         "±", "+1/-3", "e=0g", "٣٣", "１５０００", "~", "²", "1-2-3", "Max 30kg e=1g", "CNMV", ""]
    ),
)  # fmt: skip
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from([Decimal("1E+900000"), Decimal("-1E-900000"), Decimal("0"), Decimal("-0.0"), Decimal("9" * 60)]),
)


def strategy_of(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type: any that the model could hold."""
    if get_origin(annotation) is Literal:
        return st.sampled_from(get_args(annotation))
    simple = {
        str: WORDS, int: st.integers(-(10**20), 10**20), bool: st.booleans(), Decimal: NUMBERS, date: st.dates(),
        Place: st.builds(Place, page=st.none() | st.integers(1, 3), row=st.none() | st.integers(1, 9)),
    }  # fmt: skip
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return model_of(annotation)
    if get_origin(annotation) is list:
        return st.lists(model_of(Check), max_size=3)
    if annotation in simple:
        return simple[annotation]
    parts = [st.none() if part is type(None) else strategy_of(part) for part in get_args(annotation)]
    return st.one_of(parts) if parts else st.none()


def model_of(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Any instance of a model, not validated, so that nothing is kept out."""
    fields = {name: strategy_of(info.annotation) for name, info in model.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda values: model.model_construct(**values))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document of any kind, with any findings of the reading."""
    name = draw(st.sampled_from([spec.name for spec in KINDS]))
    header: type[BaseModel] = ReportHeader
    row: type[BaseModel] = ReportRow
    document_kind = draw(st.sampled_from(["verification_record", "monthly_report"]))
    if document_kind == "verification_record":
        header, row = kind(name).header, kind(name).row
    rows = draw(st.lists(model_of(row), max_size=6))
    made = document(document_kind, name, draw(model_of(header)), rows, draw(st.sampled_from(["a", "b"])))
    made.instrument_kind = draw(st.sampled_from([name, name, name, None]))
    fields = [*header.model_fields, *row.model_fields]
    made.findings = [
        Finding("C301", Place(row=1), name) for name in draw(st.lists(st.sampled_from(fields), max_size=3))
    ]
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(documents(), min_size=1, max_size=4), st.booleans())
def test_a_verdict_for_any_document(made: list[Document], known: bool) -> None:
    judged = context() if known else context(register=None, history=None)
    for each, cross in zip(made, check_together(made, judged), strict=True):
        findings = [*check_document(each, judged), *cross]
        assert state_of(findings, len(each.rows), len(bad_rows(findings)))
        assert all(as_json(finding)["message"] for finding in findings)


@pytest.mark.parametrize("document_kind", [None, "verification_record", "monthly_report"])
def test_a_document_that_could_not_be_read(document_kind: Any) -> None:
    made = report().model_copy(
        update={"document_kind": document_kind, "header": None, "rows": [], "instrument_kind": None}
    )
    assert check_document(made, context()) == []
    assert check_together([made], context()) == [[]]


def test_a_fault_of_the_reading_is_not_named_twice() -> None:
    made = record("water_meter", failing=())
    made.rows[1].serial_number = None
    made.header.verifier = None
    made.findings = [Finding("C307", Place(row=2), "serial_number"), Finding("T209", field="verifier")]
    assert check_document(made, context()) == []


@pytest.mark.parametrize("name", ["electricity_meter", "water_meter"])
def test_a_large_month_takes_seconds(name: str) -> None:
    rows = 20_000
    made = record(name, rows, failing=())
    lines = report(name, counts=[100] * (rows // 100))
    start = time.process_time()
    found = check_document(made, context()), check_document(lines, context()), check_together([made, lines], context())
    assert time.process_time() - start < 20
    assert found == ([], [], [[], []])


def test_a_large_month_of_faults_takes_seconds() -> None:
    made, rows = record("water_meter", 5_000, failing=()), 5_000
    for row in made.rows:
        row.serial_number, row.high_error, row.mark_number = "SAME", Decimal("9.99"), "15"
    lines = report("water_meter", counts=[1] * rows)
    for line in lines.rows:
        line.serial_numbers = "26000001~26900001"
    start = time.process_time()
    found = [
        *check_document(made, context()),
        *check_document(lines, context()),
        *check_together([made, lines], context())[0],
    ]
    assert time.process_time() - start < 30
    assert len(found) > 3 * rows


def test_history_is_asked_once_a_document() -> None:
    class Counting(Known):
        asked = 0

        def mark_used(self, permit: str, kind: str, marks: Any) -> dict[str, str]:
            type(self).asked += 1
            return super().mark_used(permit, kind, marks)

    check_document(record("gas_meter", 200), context(history=Counting()))
    assert Counting.asked == 1
