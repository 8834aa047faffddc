"""A PostgreSQL cluster of its own in a temporary folder, as the user ``postgres`` where the tests run as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql")


@contextmanager
def postgres(port: int) -> Iterator[str]:
    """The address of a database ``prefect`` as Prefect wants it."""
    folder = Path(tempfile.mkdtemp(prefix="zijian-postgres-"))
    user = "postgres" if os.geteuid() == 0 else ""
    if user:
        shutil.chown(folder, user)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        _run(user, "initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "--no-sync")
        _run(user, "pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            _run(user, "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "prefect")
            yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}/prefect"
        finally:
            _run(user, "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def ask(database: str, sql: str) -> str:
    """The one value that a query gives."""
    psql = sorted(_PROGRAMS.glob("*/bin/psql"))[-1]
    address = database.replace("+asyncpg", "")
    return subprocess.run([psql, "-tA", "-c", sql, address], check=True, capture_output=True, text=True).stdout.strip()


def _run(user: str, program: str, *arguments: str) -> None:
    path = sorted(_PROGRAMS.glob(f"*/bin/{program}"))[-1]
    become = ["runuser", "-u", user, "--"] if user else []
    subprocess.run([*become, str(path), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)
