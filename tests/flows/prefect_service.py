"""A real ``zijian flows serve`` in a process of its own, watched for the connections that it and its children make."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0
ENDED = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})

Found = TypeVar("Found")

_HOOK = """
import os, sys

def note(event, args):
    if event in ("socket.connect", "socket.sendto"):
        what = args[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        what = args[0]
    else:
        return
    line = f"{event} {what!r}\\n".encode()
    handle = os.open(f"{FOLDER}/{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, line)
    os.close(handle)

sys.addaudithook(note)
"""


def until(look: Callable[[], Found | None], what: str, patience: float = PATIENCE) -> Found:
    """What ``look`` finds in the end; fails where that takes too long."""
    deadline = time.monotonic() + patience
    while True:
        found = look()
        if found is not None:
            return found
        assert time.monotonic() < deadline, f"waited {patience:g} s for {what}"
        time.sleep(0.3)


@dataclass(frozen=True)
class Watch:
    """A folder in which each watched process writes down whom it connects to, a file a process."""

    folder: Path

    def environment(self) -> dict[str, str]:
        """What makes a Python process and its children watched."""
        hook = self.folder / "hook"
        if not hook.exists():
            hook.mkdir(parents=True)
            record = self.folder / "seen"
            record.mkdir()
            (hook / "sitecustomize.py").write_text(f"FOLDER = {str(record)!r}\n{_HOOK}", encoding="utf-8")
        known = os.environ.get("PYTHONPATH")
        return {"PYTHONPATH": os.pathsep.join(filter(None, (str(hook), str(ROOT), str(ROOT / "smartcard"), known)))}

    def seen(self) -> dict[int, list[str]]:
        """The lines of each process."""
        return {int(path.name): path.read_text().splitlines() for path in sorted((self.folder / "seen").iterdir())}

    def outside(self) -> list[str]:
        """Every line that names anything but this machine."""
        return [line for lines in self.seen().values() for line in lines if not _is_here(line)]


def _is_here(line: str) -> bool:
    what = line.partition(" ")[2]
    if what.startswith("("):
        what = what[1:].split(",")[0]
    host = what.strip("'b\"")
    return host in {"127.0.0.1", "::1", "localhost", "None", ""} or host.startswith(("/", "\\x00"))


def _asked(request: urllib.request.Request) -> Any:
    """The answer; 503 means that the server's database is busy just now, and that one may ask again."""

    def ask() -> list[Any] | None:
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 (our own address)
                return [json.load(reply)]
        except urllib.error.HTTPError as error:
            if error.code == HTTPStatus.SERVICE_UNAVAILABLE:
                return None
            raise

    return until(ask, request.full_url)[0]


@dataclass(frozen=True)
class Api:
    """Prefect's API, asked as its page asks it."""

    url: str

    def get(self, path: str) -> Any:
        return _asked(urllib.request.Request(f"{self.url}{path}"))  # noqa: S310 (our own address)

    def post(self, path: str, data: Mapping[str, Any]) -> Any:
        request = urllib.request.Request(  # noqa: S310 (our own address)
            f"{self.url}{path}", json.dumps(data).encode(), {"Content-Type": "application/json"}
        )
        return _asked(request)

    def deployments(self) -> dict[str, dict[str, Any]]:
        """Each deployment by the name of its flow."""
        flows = {one["id"]: one["name"] for one in self.post("/flows/filter", {})}
        return {flows[one["flow_id"]]: one for one in self.post("/deployments/filter", {})}

    def start(self, flow: str, **parameters: Any) -> str:
        """Run a deployment on demand, as the page's button does; the run's id."""
        made = self.deployments()[flow]
        data = {"parameters": {**made["parameters"], **parameters}, "state": {"type": "SCHEDULED"}}
        return str(self.post(f"/deployments/{made['id']}/create_flow_run", data)["id"])

    def ended(self, run: str) -> dict[str, Any]:
        """A flow run as soon as it is over."""

        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = self.get(f"/flow_runs/{run}")
            return found if found["state_type"] in ENDED else None

        return until(look, f"the end of {run}")

    def tasks(self, run: str) -> list[dict[str, Any]]:
        """The task runs of a flow run."""
        asked = {"flow_runs": {"id": {"any_": [run]}}}
        found: list[dict[str, Any]] = self.post("/task_runs/filter", asked)
        return found

    def artifacts(self, run: str) -> dict[str, dict[str, Any]]:
        """What a flow run wrote on its page, by type."""
        asked = {"artifacts": {"flow_run_id": {"any_": [run]}}}
        return {one["type"]: one for one in self.post("/artifacts/filter", asked)}

    def logs(self, run: str) -> str:
        """The log of a run."""
        asked = {"logs": {"flow_run_id": {"any_": [run]}}, "limit": 200}
        return "\n".join(one["message"] for one in self.post("/logs/filter", asked))


@contextmanager
def process(command: list[str], log: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the background; at the end it is asked to stop, and its children with it."""
    with log.open("wb") as out:
        started = subprocess.Popen(
            command, cwd=log.parent, stdout=out, stderr=out, env={**os.environ, **environment}, start_new_session=True
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


@contextmanager
def serving(settings: Path, watch: Watch, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """``zijian flows serve``, ready to take runs; its output is in ``serve-….log`` beside the settings."""
    command = [sys.executable, "-m", "flows.cli", "flows", "serve", "--settings", str(settings)]
    log = settings.parent / f"serve-{time.monotonic_ns()}.log"
    with process(command, log, {**watch.environment(), "PREFECT_RUNNER_POLL_FREQUENCY": "1"}) as started:

        def ready() -> bool | None:
            assert started.poll() is None, log.read_text("utf-8", "replace")
            try:
                found = Api(url).deployments()
            except OSError:
                return None
            return True if found and all(one["status"] == "READY" for one in found.values()) else None

        until(ready, "the deployments")
        yield started
