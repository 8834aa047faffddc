"""非自動衡器 (non-automatic weighing instrument): guide item 2 (2), FIF-03, CNMV 76."""

from __future__ import annotations

from typing import Annotated, Literal

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec


class WeighingHeader(RecordHeader):
    """Head of the scale record; ``mechanism`` is the ticked box of the title."""

    mechanism: Annotated[Literal["electronic", "mechanical"] | None, Column("型態", "mechanism")] = None


class WeighingRow(VerificationRow):
    """One scale; errors in the unit of the form (g or kg, as its specification)."""

    eccentricity: Annotated[Quantity | None, Column("偏載檢定", "eccentricity", ("偏載檢定",))] = None
    increasing_1: Annotated[Quantity | None, Column("遞增第1點", "increasing, point 1", ("衡量檢定(遞增)/第1點",))] = (
        None
    )
    increasing_2: Annotated[Quantity | None, Column("遞增第2點", "increasing, point 2", ("衡量檢定(遞增)/第2點",))] = (
        None
    )
    increasing_3: Annotated[Quantity | None, Column("遞增第3點", "increasing, point 3", ("衡量檢定(遞增)/第3點",))] = (
        None
    )
    decreasing_3: Annotated[Quantity | None, Column("遞減第3點", "decreasing, point 3", ("衡量檢定(遞減)/第3點",))] = (
        None
    )
    decreasing_2: Annotated[Quantity | None, Column("遞減第2點", "decreasing, point 2", ("衡量檢定(遞減)/第2點",))] = (
        None
    )
    decreasing_1: Annotated[Quantity | None, Column("遞減第1點", "decreasing, point 1", ("衡量檢定(遞減)/第1點",))] = (
        None
    )
    shows_above_max_9e: Annotated[
        bool | None, Column("超過Max+9e顯示器有無數字顯示", "shows above Max+9e", ("超過Max+9e,顯示器有無數字顯示",))
    ] = None


SPEC = KindSpec(
    name="weighing_instrument",
    zh="非自動衡器",
    en="non-automatic weighing instrument",
    titles=("非自動衡器",),
    header=WeighingHeader,
    row=WeighingRow,
    mark_codes=("BA", "BB"),
    mark_digits=7,
    mark_year=True,
    technical_specification="CNMV 76",
    fee_key="weighing_instrument",
)
