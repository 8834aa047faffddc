"""Certificate, reminder, renewal notice and record of destroyed marks, re-opened with python-docx."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx

from generators.permit_papers import (
    DestroyedBatch,
    DestructionData,
    PermitData,
    ReminderData,
    RenewalData,
    destruction_docx,
    permit_docx,
    reminder_docx,
    renewal_docx,
)

DAY = date(2026, 11, 21)
PERMIT = PermitData(
    permit_number="MV115001",
    company_code="S1",
    company_name="東昇A&B儀表<股>公司",
    ubn="04595257",
    responsible_person="王大明",
    company_address="新北市五股區中山路1號",
    factory="東昇一廠\n新北市五股區中山路2號",
    laboratory="東昇測試實驗室",
    scope="水量計：標稱口徑13毫米至50毫米，速度型",
    valid_from=date(2026, 12, 1),
    valid_to=date(2029, 11, 30),
    issued_on=DAY,
)


def all_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    assert "{" not in text
    assert "%}" not in text
    return text


def test_a_certificate_states_what_the_law_asks_for() -> None:
    text = all_text(permit_docx(PERMIT))
    for said in (
        "MV115001",
        "S1",
        "東昇A&B儀表<股>公司",
        "04595257",
        "東昇一廠\n新北市五股區中山路2號",
        "東昇測試實驗室",
        "標稱口徑13毫米至50毫米",
        "自115年12月1日至118年11月30日",
        "中 華 民 國 115 年 11 月 21 日",
    ):
        assert said in text
    assert "範例" not in text
    assert "【範例】" in all_text(permit_docx(replace(PERMIT, example=True)))


def test_a_reminder_names_month_kinds_and_days() -> None:
    data = ReminderData("東昇公司", "MV115001", "2026-10", ("water_meter", "gas_meter"), date(2026, 11, 10), DAY)
    text = all_text(reminder_docx(data))
    for said in ("115年10月", "水量計、膜式氣量計", "115年11月10日", "第11條", "儘速補報"):
        assert said in text
    assert "115年11月30日前補報" in all_text(reminder_docx(replace(data, deadline=date(2026, 11, 30))))


def test_a_renewal_notice_names_the_days_of_the_window() -> None:
    text = all_text(renewal_docx(RenewalData("東昇公司", "MV115001", date(2029, 8, 31), date(2029, 11, 30), DAY)))
    assert "118年8月31日至118年11月30日" in text
    assert "第7條" in text


def test_a_record_of_destroyed_marks_lists_and_sums_the_batches() -> None:
    batches = (
        DestroyedBatch("weighing_instrument", "BA", "1500101", "1501200", 1_100),
        DestroyedBatch("taximeter", "AB", "1500001", "1500020", 20),
    )
    data = DestructionData(
        company_name="東昇公司",
        permit_number="MV115001",
        reason="年度結束未使用完畢",
        place="東昇一廠",
        method="裁碎",
        destroyed_on=date(2027, 1, 20),
        batches=batches,
        issued_on=date(2027, 1, 20),
        officer="承辦人",
    )
    document = docx.Document(BytesIO(destruction_docx(data)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows[1] == ["1", "非自動衡器", "BA", "1500101", "1501200", "1,100"]
    assert rows[-1][-1] == "1,120"
    assert "116年1月20日" in all_text(destruction_docx(data))
