"""The month's figures after a run: each message once, each permit and kind once, links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from flows.intake_report import Page, month_data, month_of, page_path, write_page
from flows.intake_types import IntakeResult
from generators.month_data import MonthData
from schemas.submission import Outcome, State
from tests.intake.office import LATE, LOCKED, NOW, Office, eml, paper, record, report, settings
from tests.rules.specimens import KINDS
from warehouse.store import Store


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def month(office: Office, result: IntakeResult) -> tuple[MonthData, Page]:
    period = month_of(result, NOW.date())
    page = Page(page_path(office.root / "pages", office.warehouse, period), result.outbox, result.receipts)
    with Store(office.warehouse, read_only=True) as store:
        return month_data(store, result, settings(), period, page), page


def test_a_month_is_told_once(office: Office) -> None:
    files = {"record.pdf": paper(record()), "report.pdf": paper(report())}
    office.post(
        eml(files),
        eml(files),
        eml({"gas.pdf": paper(record("gas_meter"))}, number=3, at=LATE),
        eml({"locked.pdf": LOCKED}, number=4),
        eml({}, number=5),
    )
    result = office.intake()
    data, page = month(office, result)
    assert {outcome: count for outcome, count in data.outcomes().items() if count} == {
        Outcome.LOADED: 2,
        Outcome.DUPLICATE: 1,
        Outcome.QUARANTINED: 1,
        Outcome.NOTHING_TO_LOAD: 1,
    }
    assert len(data.messages) == 5
    assert {item.key.instrument_kind: item.state for item in data.submissions} == {
        "taximeter": State.ACCEPTED,
        "gas_meter": State.ACCEPTED,
    }
    taxi = next(item for item in data.submissions if item.key.instrument_kind == "taximeter")
    assert (taxi.rows_total, taxi.rows_loaded, taxi.passed, taxi.failed) == (5, 5, 4, 1)
    assert next(item.late_days for item in data.submissions if item.key.instrument_kind == "gas_meter") == 2
    assert [set(one.instrument_kinds) for one in data.missing] == [set(KINDS) - {"taximeter", "gas_meter"}]
    assert dict(data.other_findings) == {"F104": 1}
    assert data.fee_total() == 40
    assert (data.period, data.due) == ("2026-10", NOW.date().replace(day=10))

    write_page(data, page, "zh")
    text = page.path.read_text(encoding="utf-8")
    links = [unquote(link) for link in re.findall(r'href="([^"#]+)"', text)]
    assert len(links) >= 3
    assert all((page.path.parent / link).is_file() for link in links)


def test_a_receipt_that_a_correction_keeps_is_shown_with_it(office: Office) -> None:
    office.post(eml({"report.pdf": paper(report())}), eml({"record.pdf": paper(record())}, number=2))
    data, _ = month(office, office.intake())
    assert [item.receipt_number for item in data.submissions] == ["115-3160-000001"]


def test_a_run_without_submissions_is_about_the_month_that_is_due(office: Office) -> None:
    office.post(eml({}))
    data, _ = month(office, office.intake())
    assert data.period == "2026-10"
    assert data.submissions == ()
    assert [len(one.instrument_kinds) for one in data.missing] == [len(KINDS)]
