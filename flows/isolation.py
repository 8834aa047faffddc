"""Run a function on untrusted bytes in a worker process with limits on time, CPU, memory and result.

A worker that hangs, is killed or runs out of memory becomes one finding (F106, F107), never an exception.
On Linux the worker is forked where that is safe (one thread), which costs milliseconds; otherwise it comes from
a fork server or is spawned. macOS and Windows know no limit on address space: there the clock alone watches.
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import pickle
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from flows.forked import fork
from schemas.findings import Finding

_MEGABYTE = 1 << 20
_PATIENCE = 3.0
_HONEST = 1 * _MEGABYTE
_OBJECTS = 200_000
"""New objects before a worker looks for cycles: a large sheet makes millions of cells, none of them in a cycle."""


class Limits(NamedTuple):
    """What one file may take: ``seconds`` of wall clock and of CPU, ``memory`` and ``result`` in bytes."""

    seconds: float = 20.0
    memory: int = 1 << 30
    result: int = 512 << 20

    def for_size(self, size: int) -> Limits:
        """More for a large file: 20 s and 100 MiB for each MiB after the first, within thirty times the time and four times the memory."""
        extra = max(size - _HONEST, 0) / _MEGABYTE
        seconds = min(self.seconds + 20 * extra, 30 * self.seconds)
        memory = min(self.memory + int(100 * extra) * _MEGABYTE, 4 * self.memory)
        return Limits(seconds, memory, self.result)


DEFAULT = Limits()


class Call(NamedTuple):
    """One piece of work: a function that can be pickled by name, its arguments, its limits."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limits: Limits = DEFAULT


Task = Generator[Call, Any, Any]
"""Work in steps: yields a call, is sent what came of it, and returns the result of the whole."""


def run(call: Call) -> Any:
    """What the call returns, or the finding that says why there is nothing."""
    return next(run_many([call], 1))


def run_many(calls: Iterable[Call], jobs: int) -> Iterator[Any]:
    """The results in the order of the calls, ``jobs`` of them at work at a time."""
    return run_tasks(map(only, calls), jobs)


def run_tasks(tasks: Iterable[Task], jobs: int) -> Iterator[Any]:
    """The results in the order of the tasks; ``jobs`` workers at a time, each call in one of its own."""
    return _Pool(iter(tasks), jobs).results()


def begin(task: Task) -> Iterator[Any]:
    """The task's first worker sets out before this returns; what came of the task is the iterator's one item."""
    pool = _Pool(iter([task]), 1)
    pool.fill(0)
    return pool.results()


def only(call: Call) -> Task:
    """A task of one step."""
    return (yield call)


def forks() -> bool:
    """Whether workers are forked: then what this process has imported is theirs for free."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(slots=True)
class _Worker:
    process: Any
    connection: Any
    limits: Limits
    deadline: float

    @classmethod
    def start(cls, call: Call) -> _Worker:
        arguments = call.function, call.arguments, call.limits
        process, connection = fork(_work, arguments) if forks() else _started(arguments)
        return cls(process, connection, call.limits, time.monotonic() + call.limits.seconds)

    def result(self) -> Any:
        """What came through the pipe; a finding where the worker ended without a word. It may still be on its way out."""
        try:
            message = self.connection.recv_bytes()
        except (EOFError, OSError):
            self.end(_PATIENCE)
            return _death(self.process.exitcode, self.limits)
        self.connection.close()
        result, records = pickle.loads(message)  # noqa: S301 - written by our own worker
        for record in records:
            logging.getLogger(record.name).handle(record)
        return result

    def kill(self) -> Finding:
        """Stop a worker whose time is up."""
        self.end(0.0)
        return Finding("F107", params={"why": f"{self.limits.seconds:.0f} s"})

    def end(self, patience: float) -> None:
        """See to it that the process is gone, in ``patience`` seconds or by force."""
        self.connection.close()
        self.process.join(patience)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()


@dataclass(slots=True)
class _Pool:
    """Workers at work (``running``, by place in the order) and results that wait for their turn (``done``).

    ``leaving``: workers that have said all and are not seen to be gone yet; nobody waits for them before the end.
    """

    tasks: Iterator[Task]
    jobs: int
    running: dict[int, tuple[_Worker, Task]] = field(default_factory=dict)
    done: dict[int, Any] = field(default_factory=dict)
    leaving: list[_Worker] = field(default_factory=list)
    started: int = 0
    exhausted: bool = False

    def results(self) -> Iterator[Any]:
        """What came of each task, in order, as soon as those before it are done; at the end no worker is left."""
        given = 0
        try:
            while True:
                self.fill(given)
                if given in self.done:
                    yield self.done.pop(given)
                    given += 1
                elif self.running:
                    self._collect()
                else:
                    return
        finally:
            self.close()

    def fill(self, given: int) -> None:
        """Start what may run; results that nobody has taken yet hold the start back."""
        while not self.exhausted and len(self.running) < self.jobs and self.started < given + 4 * self.jobs:
            task = next(self.tasks, None)
            if task is None:
                self.exhausted = True
                return
            self.started += 1
            self._step(self.started - 1, task, None)

    def _step(self, number: int, task: Task, result: Any) -> None:
        """Tell the task what came of its last call: it ends, or a worker sets out on the next."""
        try:
            self.running[number] = (_Worker.start(task.send(result)), task)
        except StopIteration as end:
            self.done[number] = end.value

    def _collect(self) -> None:
        workers = [worker for worker, _ in self.running.values()]
        soonest = min(worker.deadline for worker in workers)
        ready = _ready([worker.connection for worker in workers], max(soonest - time.monotonic(), 0))
        now = time.monotonic()
        self._see_off(now)
        for number, (worker, task) in list(self.running.items()):
            if worker.connection in ready:
                del self.running[number]
                self.leaving.append(worker)
                self._step(number, task, worker.result())
            elif now >= worker.deadline:
                del self.running[number]
                self._step(number, task, worker.kill())

    def _see_off(self, now: float) -> None:
        for worker in self.leaving:
            if now >= worker.deadline:
                worker.end(0.0)
        self.leaving = [worker for worker in self.leaving if worker.process.exitcode is None]

    def close(self) -> None:
        """Stop whatever still runs."""
        for worker in self.leaving:
            worker.end(_PATIENCE)
        self.leaving.clear()
        for worker, task in self.running.values():
            worker.kill()
            task.close()
        self.running.clear()


def _started(arguments: tuple[Any, ...]) -> tuple[Any, Any]:
    """A worker that is not forked from this process, and the end of the pipe on which it answers."""
    import multiprocessing as mp  # noqa: PLC0415 - not where workers are forked

    from flows.main_module import main_left_out  # noqa: PLC0415

    context: Any = mp.get_context("spawn" if sys.platform == "win32" else "forkserver")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, *arguments), daemon=True)
    with main_left_out():
        process.start()
    there.close()
    return process, here


def _ready(connections: list[Any], patience: float) -> list[Any]:
    """Those of the connections that have something to say, or have come to their end, after ``patience`` seconds at most."""
    if sys.platform == "win32":
        from multiprocessing.connection import wait  # noqa: PLC0415

        return list(wait(connections, patience))
    poll = select.poll()
    by_number = {connection.fileno(): connection for connection in connections}
    for number in by_number:
        poll.register(number, select.POLLIN)
    return [by_number[number] for number, _ in poll.poll(int(patience * 1000) + 1)]


def _death(code: int | None, limits: Limits) -> Finding:
    """A worker that said nothing: out of CPU time, or killed by a signal."""
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return Finding("F107", params={"why": f"CPU {limits.seconds:.0f} s"})
    name = signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}"
    return Finding("F107", params={"why": name})


def _work(connection: Any, function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> None:
    """In the worker: set the limits, do the work, send result and log records."""
    collector = _Collector()
    _quiet(collector)
    _limit(limits)
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    try:
        message = pickle.dumps((function(*arguments), collector.records), protocol=5)
        if len(message) > limits.result:
            message = _memory_message(f"{len(message):,} bytes", limits.result)
    except MemoryError:
        message = _memory_message("memory", limits.memory)
    connection.send_bytes(message)
    connection.close()


def _memory_message(what: str, limit: int) -> bytes:
    return pickle.dumps((Finding("F106", params={"what": what, "limit": f"{limit:,}"}), []))


def _quiet(collector: logging.Handler) -> None:
    """Nothing that a dying library prints reaches the terminal; log records travel with the result."""
    root = logging.getLogger()
    root.handlers = [collector]
    faulthandler.disable()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.stdout = sys.stderr = os.fdopen(null, "w")
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Collector(logging.Handler):
    """Log records made ready for another process: their text is complete, what cannot be pickled is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        record.msg = self.format(record)
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        self.records.append(record)


def _limit(limits: Limits) -> None:
    """CPU and address space, on top of what this process already has; no core dump."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        allowed = pages * resource.getpagesize() + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
