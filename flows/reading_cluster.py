"""Files read on the workers of a Dask cluster, a file a task; everything else stays with the one writer.

On its worker each file still has a limited process of its own (``flows.isolation``). The writer's threads only wait.
"""

from __future__ import annotations

import multiprocessing
from asyncio import CancelledError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from flows.intake_types import Reader
from schemas.document import Document
from schemas.errors import MissingPart, UsageError, ZijianError
from schemas.profile import Profile
from schemas.validate import RULESET

_SECONDS = 30
_LARGE = 1 << 20


class ClusterError(ZijianError):
    """The cluster cannot be reached, or lost a task."""

    retryable = True


@contextmanager
def cluster_reader(address: str, profiles: tuple[Profile, ...] = ()) -> Iterator[Reader]:
    """A reader that sends each file to the scheduler at ``address``, which must have a worker within half a minute.

    ``ClusterError`` where it cannot be reached or has no worker, ``UsageError`` where a worker is not fit for it,
    ``MissingPart`` where Dask is not installed here.
    """
    client = _connected(address)
    try:
        _require_fit(client)
        yield partial(_read, client, profiles)
    finally:
        client.close()


def _connected(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 - only where there is a cluster
    except ModuleNotFoundError as error:
        raise MissingPart("未安裝 Dask (Dask is not installed)", hint="請安裝 zijian[cluster]。") from error
    connect: Callable[..., Any] = Client
    try:
        client: Any = connect(address, timeout=_SECONDS, set_as_default=False, name="zijian")
    except (OSError, TimeoutError) as error:
        raise ClusterError(
            f"無法連線 Dask 排程器 {address} (no scheduler answers there)", hint="請確認 dask scheduler 已啟動。"
        ) from error
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError as error:
        client.close()
        raise ClusterError(f"{address} 沒有工作程序 (it has no worker)", hint="請啟動 dask worker。") from error
    return client


def _require_fit(client: Any) -> None:
    """Every worker must be able to do what is asked of it, before any file is sent."""
    try:
        answers: dict[str, str | None] = client.run(unfit, RULESET)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"工作程序未安裝 zijian (a worker lacks it): {error.name}",
            hint="請在各機器安裝同一版本。(Install it there.)",
        ) from error
    for worker, why in sorted(answers.items()):
        if why:
            raise UsageError(f"{worker}: {why}", hint="見 docs/flows.md。(See docs/flows.md.)")


def unfit(ruleset: str) -> str | None:
    """On a worker: why it cannot read for an office with these rules, or ``None``."""
    if ruleset != RULESET:
        return f"版本不同:{RULESET} (another version, not {ruleset})"
    if multiprocessing.current_process().daemon:
        return "不得另開程序 (it may not start processes): DASK_DISTRIBUTED__WORKER__DAEMON=False"
    return None


def _read(client: Any, profiles: tuple[Profile, ...], data: bytes, name: str) -> Document:
    from distributed import KilledWorker  # noqa: PLC0415

    sent = client.scatter(data, hash=False) if len(data) > _LARGE else data
    try:
        document: Document = client.submit(read_there, sent, name, profiles, RULESET, pure=False).result()
    except (KilledWorker, CancelledError, TimeoutError, OSError) as error:
        raise ClusterError(f"叢集讀檔中斷:{name} (the cluster lost it): {type(error).__name__}") from error
    return document


def read_there(data: bytes, name: str, profiles: tuple[Profile, ...], ruleset: str) -> Document:
    """On a worker: the file read in a limited process. ``UsageError`` where the worker is not fit for it."""
    from flows.reading import read_isolated  # noqa: PLC0415
    from flows.reading_pool import preload  # noqa: PLC0415

    why = unfit(ruleset)
    if why:
        raise UsageError(why, hint="見 docs/flows.md。(See docs/flows.md.)")
    preload()
    return read_isolated(data, name, profiles=profiles)
