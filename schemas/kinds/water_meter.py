"""水量計 (water meter): guide item 2 (3), FIF-03, CNMV 49. One meter takes two rows: 大流 and 小流."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec


class WaterMeterRow(VerificationRow):
    """One water meter; readings and volumes in litres, errors and tolerances in per cent."""

    high_start: Annotated[Quantity | None, Column("大流 起", "high flow start", ("大流/起",), unit="L")] = None
    high_end: Annotated[Quantity | None, Column("大流 止", "high flow end", ("大流/止",), unit="L")] = None
    high_indicated: Annotated[
        Quantity | None, Column("大流 器示值", "high flow indicated", ("大流/器示值",), unit="L")
    ] = None
    high_reference: Annotated[
        Quantity | None, Column("大流 標準值", "high flow reference", ("大流/標準值",), unit="L")
    ] = None
    high_error: Annotated[Quantity | None, Column("大流 器差", "high flow error", ("大流/器差",), unit="%")] = None
    high_tolerance: Annotated[str | None, Column("大流 公差", "high flow tolerance", ("大流/公差",), unit="%")] = None
    low_start: Annotated[Quantity | None, Column("小流 起", "low flow start", ("小流/起",), unit="L")] = None
    low_end: Annotated[Quantity | None, Column("小流 止", "low flow end", ("小流/止",), unit="L")] = None
    low_indicated: Annotated[
        Quantity | None, Column("小流 器示值", "low flow indicated", ("小流/器示值",), unit="L")
    ] = None
    low_reference: Annotated[
        Quantity | None, Column("小流 標準值", "low flow reference", ("小流/標準值",), unit="L")
    ] = None
    low_error: Annotated[Quantity | None, Column("小流 器差", "low flow error", ("小流/器差",), unit="%")] = None
    low_tolerance: Annotated[str | None, Column("小流 公差", "low flow tolerance", ("小流/公差",), unit="%")] = None


SPEC = KindSpec(
    name="water_meter",
    zh="水量計",
    en="water meter",
    titles=("水量計",),
    header=RecordHeader,
    row=WaterMeterRow,
    mark_codes=(),
    mark_digits=7,
    mark_year=False,
    technical_specification="CNMV 49",
    fee_key="water_meter",
    parts=(("high", ("大流",)), ("low", ("小流",))),
)
