"""One file costs itself: limits, hangs and kills inside a whole intake with several workers."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

from flows.intake_types import IntakeResult
from flows.isolation import Call, Limits, run
from flows.reading import nothing, read_document, read_isolated
from schemas.document import Document, Source
from schemas.submission import Outcome
from tests.hostile.corpus import CORPUS, HONEST
from tests.intake.office import Office, eml
from tests.mail.build import zipped
from tests.mailbox.ports import until
from warehouse.metrics import latest_runs
from warehouse.store import Store

PLANTED = {item.name: item for item in CORPUS}


def nested(levels: int) -> bytes:
    """A zip in a zip in a zip …"""
    data = zipped(("record.pdf", HONEST.read_bytes()))
    for number in range(levels):
        data = zipped((f"{number}.zip", data))
    return data


def findings(office: Office) -> dict[str, set[str]]:
    """The F1xx codes by file name."""
    rows = office.query(
        "SELECT d.file_name, f.code FROM findings f JOIN documents d ON d.id = f.document_id WHERE starts_with(code, 'F1')"
    )
    return {name: {code for other, code in rows if other == name} for name, _ in rows}


def test_limits_on_memory_pages_unpacked_size_and_nesting_cost_one_file_each(tmp_path: Path) -> None:
    bad = ("double-bomb.pdf", "one-page-100000-times.pdf", "zip-bomb.xlsx", "nested-forms.pdf")
    office = Office(tmp_path)
    office.post(
        *(eml({name: PLANTED[name].make(), "honest.pdf": HONEST.read_bytes()}, number=number) for number, name in enumerate(bad)),
        eml({"deep.zip": nested(8), "bomb.zip": zipped(("a.pdf", bytes(300 << 20)))}, number=8),
        eml({"honest.pdf": HONEST.read_bytes()}, number=9),
    )  # fmt: skip
    result = office.intake(reader=None, workers=2)
    assert result.counts.total() == 6
    assert result.counts[Outcome.FAILED] == 0
    found = findings(office)
    assert {name: found[name] & PLANTED[name].codes for name in bad} == {name: {"F106"} for name in bad}
    assert all("F106" in found[name] for name in ("bomb.zip",))
    assert any("F106" in codes for name, codes in found.items() if name.endswith(".zip") and name != "bomb.zip")
    assert office.query("SELECT max(rows) FROM documents WHERE file_name = 'honest.pdf'") == [(25,)]


def at_the_mercy(folder: Path, data: bytes, name: str) -> Document:
    """In the worker: two files never end, and tell who holds them."""
    if name in {"killed.pdf", "hanging.pdf"}:
        (folder / name).write_text(str(os.getpid()))
        time.sleep(600)
    return read_document(data, name)


def reader(folder: Path, data: bytes, name: str) -> Document:
    """A file read in a worker of its own, as the intake does it, within twelve seconds."""
    result = run(Call(at_the_mercy, (folder, data, name), Limits(seconds=12)))
    if isinstance(result, Document):
        return result
    digest = hashlib.sha256(data).hexdigest()
    return nothing(Source(file=name, sha256=digest, pages=0, engine="none"), [result])


def test_a_worker_that_is_killed_and_one_that_hangs_cost_their_files(tmp_path: Path) -> None:
    names = ("honest-1.pdf", "killed.pdf", "hanging.pdf", "honest-2.pdf")
    office, held = Office(tmp_path / "office"), tmp_path / "held"
    held.mkdir()
    for number, name in enumerate(names):
        office.post(eml({name: HONEST.read_bytes() + b"\n" * number}, number=number))
    done: list[IntakeResult] = []
    intake = threading.Thread(target=lambda: done.append(office.intake(reader=partial(reader, held), workers=2)))
    intake.start()
    victim = held / "killed.pdf"
    os.kill(int(until(lambda: victim.is_file() and victim.read_text(), "no worker at work")), signal.SIGKILL)
    intake.join(120)
    (result,) = done
    assert [one.outcome.value for one in result.messages] == ["loaded", "quarantined", "quarantined", "loaded"]
    lost = dict(
        office.query(
            "SELECT file_name, message_en FROM findings JOIN documents d ON d.id = document_id WHERE code = 'F107'"
        )
    )
    assert lost.keys() == {"killed.pdf", "hanging.pdf"}
    assert "SIGKILL" in lost["killed.pdf"]
    assert "12 s" in lost["hanging.pdf"]
    assert office.query("SELECT rows FROM documents WHERE starts_with(file_name, 'honest')") == [(25,), (25,)]
    with Store(office.warehouse, read_only=True) as store:
        (last,) = latest_runs(store, 1)
    assert last.metrics is not None
    assert last.metrics.findings["F107"] == 2


def test_a_file_lost_to_a_kill_is_read_again_after_release(tmp_path: Path) -> None:
    from flows.pipeline import run_intake  # noqa: PLC0415
    from flows.quarantine_release import released  # noqa: PLC0415
    from tests.intake.office import settings  # noqa: PLC0415

    office = Office(tmp_path)
    office.post(eml({"record.pdf": HONEST.read_bytes()}))
    result = office.intake(reader=partial(read_isolated, limits=Limits(seconds=0.01)))
    assert result.counts[Outcome.QUARANTINED] == 1
    (message,) = result.messages
    source = released(office.warehouse, str(message.sha256), "林承辦", "當時主機過載")
    again = run_intake(source, office.warehouse, settings(reader=None), name="release")
    assert office.query("SELECT rows FROM documents") == [(25,)]
    assert "F107" not in again.messages[0].codes
