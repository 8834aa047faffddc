"""A writer that loads month after month until its input closes: ``python running_intake.py WAREHOUSE``."""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from pathlib import Path

from tests.warehouse.builders import NOON, message, meters, record, submission
from warehouse.store import Store


def main() -> None:
    ended = threading.Event()
    threading.Thread(target=_wait, args=(ended,), daemon=True).start()
    with Store(Path(sys.argv[1])) as store:
        store.run("SET checkpoint_threshold = '1MB'")
        number = 0
        while not ended.wait(0.05):
            mail = message(f"running {number}", NOON + timedelta(minutes=number))
            store.register_message(mail)
            store.load_submission(submission([record(meters(400, number * 400), f"{number}.pdf")], mail))
            number += 1
            print(number, flush=True)


def _wait(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main()
