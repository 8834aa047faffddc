"""``python -m tests.intake.kill_sweep ROOT PART PARTS [SAMPLE]``: kill the month at each point, run it again, compare.

The month is run once undisturbed to learn its points and what is there in the end. A point that finds the office's
folder and the servers as the point before did is left out: a kill there leaves the same behind. Of the others this
process takes every ``PARTS``-th, or ``SAMPLE`` of them, evenly spread. One line of JSON for the month, one a point.
"""

from __future__ import annotations

import importlib
import json
import sys
from contextlib import suppress
from pathlib import Path

from tests.intake.kill_month import Servers
from tests.intake.killer import Counter, Witness, forked, watched
from tests.intake.office import Office
from warehouse.read_copy import publish
from warehouse.store import Store

FLAGS_FROM = "flag"
"""In the second month, whose messages are flagged and not moved, only what is sent to a server is new."""


def learn(servers: Servers, marks: str, out: Path) -> None:
    """Run the month undisturbed; write down its points, its end, and the modules that it took."""
    office = servers.fresh()
    witness = Witness(office.root)
    with watched(witness):
        servers.run(office, marks)
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


def killed(servers: Servers, marks: str, point: int) -> None:
    """Run the month and end at a point."""
    with watched(Counter(point)):
        servers.run(Office(servers.root / "office"), marks)


def again(servers: Servers, marks: str, out: Path) -> None:
    """Run what is left of the month; write down its end."""
    office = Office(servers.root / "office")
    servers.run(office, marks)
    out.write_text(json.dumps(servers.state(office)), encoding="utf-8")


def tried(servers: Servers, marks: str, point: int, wanted: dict[str, str]) -> dict[str, object]:
    """What came of a kill at a point: how both runs ended, and what differs from the undisturbed month."""
    out = servers.root / "state.json"
    out.unlink(missing_ok=True)
    servers.fresh()
    first = forked(lambda: killed(servers, marks, point))
    servers.quiet()
    second = forked(lambda: again(servers, marks, out))
    state = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    names = sorted(name for name in wanted.keys() | state.keys() if wanted.get(name) != state.get(name))
    return {"marks": marks, "point": point, "killed": first, "again": second, "differences": names}


def chosen(points: list[int], part: int, parts: int, sample: int | None) -> list[int]:
    """Every ``parts``-th point, or ``sample`` of all, evenly spread with both ends."""
    if sample is None:
        return points[part::parts]
    last = len(points) - 1
    return [points[number] for number in sorted({index * last // (sample - 1) for index in range(sample)})]


def main(root: Path, part: int, parts: int, sample: int | None = None) -> None:
    """The sweep."""
    servers = Servers.started(root)
    try:
        for marks in ("move", "flag"):
            out = root / f"{marks}.json"
            if forked(lambda marks=marks, out=out: learn(servers, marks, out)):  # type: ignore[misc]
                raise SystemExit(f"{marks}: the undisturbed month failed")
            month = json.loads(out.read_text(encoding="utf-8"))
            points = {int(point): name for point, name in month["points"].items()}
            if marks == FLAGS_FROM:
                points = {point: name for point, name in points.items() if name in {"send", "sendall"}}
            report = {"marks": marks, "steps": month["steps"], "points": len(points), "state": len(month["state"])}
            print(json.dumps(report), flush=True)
            warm(month["modules"], root / "warm.duckdb")
            for point in chosen(sorted(points), part, parts, sample):
                result = tried(servers, marks, point, month["state"])
                print(json.dumps({**result, "step": points[point]}), flush=True)
    finally:
        servers.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else None)
