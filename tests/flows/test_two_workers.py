"""Two processes that serve the flows over one Prefect server, which keeps its state in PostgreSQL."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from flows.prefect_server import SILENT, answers
from flows.reminders import month_before
from tests.flows.officekit import TODAY, Bureau, bureau, filed, free_port
from tests.flows.postgres import ask, postgres
from tests.flows.prefect_service import ROOT, Api, Watch, process, serving, until

pytestmark = pytest.mark.xdist_group("prefect")

FLOWS = ("reminders", "month-close", "permit-expiry", "labels", "outbox")


@dataclass(frozen=True)
class Shared:
    """The server's API, the office that both processes serve, and the server's database."""

    api: Api
    office: Bureau
    database: str


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    root, port = tmp_path_factory.mktemp("shared"), free_port()
    url = f"http://127.0.0.1:{port}/api"
    known = bureau(root / "office", more=_MORE.format(url=url, home=root / "home"))
    filed(known, "taximeter")
    with ExitStack() as stack:
        database = stack.enter_context(postgres(free_port()))
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
        environment = {
            **SILENT,
            "PREFECT_HOME": str(root / "server"),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": database,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "smartcard"))),
        }
        stack.enter_context(process(command, root / "server.log", environment))
        until(lambda: answers(url) or None, "the server")
        for name in ("one", "two"):
            stack.enter_context(serving(known.file, Watch(root / name), url))
        yield Shared(Api(url), known, database)


_ASKED = {name: {"today": TODAY.isoformat(), "month": month_before(TODAY)} for name in FLOWS[:4]}
_ASKED["permit-expiry"].pop("month")
_MORE = """[prefect]
api = "{url}"
home = "{home}"
runs_at_once = 1
retry_seconds = 1
[schedules]
intake = ""
outbox = ""
reminders = ""
"""


def _logs(shared: Shared) -> list[str]:
    return [path.read_text("utf-8", "replace") for path in sorted(shared.office.root.glob("serve-*.log"))]


def _taken(shared: Shared, names: set[str]) -> list[set[str]] | None:
    """Which of these runs each process has carried out, as soon as its log tells of all of them."""
    done = [set(re.findall(r"Flow run '([a-z-]+)' - Finished in state Completed", log)) for log in _logs(shared)]
    taken = [names & one for one in done]
    return taken if set().union(*taken) == names and len(taken) == 2 else None


def test_each_run_is_carried_out_once_by_one_of_the_two(shared: Shared) -> None:
    runs = {shared.api.start(name, **_ASKED.get(name, {})): name for name in FLOWS}
    for run, name in runs.items():
        assert shared.api.ended(run)["state"]["name"] == "Completed", name
    assert len(runs) == 5
    assert {shared.api.get(f"/flow_runs/{run}")["run_count"] for run in runs} == {1}
    names = {shared.api.get(f"/flow_runs/{run}")["name"] for run in runs}
    one, two = until(lambda: _taken(shared, names), "the logs of all runs")
    assert one, "the first of the two did nothing"
    assert two, "the second of the two did nothing"
    assert not one & two


def test_the_server_keeps_its_state_in_postgresql(shared: Shared) -> None:
    assert int(ask(shared.database, "SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'")) >= 5


def test_one_that_ends_leaves_the_schedules_to_the_other(shared: Shared) -> None:
    known = shared.office
    with serving(known.file, Watch(known.root / "three"), shared.api.url) as third:
        third.terminate()
        assert third.wait(60) is not None
    made = shared.api.deployments()
    assert len(made) == 7
    assert not [name for name, one in made.items() if one["paused"]]
    assert [one["active"] for one in made["month-close"]["schedules"]] == [True]
