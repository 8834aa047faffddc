"""The worker: whatever happens in it becomes one finding, and results keep their order."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time

import pytest

from flows.isolation import Call, Limits, forks, run, run_many
from schemas.findings import Finding


def _spin() -> None:
    while True:
        pass


def _greedy() -> int:
    return len(bytearray(4 << 30))


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(seconds: float, value: int) -> int:
    time.sleep(seconds)
    return value


def _talk() -> str:
    print("never seen")
    logging.getLogger("zijian.test").error("seen %s", "here")
    return "done"


def _code(result: object) -> tuple[str, dict[str, str]]:
    assert isinstance(result, Finding)
    return result.code, dict(result.params)


def test_a_result_comes_back() -> None:
    assert run(Call(_after, (0.0, 7))) == 7


def test_a_hanging_worker_is_stopped_on_time() -> None:
    start = time.monotonic()
    assert _code(run(Call(time.sleep, (60,), Limits(seconds=0.5)))) == ("F107", {"why": "0 s"})
    assert time.monotonic() - start < 5


def test_a_spinning_worker_is_stopped() -> None:
    assert _code(run(Call(_spin, (), Limits(seconds=1))))[0] == "F107"


@pytest.mark.parametrize(("function", "why"), [(os.abort, "SIGABRT"), (_killed, "SIGKILL")])
def test_a_killed_worker_is_a_finding(function: object, why: str) -> None:
    assert _code(run(Call(function, ()))) == ("F107", {"why": why})  # type: ignore[arg-type]


def test_a_worker_that_leaves_without_a_word_is_a_finding() -> None:
    assert _code(run(Call(os._exit, (3,)))) == ("F107", {"why": "exit 3"})


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_memory_is_limited() -> None:
    assert _code(run(Call(_greedy, (), Limits(memory=256 << 20))))[0] == "F106"


def test_the_result_is_limited() -> None:
    assert _code(run(Call(bytes, (5 << 20,), Limits(result=1 << 20))))[0] == "F106"


def test_results_keep_their_order_and_run_side_by_side() -> None:
    waits = [0.6, 0.0, 0.3, 0.0, 0.1, 0.0]
    assert list(run_many((Call(_after, (wait, number)) for number, wait in enumerate(waits)), 3)) == list(range(6))


def test_large_results_that_wait_for_their_turn_do_not_run_out_of_time() -> None:
    calls = [Call(_after, (2.0, 0), Limits(seconds=8)), *[Call(bytes, (1 << 20,), Limits(seconds=1)) for _ in range(3)]]
    first, *rest = run_many(calls, 2)
    assert first == 0
    assert [len(item) for item in rest] == [1 << 20] * 3


def test_a_pool_that_is_left_early_stops_its_workers() -> None:
    results = run_many([Call(_after, (0.0, 1)), Call(time.sleep, (60,))], 2)
    assert next(results) == 1
    start = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 5


def test_log_records_travel_and_prints_do_not(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(Call(_talk, ())) == "done"
    assert "seen here" in caplog.text
    assert capfd.readouterr().out == ""


def test_beside_another_thread_a_worker_is_not_forked() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not forks()
        assert run(Call(len, ("four",))) == 4
    finally:
        done.set()
        thread.join()


def test_limits_grow_with_the_file() -> None:
    small, large = Limits().for_size(1000), Limits().for_size(6 << 20)
    assert small == Limits()
    assert large.seconds > 60
    assert large.memory > Limits().memory
    assert Limits().for_size(1 << 40).seconds <= 600
