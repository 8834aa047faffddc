"""The numbers that the law leaves to annexes, calendars and the office: dated, with their source, never guessed.

Each entry names its article and since when it holds. ``confirmed`` tells a number that the office has signed
off (or that the article itself fixes) from a reference or an example; only a confirmed number makes an error.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.document import Strict
from schemas.legal_dated import Dated, first_on, outside

KindName = Literal["taximeter", "weighing_instrument", "gas_meter", "water_meter", "electricity_meter"]
Span = tuple[Decimal, Decimal]


class UnitFee(Dated):
    """A unit fee in NT$ (度量衡規費收費標準); what is given beside the kind narrows it, ends of a span included."""

    kind: KindName
    unit_fee: int = Field(ge=0)
    specification: str | None = None
    bore_mm: Span | None = None
    capacity_kg: Span | None = None
    flow_m3h: Span | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """Kind and conditions."""
        return (self.kind, self.specification, self.bore_mm, self.capacity_kg, self.flow_m3h)


class Limit(Dated):
    """A maximum permissible error of initial verification: ± per cent, or ± scale intervals e for scales."""

    kind: KindName
    fields: list[str]
    limit: Decimal = Field(gt=0)
    unit: Literal["%", "e"] = "%"
    accuracy_class: str | None = None
    source: str

    @property
    def subject(self) -> tuple[object, ...]:
        """Kind, class and fields."""
        return (self.kind, self.accuracy_class, frozenset(self.fields))


class Validity(Dated):
    """檢定合格有效期間 in years."""

    kind: KindName
    years: int = Field(gt=0)

    @property
    def subject(self) -> tuple[object, ...]:
        """The kind."""
        return (self.kind,)


class ServiceLife(Dated):
    """最長使用期限 in years after the year of make, that last year included (it is printed as a year alone)."""

    kind: KindName
    years: int = Field(gt=0)

    @property
    def subject(self) -> tuple[object, ...]:
        """The kind."""
        return (self.kind,)


class CalibrationInterval(Dated):
    """How long the calibration of a standard holds, in months; for one kind or for all."""

    kind: KindName | None = None
    months: int = Field(gt=0)

    @property
    def subject(self) -> tuple[object, ...]:
        """The kind; ``None`` for all."""
        return (self.kind,)


class Holiday(Strict):
    """A day off, or (``working``) a weekend day on which offices work. ``every_year``: day and month alone count."""

    day: date
    name: str
    source: str = Field(min_length=1)
    working: bool = False
    every_year: bool = False
    example: bool = False
    confirmed_by: str | None = None
    confirmed_on: date | None = None

    @property
    def confirmed(self) -> bool:
        """Whether the office confirmed the day."""
        return not self.example and bool(self.confirmed_by and self.confirmed_on)


class Addressee(Dated):
    """The unit of the bureau that documents are addressed to."""

    unit: str


class Confirmation(Strict):
    """Who in the office confirmed a loaded file, and when."""

    confirmed_by: str = Field(min_length=1, max_length=80)
    confirmed_on: date


class LegalTables(Strict):
    """All tables; what is absent is unknown, and a rule that needs it says so."""

    unit_fees: list[UnitFee] = Field(default_factory=list)
    limits: list[Limit] = Field(default_factory=list)
    validity: list[Validity] = Field(default_factory=list)
    service_life: list[ServiceLife] = Field(default_factory=list)
    calibration_intervals: list[CalibrationInterval] = Field(default_factory=list)
    holidays: list[Holiday] = Field(default_factory=list)
    addressees: list[Addressee] = Field(default_factory=list)

    def joined(self, other: LegalTables) -> LegalTables:
        """Both together. Where both speak of one subject, ``other`` (the office's file) holds for its period."""
        return LegalTables(
            unit_fees=[*other.unit_fees, *outside(self.unit_fees, other.unit_fees)],
            limits=[*other.limits, *outside(self.limits, other.limits)],
            validity=[*other.validity, *outside(self.validity, other.validity)],
            service_life=[*other.service_life, *outside(self.service_life, other.service_life)],
            calibration_intervals=[
                *other.calibration_intervals,
                *outside(self.calibration_intervals, other.calibration_intervals),
            ],
            holidays=[*other.holidays, *_other_days(self.holidays, other.holidays)],
            addressees=[*other.addressees, *outside(self.addressees, other.addressees)],
        )

    def addressee(self, day: date) -> str | None:
        """The bureau's unit on a day, or ``None`` where no table says."""
        return next((entry.unit for entry in self.addressees if entry.holds_on(day)), None)

    def validity_years(self, kind: str, day: date) -> Validity | None:
        """The entry for a kind and a day, or ``None``."""
        return first_on((entry for entry in self.validity if entry.kind == kind), day)

    def service_life_of(self, kind: str, day: date) -> ServiceLife | None:
        """The entry for a kind and a day, or ``None``."""
        return first_on((entry for entry in self.service_life if entry.kind == kind), day)

    def calibration_interval(self, kind: str, day: date) -> CalibrationInterval | None:
        """The entry for a kind and a day, or ``None``."""
        return first_on((entry for entry in self.calibration_intervals if entry.kind in (None, kind)), day)

    def limits_of(self, kind: str, day: date) -> list[Limit]:
        """The limits of a kind in force on a day."""
        return [entry for entry in self.limits if entry.kind == kind and entry.holds_on(day)]


class OfficeTables(LegalTables):
    """A file that ``zijian legal load`` installed: the office's tables with their confirmation."""

    confirmation: Confirmation

    def tables(self) -> LegalTables:
        """The tables; each entry that names no confirmer of its own is confirmed by the file's."""
        given = self.model_dump(exclude={"confirmation"})
        by = self.confirmation.model_dump()
        for name in (*DATED, "holidays"):
            given[name] = [{**entry, **({} if entry["confirmed_by"] else by)} for entry in given[name]]
        return LegalTables.model_validate(given)


DATED = ("unit_fees", "limits", "validity", "service_life", "calibration_intervals", "addressees")
"""The tables whose entries are ``Dated``."""


def _other_days(holidays: list[Holiday], later: list[Holiday]) -> list[Holiday]:
    spoken = {(entry.day, entry.every_year) for entry in later}
    return [entry for entry in holidays if (entry.day, entry.every_year) not in spoken]
