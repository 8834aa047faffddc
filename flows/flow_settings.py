"""The office's settings for scheduled work, from one TOML file; relative paths start at the file's folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from schemas.document import Strict
from schemas.errors import UsageError

VARIABLE = "ZIJIAN_SETTINGS"
DEFAULT_FILE = Path("office.toml")

_TABLES = ("office", "reminders", "labels", "cluster", "prefect", "schedules")
_CRON = re.compile(r"(?:[\d*/,A-Za-z#?-]+ ){4}[\d*/,A-Za-z#?-]+")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Office(Strict):
    """Where mail comes from, where it rests, and what it is judged by."""

    source: str
    warehouse: Path
    permits: Path | None = Field(default=None, alias="register")
    legal: Path | None = None
    legal_dir: Path | None = None
    profiles: Path | None = None
    out: Path | None = None
    reply_from: str = "zijian@localhost"
    workers: int = Field(default=1, ge=1, le=64)
    lang: Literal["zh", "en"] = "zh"


class Reminders(Strict):
    """How many days before the day on which a report is due, and after it, reminders go out; calendar days."""

    days_before: int = Field(default=5, ge=0, le=28)
    days_after: int = Field(default=1, ge=1, le=28)


class Labels(Strict):
    """How label batches are printed; as in ``zijian label sheet``."""

    layout: str = "sheet"
    dots_per_inch: int | None = None
    verify: Literal["all", "sample", "none"] = "sample"
    valid_until: str | None = None
    service_until: int | None = None


class Cluster(Strict):
    """The Dask scheduler on whose workers files are read; without it they are read in processes of this machine."""

    scheduler: str | None = None
    tasks: int = Field(default=16, ge=1, le=1024)


class Prefect(Strict):
    """The Prefect server: that at ``api``, or else one that is started here on ``host`` and ``port``.

    ``home``: where Prefect keeps its files; ``<warehouse stem>.prefect`` by default. ``retries`` of a run that a
    fault of the machine broke off, each ``retry_seconds`` after the one before.
    """

    api: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=4200, ge=1, le=65535)
    home: Path | None = None
    start_seconds: float = Field(default=120, gt=0)
    runs_at_once: int = Field(default=2, ge=1, le=64)
    retries: int = Field(default=3, ge=0, le=20)
    retry_seconds: float = Field(default=60, ge=0)


class Schedules(Strict):
    """Cron lines in Asia/Taipei; an empty one runs on demand only."""

    intake: str = "*/15 * * * *"
    outbox: str = "5-59/15 * * * *"
    reminders: str = "0 9 * * *"
    month_close: str = "0 18 10-20 * *"
    permit_expiry: str = "15 9 * * *"
    labels: str = ""
    documents: str = ""

    @field_validator("*")
    @classmethod
    def _five_fields(cls, line: str) -> str:
        if line and not _CRON.fullmatch(line):
            raise ValueError("not a cron line of five fields")
        return line


class FlowSettings(Strict):
    """All of it. Only ``office`` has to be there; ``file`` is where it was read, and where mail's own tables stand."""

    file: Path
    office: Office
    reminders: Reminders = Field(default_factory=Reminders)
    labels: Labels = Field(default_factory=Labels)
    cluster: Cluster = Field(default_factory=Cluster)
    prefect: Prefect = Field(default_factory=Prefect)
    schedules: Schedules = Field(default_factory=Schedules)

    @property
    def home(self) -> Path:
        """Prefect's folder."""
        warehouse = self.office.warehouse
        return self.prefect.home or warehouse.with_name(f"{warehouse.stem}.prefect")

    @property
    def out(self) -> Path:
        """Where pages and lists are written."""
        return self.office.out or self.office.warehouse.parent


def load(path: Path) -> FlowSettings:
    """The settings of a file; ``UsageError`` with the entry where it is none. Tables of others are left alone."""
    data = _toml(path)
    own = {name: data[name] for name in _TABLES if name in data} | {"file": path.absolute()}
    try:
        settings = FlowSettings.model_validate(own)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {where}: {first['msg']}", hint="見 docs/flows.md。(See docs/flows.md.)") from error
    return _placed(settings, path.absolute().parent)


def _placed(settings: FlowSettings, folder: Path) -> FlowSettings:
    """Relative paths made absolute from the file's folder: a served flow runs wherever Prefect starts it."""
    placed: dict[str, Path | str] = {name: folder / value for name, value in settings.office if isinstance(value, Path)}
    source = settings.office.source
    placed["source"] = source if _URL.match(source) else str(folder / source)
    home = settings.prefect.home
    return settings.model_copy(
        update={
            "office": settings.office.model_copy(update=placed),
            "prefect": settings.prefect.model_copy(update={"home": folder / home if home else None}),
        }
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}", hint=f"請以 --settings 或 ${VARIABLE} 指定設定檔。(Name the settings file.)"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", hint="請更正 TOML 語法,存成 UTF-8(save as TOML in UTF-8)。") from error
