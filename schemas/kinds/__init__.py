"""One module per instrument kind; ``KINDS`` is typed out by hand."""

from __future__ import annotations

from schemas.kinds import electricity_meter, gas_meter, taximeter, water_meter, weighing_instrument
from schemas.spec import KindSpec

KINDS: tuple[KindSpec, ...] = (
    taximeter.SPEC,
    weighing_instrument.SPEC,
    gas_meter.SPEC,
    water_meter.SPEC,
    electricity_meter.SPEC,
)


def kind(name: str) -> KindSpec:
    """The spec of an instrument kind by its name in the document JSON; ``KeyError`` for another word."""
    return {spec.name: spec for spec in KINDS}[name]
