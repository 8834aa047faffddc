"""非自動衡器 (non-automatic weighing instrument): guide item 2 (2), FIF-03, CNMV 76."""

from __future__ import annotations

from typing import Annotated, Literal

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec

_UP = "衡量檢定(遞增)|遞增|遞增衡量|遞增檢定|衡量遞增|加載|升載|加荷|increasing"
_DOWN = "衡量檢定(遞減)|遞減|遞減衡量|遞減檢定|衡量遞減|減載|卸載|減荷|decreasing"
_POINT_1 = "第1點|第一點|點1|1|一|1點|P1|point 1"
_POINT_2 = "第2點|第二點|點2|2|二|2點|P2|point 2"
_POINT_3 = "第3點|第三點|點3|3|三|3點|P3|point 3"


class WeighingHeader(RecordHeader):
    """Head of the scale record; ``mechanism`` is the ticked box of the title."""

    mechanism: Annotated[Literal["electronic", "mechanical"] | None, Column("型態", "mechanism")] = None


class WeighingRow(VerificationRow):
    """One scale; errors in the unit of the form (g or kg, as its specification)."""

    eccentricity: Annotated[
        Quantity | None,
        Column("偏載檢定", "eccentricity", ("偏載檢定|偏載|偏載誤差|偏載器差|偏置檢定|偏置|四角偏載|eccentricity",)),
    ] = None
    increasing_1: Annotated[Quantity | None, Column("遞增第1點", "increasing, point 1", (f"{_UP}/{_POINT_1}",))] = None
    increasing_2: Annotated[Quantity | None, Column("遞增第2點", "increasing, point 2", (f"{_UP}/{_POINT_2}",))] = None
    increasing_3: Annotated[Quantity | None, Column("遞增第3點", "increasing, point 3", (f"{_UP}/{_POINT_3}",))] = None
    decreasing_3: Annotated[Quantity | None, Column("遞減第3點", "decreasing, point 3", (f"{_DOWN}/{_POINT_3}",))] = (
        None
    )
    decreasing_2: Annotated[Quantity | None, Column("遞減第2點", "decreasing, point 2", (f"{_DOWN}/{_POINT_2}",))] = (
        None
    )
    decreasing_1: Annotated[Quantity | None, Column("遞減第1點", "decreasing, point 1", (f"{_DOWN}/{_POINT_1}",))] = (
        None
    )
    shows_above_max_9e: Annotated[
        bool | None,
        Column(
            "超過Max+9e顯示器有無數字顯示",
            "shows above Max+9e",
            (
                "超過Max+9e,顯示器有無數字顯示|超過Max+9e顯示|超過Max+9e|Max+9e|Max+9e顯示|超載顯示|過載顯示|shows above Max+9e|above Max+9e",
            ),
        ),
    ] = None


SPEC = KindSpec(
    name="weighing_instrument",
    zh="非自動衡器",
    en="non-automatic weighing instrument",
    titles=("非自動衡器", "衡器", "電子秤", "磅秤", "weighing instrument", "scale"),
    header=WeighingHeader,
    row=WeighingRow,
    mark_codes=("BA", "BB"),
    mark_digits=7,
    mark_year=True,
    technical_specification="CNMV 76",
    fee_key="weighing_instrument",
)
