"""Ten processes read while an intake loads and publishes: none fails, none sees half a publication."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.warehouse.builders import NOON, message, meters, record, submission
from warehouse.read_copy import publish, read_copy_path
from warehouse.store import Store

READER = """
import sys, threading, duckdb
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
query = "SELECT (SELECT count(*) FROM verifications), (SELECT sum(rows_loaded) FROM documents)"
seen = []
while True:
    last = ended.is_set()
    with duckdb.connect(sys.argv[1], read_only=True, config={"threads": 1}) as connection:
        seen.append(connection.execute(query).fetchone())
    if len(seen) == 1:
        print("reading", flush=True)
    if last:
        break
    ended.wait(0.2)
assert all(rows == loaded for rows, loaded in seen), seen
print(*(rows for rows, _ in seen))
"""
READERS, LOADS, ROWS = 10, 4, 500


def take_in(path: Path, number: int) -> None:
    mail = message(str(number), NOON + timedelta(days=number))
    with Store(path) as store:
        store.register_message(mail)
        store.load_submission(submission([record(meters(ROWS), f"{number}.pdf")], mail))
    publish(path)


def start(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", READER, str(read_copy_path(path))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_ten_readers_beside_an_intake(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    take_in(path, 0)
    readers = [start(path) for _ in range(READERS)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    for number in range(1, LOADS + 1):
        take_in(path, number)
    results = [reader.communicate(timeout=60) for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * READERS, results
    for out, _ in results:
        seen = [int(word) for word in out.split()]
        assert seen == sorted(seen)
        assert set(seen) <= {ROWS * count for count in range(1, LOADS + 2)}
        assert (seen[0], seen[-1]) == (ROWS, ROWS * (LOADS + 1))
