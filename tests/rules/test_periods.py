"""Periods of validity and of service against the tables, to the month and to the year."""

from __future__ import annotations

import pytest

from schemas.findings import Finding
from schemas.validate import check_document
from tests.rules.specimens import context, record, tables

PERIODS = {"R445", "R446", "R447", "R448"}


def told(name: str, **changes: object) -> list[Finding]:
    """What is found about a record of 2026-10-14 whose header says this; validity is 8 years, service 15."""
    made = record(name, failing=())
    for field, value in changes.items():
        setattr(made.header, field, value)
    return [finding for finding in check_document(made, context()) if finding.code in PERIODS]


@pytest.mark.parametrize(
    "remarks",
    [
        "檢定合格有效期間至123年10月",
        "有效期間:115年10月~123年9月",
        "檢定合格有效期間 自115年11月至123年11月;餘同",
        "有效期限至民國123年10月31日",
        "有效期間至2034/10",
        "有效期間依技術規範",
        "已於115年10月檢定",
        "有效期間至999年99月",
        None,
    ],
)
def test_a_validity_that_agrees_or_is_not_stated(remarks: str | None) -> None:
    assert told("gas_meter", remarks=remarks) == []


@pytest.mark.parametrize(
    ("remarks", "stated"),
    [
        ("檢定合格有效期間至125年10月", "2036-10"),
        ("有效期間:115年10月~123年8月", "2034-08"),
        ("有效期限至民國123年12月", "2034-12"),
        ("有效期間至2030/10", "2030-10"),
    ],
)
def test_a_validity_that_does_not_agree(remarks: str, stated: str) -> None:
    [found] = told("taximeter", remarks=remarks)
    assert (found.code, found.field, found.value, found.params["stated"]) == ("R448", "remarks", remarks, stated)


@pytest.mark.parametrize(("year", "codes"), [(2026, []), (2011, []), (2010, ["R446"]), (1, ["R446"]), (None, [])])
def test_the_last_year_of_service_counts(year: int | None, codes: list[str]) -> None:
    assert [finding.code for finding in told("electricity_meter", year=year)] == codes


def test_without_the_table_the_rule_says_that_it_was_not_applied() -> None:
    bare = context(legal=tables().model_copy(update={"validity": [], "service_life": []}))
    made = record("electricity_meter", failing=())
    made.header.remarks = "有效期間至999年1月"
    rules = [finding.params["rules"] for finding in check_document(made, bare) if finding.code == "X690"]
    assert rules == ["R447、R448", "R445、R446"]
