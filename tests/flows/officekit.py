"""An office for the tests of flows: settings in a file, mail, a warehouse; firms and numbers are the specimens'."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from flows import flow_settings
from flows.flow_settings import FlowSettings
from schemas.register import Register
from tests.intake.office import Office, eml, paper, record, report
from tests.rules import specimens

TODAY = date(2026, 11, 21)
SENDER = "zijian@office.example"


@dataclass(frozen=True)
class Bureau:
    """A folder with a settings file, a register and an office in it."""

    root: Path

    @property
    def office(self) -> Office:
        return Office(self.root)

    @property
    def file(self) -> Path:
        return self.root / "office.toml"

    @property
    def outbox(self) -> Path:
        return self.root / "office.outbox"

    def settings(self) -> FlowSettings:
        return flow_settings.load(self.file)

    def letters(self, what: str) -> list[str]:
        """The names of the letters in the outbox that begin so."""
        return sorted(path.name for path in self.outbox.glob(f"{what}*.eml")) if self.outbox.is_dir() else []

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.office.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()


def bureau(root: Path, register: Register | None = None, more: str = "") -> Bureau:
    """Settings in ``root/office.toml``; ``more`` is appended to them."""
    made = Bureau(root)
    root.mkdir(parents=True, exist_ok=True)
    (root / "register.toml").write_text(as_toml(register or specimens.register()), encoding="utf-8")
    made.office.mail.mkdir(exist_ok=True)
    made.file.write_text(
        f'[office]\nsource = "mail"\nwarehouse = "office.duckdb"\nregister = "register.toml"\n'
        f'legal_dir = "legal"\nprofiles = "profiles"\nreply_from = "{SENDER}"\n{more}',
        encoding="utf-8",
    )
    (root / "legal").mkdir(exist_ok=True)
    (root / "profiles").mkdir(exist_ok=True)
    return made


def filed(made: Bureau, *names: str) -> None:
    """Take in an honest record and report of each of these kinds, read by the specimens' reader."""
    for number, name in enumerate(names, start=1):
        files = {f"{name}-record.pdf": paper(record(name)), f"{name}-report.pdf": paper(report(name))}
        made.office.post(eml(files, number=number))
    made.office.intake()


def as_toml(register: Register) -> str:
    """A register as its file: permits and ranges of marks."""
    lines = [f"example = {str(register.example).lower()}", f"as_of = {register.as_of.isoformat()}"]
    for table, entries in (("permits", register.permits), ("mark_batches", register.mark_batches)):
        for entry in entries:
            lines += [f"[[{table}]]", *(_entry(name, value) for name, value in entry if value is not None)]
    return "\n".join(lines) + "\n"


def _entry(name: str, value: object) -> str:
    if isinstance(value, date):
        return f"{name} = {value.isoformat()}"
    if isinstance(value, list):
        return f"{name} = [{', '.join(f'{one!r}' for one in value)}]"
    return f'{name} = "{value}"'


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
