"""The numbers that the law leaves to annexes, calendars and the office: dated, with their source, never guessed.

Each entry names its article and since when it holds. ``confirmed`` tells a number that the office has signed
off (or that the article itself fixes) from a reference or an example; only a confirmed number makes an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from pydantic import Field, model_validator

from schemas.document import Strict

KindName = Literal["taximeter", "weighing_instrument", "gas_meter", "water_meter", "electricity_meter"]
Span = tuple[Decimal, Decimal]


class Dated(Strict):
    """What every entry has: source, period, and who confirmed it."""

    article: str = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    fixed_by_law: bool = False
    example: bool = False

    @model_validator(mode="after")
    def _dates_in_order(self) -> Dated:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to is before valid_from")
        return self

    @property
    def confirmed(self) -> bool:
        """Whether a finding of severity error may rest on it."""
        return not self.example and (self.fixed_by_law or bool(self.confirmed_by and self.confirmed_on))

    def holds_on(self, day: date) -> bool:
        """Whether the entry is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class UnitFee(Dated):
    """A unit fee in NT$ (度量衡規費收費標準); what is given beside the kind narrows it, ends of a span included."""

    kind: KindName
    unit_fee: int = Field(ge=0)
    specification: str | None = None
    bore_mm: Span | None = None
    capacity_kg: Span | None = None
    flow_m3h: Span | None = None


class Limit(Dated):
    """A maximum permissible error of initial verification: ± per cent, or ± scale intervals e for scales."""

    kind: KindName
    fields: list[str]
    limit: Decimal = Field(gt=0)
    unit: Literal["%", "e"] = "%"
    accuracy_class: str | None = None
    source: str


class Validity(Dated):
    """檢定合格有效期間 in years."""

    kind: KindName
    years: int = Field(gt=0)


class CalibrationInterval(Dated):
    """How long the calibration of a standard holds, in months; for one kind or for all."""

    kind: KindName | None = None
    months: int = Field(gt=0)


class Holiday(Strict):
    """A day off, or (``working``) a weekend day on which offices work. ``every_year``: day and month alone count."""

    day: date
    name: str
    source: str = Field(min_length=1)
    working: bool = False
    every_year: bool = False
    example: bool = False


class Addressee(Dated):
    """The unit of the bureau that documents are addressed to."""

    unit: str


class LegalTables(Strict):
    """All tables; what is absent is unknown, and a rule that needs it says so."""

    unit_fees: list[UnitFee] = Field(default_factory=list)
    limits: list[Limit] = Field(default_factory=list)
    validity: list[Validity] = Field(default_factory=list)
    calibration_intervals: list[CalibrationInterval] = Field(default_factory=list)
    holidays: list[Holiday] = Field(default_factory=list)
    addressees: list[Addressee] = Field(default_factory=list)

    def joined(self, other: LegalTables) -> LegalTables:
        """Both together; where both speak, ``other`` (the office's file) stands first."""
        return LegalTables(
            unit_fees=[*other.unit_fees, *self.unit_fees],
            limits=[*other.limits, *self.limits],
            validity=[*other.validity, *self.validity],
            calibration_intervals=[*other.calibration_intervals, *self.calibration_intervals],
            holidays=[*other.holidays, *self.holidays],
            addressees=[*other.addressees, *self.addressees],
        )

    def addressee(self, day: date) -> str | None:
        """The bureau's unit on a day, or ``None`` where no table says."""
        return next((entry.unit for entry in self.addressees if entry.holds_on(day)), None)

    def validity_years(self, kind: str, day: date) -> Validity | None:
        """The entry for a kind and a day, or ``None``."""
        return first_on((entry for entry in self.validity if entry.kind == kind), day)

    def calibration_interval(self, kind: str, day: date) -> CalibrationInterval | None:
        """The entry for a kind and a day, or ``None``."""
        return first_on((entry for entry in self.calibration_intervals if entry.kind in (None, kind)), day)

    def limits_of(self, kind: str, day: date) -> list[Limit]:
        """The limits of a kind in force on a day."""
        return [entry for entry in self.limits if entry.kind == kind and entry.holds_on(day)]


Entry = TypeVar("Entry", bound=Dated)


def first_on(entries: Iterable[Entry], day: date) -> Entry | None:
    """The first entry in force on a day."""
    return next((entry for entry in entries if entry.holds_on(day)), None)
