"""水量計 (water meter): guide item 2 (3), FIF-03, CNMV 49. One meter takes two rows: 大流 and 小流."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec

_HIGH = "大流|大流量|高流|高流量|Q3|常設流量|high flow|high"
_LOW = "小流|小流量|低流|低流量|Q2|Q1|分界流量|low flow|low"
_START = "起|起值|起始|起讀值|起始值|起示值|初讀值|初值|前讀值|開始|指針起|讀值起|start"
_END = "止|止值|終止|止讀值|終止值|止示值|末讀值|末值|後讀值|結束|終|指針止|讀值止|end"
_INDICATED = "器示值|器示|器示水量|指示水量|示值|受檢表水量|通過水量|indicated|indicated volume|meter volume"
_REFERENCE = "標準值|標準水量|標準|實際水量|標準器水量|基準值|reference|reference volume"
_ERROR = "器差|器差值|誤差|error"
_TOLERANCE = "公差|檢定公差|容許公差|容許誤差|允許誤差|容許器差|tolerance|mpe"


class WaterMeterRow(VerificationRow):
    """One water meter; readings and volumes in litres, errors and tolerances in per cent."""

    high_start: Annotated[Quantity | None, Column("大流 起", "high flow start", (f"{_HIGH}/{_START}",), unit="L")] = (
        None
    )
    high_end: Annotated[Quantity | None, Column("大流 止", "high flow end", (f"{_HIGH}/{_END}",), unit="L")] = None
    high_indicated: Annotated[
        Quantity | None, Column("大流 器示值", "high flow indicated", (f"{_HIGH}/{_INDICATED}",), unit="L")
    ] = None
    high_reference: Annotated[
        Quantity | None, Column("大流 標準值", "high flow reference", (f"{_HIGH}/{_REFERENCE}",), unit="L")
    ] = None
    high_error: Annotated[Quantity | None, Column("大流 器差", "high flow error", (f"{_HIGH}/{_ERROR}",), unit="%")] = (
        None
    )
    high_tolerance: Annotated[
        str | None, Column("大流 公差", "high flow tolerance", (f"{_HIGH}/{_TOLERANCE}",), unit="%")
    ] = None
    low_start: Annotated[Quantity | None, Column("小流 起", "low flow start", (f"{_LOW}/{_START}",), unit="L")] = None
    low_end: Annotated[Quantity | None, Column("小流 止", "low flow end", (f"{_LOW}/{_END}",), unit="L")] = None
    low_indicated: Annotated[
        Quantity | None, Column("小流 器示值", "low flow indicated", (f"{_LOW}/{_INDICATED}",), unit="L")
    ] = None
    low_reference: Annotated[
        Quantity | None, Column("小流 標準值", "low flow reference", (f"{_LOW}/{_REFERENCE}",), unit="L")
    ] = None
    low_error: Annotated[Quantity | None, Column("小流 器差", "low flow error", (f"{_LOW}/{_ERROR}",), unit="%")] = None
    low_tolerance: Annotated[
        str | None, Column("小流 公差", "low flow tolerance", (f"{_LOW}/{_TOLERANCE}",), unit="%")
    ] = None


SPEC = KindSpec(
    name="water_meter",
    zh="水量計",
    en="water meter",
    titles=("水量計", "水表", "自來水表", "water meter"),
    header=RecordHeader,
    row=WaterMeterRow,
    mark_codes=(),
    mark_digits=7,
    mark_year=False,
    technical_specification="CNMV 49",
    fee_key="water_meter",
    parts=(("high", tuple(_HIGH.split("|"))), ("low", tuple(_LOW.split("|")))),
)
