"""A message whose load failed is taken again once the cause is gone, with no row deleted by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.cli import main
from flows.retry_source import failed_source
from schemas.document import Document
from schemas.errors import UsageError, WarehouseBusy
from schemas.findings import Finding
from schemas.submission import Outcome
from tests.intake.office import Office, eml, paper, read, record, report

ROOT = Path(__file__).parents[2]
MONTH = {"record.pdf": paper(record()), "report.pdf": paper(report())}
LIMITED = """
import resource, sys
from pathlib import Path
from tests.intake.office import Office
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
print(*(one.outcome.value for one in Office(Path(sys.argv[1])).intake().messages))
"""
"""An intake that may write no file beyond a size: to it the disk is full."""


HOLDING = """
import sys
from warehouse.store import Store
with Store(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


def with_bug(data: bytes, name: str) -> Document:
    """A reader that fails on gas meters, as a bug of this program would."""
    document = read(data, name)
    if document.instrument_kind == "gas_meter":
        document.findings.append(Finding("F199"))
    return document


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One message loaded, two failed by a bug."""
    made = Office(tmp_path)
    gas = {"gas.pdf": paper(record("gas_meter"))}
    made.post(eml(MONTH), eml(gas, number=2), eml({**gas, "note.txt": b"2"}, number=3))
    made.intake(reader=with_bug)
    for file in made.mail.iterdir():
        file.unlink()
    return made


def outcomes(office: Office) -> list[tuple[str, int]]:
    return [tuple(row) for row in office.query("SELECT outcome, count(*) FROM messages GROUP BY ALL ORDER BY ALL")]


def taken_again(office: Office, *wanted: str) -> list[Outcome]:
    from flows.pipeline import run_intake  # noqa: PLC0415
    from tests.intake.office import settings  # noqa: PLC0415

    source = failed_source(office.warehouse, wanted)
    return [one.outcome for one in run_intake(source, office.warehouse, settings(), name="retry").messages]


def test_after_the_bug_is_mended_all_are_loaded_from_the_archive(office: Office) -> None:
    assert outcomes(office) == [("failed", 2), ("loaded", 1)]
    assert taken_again(office) == [Outcome.LOADED, Outcome.DUPLICATE]
    assert outcomes(office) == [("duplicate", 1), ("loaded", 2)]
    retries = office.query('SELECT "before" FROM audit WHERE "action" = \'message.retry\'')
    assert [json.loads(row[0])["outcome"] for row in retries] == ["failed", "failed"]


def test_one_is_taken_by_how_its_hash_begins(office: Office) -> None:
    ((sha256,),) = office.query("SELECT sha256 FROM messages WHERE message_id = '<3@example.test>'")
    assert taken_again(office, sha256[:8]) == [Outcome.LOADED]
    assert outcomes(office) == [("failed", 1), ("loaded", 2)]


@pytest.mark.parametrize("wanted", ["", "zz", "g" * 64])
def test_a_hash_that_fits_no_failed_message_is_refused(office: Office, wanted: str) -> None:
    with pytest.raises(UsageError):
        failed_source(office.warehouse, [wanted])


def test_the_command_takes_all_or_those_named(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["intake", "retry", "--warehouse", str(office.warehouse), "--json", "--today", "2026-11-21"]
    assert main(call) == 2
    assert main([*call, "--all", "abc"]) == 2
    capsys.readouterr()
    assert main([*call, "--all"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert len(said["messages"]) == 2


def test_on_a_full_disk_nothing_is_lost_and_the_next_intake_completes_it(tmp_path: Path) -> None:
    office, undisturbed = Office(tmp_path / "full"), Office(tmp_path / "whole")
    large = {**MONTH, "scan.pdf": b"%PDF-1.4\n" + b"x" * 40_000_000}
    for one in (office, undisturbed):
        one.post(eml(MONTH), eml(large, number=2))
    undisturbed.intake()
    command = [sys.executable, "-c", LIMITED, str(office.root), "30000000"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["loaded", "failed"]
    assert office.query("SELECT count(*) FROM submissions") == [(1,)]
    assert [one.outcome for one in office.intake().messages] == [Outcome.DUPLICATE, Outcome.QUARANTINED]
    assert contents(office) == contents(undisturbed)


def contents(office: Office) -> tuple[object, object]:
    tables = {name: rows for name, rows in office.tables().items() if name != "audit"}
    return tables, office.files()


def test_a_disk_that_is_full_from_the_start_stops_the_run_and_harms_nothing(tmp_path: Path) -> None:
    office, undisturbed = Office(tmp_path / "full"), Office(tmp_path / "whole")
    for one in (office, undisturbed):
        one.post(eml(MONTH), eml({"gas.pdf": paper(record("gas_meter"))}, number=2))
    undisturbed.intake()
    for size in (100_000, 1_500_000, 3_000_000):
        command = [sys.executable, "-c", LIMITED, str(office.root), str(size)]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    office.intake()
    assert contents(office) == contents(undisturbed)


@contextmanager
def held(warehouse: Path) -> Iterator[int]:
    """Another process that has the warehouse; its process id."""
    command = [sys.executable, "-c", HOLDING, str(warehouse)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            yield holder.pid
        finally:
            holder.communicate("\n")


def test_a_locked_database_is_left_alone_and_the_mail_stays(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.post(eml({"record.pdf": paper(record("water_meter"))}, number=4))
    with held(office.warehouse) as pid:
        with pytest.raises(WarehouseBusy, match=f"PID {pid}"):
            office.intake()
        assert main(["intake", "retry", "--all", "--warehouse", str(office.warehouse)]) == 2
        assert "使用中" in capsys.readouterr().err
        assert main(["intake", "status", "--warehouse", str(office.warehouse)]) == 1
        assert "讀取副本" in capsys.readouterr().out
    assert [one.outcome for one in office.intake().messages] == [Outcome.LOADED]
