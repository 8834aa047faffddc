"""The flows on a real Prefect server, as ``zijian flows serve`` starts it: runs, retries, artifacts, silence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.demo import sample_folder
from tests.flows.officekit import Bureau, free_port
from tests.flows.prefect_service import ROOT, Api, Watch, serving, until
from warehouse.lock import writer_lock

pytestmark = pytest.mark.xdist_group("prefect")

TODAY = {"today": "2026-11-12"}
MONTH = {**TODAY, "month": "2026-10"}


@dataclass(frozen=True)
class Served:
    """The office on the sample mail, and the server that serves its flows."""

    bureau: Bureau
    api: Api
    watch: Watch


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root, port = tmp_path_factory.mktemp("served"), free_port()
    made = Bureau(root)
    samples = sample_folder()
    made.file.write_text(
        f"""[office]
source = "{samples / "mail"}"
warehouse = "office.duckdb"
register = "{samples / "register.toml"}"
legal = "{samples / "fees.example.toml"}"
reply_from = "zijian@office.example"
[schedules]
intake = "30 3 * * *"
[prefect]
port = {port}
retry_seconds = 1
""",
        encoding="utf-8",
    )
    api, watch = Api(f"http://127.0.0.1:{port}/api"), Watch(root / "watch")
    with serving(made.file, watch, api.url):
        yield Served(made, api, watch)


@pytest.fixture(scope="module")
def taken(served: Served) -> dict[str, Any]:
    """The first intake, run on demand."""
    return served.api.ended(served.api.start("intake", **TODAY))


def test_every_flow_is_served_in_taipei_time(served: Served) -> None:
    made = served.api.deployments()
    assert sorted(made) == ["documents", "intake", "labels", "month-close", "outbox", "permit-expiry", "reminders"]
    lines = {
        name: [(one["schedule"]["cron"], one["schedule"]["timezone"]) for one in deployment["schedules"]]
        for name, deployment in made.items()
    }
    assert lines == {
        "intake": [("30 3 * * *", "Asia/Taipei")],
        "outbox": [("5-59/15 * * * *", "Asia/Taipei")],
        "reminders": [("0 9 * * *", "Asia/Taipei")],
        "month-close": [("0 18 10-20 * *", "Asia/Taipei")],
        "permit-expiry": [("15 9 * * *", "Asia/Taipei")],
        "labels": [],
        "documents": [],
    }
    assert {one["parameters"]["settings"] for one in made.values()} == {str(served.bureau.file)}


def test_an_intake_on_demand_with_its_page(served: Served, taken: dict[str, Any]) -> None:
    """Files with faults are in the mail: they are findings, and nothing is tried again for them."""
    assert taken["state"]["name"] == "Completed"
    assert taken["state"]["message"] == "loaded 7, duplicate 1, quarantined 1, nothing_to_load 1"
    assert [one["run_count"] for one in served.api.tasks(taken["id"])] == [1]
    shown = served.api.artifacts(taken["id"])
    assert shown["progress"]["data"] == 100.0
    assert shown["markdown"]["key"] == "month-2026-10"
    assert "MV113906" in shown["markdown"]["data"]
    assert len(json.loads(shown["table"]["data"])) == 7
    assert "06-electricity-locked.eml: quarantined F104" in served.api.logs(taken["id"])
    assert served.bureau.query("SELECT count(*) FROM current_verifications") == [(1493,)]


@pytest.mark.parametrize(
    ("flow", "parameters", "said", "artifact"),
    [
        ("month-close", MONTH, "2026-10: 7 filed, 1 missing, 1 late, final", "close-2026-10"),
        ("reminders", MONTH, "2026-10, due 2026-11-10: ", "reminders"),
        ("permit-expiry", TODAY, "1 of 1 letters new", "renewals"),
        ("labels", MONTH, "2026-10: 1 written, 0 refused", "papers-2026-10"),
        ("documents", MONTH, "2026-10: 9 written, 0 refused", "papers-2026-10"),
    ],
)
def test_the_other_flows_on_demand(
    served: Served, taken: dict[str, Any], flow: str, parameters: dict[str, str], said: str, artifact: str
) -> None:
    run = served.api.ended(served.api.start(flow, **parameters))
    assert run["state"]["name"] == "Completed", run["state"]
    assert said in run["state"]["message"]
    assert artifact in {one["key"] for one in served.api.artifacts(run["id"]).values()}


def test_a_warehouse_in_use_is_tried_again(served: Served, taken: dict[str, Any]) -> None:
    with writer_lock(served.bureau.office.warehouse):
        run = served.api.start("permit-expiry", **TODAY)
        until(lambda: _waiting(served.api, run), "a retry")
    assert served.api.ended(run)["state"]["name"] == "Completed"
    assert [one["run_count"] for one in served.api.tasks(run)] >= [2]


def _waiting(api: Api, run: str) -> bool | None:
    return True if any(one["state_name"] == "AwaitingRetry" for one in api.tasks(run)) else None


def test_a_fault_in_a_file_of_the_office_is_not_tried_again(served: Served, taken: dict[str, Any]) -> None:
    broken = served.bureau.root / "broken.toml"
    text = served.bureau.file.read_text("utf-8")
    broken.write_text(text.replace("register.toml", "no-such-register.toml"), encoding="utf-8")
    run = served.api.ended(served.api.start("permit-expiry", settings=str(broken), **TODAY))
    assert run["state"]["name"] == "Failed"
    assert "no-such-register.toml" in run["state"]["message"]
    assert [one["run_count"] for one in served.api.tasks(run["id"])] == [1]


def test_a_second_command_shares_the_server(served: Served, taken: dict[str, Any]) -> None:
    """``flows run`` beside ``flows serve``: no other server, and the run is on the same page."""
    command = [sys.executable, "-m", "flows.cli", "flows", "run", "intake", "--today", "2026-11-12", "--lang", "en"]
    done = subprocess.run(
        [*command, "--settings", str(served.bureau.file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **served.watch.environment()},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "intake: Completed: duplicate 10" in done.stdout
    asked = {"flows": {"name": {"any_": ["intake"]}}, "flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    assert len(served.api.post("/flow_runs/filter", asked)) == 2
    assert served.bureau.query("SELECT count(*) FROM submissions") == [(8,)]


def test_nothing_outside_this_machine_is_called(served: Served, taken: dict[str, Any]) -> None:
    """Server, runner and every flow's process, from their start until here."""
    seen = served.watch.seen()
    assert len(seen) >= 8
    assert sum(map(len, seen.values())) > 50
    assert served.watch.outside() == []
    settings = served.api.get("/admin/settings")
    assert settings["server"]["analytics_enabled"] is False
    assert settings["server"]["ui"]["show_promotional_content"] is False
    assert settings["cloud"]["enable_orchestration_telemetry"] is False


def test_the_page_in_a_browser_calls_nobody_else(served: Served, taken: dict[str, Any], tmp_path: Path) -> None:
    """Whatever the page asks for, by the browser's own log of its network; the browser's maker is not the page."""
    page, log = served.api.url.removesuffix("/api"), tmp_path / "net.json"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    options = [f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", "--virtual-time-budget=15000"]
    subprocess.run([*command, *options, "--dump-dom", f"{page}/runs"], check=True, capture_output=True, timeout=240)
    asked = Counter(re.findall(r'"url":"(\w+://[^"/]+)', log.read_text("utf-8", "replace")))
    assert asked[page] > 10
    others = {one for one in asked if not re.search(r"[./](google|googleapis|gvt1)\.com$", one)}
    assert {one.replace("ws:", "http:") for one in others} == {page}


def test_the_watch_sees_what_it_should(tmp_path: Path) -> None:
    """An address outside and a name that would be looked up are both noticed."""
    watch = Watch(tmp_path)
    code = "import socket\nfor call in (lambda: socket.create_connection(('192.0.2.1', 9), 0.1), lambda: socket.getaddrinfo('telemetry.invalid', 443)):\n    try:\n        call()\n    except OSError:\n        pass\n"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, **watch.environment()}, check=True)
    assert any("192.0.2.1" in line for line in watch.outside())
    assert any("telemetry.invalid" in line for line in watch.outside())
