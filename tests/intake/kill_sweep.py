"""``python -m tests.intake.kill_sweep ROOT PART PARTS [SAMPLE]``: kill the month at each point, run it again, compare.

Each month is run once undisturbed to learn its points and what is there in the end. A point that finds the office's
folder and the servers as the point before did is left out: a kill there leaves the same behind. Of the others this
process takes every ``PARTS``-th, or ``SAMPLE`` of each month, evenly spread. One line of JSON a month, one a point.
"""

from __future__ import annotations

import importlib
import json
import sys
from contextlib import suppress
from pathlib import Path

from tests.intake.kill_month import MONTHS, Servers
from tests.intake.killer import STORE, Counter, Witness, forked, watched
from tests.intake.office import Office
from warehouse.read_copy import publish
from warehouse.store import Store

NEW = {"flag": {STORE}, "new": {"_apply", "migrate"}}
"""The steps of the other months that the first one has not: flags are set, the warehouse is made."""


def learn(servers: Servers, month: str, out: Path) -> None:
    """Run the month undisturbed; write down its points, its end, and the modules that it took."""
    office = servers.fresh(month)
    witness = Witness(office.root)
    with watched(witness):
        servers.run(office, month)
    found = {"steps": witness.seen, "points": witness.points, "modules": sorted(sys.modules)}
    out.write_text(json.dumps({**found, "state": servers.state(office)}), encoding="utf-8")


def warm(modules: list[str], warehouse: Path) -> None:
    """Import what the month takes and make what is made once a process, so that each child has it for free."""
    for name in modules:
        with suppress(ImportError):
            importlib.import_module(name)
    with Store(warehouse):
        pass
    publish(warehouse)


def killed(servers: Servers, month: str, point: int) -> None:
    """Run the month and end at a point."""
    with watched(Counter(point)):
        servers.run(Office(servers.root / "office"), month)


def again(servers: Servers, month: str, out: Path) -> None:
    """Run what is left of the month; write down its end."""
    office = Office(servers.root / "office")
    servers.run(office, month)
    out.write_text(json.dumps(servers.state(office)), encoding="utf-8")


def tried(servers: Servers, month: str, point: int, wanted: dict[str, str]) -> dict[str, object]:
    """What came of a kill at a point: how both runs ended, and what differs from the undisturbed month."""
    out = servers.root / "state.json"
    out.unlink(missing_ok=True)
    servers.fresh(month)
    first = forked(lambda: killed(servers, month, point))
    servers.quiet()
    second = forked(lambda: again(servers, month, out))
    state = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    names = sorted(name for name in wanted.keys() | state.keys() if wanted.get(name) != state.get(name))
    return {"month": month, "point": point, "killed": first, "again": second, "differences": names}


def chosen(points: list[int], part: int, parts: int, sample: int | None) -> list[int]:
    """Every ``parts``-th point, or ``sample`` of all, evenly spread with both ends."""
    if sample is None:
        return points[part::parts]
    last = len(points) - 1
    return [points[number] for number in sorted({index * last // (sample - 1) for index in range(sample)})]


def prepare(servers: Servers) -> None:
    """Run a month for what it imports, so that in every run after it the same steps have the same numbers."""
    out = servers.root / "warm.json"
    if forked(lambda: learn(servers, "new", out)):
        raise SystemExit("the undisturbed month failed")
    warm(json.loads(out.read_text(encoding="utf-8"))["modules"], servers.root / "warm.duckdb")


def swept(servers: Servers, month: str, part: int, parts: int, sample: int | None) -> None:
    """One month: its line, then a line a point."""
    out = servers.root / f"{month}.json"
    if forked(lambda: learn(servers, month, out)):
        raise SystemExit(f"{month}: the undisturbed month failed")
    learnt = json.loads(out.read_text(encoding="utf-8"))
    names = {int(point): name for point, name in learnt["points"].items()}
    points = sorted(point for point, name in names.items() if name in NEW.get(month, {name}))
    facts = {"steps": learnt["steps"], "points": len(points), "state": len(learnt["state"])}
    print(json.dumps({"month": month, **facts}), flush=True)
    for point in chosen(points, part, parts, sample):
        print(json.dumps({**tried(servers, month, point, learnt["state"]), "step": names[point]}), flush=True)


def main(root: Path, part: int, parts: int, sample: int | None = None) -> None:
    """The sweep."""
    servers = Servers.started(root)
    try:
        prepare(servers)
        for month in MONTHS:
            swept(servers, month, part, parts, sample)
    finally:
        servers.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)
