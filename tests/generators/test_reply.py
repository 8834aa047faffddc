"""The reply, read back by the standard library's mail parser."""

from __future__ import annotations

import csv
import email
import email.policy
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from generators.finding_lines import FileFinding
from generators.reply import reply_eml
from generators.reply_data import ReceivedFile, ReplyAttachment, ReplyData, ReplySubmission
from schemas.findings import Finding
from schemas.place import Place
from schemas.submission import FeeDue, State, SubmissionKey

KEY = SubmissionKey("MV115001", "2026-10", "water_meter")
FAULT = FileFinding(
    "紀錄<1>&.pdf",
    Finding("C301", Place(page=3, row=17), "high_error", "1,2x<b>", {}),
    "water_meter",
)
ON_SHEET = FileFinding("月報.xlsx", Finding("C301", Place(sheet="十月", line=9, column="D", row=4), "fee", "=1+2"))
ACCEPTED = ReplySubmission(
    KEY,
    State.ACCEPTED,
    300,
    300,
    company_name="東昇儀表股份有限公司",
    fee=FeeDue(12_340, 2_468),
    deadline=date(2026, 11, 10),
)
DATA = ReplyData(
    to="records@dongsheng.example",
    to_name="東昇儀表",
    subject="115年10月 水量計",
    from_addr="metrology@bureau.example",
    message_id="<reply-1@bureau.example>",
    in_reply_to="<m1@dongsheng.example>",
    references="<m0@dongsheng.example>",
    date=datetime(2026, 11, 7, 9, 30, tzinfo=ZoneInfo("Asia/Taipei")),
    submissions=(ACCEPTED,),
    files=(ReceivedFile("紀錄.pdf", "ab" * 32, 12_345),),
)


def parsed(data: ReplyData) -> EmailMessage:
    content = reply_eml(data)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def test_headers_thread_and_name_the_outcome() -> None:
    message = parsed(DATA)
    assert message["To"] == "東昇儀表 <records@dongsheng.example>"
    assert message["Subject"] == "【已受理】Re: 115年10月 水量計"
    assert message["Message-ID"] == "<reply-1@bureau.example>"
    assert message["In-Reply-To"] == "<m1@dongsheng.example>"
    assert message["References"].split() == ["<m0@dongsheng.example>", "<m1@dongsheng.example>"]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Date"].datetime == DATA.date
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_bodies_say_what_was_accepted_and_what_to_pay_by_when(kind: str) -> None:
    text = body(parsed(DATA), kind)
    for said in (
        "115年10月",
        "水量計",
        "已受理",
        "2,468",
        "3160",
        "115年11月10日",
        "2026-11-10",
        "NT$ 2,468",
        "water meter",
    ):
        assert said in text
    assert text.index("已受理") < text.index("accepted")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_findings_have_file_place_field_value_and_remedy(kind: str) -> None:
    rejected = replace(ACCEPTED, state=State.PARTLY_ACCEPTED, rows_loaded=298, findings=(FAULT, ON_SHEET))
    message = parsed(replace(DATA, submissions=(rejected,)))
    assert message["Subject"].startswith("【須補正】")
    text = body(message, kind)
    if kind == "html":
        text = "".join(map(str, lxml_html.document_fromstring(text.encode()).itertext()))
    for said in (
        "紀錄<1>&.pdf",
        "第3頁",
        "17",
        "大流 器差",
        "1,2x<b>",
        "C301",
        "月報.xlsx",
        "十月",
        "檢定費",
        "重新寄送",
    ):
        assert said in text


def test_nothing_received_becomes_markup() -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=1>'
    data = replace(
        DATA,
        subject=evil,
        notes=((evil, evil),),
        files=(ReceivedFile(evil, "ab" * 32, 1),),
        submissions=(replace(ACCEPTED, company_name=evil, findings=(replace(FAULT, file=evil),)),),
    )
    tree = lxml_html.document_fromstring(body(parsed(data), "html").encode())
    assert "".join(map(str, tree.itertext())).count("<script>") >= 6
    assert not tree.xpath("//script|//img|//@onerror|//@src|//link|//iframe")


INJECTED = "x\r\nBcc: thief@evil.example\r\n\r\nbody"


def test_no_header_and_no_recipient_can_be_added() -> None:
    data = replace(
        DATA,
        subject=INJECTED,
        to_name=INJECTED,
        from_name=INJECTED,
        in_reply_to=f"<a@b.example>{INJECTED}",
        references=f"{INJECTED} <c@d.example>",
        attachments=(ReplyAttachment(INJECTED, "text/plain", b"x"),),
    )
    message = parsed(data)
    assert message["Bcc"] is None
    assert [str(address.addr_spec) for address in message["To"].addresses] == ["records@dongsheng.example"]
    assert message["References"].split() == ["<c@d.example>", "<a@b.example>"]


@pytest.mark.parametrize(
    "address", ["", "a", "a@b, c@d", "a@b\r\nBcc: c@d", "<a@b>", "a b@c.example", "甲@b.example", "a@b@c", "a@b;c@d"]
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not one e-mail address"):
        reply_eml(replace(DATA, to=address))


def test_a_message_id_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        reply_eml(replace(DATA, message_id="<a@b>\r\nX: y"))


@given(st.text(max_size=60))
def test_any_text_gives_one_well_formed_message(text: str) -> None:
    rejected = replace(ACCEPTED, company_name=text, findings=(replace(FAULT, file=text),))
    message = parsed(replace(DATA, subject=text, to_name=text, submissions=(rejected,)))
    assert message["To"].addresses[0].addr_spec == "records@dongsheng.example"
    assert body(message, "html").count("<html") == 1


def test_a_long_list_is_capped_and_attached_whole_without_formulas() -> None:
    found = tuple(
        replace(ON_SHEET, finding=ON_SHEET.finding.at(Place(sheet="十月", row=row))) for row in range(1, 1_001)
    )
    message = parsed(replace(DATA, submissions=(replace(ACCEPTED, state=State.REJECTED, findings=found),)))
    assert body(message, "html").count("月報.xlsx") == 2 * 200
    assert "1,000 項" in body(message, "plain")
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "findings.csv"
    rows = list(csv.reader(StringIO(_bytes(attachment).decode("utf-8-sig"))))
    assert len(rows) == 1_001
    assert rows[1][4] == "'=1+2"
    assert [row[2] for row in rows[1:]] == [str(row) for row in range(1, 1_001)]


def test_attachments_keep_their_bytes_and_chinese_names() -> None:
    receipt = ReplyAttachment(
        "收據 115-1.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\0\xff"
    )
    message = parsed(replace(DATA, attachments=(receipt,)))
    assert message.get_content_type() == "multipart/mixed"
    (attachment,) = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("收據 115-1.docx", b"PK\0\xff")


def test_the_same_data_gives_the_same_bytes() -> None:
    data = replace(DATA, attachments=(ReplyAttachment("a.txt", "text/plain", b"x"),))
    assert reply_eml(data) == reply_eml(data)


def test_a_fee_that_cannot_be_computed_names_the_table() -> None:
    fee = FeeDue(None, None, ("水量計 規費收費標準附表四",))
    text = body(parsed(replace(DATA, submissions=(replace(ACCEPTED, fee=fee),))), "plain")
    assert "無法計算" in text
    assert "水量計 規費收費標準附表四" in text
    assert "cannot be computed" in text


def test_a_deadline_that_has_passed_says_so() -> None:
    late = replace(ACCEPTED, state=State.REJECTED, deadline=date(2026, 11, 1), late_days=6)
    text = body(parsed(replace(DATA, submissions=(late,))), "plain")
    assert "115年11月1日 已過" in text
    assert "6 日" in text


def test_every_state_says_what_to_do() -> None:
    texts = {
        state: body(parsed(replace(DATA, submissions=(replace(ACCEPTED, state=state),))), "plain") for state in State
    }
    assert len(texts) == 5
    assert len(set(texts.values())) == 5
    assert all("→" in text for text in texts.values())


def test_files_without_a_submission_are_named_and_asked_for() -> None:
    lost = FileFinding("密.pdf", Finding("F104"))
    message = parsed(replace(DATA, submissions=(), other_findings=(lost,), example=True))
    assert message["Subject"].startswith("【範例】【須補正】")
    assert "密.pdf" in body(message, "plain")
    assert "F104" in body(message, "html")
