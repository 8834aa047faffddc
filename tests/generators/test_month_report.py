"""The month report: every message once, every figure, nothing from outside, nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from lxml import html as lxml_html

from generators.month_data import MonthData, MonthMessage, MonthMissing, MonthSubmission
from generators.month_report import month_report_html
from schemas.submission import FeeDue, Outcome, State, SubmissionKey

NOW = datetime(2026, 11, 11, 8, 0, tzinfo=ZoneInfo("Asia/Taipei"))


def submission(company: str, permit: str, kind: str, state: State, figures: tuple[int, int, int]) -> MonthSubmission:
    total, loaded, failed = figures
    return MonthSubmission(
        SubmissionKey(permit, "2026-10", kind),
        company,
        state,
        NOW,
        total,
        loaded,
        passed=loaded - failed,
        failed=failed,
        fee=FeeDue(total * 35, total * 7),
        reply_path=f"outbox/{permit} 回覆.eml",
        findings={"C301": total - loaded} if total > loaded else {},
    )


SUBMISSIONS = (
    replace(
        submission("東昇儀表股份有限公司", "MV115001", "taximeter", State.ACCEPTED, (300, 300, 3)),
        receipt_number="115-000001",
        receipt_path="receipts/115-000001.docx",
    ),
    replace(
        submission("大和衡器有限公司", "IV115002", "weighing_instrument", State.ACCEPTED_WITH_WARNINGS, (250, 250, 12)),
        fee=FeeDue(None, None, ("非自動衡器（附表一）",)),
        findings={"C305": 4},
    ),
    submission("中昇儀表有限公司", "MV115003", "gas_meter", State.PARTLY_ACCEPTED, (200, 194, 2)),
    submission("宏遠水表股份有限公司", "MV115004", "water_meter", State.REJECTED, (180, 0, 0)),
    replace(
        submission("光華電表股份有限公司", "MV115005", "electricity_meter", State.ACCEPTED, (500, 500, 1)), late_days=3
    ),
    replace(submission("東昇儀表股份有限公司", "MV115001", "gas_meter", State.QUARANTINED, (40, 0, 0)), fee=None),
)
MESSAGES = (
    *(
        MonthMessage(NOW, f"records@firm{index}.example", "十月陳報", Outcome.LOADED, "", f"outbox/{index}.eml")
        for index in range(6)
    ),
    MonthMessage(NOW, "records@firm0.example", "十月陳報", Outcome.DUPLICATE),
    MonthMessage(NOW, "someone@else.example", "<b>免費</b>", Outcome.NOTHING_TO_LOAD, "沒有附件"),
    MonthMessage(NOW, "evil@else.example", "發票.exe", Outcome.QUARANTINED, "執行檔"),
)
DATA = MonthData(
    period="2026-10",
    generated_at=NOW,
    due=date(2026, 11, 10),
    messages=MESSAGES,
    submissions=SUBMISSIONS,
    missing=(MonthMissing("新光度量衡有限公司", "MV115006", ("taximeter", "gas_meter"), "a@b.example"),),
    other_findings={"F104": 1, "F102": 1},
    register_as_of=date(2026, 10, 1),
    ruleset="2026-11",
    example=True,
)


def tree(data: MonthData, lang: str = "zh") -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(month_report_html(data, "en" if lang == "en" else "zh"))


def text(element: lxml_html.HtmlElement) -> str:
    return "".join(map(str, element.itertext()))


def tables(data: MonthData) -> dict[str, list[list[str]]]:
    """The body rows of each table by its caption."""
    return {
        text(table.find("caption")): [[text(cell) for cell in row] for row in table.find("tbody")]
        for table in tree(data).iter("table")
    }


def by_caption(part: str) -> list[list[str]]:
    return next(rows for caption, rows in tables(DATA).items() if part in caption)


def test_every_message_ends_in_one_counted_outcome() -> None:
    counted = {row[0]: int(row[1]) for row in by_caption("每封郵件之結果")}
    assert counted == {
        "已處理陳報": 6,
        "重複郵件，未再入庫": 1,
        "隔離，留待人工處理": 1,
        "無可入庫之檔案": 1,
        "處理失敗": 0,
    }
    assert sum(counted.values()) == len(MESSAGES) == len(by_caption("全部 9 封郵件"))


def test_who_filed_and_with_what_result() -> None:
    rows = by_caption("已收到之陳報")
    assert len(rows) == len(SUBMISSIONS)
    assert rows[2][:6] == ["中昇儀表有限公司", "MV115003", "膜式氣量計", "部分受理", "194 / 200", "2"]
    assert rows[4][6] == "3 日"


def test_who_is_missing() -> None:
    assert by_caption("2026-10-01")[0] == ["新光度量衡有限公司", "MV115006", "計程車計費表、膜式氣量計", "a@b.example"]


def test_without_a_register_nobody_is_called_missing() -> None:
    page = text(tree(replace(DATA, register_as_of=None, missing=())))
    assert "無從得知何者未陳報" in page
    assert "均已陳報" not in page


def test_fees_with_total_and_the_table_that_lacks() -> None:
    rows = by_caption("3160")
    assert rows[0][2:] == ["10,500", "2,100", "115-000001"]
    assert rows[1][2:4] == ["", "無法計算"]
    assert "附表一" in rows[1][4]
    total = next(foot for foot in tree(DATA).iter("tfoot") if "8,260" in text(foot))
    assert text(total).endswith("8,260")
    assert DATA.fee_total() == (300 + 200 + 180 + 500) * 7


def test_findings_by_code_with_the_most_frequent_first() -> None:
    rows = by_caption("次數")
    assert [(row[0], row[4]) for row in rows] == [("C301", "226"), ("C305", "4"), ("F102", "1"), ("F104", "1")]
    assert all("{" not in cell for row in rows for cell in row)


def test_charts_say_their_figures() -> None:
    charts = [text(figure) for figure in tree(DATA).iter("figure")]
    assert len(charts) == 3
    assert "4.80 %" in charts[1]
    assert "3,500" in charts[2]


def test_links_are_relative_and_quoted() -> None:
    links = tree(DATA).xpath("//a/@href")
    assert "receipts/115-000001.docx" in links
    assert "outbox/MV115003%20%E5%9B%9E%E8%A6%86.eml" in links
    evil = replace(DATA.messages[0], reply_path="javascript:alert(1)")
    assert "javascript" not in month_report_html(replace(DATA, messages=(evil,)))


def test_the_page_needs_nothing_from_outside_and_runs_nothing() -> None:
    page = month_report_html(DATA)
    assert not re.search(r"https?:|url\(|@import|<script|<link|<img| on\w+=", page)
    assert "&lt;b&gt;免費&lt;/b&gt;" in page


def test_each_table_has_a_caption_and_scoped_heads() -> None:
    found = list(tree(DATA).iter("table"))
    assert len(found) == 6
    for table in found:
        assert table.find("caption") is not None
        assert all(head.get("scope") in {"col", "row"} for head in table.iter("th") if text(head))


def test_both_languages() -> None:
    zh, en = tree(DATA), tree(DATA, "en")
    assert zh.get("lang") == "zh-Hant-TW"
    assert en.get("lang") == "en"
    assert "115年10月" in text(zh)
    assert "held for an officer" in text(en)
    assert len(list(en.iter("table"))) == len(list(zh.iter("table")))


def test_an_empty_month_is_a_page_too() -> None:
    empty = MonthData("2026-10", NOW, None, (), ())
    assert "沒有資料" in text(tree(empty))


def test_the_same_data_gives_the_same_page() -> None:
    assert month_report_html(DATA) == month_report_html(DATA)


CONTRAST = {
    "light": (":root", ("ink", "soft", "link", "s0", "s1", "s2", "s3", "s4"), ("paper", "back", "tint")),
    "dark": ("dark", ("ink", "soft", "link", "s0", "s1", "s2", "s3", "s4"), ("paper", "back", "tint")),
}


def luminance(colour: str) -> float:
    wide = "".join(digit * 2 for digit in colour) if len(colour) == 3 else colour
    parts = [int(wide[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("theme", "fronts", "backs"), CONTRAST.values(), ids=CONTRAST)
def test_contrast_is_enough(theme: str, fronts: tuple[str, ...], backs: tuple[str, ...]) -> None:
    page = month_report_html(DATA)
    sheet = page[page.index("<style>") : page.index("@media print")]
    colours = dict(re.findall(r"--(\w+):#([0-9a-f]{3,6})", sheet[sheet.index(theme) :].split("}")[0]))
    checked = 0
    for front in fronts:
        for back in backs:
            light, dark = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (front, back)
            checked += 1
    assert checked == 24
