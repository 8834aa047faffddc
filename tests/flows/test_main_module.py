"""Workers do not import the program that starts them: under Prefect and Dask that would cost seconds a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PROGRAM = """
import os, sys, threading
print("main", os.getpid(), flush=True)
from flows.isolation import Call, run

if __name__ == "__main__":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    print("got", run(Call(len, (b"abc",))), hasattr(sys.modules["__main__"], "__file__"), flush=True)
"""


def test_a_worker_does_not_run_its_starter_again(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    done = subprocess.run([sys.executable, str(program)], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["main", "got"]
    assert lines[1] == "got 3 True"
