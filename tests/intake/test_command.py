"""``zijian intake`` from end to end on real files: a PDF record by cairo and a workbook by openpyxl."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from flows.cli import main
from tests.intake.office import Office, eml

RECORDS = Path(__file__).parents[1] / "records"
TAXI = "1-038-taxi-cairo"
HEADS = ("項次", "檢定日期", "廠牌", "型號", "規格", "器號", "數量", "合格印證號碼", "檢定費", "備註")
UNIT_FEE = 35
PERMIT, PERIOD = "MV102033", "2017-11"


def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((RECORDS / "expected" / f"{TAXI}.json").read_text(encoding="utf-8"))
    return loaded


def passing() -> list[dict[str, str]]:
    return [row for row in truth()["rows"] if row["verdict"] == "pass"]


def workbook() -> bytes:
    """The monthly report (FIF-04) of the record's passing taximeters."""
    head, rows = truth()["header"], passing()
    year, month, day = map(int, head["verification_date"].split("-"))
    book = Workbook()
    sheet = book.create_sheet("月報表", 0)
    lines: list[tuple[str | int, ...]] = [
        (head["company_name"],),
        (f"(計程車計費表)自行檢定{year - 1911}年{month:02d}月份月報表",),
        (f"製表日期:{year - 1911 + month // 12}年{month % 12 + 1:02d}月05日",),
        HEADS,
    ]
    for item, row in enumerate(rows, start=1):
        when = f"{year - 1911}/{month:02d}/{day:02d}"
        marks = (head["brand"], head["model"], "", row["serial_number"], 1, row["mark_number"], UNIT_FEE, "")
        lines.append((item, when, *marks))
    lines += [
        (f"1.總計檢定數量為 {len(rows)} 具。",),
        (f"2.總計應繳檢定費新臺幣 {UNIT_FEE * len(rows) // 5} 元。",),
        (f"自檢號:{head['permit_number']}  公司(廠)負責人:王範例  製表人:陳範例",),
    ]
    for line in lines:
        sheet.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.post(
        eml({"十一月檢定紀錄.pdf": (RECORDS / "pdf" / f"{TAXI}.pdf").read_bytes(), "月報表.xlsx": workbook()}),
        eml({"broken.pdf": b"%PDF-1.7 and no more"}, number=2),
    )
    return made


def command(office: Office, *more: str) -> list[str]:
    return ["intake", str(office.mail), "--warehouse", str(office.warehouse), "--today", "2026-11-21", *more]


def test_a_month_from_mail_to_receipt(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command(office, "--json", "--workers", "2")) == 1
    shown = json.loads(capsys.readouterr().out)
    assert shown["counts"] == {"loaded": 1, "duplicate": 0, "quarantined": 1, "nothing_to_load": 0, "failed": 0}
    (submission,) = shown["messages"][0]["submissions"]
    assert (submission["permit_number"], submission["period"]) == (PERMIT, PERIOD)
    assert submission["rows_total"] == submission["rows_loaded"] == len(truth()["rows"]), shown["messages"][0]["codes"]
    assert submission["fee_payable"] == UNIT_FEE * len(passing()) // 5
    assert office.query("SELECT count(*) FROM verifications_taximeter") == [(len(truth()["rows"]),)]
    assert office.query("SELECT sum(quantity) FROM monthly_report_lines") == [(len(passing()),)]
    page = Path(shown["paths"]["page"])
    assert page.name == f"office.month-{PERIOD}.html"
    assert truth()["header"]["company_name"] in page.read_text(encoding="utf-8")
    assert len(list(Path(shown["paths"]["outbox"]).glob("*.eml"))) == 2
    with duckdb.connect(str(office.root / "office.read.duckdb"), read_only=True) as copy:
        assert copy.execute("SELECT count(*) FROM messages").fetchall() == [(2,)]


def test_a_second_intake_changes_nothing(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    main(command(office))
    before = office.tables(), office.files()
    capsys.readouterr()
    assert main(command(office, "--json")) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["duplicate"] == 2
    assert (office.tables(), office.files()) == before


@pytest.mark.parametrize(("lang", "words"), [("zh", "月報頁"), ("en", "month page")])
def test_the_summary_names_every_place(
    office: Office, capsys: pytest.CaptureFixture[str], lang: str, words: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert main(command(office, "--lang", lang, "--out", str(out), "--month", PERIOD)) == 1
    shown = capsys.readouterr().out
    assert words in shown
    for place in (out / f"office.month-{PERIOD}.html", office.root / "office.outbox", office.root / "office.receipts"):
        assert str(place) in shown
    assert PERMIT in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["intake", "no-such-folder"],
        ["intake", "imaps://user@host/INBOX"],
        ["intake", ".", "--register", "no-such.toml"],
        ["intake", ".", "--reply-from", "nobody"],
        ["intake", ".", "--warehouse", "/proc/no/such.duckdb"],
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())
