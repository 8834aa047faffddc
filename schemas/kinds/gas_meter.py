"""膜式氣量計 (diaphragm gas meter): guide item 2 (4), FIF-03, CNMV 31."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec


class GasMeterRow(VerificationRow):
    """One gas meter; flow rates in m³/h, volumes in litres, errors in per cent."""

    pressure_absorption: Annotated[
        Quantity | None, Column("壓力吸收", "pressure absorption", ("壓力吸收",), unit="Pa")
    ] = None
    qmax_rate: Annotated[Quantity | None, Column("1.0Qmax 流量", "1.0Qmax flow rate", ("1.0Qmax",), unit="m³/h")] = None
    qmax_indicated: Annotated[
        Quantity | None, Column("1.0Qmax 器示值", "1.0Qmax indicated", ("1.0Qmax/器示值",), unit="L")
    ] = None
    qmax_reference: Annotated[
        Quantity | None, Column("1.0Qmax 標準值", "1.0Qmax reference", ("1.0Qmax/標準值",), unit="L")
    ] = None
    qmax_error: Annotated[Quantity | None, Column("1.0Qmax 器差", "1.0Qmax error", ("1.0Qmax/器差",), unit="%")] = None
    qmax_0_2_rate: Annotated[
        Quantity | None, Column("0.2Qmax 流量", "0.2Qmax flow rate", ("0.2Qmax",), unit="m³/h")
    ] = None
    qmax_0_2_indicated: Annotated[
        Quantity | None, Column("0.2Qmax 器示值", "0.2Qmax indicated", ("0.2Qmax/器示值",), unit="L")
    ] = None
    qmax_0_2_reference: Annotated[
        Quantity | None, Column("0.2Qmax 標準值", "0.2Qmax reference", ("0.2Qmax/標準值",), unit="L")
    ] = None
    qmax_0_2_error: Annotated[Quantity | None, Column("0.2Qmax 器差", "0.2Qmax error", ("0.2Qmax/器差",), unit="%")] = (
        None
    )
    qmin_3_rate: Annotated[Quantity | None, Column("3.0Qmin 流量", "3.0Qmin flow rate", ("3.0Qmin",), unit="m³/h")] = (
        None
    )
    qmin_3_indicated: Annotated[
        Quantity | None, Column("3.0Qmin 器示值", "3.0Qmin indicated", ("3.0Qmin/器示值",), unit="L")
    ] = None
    qmin_3_reference: Annotated[
        Quantity | None, Column("3.0Qmin 標準值", "3.0Qmin reference", ("3.0Qmin/標準值",), unit="L")
    ] = None
    qmin_3_error: Annotated[Quantity | None, Column("3.0Qmin 器差", "3.0Qmin error", ("3.0Qmin/器差",), unit="%")] = (
        None
    )


SPEC = KindSpec(
    name="gas_meter",
    zh="膜式氣量計",
    en="diaphragm gas meter",
    titles=("膜式氣量計",),
    header=RecordHeader,
    row=GasMeterRow,
    mark_codes=("FC",),
    mark_digits=7,
    mark_year=True,
    technical_specification="CNMV 31",
    fee_key="gas_meter",
)
