"""The cashier's work on a month that was taken in: payments, receipts without gaps, void ones, lists, the day book."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from docx import Document as Docx
from openpyxl import Workbook, load_workbook
from pypdfium2 import PdfDocument

from flows.cli import main
from tests.intake.office import Office, eml, paper, record, report
from tests.rules import specimens
from warehouse.cashbook import gaps
from warehouse.migrate import migrations
from warehouse.store import Store

FIRST = f"{specimens.PERMIT}/2026-10/taximeter"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A month of three kinds with a fee of NT$ 40 each, receipts issued with the reports."""
    office = Office(tmp_path)
    for number, kind in enumerate(("taximeter", "gas_meter", "water_meter"), start=1):
        office.post(eml({"record.pdf": paper(record(kind)), "report.pdf": paper(report(kind))}, number=number))
    office.intake()
    assert len(office.query("SELECT * FROM receipts")) == 3
    return office


def said(capsys: pytest.CaptureFixture[str], office: Office, *words: str, status: int = 0) -> Any:
    """What a receipt command prints as JSON."""
    capsys.readouterr()
    line = ["receipt", words[0], *words[1:], "--warehouse", str(office.warehouse), "--by", "出納甲", "--json"]
    assert main([*line, "--today", "2026-11-21"]) == status
    out, err = capsys.readouterr()
    return json.loads(out) if out else err


def pay(capsys: pytest.CaptureFixture[str], office: Office, amount: int, *more: str, status: int = 0) -> Any:
    words = ("--channel", "cheque", "--paid-on", "2026-11-09", "--amount", str(amount))
    return said(capsys, office, "pay", FIRST, *words, *more, status=status)


def text_of(office: Office, number: str) -> str:
    document = Docx(str(office.root / "office.receipts" / f"{number}.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def account(capsys: pytest.CaptureFixture[str], office: Office) -> dict[str, Any]:
    found: list[dict[str, Any]] = said(capsys, office, "dues", FIRST)
    assert len(found) == 1
    return found[0]


def actions(office: Office) -> list[str]:
    return [str(row[0]) for row in office.query("SELECT action FROM audit ORDER BY sequence") if "." in str(row[0])]


def test_the_payment_of_what_is_owed_settles_the_receipt_that_came_with_the_report(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = [row["number"] for row in said(capsys, office, "list") if row["reference"] == FIRST]
    receipt = pay(capsys, office, 40, "--voucher", "AB123")
    assert [receipt["number"]] == waiting
    assert account(capsys, office)["state"] == "paid"
    text = text_of(office, receipt["number"])
    assert "即期銀行本票、支票 AB123" in text
    assert "115年11月9日" in text
    assert "出納甲" in text
    assert "payment.take" in actions(office)


def test_part_payments_have_receipts_of_their_own_and_the_run_has_no_gap(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, third = (pay(capsys, office, amount) for amount in (10, 25, 8))
    assert [one["number"] for one in (first, second, third)] == [f"115-3160-{n:06d}" for n in (4, 5, 6)]
    found = account(capsys, office)
    assert (found["state"], found["paid"], found["credit"]) == ("overpaid", 43, 3)
    (void,) = [one for one in said(capsys, office, "list") if one["voided_at"]]
    assert void["reference"] == FIRST
    assert void["replaced_by"] == first["number"]
    assert f"由 {first['number']} 取代" in text_of(office, void["number"])
    with Store(office.warehouse, read_only=True) as store:
        assert gaps(store) == []
    said(capsys, office, "refund", FIRST, "--channel", "transfer", "--paid-on", "2026-11-20", "--amount", "3")
    assert account(capsys, office)["state"] == "paid"


def test_a_returned_cheque_takes_receipt_and_payment_out_of_account(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = pay(capsys, office, 40)
    said(capsys, office, "void", receipt["number"], "--reason", "退票", "--with-payment")
    found = account(capsys, office)
    assert (found["state"], found["paid"], found["late_days"]) == ("unpaid", 0, 11)
    assert "作廢:退票" in text_of(office, receipt["number"])
    again = pay(capsys, office, 40)
    assert again["number"] != receipt["number"]
    shown = said(capsys, office, "show", receipt["number"])
    assert shown["payments"][0]["cancelled"] == "退票"
    assert "早已作廢" in said(capsys, office, "void", receipt["number"], "--reason", "x", status=2)


def test_a_receipt_issued_anew_takes_the_payment_along(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    old = pay(capsys, office, 40)
    new = said(capsys, office, "reissue", old["number"], "--reason", "污損")
    assert said(capsys, office, "show", new["number"])["payments"][0]["amount"] == 40
    assert account(capsys, office)["state"] == "paid"
    assert {"receipt.reissue", "payment.take"} <= set(actions(office))
    issued = "SELECT actor FROM audit WHERE action = 'receipt.issue' ORDER BY sequence DESC LIMIT 1"
    assert office.query(issued) == [("出納甲",)]


def test_a_voucher_is_taken_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    pay(capsys, office, 10, "--voucher", "AB123")
    assert "已登錄" in pay(capsys, office, 10, "--voucher", "AB123", status=2)
    assert account(capsys, office)["paid"] == 10


@pytest.mark.parametrize("amount", ["0", "-5", "12.5", "x"])
def test_amounts_are_whole_dollars(amount: str, office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        pay(capsys, office, amount)  # type: ignore[arg-type]
    assert stopped.value.code == 2


def test_nothing_is_taken_for_a_fee_that_is_not_owed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--channel", "cash", "--paid-on", "2026-11-09", "--amount", "40")
    assert "沒有應繳項目" in said(capsys, office, "pay", "MV115999/2026-10/taximeter", *words, status=2)
    assert office.query("SELECT count(*) FROM payments") == [(0,)]


def test_permit_and_certificate_fees_have_runs_of_their_own(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    for code, amount in (("3110", "2000"), ("5700", "1000")):
        fee = ("--code", code, "--amount", amount, "--payer", "範例公司", "--purpose", "自行檢定許可申請")
        assert main(["receipt", "charge", "A1", *fee, "--warehouse", str(office.warehouse)]) == 0
    words = ("--channel", "cash", "--paid-on", "2026-11-20")
    permit = said(capsys, office, "pay", "A1", *words, "--amount", "2000", "--code", "3110")
    certificate = said(capsys, office, "pay", "A1", *words, "--amount", "1000", "--code", "5700")
    assert (permit["number"], certificate["number"]) == ("115-3110-000001", "115-5700-000001")
    text = text_of(office, permit["number"])
    assert "貳仟元整" in text
    assert "自行檢定許可申請" in text
    assert {row["state"] for row in said(capsys, office, "dues", "A1")} == {"paid"}


def test_a_list_of_payments_is_matched_and_what_fits_nothing_is_named(
    office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "繳款日期,金額,繳款方式,憑證號碼,自檢字號,繳費項目\n"
        f"115.11.09,40,匯款,T1,,{FIRST}\n"
        f"2026-11-09,40,支票,T2,{specimens.PERMIT},\n"
        f"2026-11-09,41,支票,T3,{specimens.PERMIT},\n"
        "2026-11-09,四十,支票,T4,MV115001,\n"
        "2026-11-09,40,貝殼,T5,MV115001,\n",
        encoding="utf-8-sig",
    )
    found = said(capsys, office, "match", str(path), status=1)
    assert [bool(one["receipt"]) for one in found] == [True, False, False, False, False]
    assert [one["problem"].split(" (")[0] for one in found[1:]] == [
        "不只一項相符,請填繳費項目",
        "沒有相符之應繳項目",
        "金額須為整數元 四十",
        "繳款方式不明 貝殼",
    ]
    again = said(capsys, office, "match", str(path), status=1)
    assert "已登錄" in again[0]["problem"]
    assert office.query("SELECT count(*) FROM payments") == [(1,)]


def test_the_day_book_counts_each_dollar_once_and_tells_of_void_receipts(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    pay(capsys, office, 10, "--voucher", "=1+1")
    pay(capsys, office, 30)
    out = office.root / "book.xlsx"
    said_ok = ["receipt", "daybook", "2026-11-01", "--to", "2099-12-31", "--out", str(out)]
    assert main([*said_ok, "--warehouse", str(office.warehouse)]) == 0
    rows = [row for row in load_workbook(out).active.iter_rows(values_only=True) if any(row)]  # type: ignore[union-attr]
    by_first = {str(row[0]): row for row in rows}
    assert by_first["總計"][4] == 40
    assert by_first["號碼查核"][2] == "收據號碼無缺號"
    assert any(row[6] == "'=1+1" for row in rows)
    assert sum("作廢" in str(row[9]) for row in rows) == 1
    pdf = office.root / "book.pdf"
    assert main([*said_ok[:-1], str(pdf), "--warehouse", str(office.warehouse)]) == 0
    page = PdfDocument(pdf.read_bytes())[0].get_textpage().get_text_range()
    assert "出納日報" in page
    assert "總計" in page


def test_lists_may_be_workbooks(office: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.append(["金額", "繳款日期", "繳款方式", "繳費項目"])
    sheet.append([40, date(2026, 11, 9), "現金", FIRST])
    workbook.save(tmp_path / "list.xlsx")
    assert [one["reference"] for one in said(capsys, office, "match", str(tmp_path / "list.xlsx"))] == [FIRST]


def test_a_correction_of_the_fee_makes_the_old_receipt_void(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    dearer = specimens.tables()
    for entry in dearer.unit_fees:
        entry.unit_fee *= 2
    changed = report(total_fee=80)
    for row in changed.rows:
        row.fee *= 2
    office.post(eml({"report.pdf": paper(changed)}, number=9))
    office.intake(legal=dearer)
    found = [one for one in said(capsys, office, "list") if one["reference"] == FIRST]
    assert [(one["amount"], bool(one["voided_at"])) for one in found] == [(40, True), (80, False)]
    assert found[0]["replaced_by"] == found[1]["number"]
    assert f"由 {found[1]['number']} 取代" in text_of(office, found[0]["number"])
    assert (account(capsys, office)["amount"], account(capsys, office)["state"]) == (80, "unpaid")


def test_receipts_of_an_older_database_are_kept_and_its_replaced_ones_are_void(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as connection:
        _old_schema(connection)
        connection.execute(
            "INSERT INTO messages (sha256, source, received_at, size, auto_submitted, registered_at)"
            " VALUES ('m', 'x', now(), 1, false, now())"
        )
        for number in (1, 2):
            connection.execute(
                "INSERT INTO submissions (id, permit_number, period, instrument_kind, message_sha256, content_sha256,"
                " state, received_at, late_days, ruleset, fee_missing, fee_basis, loaded_at) VALUES (?, ?, '2026-10', 'taximeter', 'm', ?,"
                " 'accepted', now(), 0, 'x', [], '', now())",
                [number, specimens.PERMIT, str(number)],
            )
            connection.execute(
                "INSERT INTO receipts VALUES (?, 115, '3160', ?, ?, '範例公司', ?, DATE '2026-11-10')",
                [f"115-3160-00000{number}", number, number, number * 40],
            )
        connection.execute(
            "INSERT INTO payments VALUES (1, 2, '115-3160-000002', 80, 'cash', NULL, DATE '2026-11-10', now())"
        )
    with Store(path) as store:
        old, new = store.receipt("115-3160-000001"), store.receipt("115-3160-000002")
        assert (old.reference, old.replaced_by, old.voided_at is None) == (FIRST, new.number, False)
        assert (new.reference, new.voided_at) == (FIRST, None)
        assert store.fetch("SELECT reference, amount FROM payments") == [(FIRST, 80)]


def _old_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """The schema of the first release, written down as that release did."""
    connection.execute(
        "CREATE TABLE schema_migrations"
        " (number INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)"
    )
    released = [migration for migration in migrations() if migration.number <= 4]
    assert len(released) == 4
    for migration in released:
        connection.execute(migration.sql)
        row = [migration.number, migration.name, migration.sha256]
        connection.execute("INSERT INTO schema_migrations VALUES (?, ?, ?, now())", row)
