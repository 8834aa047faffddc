"""Prefect without a server to install: its API and page started beside the work, silent to the outside.

Nothing here imports Prefect: what it reads from the environment has to stand there before it is imported.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.flow_settings import FlowSettings, Prefect
from flows.safe_write import write_new
from schemas.errors import UsageError, ZijianError

SILENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
}
"""What keeps Prefect 3 from calling home: the events of its client (``DO_NOT_TRACK``), the server's heartbeat to
sens-o-matic.prefect.io, what it would send to Prefect Cloud, the advertisements of its page; and its second page
(``/v2``), which asks amplitude.com for settings from the reader's browser whatever the others say (seen in 3.8.8)."""

_OURS = "server.json"
_PATIENCE = 20.0


class ServerError(ZijianError):
    """The Prefect server does not answer."""

    retryable = True


@dataclass(frozen=True, slots=True)
class _Known:
    """A server that a process of ours started: its address, its process, and the process that it serves."""

    url: str
    pid: int
    owner: int


@dataclass(frozen=True, slots=True)
class Api:
    """The address of a Prefect API, and whether this process started its server and will stop it."""

    url: str
    ours: bool


def prepare(settings: FlowSettings) -> None:
    """Set this process's environment for Prefect; to be called before anything imports it."""
    os.environ.update(SILENT)
    os.environ.setdefault("PREFECT_HOME", str(settings.home))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    settings.home.mkdir(parents=True, exist_ok=True)


@contextmanager
def prefect_api(settings: FlowSettings) -> Iterator[Api]:
    """The Prefect API, whose address holds for this process meanwhile.

    One that the settings or ``PREFECT_API_URL`` name must answer; else that of a running ``zijian flows`` on this
    machine is shared, and where there is none a server is started and stopped at the end. ``ServerError`` where none
    answers, ``UsageError`` where the port is taken.
    """
    prepare(settings)
    given = settings.prefect.api or os.environ.get("PREFECT_API_URL")
    if given:
        _require(given)
        with _address(given):
            yield Api(given, ours=False)
        return
    with _own_server(settings) as found, _address(found.url):
        yield found


@contextmanager
def _address(url: str) -> Iterator[None]:
    before = os.environ.get("PREFECT_API_URL")
    os.environ["PREFECT_API_URL"] = url
    try:
        yield
    finally:
        if before is None:
            del os.environ["PREFECT_API_URL"]
        else:
            os.environ["PREFECT_API_URL"] = before


@contextmanager
def _own_server(settings: FlowSettings) -> Iterator[Api]:
    known = _known(settings.home)
    if known is not None and _alive(known.owner) and answers(known.url):
        yield Api(known.url, ours=False)
        return
    if known is not None and answers(known.url):
        _stop_left_over(known)
    url = f"http://{_reachable(settings.prefect.host)}:{settings.prefect.port}/api"
    if answers(url):
        raise UsageError(
            f"連接埠 {settings.prefect.port} 已有另一 Prefect 伺服器 (another Prefect server has this port)",
            hint="請改 [prefect] port,或以 [prefect] api 使用該伺服器。(Change port, or use that server by api.)",
        )
    process = _start(settings)
    try:
        _await(url, process, settings)
        _note(settings.home, _Known(url, process.pid, os.getpid()))
        yield Api(url, ours=True)
    finally:
        _stop(process)
        (settings.home / _OURS).unlink(missing_ok=True)


def answers(url: str) -> bool:
    """Whether a Prefect API answers at an address."""
    try:
        # No proxy: it is this machine or one of the office's own.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{url.rstrip('/')}/health", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        return False


def _require(url: str) -> None:
    if not answers(url):
        raise ServerError(
            f"Prefect 伺服器無回應:{url} (no answer)", hint="請確認伺服器已啟動、位址正確。(Is it running?)"
        )


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (what the settings may name)


def _start(settings: FlowSettings) -> subprocess.Popen[bytes]:
    prefect = settings.prefect
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", prefect.host, "--port", str(prefect.port)]
    with (settings.home / "server.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 (our own words)
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={**os.environ, **_where(prefect)}
        )


def _where(prefect: Prefect) -> dict[str, str]:
    """The page asks the API at the address that stands in the environment, not at that of the command line."""
    address = f"http://{_reachable(prefect.host)}:{prefect.port}/api"
    return {"PREFECT_UI_API_URL": os.environ.get("PREFECT_UI_API_URL", address)}


def _await(url: str, process: subprocess.Popen[bytes], settings: FlowSettings) -> None:
    deadline = time.monotonic() + settings.prefect.start_seconds
    while not answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerError(
                f"Prefect 伺服器未能啟動 (the Prefect server did not start): {_last_line(settings.home)}",
                hint=f"見 {settings.home / 'server.log'}。",
            )
        time.sleep(0.2)


def _last_line(home: Path) -> str:
    lines = (home / "server.log").read_text("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "-")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _alive(pid: int) -> bool:
    """Whether a process is there; on Windows, where asking would end it, that is taken for granted."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _stop_left_over(known: _Known) -> None:
    """Stop the server of a process that was killed before it could stop it."""
    os.kill(known.pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while answers(known.url) and time.monotonic() < deadline:
        time.sleep(0.2)


def _known(home: Path) -> _Known | None:
    try:
        return _Known(**json.loads((home / _OURS).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _note(home: Path, known: _Known) -> None:
    content = {"url": known.url, "pid": known.pid, "owner": known.owner}
    write_new(home / _OURS, json.dumps(content).encode("ascii"))
