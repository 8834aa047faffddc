"""The close of a month: who is missing, what does not agree, reminders once each, however often and wherever killed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from flows.cli import main
from flows.flow_settings import Reminders
from flows.month_close import close_month, remind
from flows.month_close_words import close_markdown
from flows.office_letters import Way
from flows.office_permits import notify_expiring
from flows.reminders import Stage, due_now
from schemas.errors import WarehouseError
from schemas.register import Permit, Register
from tests.flows.officekit import SENDER, Bureau, bureau, filed
from tests.intake.office import eml, paper, record, report, settings
from tests.rules import specimens

ROOT = Path(__file__).parents[2]
OTHER = Permit(
    permit_number="MV113002",
    company_name="範例二|股份有限公司<b>",
    ubn="22099131",
    email="two@example.test",
    instrument_kinds=["gas_meter", "water_meter"],
    valid_from=date(2024, 1, 1),
    valid_to=date(2027, 2, 28),
)
NO_ADDRESS = OTHER.model_copy(update={"permit_number": "MV113003", "email": None, "company_name": "範例三有限公司"})
ENDED = OTHER.model_copy(update={"permit_number": "MV113004", "status": "revoked"})


def _register(*permits: Permit) -> Register:
    known = specimens.register()
    own = known.permits[0].model_copy(update={"instrument_kinds": ["taximeter"]})
    return known.model_copy(update={"permits": [own, *permits]})


@pytest.fixture
def office(tmp_path: Path) -> Bureau:
    """One permit has filed its kind, one with an address and one without have not, one is revoked."""
    made = bureau(tmp_path / "bureau", _register(OTHER, NO_ADDRESS, ENDED))
    filed(made, "taximeter")
    return made


def test_who_is_missing_is_told_and_reminded_once(office: Bureau) -> None:
    known = office.settings()
    closed = close_month(known, period="2026-10", today=date(2026, 11, 21))
    assert [one.permit_number for one in closed.data.missing] == ["MV113002", "MV113003"]
    assert [(one.letter.permit_number, one.way) for one in closed.posted] == [
        ("MV113002", Way.OUTBOX),
        ("MV113003", Way.PAPER),
    ]
    assert closed.final
    assert not closed.settled
    again = close_month(known, period="2026-10", today=date(2026, 11, 30))
    assert [one.way for one in again.posted] == [Way.BEFORE, Way.BEFORE]
    assert office.letters("reminder") == ["reminder-after-2026-10-MV113002.eml"]
    assert (office.root / "office.notices" / "reminder-after-2026-10-MV113003.docx").is_file()
    assert office.query("SELECT count(*) FROM audit WHERE action = 'reminder-after.post'") == [(1,)]


def test_the_letter_is_one_that_may_be_sent(office: Bureau) -> None:
    close_month(office.settings(), period="2026-10", today=date(2026, 11, 21))
    (name,) = office.letters("reminder-after")
    letter = message_from_bytes((office.outbox / name).read_bytes(), policy=SMTP)
    assert letter["Message-ID"] == f"<reminder-after.2026-10.MV113002@{SENDER.split('@')[1]}>"
    assert letter["To"].addresses[0].addr_spec == "two@example.test"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "115年11月10日" in text
    assert "2026-11-10" in text
    (paper_file,) = letter.iter_attachments()
    assert paper_file.get_content().startswith(b"PK")
    rows = office.query("SELECT message_id, path FROM outbox WHERE message_sha256 = ''")
    assert rows == [(letter["Message-ID"], name)]


def test_reminders_before_and_after_are_two_letters(office: Bureau) -> None:
    known = office.settings()
    for day in (date(2026, 11, 3), date(2026, 11, 6), date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 28)):
        remind(known, today=day)
    assert office.letters("reminder") == [
        "reminder-after-2026-10-MV113002.eml",
        "reminder-before-2026-10-MV113002.eml",
    ]
    due, posted = remind(known, today=date(2026, 12, 1))
    assert (due.period, due.stage, posted) == ("2026-11", None, [])


def test_who_has_filed_meanwhile_is_not_reminded(office: Bureau) -> None:
    remind(office.settings(), today=date(2026, 11, 6))
    own = {"permit_number": "MV113002", "company_name": OTHER.company_name}
    files = {"r.pdf": paper(record("gas_meter", **own)), "m.pdf": paper(report("gas_meter", **own))}
    water = {"w.pdf": paper(record("water_meter", **own)), "v.pdf": paper(report("water_meter", **own))}
    office.office.post(eml(files, number=8), eml(water, number=9))
    office.office.intake(register=_register(OTHER, NO_ADDRESS, ENDED))
    _, posted = remind(office.settings(), today=date(2026, 11, 11))
    assert [one.letter.permit_number for one in posted] == ["MV113003"]


@pytest.mark.parametrize(("before", "after"), [(0, 1), (5, 1), (5, 3), (28, 28)])
def test_each_day_calls_for_at_most_one_reminder(before: int, after: int) -> None:
    """Against a plain count of days, over a month whose 10th is a Saturday (2026-10: due Monday the 12th)."""
    due = date(2026, 10, 12)
    seen = []
    for offset in range(-40, 40):
        day = due + timedelta(days=offset)
        wanted = Stage.BEFORE if -before <= offset <= 0 else Stage.AFTER if offset >= after else None
        assert due_now("2026-09", settings(today=day), Reminders(days_before=before, days_after=after)).stage is wanted
        seen.append(wanted)
    assert len(seen) == 80
    assert {Stage.BEFORE, Stage.AFTER} <= set(seen)


def test_records_against_report(tmp_path: Path) -> None:
    """A report that counts two more than passed, a record without a report, and one that agrees."""
    made = bureau(tmp_path / "bureau", _register())
    more = report("water_meter", total_quantity=6)
    made.office.post(
        eml({"a.pdf": paper(record("taximeter")), "b.pdf": paper(report("taximeter"))}, number=1),
        eml({"c.pdf": paper(record("water_meter")), "d.pdf": paper(more)}, number=2),
        eml({"e.pdf": paper(record("gas_meter"))}, number=3),
    )
    made.office.intake()
    closed = close_month(made.settings(), period="2026-10", today=date(2026, 11, 21))
    found = {one.key.instrument_kind: (one.records, one.reports, one.passed, one.reported) for one in closed.reconciled}
    assert found["taximeter"] == (1, 1, 4, 4)
    assert found["water_meter"][:2] == (1, 1)
    assert found["water_meter"][3] == 6
    assert found["gas_meter"] == (1, 0, 4, None)
    assert [one.agrees for one in closed.reconciled if one.key.instrument_kind == "taximeter"] == [True]
    assert sum(one.agrees for one in closed.reconciled) == 1


def test_the_month_in_words_holds_names_as_text(office: Bureau) -> None:
    closed = close_month(office.settings(), period="2026-10", today=date(2026, 11, 21))
    for lang, due in (("zh", "陳報期限:2026-11-10"), ("en", "Due: 2026-11-10")):
        said = close_markdown(closed, "zh" if lang == "zh" else "en")
        assert due in said
        assert "範例二\\|股份有限公司\\<b\\>" in said
        assert not re.search(r"(?<!\\)<b>", said)
    page = closed.page.read_text("utf-8")
    assert "&lt;b&gt;" in page
    assert f"{OTHER.company_name}" not in page


def test_without_prefect_on_the_command_line(office: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--settings", str(office.file), "--today", "2026-11-21"]
    assert main(["month", "close", "2026-10", *command]) == 1
    assert "MV113002" in capsys.readouterr().out
    assert main(["month", "remind", *command, "--lang", "en"]) == 0
    assert capsys.readouterr().out.count("sent before") == 2
    assert main(["month", "documents", "2026-10", *command]) == 0
    assert capsys.readouterr().out.count("acknowledgement-") == 1
    assert main(["month", "labels", "2026-10", *command]) == 0
    assert not [name for name in sys.modules if name == "prefect" or name.startswith("prefect.")]


def test_a_warehouse_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    made = bureau(tmp_path)
    with pytest.raises(WarehouseError, match="zijian intake"):
        close_month(made.settings(), period="2026-10", today=date(2026, 11, 21))
    assert not made.office.warehouse.exists()


@pytest.mark.parametrize(
    ("valid_to", "today", "written"),
    [
        (date(2027, 2, 28), date(2026, 11, 27), False),
        (date(2027, 2, 28), date(2026, 11, 28), True),
        (date(2027, 2, 28), date(2027, 2, 28), True),
        (date(2027, 2, 28), date(2027, 3, 1), False),
        (date(2027, 5, 31), date(2027, 2, 27), False),
        (date(2027, 5, 31), date(2027, 2, 28), True),
    ],
)
def test_three_months_before_a_permit_expires(tmp_path: Path, valid_to: date, today: date, written: bool) -> None:
    made = bureau(tmp_path / "bureau", _register(OTHER.model_copy(update={"valid_to": valid_to})))
    filed(made, "taximeter")
    for day in (today, today):
        notify_expiring(made.settings(), today=day)
    assert made.letters("renewal") == ([f"renewal-{valid_to.isoformat()}-MV113002.eml"] if written else [])


def test_killed_anywhere_each_letter_is_there_once(office: Bureau, tmp_path: Path) -> None:
    def run(*points: int) -> list[list[int]]:
        command = [sys.executable, "-m", "tests.flows.killed_letters", str(office.root), str(tmp_path / "killed")]
        done = subprocess.run([*command, *map(str, points)], cwd=ROOT, check=True, capture_output=True, text=True)
        return [[int(word) for word in line.split()] for line in done.stdout.splitlines()]

    assert run() == [[0, 0, 0]]
    total = int((tmp_path / "killed" / "0" / "points").read_text())
    whole = _letters(Bureau(tmp_path / "killed" / "0"))
    assert whole["files"] == ["reminder-after-2026-10-MV113002.eml", "reminder-after-2026-10-MV113003.docx"]
    points = sorted({1 + number * (total - 1) // 11 for number in range(12)})
    assert len(points) == 12
    for point, killed, again in run(*points):
        assert (killed, again) == (-signal.SIGKILL, 0), f"point {point} of {total}"
        assert _letters(Bureau(tmp_path / "killed" / str(point))) == whole, f"point {point} of {total}"


def _letters(made: Bureau) -> dict[str, object]:
    """What must be the same: rows, files and entries, without their times."""
    folders = (made.outbox, made.root / "office.notices")
    files = sorted(path.name for folder in folders for path in folder.rglob("reminder*") if path.stat().st_size)
    return {
        "files": files,
        "rows": made.query("SELECT message_id, path FROM outbox ORDER BY ALL"),
        "audit": made.query("SELECT action, subject, after FROM audit WHERE actor = 'flows' ORDER BY ALL"),
    }
