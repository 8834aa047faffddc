"""Terms, extension windows, the clock of the review, numbers: examples from the text, properties, brute-force oracles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.application_clock import REVIEW_DAYS, application_state
from schemas.application_events import CorrectionRequested, Received
from schemas.deadline import due_date
from schemas.legal_tables import Holiday
from schemas.permit_numbers import CODES, next_company_code, next_permit_number
from schemas.permit_terms import extended_term, extension_window, filed_late, months_after, term_from
from schemas.register_events import RegisterEvent
from schemas.working_days import is_day_off, next_working_day, working_days

DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 5, 9), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), -3, date(2026, 8, 30)),
        (date(2027, 5, 31), -3, date(2027, 2, 28)),
        (date(2028, 5, 31), -3, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 1, 10), -1, date(2025, 12, 10)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_three_years_from_the_day_of_issue() -> None:
    term = term_from(date(2024, 5, 20))
    assert (term.valid_from, term.valid_to) == (date(2024, 5, 20), date(2027, 5, 19))
    assert extension_window(date(2026, 11, 30)) == (date(2026, 8, 30), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("filed", "issued", "start"),
    [
        (date(2026, 9, 1), date(2026, 9, 20), date(2026, 12, 1)),
        (date(2026, 9, 1), date(2026, 12, 20), date(2026, 12, 1)),
        (date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 11, 20), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2026, 11, 20), date(2026, 12, 20), date(2026, 12, 20)),
        (date(2026, 10, 29), date(2026, 12, 20), date(2026, 12, 1)),
        (date(2026, 10, 30), date(2026, 12, 20), date(2026, 12, 20)),
    ],
)
def test_only_a_late_application_that_misses_expiry_begins_anew(filed: date, issued: date, start: date) -> None:
    assert extended_term(date(2026, 11, 30), filed, issued).valid_from == start


@given(DAYS, st.integers(0, 120), st.integers(0, 60))
def test_an_extension_leaves_a_gap_only_by_the_late_rule(valid_to: date, before: int, review: int) -> None:
    filed = valid_to - before * DAY
    term = extended_term(valid_to, filed, filed + review * DAY)
    gap = (term.valid_from - valid_to).days - 1
    assert gap >= 0
    assert gap == 0 or (filed_late(valid_to, filed) and term.valid_from == filed + review * DAY)
    assert months_after(term.valid_from, 36) == term.valid_to + DAY


HOLIDAYS = (
    Holiday(day=date(2000, 10, 10), name="國慶日", source="x", every_year=True),
    Holiday(day=date(2026, 9, 25), name="中秋節", source="x"),
    Holiday(day=date(2026, 10, 3), name="補班", source="x", working=True),
    Holiday(day=date(2027, 2, 8), name="春節", source="x"),
)


def test_the_calendar_says_who_works_when() -> None:
    assert is_day_off(date(2026, 9, 25), HOLIDAYS)
    assert not is_day_off(date(2026, 10, 3), HOLIDAYS)
    assert is_day_off(date(2026, 10, 4), HOLIDAYS)
    assert is_day_off(date(2026, 10, 10), HOLIDAYS)
    assert next_working_day(date(2026, 10, 10), HOLIDAYS) == date(2026, 10, 12)
    assert due_date("2026-09", HOLIDAYS) == date(2026, 10, 12)
    assert working_days(date(2026, 9, 24), date(2026, 9, 28), HOLIDAYS) == [date(2026, 9, 28)]


def test_the_law_s_example_of_a_clock_that_stops() -> None:
    events = history(
        (date(2026, 9, 1), "received"), (date(2026, 9, 4), "correction_requested"), (date(2026, 9, 15), "corrected")
    )
    state = application_state("AP115001", events, date(2026, 9, 16))
    assert state is not None
    assert state.days_used(()) == 4
    assert state.due_on(()) == date(2026, 9, 24)
    waiting = application_state("AP115001", events[:2], date(2026, 9, 14))
    assert waiting is not None
    assert (waiting.days_used(()), waiting.due_on(()), waiting.correction_due) == (3, None, date(2030, 1, 1))


def history(*marks: tuple[date, str]) -> list[RegisterEvent]:
    received = Received(form="FIF-01", data={}, company_name="x")
    asked = CorrectionRequested(due_on=date(2030, 1, 1))
    return [
        RegisterEvent(
            "application", "AP115001", name, day, asked if name == "correction_requested" else received, id=number
        )
        for number, (day, name) in enumerate(marks, 1)
    ]


@given(st.dates(date(2026, 9, 1), date(2026, 12, 1)), st.lists(st.integers(0, 9), min_size=0, max_size=6))
def test_the_clock_agrees_with_counting_day_by_day(start: date, gaps: list[int]) -> None:
    marks, day = [(start, "received")], start
    for number, gap in enumerate(gaps):
        day += gap * DAY
        marks.append((day, "corrected" if number % 2 else "correction_requested"))
    on = day + 40 * DAY
    state = application_state("AP115001", history(*marks), on)
    assert state is not None
    counted = [one for one in _span(start, on) if _runs(one, marks) and not is_day_off(one, HOLIDAYS)]
    assert state.days_used(HOLIDAYS) == len(counted)
    ends = state.due_on(HOLIDAYS)
    assert (ends is None) == (len(gaps) % 2 == 1)
    if ends is not None and len([one for one in counted if one <= day]) < REVIEW_DAYS:
        assert counted[REVIEW_DAYS - 1] == ends


def _span(start: date, end: date) -> list[date]:
    return [start + step * DAY for step in range(1, (end - start).days + 1)]


def _runs(day: date, marks: list[tuple[date, str]]) -> bool:
    """A day counts if the last thing that happened before it was that an application came in."""
    return [name for when, name in marks if when < day][-1] != "correction_requested"


def test_permit_numbers_run_on_without_gaps_for_each_of_both() -> None:
    taken: list[str] = []
    for serial in range(1, 1000):
        number = next_permit_number("manufacturer", date(2026, 3, 1), [*taken, "IV115400", "MV114998"])
        assert number == f"MV115{serial:03d}"
        taken.append(number)
    assert next_permit_number("manufacturer", date(2026, 12, 31), taken) is None
    assert next_permit_number("importer", date(2026, 12, 31), taken) == "IV115001"
    assert next_permit_number("manufacturer", date(2027, 1, 1), taken) == "MV116001"


def test_company_codes_go_from_1_to_z_one_for_each_applicant() -> None:
    given_codes: list[tuple[str, str | None]] = []
    for serial in range(35):
        code = next_company_code(f"{serial:08d}", given_codes)
        assert code == CODES[serial]
        given_codes.append((f"{serial:08d}", code))
    assert (CODES[0], CODES[8], CODES[9], CODES[-1]) == ("S1", "S9", "SA", "SZ")
    assert next_company_code("99999999", given_codes) is None
    assert next_company_code("00000007", given_codes) == "S8"
    assert next_company_code("99999999", [*given_codes[1:], ("x", None)]) == "S1"
