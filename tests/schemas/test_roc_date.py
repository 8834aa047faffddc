"""ROC dates: every notation is read, every form that is written can be read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import roc_date

DAY = date(2018, 3, 21)
NOTATIONS = (
    "中華民國107年3月21日",
    "中 華 民 國 107 年 3 月 21 日",
    "民國107年03月21日",
    "107年03月21日",
    "１０７年０３月２１日",
    "107/03/21",
    "107/3/21",
    "107.03.21",
    "107.3.21",
    "107-03-21",
    "107−03−21",
    "1070321",
    "民國1070321",
    "民國一○七年三月二十一日",
    "中華民國一百零七年三月廿一日".replace("廿", "二十"),
    "一〇七年三月二十一日",
    "2018/03/21",
    "2018/3/21",
    "2018-03-21",
    "2018.03.21",
    "20180321",
    "2018年3月21日",
    "西元2018年3月21日",
    "2018-03-21 00:00:00",
    "107年3月21日(星期三)",
    "107/03/21(三)",
    "107.03.21 星期三",
    "2018/03/21 (Wed.)",
    "107年3月21日 上午10:30",
    "107 年 3 月 21 日 下午 3 時",
    "21-Mar-2018",
    "March 21, 2018",
    "107年03月\n21日",
)
IN_ROC_TIMES = st.dates(date(1982, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("text", NOTATIONS)
def test_each_notation_is_read(text: str) -> None:
    assert roc_date.parse(text) == DAY


@given(IN_ROC_TIMES)
def test_what_is_written_is_read_again(day: date) -> None:
    forms = [
        roc_date.long_form(day),
        roc_date.short_form(day),
        roc_date.short_form(day, "."),
        roc_date.short_form(day, "-"),
        roc_date.digits_form(day),
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d}",
    ]
    assert [roc_date.parse(form) for form in forms] == [day] * len(forms)


@given(st.dates(date(1912, 1, 1), date(2200, 1, 1)))
def test_the_long_form_is_read_in_any_year(day: date) -> None:
    assert roc_date.parse(roc_date.long_form(day)) == day
    assert roc_date.roc_year(day) == day.year - 1911


@given(IN_ROC_TIMES)
def test_months_and_years_are_read_again(day: date) -> None:
    month = f"{day:%Y-%m}"
    assert roc_date.month_text(day) == month
    for text in (roc_date.month_form(day), f"{roc_date.roc_year(day)}/{day.month}", f"{day:%Y/%m}", f"{day:%Y%m}"):
        assert roc_date.parse_month(text) == month
    assert roc_date.parse_year(str(roc_date.roc_year(day))) == day.year
    assert roc_date.parse_year(str(day.year)) == day.year


@pytest.mark.parametrize(
    "text",
    ["", "-", "107/02/30", "107/13/01", "1070230", "20180230", "18/03/21", "07/03/21", "3/21", "107年", "A107/03/21",
     "107/03/21~107/03/22", "十", "1e7", "民國0年1月1日", "0000000", "9999999999", "107//3", "107/03-21"],
)  # fmt: skip
def test_what_is_no_single_day_is_none(text: str) -> None:
    assert roc_date.parse(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    for read in (roc_date.parse, roc_date.parse_month, roc_date.parse_year):
        read(text)


def test_year_of_make() -> None:
    assert roc_date.parse_year("105") == 2016
    assert roc_date.parse_year("105年") == 2016
    assert roc_date.parse_year("2016") == 2016
    assert roc_date.parse_year("民國一○五年") == 2016
    assert roc_date.parse_year("x") is None
