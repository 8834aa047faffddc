"""膜式氣量計 (diaphragm gas meter): guide item 2 (4), FIF-03, CNMV 31."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec

_QMAX = "1.0Qmax|Qmax|1Qmax|100%Qmax|最大流量"
_QMAX_0_2 = "0.2Qmax|20%Qmax|15Qmax"
_QMIN_3 = "3.0Qmin|3Qmin|300%Qmin|最小流量|Qmin"
_INDICATED = "器示值|器示|器示體積|指示值|示值|表示值|受檢器|受檢器示值|indicated|indication|meter"
_REFERENCE = "標準值|標準|標準體積|標準器示值|標準器|實際值|reference|standard"
_ERROR = "器差|器差值|誤差|error"
_RATE = "流量|流率|實際流量|檢定流量|flow rate|flow|rate"


class GasMeterRow(VerificationRow):
    """One gas meter; flow rates in m³/h, volumes in litres, errors in per cent."""

    pressure_absorption: Annotated[
        Quantity | None,
        Column(
            "壓力吸收",
            "pressure absorption",
            ("壓力吸收|壓力吸收測試|壓力吸收試驗|壓力損失|壓損|pressure absorption",),
            unit="Pa",
        ),
    ] = None
    qmax_rate: Annotated[
        Quantity | None, Column("1.0Qmax 流量", "1.0Qmax flow rate", (_QMAX, f"{_QMAX}/{_RATE}"), unit="m³/h")
    ] = None
    qmax_indicated: Annotated[
        Quantity | None, Column("1.0Qmax 器示值", "1.0Qmax indicated", (f"{_QMAX}/{_INDICATED}",), unit="L")
    ] = None
    qmax_reference: Annotated[
        Quantity | None, Column("1.0Qmax 標準值", "1.0Qmax reference", (f"{_QMAX}/{_REFERENCE}",), unit="L")
    ] = None
    qmax_error: Annotated[
        Quantity | None, Column("1.0Qmax 器差", "1.0Qmax error", (f"{_QMAX}/{_ERROR}",), unit="%")
    ] = None
    qmax_0_2_rate: Annotated[
        Quantity | None, Column("0.2Qmax 流量", "0.2Qmax flow rate", (_QMAX_0_2, f"{_QMAX_0_2}/{_RATE}"), unit="m³/h")
    ] = None
    qmax_0_2_indicated: Annotated[
        Quantity | None, Column("0.2Qmax 器示值", "0.2Qmax indicated", (f"{_QMAX_0_2}/{_INDICATED}",), unit="L")
    ] = None
    qmax_0_2_reference: Annotated[
        Quantity | None, Column("0.2Qmax 標準值", "0.2Qmax reference", (f"{_QMAX_0_2}/{_REFERENCE}",), unit="L")
    ] = None
    qmax_0_2_error: Annotated[
        Quantity | None, Column("0.2Qmax 器差", "0.2Qmax error", (f"{_QMAX_0_2}/{_ERROR}",), unit="%")
    ] = None
    qmin_3_rate: Annotated[
        Quantity | None, Column("3.0Qmin 流量", "3.0Qmin flow rate", (_QMIN_3, f"{_QMIN_3}/{_RATE}"), unit="m³/h")
    ] = None
    qmin_3_indicated: Annotated[
        Quantity | None, Column("3.0Qmin 器示值", "3.0Qmin indicated", (f"{_QMIN_3}/{_INDICATED}",), unit="L")
    ] = None
    qmin_3_reference: Annotated[
        Quantity | None, Column("3.0Qmin 標準值", "3.0Qmin reference", (f"{_QMIN_3}/{_REFERENCE}",), unit="L")
    ] = None
    qmin_3_error: Annotated[
        Quantity | None, Column("3.0Qmin 器差", "3.0Qmin error", (f"{_QMIN_3}/{_ERROR}",), unit="%")
    ] = None


SPEC = KindSpec(
    name="gas_meter",
    zh="膜式氣量計",
    en="diaphragm gas meter",
    titles=("膜式氣量計", "氣量計", "瓦斯表", "煤氣表", "gas meter"),
    header=RecordHeader,
    row=GasMeterRow,
    mark_codes=("FC",),
    mark_digits=7,
    mark_year=True,
    technical_specification="CNMV 31",
    fee_key="gas_meter",
)
