"""Helpers: ``zijian`` as it is called, and the sample application as data that a test changes."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main

FIRST: dict[str, Any] = tomllib.loads((Path(__file__).parent / "data" / "first.toml").read_text(encoding="utf-8"))
HOLDER = (
    "signed_on",
    "company_name",
    "factory_address",
    "licence_number",
    "responsible_person",
    "company_address",
    "phone",
    "scope",
)


def changed(base: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """The data with ``part__field=value`` replaced; ``None`` takes a part away."""
    data = copy.deepcopy(dict(base))
    for path, value in parts.items():
        *above, name = path.split("__")
        holder = data
        for step in above:
            holder = holder.setdefault(step, {})
        if value is None:
            holder.pop(name, None)
        else:
            holder[name] = value
    return data


def extension(permit: str, **parts: Any) -> dict[str, Any]:
    """FIF-05 of the sample applicant."""
    rest = ("holder", "quality", "accreditation", "staff", "equipment_list", "enclosures", "payment")
    return changed({**{name: FIRST[name] for name in (*HOLDER, *rest)}, "permit_number": permit}, **parts)


def change(permit: str, **parts: Any) -> dict[str, Any]:
    """FIF-06 of the sample applicant, with no box ticked."""
    base: dict[str, Any] = {name: FIRST[name] for name in HOLDER}
    base |= {
        "permit_number": permit,
        "reasons": {},
        "change": {},
        "enclosures": {"permit_original": True, "change_proof": True},
        "payment": {"amount": 1000, "method": "cash"},
    }
    return changed(base, **parts)


@dataclass(frozen=True)
class Office:
    """A folder with a warehouse."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def warehouse(self) -> Path:
        return self.root / "office.duckdb"

    def file(self, name: str, data: Mapping[str, Any]) -> str:
        """Data of an application as a JSON file."""
        path = self.root / name
        path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
        return str(path)

    def say(self, *words: str) -> tuple[int, str, str]:
        """A command without ``--json``: exit status, stdout, stderr."""
        self.capsys.readouterr()
        status = main([*words, "--warehouse", str(self.warehouse), "--by", "林承辦"])
        found = self.capsys.readouterr()
        return status, found.out, found.err

    def run(self, *words: str, status: int = 0, today: date = date(2026, 11, 5)) -> Any:
        """A command with ``--json``: its data."""
        code, out, err = self.say(*words, "--json", "--today", today.isoformat())
        assert (code, err) == (status, ""), (words, out, err)
        return json.loads(out)

    def permit(self, number: str, on: str) -> Any:
        """What held of a permit on a day."""
        return self.run("permit", "show", number, "--on", on)
