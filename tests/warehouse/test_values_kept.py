"""What is written comes back: digits, leading zeros, any text, any number."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.document import ReportRow
from schemas.place import Place
from tests.warehouse.builders import message, meters, record, report, submission
from warehouse.store import Store
from warehouse.values import as_written, reading

decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [
        Decimal(text)
        for text in ("-0.00", "0", "1E+5", "1E-7", "999999999999.999999", "1E+400", "1E-999999999", "007.50")
    ]
)
texts = st.text(max_size=30) | st.sampled_from(
    [
        "",
        "0012",
        "'); DROP TABLE runs;--",
        '"引號"',
        "中文𠮷髙⾧",
        "a\0b",
        "\ud800",
        "\\N",
        "NULL",
        "\r\n",
        "=1+1",
        "a,b",
    ]
)


@given(decimals)
@settings(max_examples=300)
def test_a_reading_keeps_its_digits(value: Decimal) -> None:
    number, mark = reading(value)
    if mark == "?":
        assert as_written(number, mark) is None
    else:
        assert number == value
        assert as_written(number, mark) == str(value)


def test_what_decimal_18_6_cannot_hold_is_kept_as_text() -> None:
    cases = {
        "0.12345678": Decimal("0.123457"),
        "1E+20": None,
        "-0.00": Decimal(0),
        "NaN": None,
        "1E-999999999": Decimal(0),
    }
    for text, number in cases.items():
        assert reading(Decimal(text)) == (number, "?"), text
    assert reading(None) == (None, "-")


@given(st.lists(st.tuples(texts, decimals), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, values: list[tuple[str, Decimal]]) -> None:
    rows = meters(len(values))
    for row, (text, number) in zip(rows, values, strict=True):
        row.serial_number = row.rejection_reason = text
        row.demand = number
    with Store(tmp_path_factory.mktemp("w") / "w.duckdb") as store:
        mail = message()
        store.register_message(mail)
        store.load_submission(submission([record(rows)], mail))
        found = store.fetch(
            "SELECT serial_number, rejection_reason, digits(demand, decimals, 10), as_written, decimals"
            ' FROM verifications_electricity_meter ORDER BY "row"'
        )
    assert len(found) == len(values)
    for (text, number), (serial, reason, digits, written, marks) in zip(values, found, strict=True):
        clean = text.encode("utf-8", "replace").decode("utf-8")
        assert (serial, reason) == (clean, clean)
        assert len(marks) == 10
        assert (json.loads(written)["demand"] if marks[-1] == "?" else digits) == str(number)


def test_digits_in_sql(tmp_path: Path) -> None:
    rows = meters(1, demand=Decimal("0.10"), wh_1s=Decimal("-12"), wh_3s=Decimal("0.123456"))
    with Store(tmp_path / "w.duckdb") as store:
        store.register_message(message())
        store.load_submission(submission([record(rows)], message()))
        found = store.fetch(
            "SELECT digits(demand, decimals, 10), digits(wh_1s, decimals, 5), digits(wh_3s, decimals, 6),"
            " digits(varh_full_load, decimals, 7), typeof(demand), serial_number FROM verifications_electricity_meter"
        )
    assert found == [("0.10", "-12", "0.123456", None, "DECIMAL(18,6)", "18000000")]


def test_numbers_beyond_every_column_do_not_stop_the_load(tmp_path: Path) -> None:
    document = report()
    document.header.total_fee = 10**30
    document.rows = [
        ReportRow(item="1", quantity=10**25, fee=Decimal(300), verification_date=date(1, 1, 1), place=Place(row=1))
    ]
    with Store(tmp_path / "w.duckdb") as store:
        store.register_message(message())
        store.load_submission(submission([document], message()))
        line = store.fetch("SELECT quantity, fee, as_written, verification_date FROM monthly_report_lines")
        assert line == [(None, Decimal(300), json.dumps({"quantity": str(10**25)}), date(1, 1, 1))]
        head = store.fetch("SELECT total_fee, header ->> 'total_fee', total_quantity FROM documents")
        assert head == [(None, str(10**30), 5)]
