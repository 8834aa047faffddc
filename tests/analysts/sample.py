"""The sample warehouse: the demo's month, and what an office adds to it. Every name and amount is invented."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

from flows.demo import WAREHOUSE
from warehouse.cashbook import PaymentRequest, add_payment
from warehouse.read_copy import publish
from warehouse.store import Store
from warehouse.values import TAIPEI

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=TAIPEI)
AREAS = {
    "桃園市": "新竹分局",
    "新竹": "新竹分局",
    "新北市": "總局",
    "臺中市": "臺中分局",
    "臺南市": "臺南分局",
    "高雄市": "高雄分局",
}
PAID = (
    ("MV113901/2026-10/weighing_instrument", 3488, "transfer", date(2026, 11, 13)),
    ("IV114901/2026-10/water_meter", 1000, "online", date(2026, 11, 16)),
    ("IV114901/2026-10/water_meter", 416, "cash", date(2026, 11, 18)),
)


def make_sample(folder: Path) -> Path:
    """Run the demo in a folder, enter payments and areas, publish; returns the warehouse."""
    command = [sys.executable, "-m", "flows.cli", "demo", "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    path = folder / WAREHOUSE
    with Store(path, clock=lambda: NOW) as store, store.transaction():
        for reference, amount, channel, paid_on in PAID:
            request = PaymentRequest(reference, "3160", amount, channel, paid_on, by="出納吳九")
            add_payment(store, request, None)
        areas = [(area, branch, "範例", True, store.now()) for area, branch in AREAS.items()]
        store.append("branch_areas", ("area", "branch", "source", "example", "recorded_at"), areas)
    publish(path, clock=lambda: NOW)
    return path
