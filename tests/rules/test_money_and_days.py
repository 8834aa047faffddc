"""Fees, amounts in capitals, due days, against worked figures and independent re-readings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.capitals import capitals
from schemas.deadline import due_date
from schemas.fee import fee_due, one_fifth, unit_fee
from schemas.legal_tables import Holiday, LegalTables, UnitFee
from tests.rules.specimens import confirmed, report, tables


@pytest.mark.parametrize(("scheduled", "payable"), [(35, 7), (105, 21), (4, 0), (9, 1), (0, 0), (590280, 118056)])
def test_one_fifth_is_floored_once(scheduled: int, payable: int) -> None:
    assert one_fifth(scheduled) == payable


def test_floor_is_on_the_total_not_on_each_line() -> None:
    made = report(counts=(1, 1, 1))
    due = fee_due(made, LegalTables(unit_fees=[UnitFee(kind="water_meter", unit_fee=33, **confirmed())]))
    assert (due.scheduled, due.payable) == (99, 19)
    assert sum(33 // 5 for _ in range(3)) == 18


def test_unknown_unit_fee_is_not_computable() -> None:
    made = report()
    made.rows[1].specification = "口徑100mm"
    table = LegalTables(unit_fees=[UnitFee(kind="water_meter", unit_fee=50, bore_mm=(13, 40), **confirmed())])
    due = fee_due(made, table)
    assert (due.scheduled, due.payable, due.missing) == (None, None, ("水量計 口徑100mm",))


def test_fee_in_force_on_the_day_and_the_narrowest_entry() -> None:
    old = UnitFee(kind="gas_meter", unit_fee=10, article="a", valid_from=date(2015, 1, 1), valid_to=date(2018, 6, 21))
    new = UnitFee(kind="gas_meter", unit_fee=20, article="a", valid_from=date(2018, 6, 22))
    large = UnitFee(kind="gas_meter", unit_fee=90, flow_m3h=(10, 16), article="a", valid_from=date(2018, 6, 22))
    table = LegalTables(unit_fees=[old, new, large])

    def fee(day: date, text: str) -> int | None:
        entry = unit_fee(table, "gas_meter", day, text)
        return entry.unit_fee if entry else None

    assert fee(date(2018, 6, 21), "G6 10m³/h") == 10
    assert fee(date(2018, 6, 22), "G6 10m³/h") == 90
    assert fee(date(2018, 6, 22), "G4 6 m3/h") == 20
    assert fee(date(2014, 12, 31), "G4 6 m3/h") is None


def test_equally_narrow_entries_that_disagree_give_no_fee() -> None:
    twice = [UnitFee(kind="water_meter", unit_fee=fee, **confirmed()) for fee in (50, 60)]
    assert unit_fee(LegalTables(unit_fees=twice), "water_meter", date(2026, 1, 1), None) is None


@pytest.mark.parametrize(
    ("text", "fits"),
    [("Max 30kg e=10g", True), ("Max 30,000 g", True), ("Max 15 kg", False), ("0.03t", True), ("MAX：３０ＫＧ", True)],
)
def test_capacity_is_read_in_any_unit(text: str, fits: bool) -> None:
    entry = UnitFee(kind="weighing_instrument", unit_fee=1, capacity_kg=(Decimal(30), Decimal(60)), **confirmed())
    found = unit_fee(LegalTables(unit_fees=[entry]), "weighing_instrument", date(2026, 1, 1), text)
    assert (found is not None) == fits


def test_office_table_holds_instead_of_the_shipped_one() -> None:
    joined = LegalTables(unit_fees=[UnitFee(kind="taximeter", unit_fee=1, **confirmed())]).joined(tables())
    assert [entry.unit_fee for entry in joined.unit_fees if entry.kind == "taximeter"] == [50]


NATIONAL_DAY = Holiday(day=date(2000, 10, 10), name="國慶日", source="條例", every_year=True)


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2026-10", "2026-11-10"),  # a Tuesday
        ("2026-09", "2026-10-12"),  # 10 October is a Saturday and a holiday
        ("2025-09", "2025-10-13"),  # 10 October is a Friday and a holiday
        ("2026-12", "2027-01-11"),  # the 10th is a Sunday
        ("2026-03", "2026-04-10"),
    ],
)
def test_due_day(period: str, due: str) -> None:
    assert due_date(period, [NATIONAL_DAY]) == date.fromisoformat(due)


def test_office_calendar_moves_the_day_both_ways() -> None:
    new_year = [Holiday(day=date(2027, 2, 10) + timedelta(days=n), name="春節", source="行事曆") for n in range(3)]
    assert due_date("2027-01", new_year) == date(2027, 2, 15)
    made_up = Holiday(day=date(2026, 10, 10), name="補行上班", source="行事曆", working=True)
    assert due_date("2026-09", [made_up]) == date(2026, 10, 10)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_due_day_is_a_working_day_soon_after_the_tenth(day: date) -> None:
    due = due_date(f"{day:%Y-%m}", [NATIONAL_DAY])
    assert due.weekday() < 5
    assert (due.month, due.day) != (10, 10)
    assert due.day in range(10, 14)
    assert due.month == day.month % 12 + 1


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "零"), (7, "柒"), (10, "壹拾"), (35, "參拾伍"), (1001, "壹仟零壹"), (1200, "壹仟貳佰"), (10010, "壹萬零壹拾"),
        (118056, "壹拾壹萬捌仟零伍拾陸"), (100000001, "壹億零壹"), (100010000, "壹億零壹萬"), (20305, "貳萬零參佰零伍"),
        (1000100, "壹佰萬零壹佰"), (110000, "壹拾壹萬"), (9999999999999999, "玖仟玖佰玖拾玖兆玖仟玖佰玖拾玖億玖仟玖佰玖拾玖萬玖仟玖佰玖拾玖"),
    ],
)  # fmt: skip
def test_capitals(amount: int, text: str) -> None:
    assert capitals(amount) == f"新臺幣{text}元整"


def read_back(text: str) -> int:
    """Chinese capitals to a number, by evaluation group by group (written apart from the code under test)."""
    digits = {c: n for n, c in enumerate("零壹貳參肆伍陸柒捌玖")}
    total = group = digit = 0
    for char in text.removeprefix("新臺幣").removesuffix("元整"):
        if char in digits:
            digit = digits[char]
        elif char in "拾佰仟":
            group, digit = group + digit * 10 ** ("拾佰仟".index(char) + 1), 0
        else:
            total, group, digit = total + (group + digit) * 10000 ** ("萬億兆".index(char) + 1), 0, 0
    return total + group + digit


@given(st.integers(0, 10**16 - 1))
def test_capitals_read_back(amount: int) -> None:
    text = capitals(amount)
    assert read_back(text) == amount
    assert "零零" not in text
    assert not text.removesuffix("元整").endswith("零") or amount == 0


@pytest.mark.parametrize("amount", [-1, 10**16])
def test_capitals_refuse_what_they_cannot_write(amount: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        capitals(amount)
