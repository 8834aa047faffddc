"""電度表 (electricity meter): guide item 2 (5), FIF-03, CNMV 46. The mark number is the 檢定合格編號."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, Strict, VerificationRow
from schemas.spec import KindSpec

_WH = "瓦時部份|瓦時部分|瓦時|瓦時計|有效電能|有功|有效|Wh|kWh|active"
_VARH = "乏時部份|乏時部分|乏時|乏時計|無效電能|無功|無效|varh|kvarh|reactive"
_FULL = "全載|重載|滿載|額定負載|full load"
_FACTOR = "功因|功率因數|功率因素|PF|power factor"
_LIGHT = "輕載|light load"
_REVERSE = "逆載|逆向|逆送|反向|reverse load|reverse"
_ONE = "1S|1元件"
_THREE = "3S|3元件"


class ElectricityTolerances(Strict):
    """The row of 公差 under the column heads, as written (± stays)."""

    wh_full_load: str | None = None
    wh_power_factor: str | None = None
    wh_light_load: str | None = None
    wh_reverse_load: str | None = None
    wh_1s: str | None = None
    wh_3s: str | None = None
    varh_full_load: str | None = None
    varh_power_factor: str | None = None
    varh_light_load: str | None = None
    demand: str | None = None


class ElectricityHeader(RecordHeader):
    """Head of the electricity meter record; ``year`` is the year of make, Gregorian."""

    bench_number: Annotated[
        str | None,
        Column(
            "機台編號",
            "bench number",
            ("機台編號|檢定台編號|檢定機台|檢定機台編號|檢定台|機台號碼|機台|檢定設備編號|bench number|bench no",),
        ),
    ] = None
    name: Annotated[str | None, Column("名稱", "name", ("名稱|器具名稱|電度表名稱|電表名稱|品名|產品名稱|name",))] = (
        None
    )
    accuracy_class: Annotated[
        str | None,
        Column(
            "準確度等級",
            "accuracy class",
            ("準確度等級|準確度級別|準確度|精確度等級|精度等級|等級|accuracy class|class",),
        ),
    ] = None
    circuit: Annotated[
        str | None, Column("使用回路", "circuit", ("使用回路|使用迴路|迴路|回路|相線別|相線式|相線|用電方式|circuit",))
    ] = None
    meter_constant: Annotated[
        str | None,
        Column(
            "電表常數", "meter constant", ("電表常數|電度表常數|表常數|常數|計器常數|脈衝常數|meter constant|constant",)
        ),
    ] = None
    year: Annotated[
        int | None, Column("年份", "year of make", ("年份|製造年份|製造年|年度|製造年度|出廠年份|year|year of make",))
    ] = None
    rated_voltage_and_current: Annotated[
        str | None,
        Column(
            "額定電壓、基準(額定)電流",
            "rated voltage and current",
            (
                "額定電壓、基準(額定)電流|額定電壓及基準(額定)電流|額定電壓、基準電流|額定電壓、額定電流|額定電壓電流|額定電壓電流|電壓電流|電壓、電流|額定值|rated voltage and current|rating",
            ),
        ),
    ] = None
    supervisor: Annotated[
        str | None,
        Column("主管", "supervisor", ("主管|實驗室主管|主管簽名|覆核|覆核人員|審核|核准|supervisor|approved by",)),
    ] = None
    tolerances: ElectricityTolerances | None = None


class ElectricityRow(VerificationRow):
    """One electricity meter; errors in per cent."""

    construction: Annotated[
        bool | None,
        Column(
            "構造檢查",
            "construction",
            ("構造檢查|構造|外觀檢查|外觀構造|構造外觀|構造及外觀|外觀構造檢查|construction",),
        ),
    ] = None
    insulation: Annotated[
        bool | None,
        Column("絕緣試驗", "insulation", ("絕緣試驗|絕緣|絕緣檢查|絕緣電阻|絕緣耐壓|絕緣電阻試驗|insulation",)),
    ] = None
    creep: Annotated[bool | None, Column("潛動試驗", "creep", ("潛動試驗|潛動|潛動檢查|無載潛動|潛動檢定|creep",))] = (
        None
    )
    starting: Annotated[
        bool | None,
        Column("始動試驗", "starting", ("始動試驗|始動|起動試驗|起動|啟動試驗|啟動|始動檢查|始動檢定|starting",)),
    ] = None
    wh_full_load: Annotated[
        Quantity | None, Column("瓦時 全載", "active, full load", (f"{_WH}/{_FULL}",), unit="%")
    ] = None
    wh_power_factor: Annotated[
        Quantity | None, Column("瓦時 功因", "active, power factor", (f"{_WH}/{_FACTOR}",), unit="%")
    ] = None
    wh_light_load: Annotated[
        Quantity | None, Column("瓦時 輕載", "active, light load", (f"{_WH}/{_LIGHT}",), unit="%")
    ] = None
    wh_reverse_load: Annotated[
        Quantity | None, Column("瓦時 逆載", "active, reverse load", (f"{_WH}/{_REVERSE}",), unit="%")
    ] = None
    wh_1s: Annotated[Quantity | None, Column("瓦時 1S", "active, 1S", (f"{_WH}/{_ONE}",), unit="%")] = None
    wh_3s: Annotated[Quantity | None, Column("瓦時 3S", "active, 3S", (f"{_WH}/{_THREE}",), unit="%")] = None
    varh_full_load: Annotated[
        Quantity | None, Column("乏時 全載", "reactive, full load", (f"{_VARH}/{_FULL}",), unit="%")
    ] = None
    varh_power_factor: Annotated[
        Quantity | None, Column("乏時 功因", "reactive, power factor", (f"{_VARH}/{_FACTOR}",), unit="%")
    ] = None
    varh_light_load: Annotated[
        Quantity | None, Column("乏時 輕載", "reactive, light load", (f"{_VARH}/{_LIGHT}",), unit="%")
    ] = None
    demand: Annotated[
        Quantity | None, Column("需量試驗", "demand", ("需量試驗|需量|需量器差|需量檢定|最大需量|demand",), unit="%")
    ] = None


SPEC = KindSpec(
    name="electricity_meter",
    zh="電度表",
    en="electricity meter",
    titles=("電度表", "電表", "瓦時計", "electricity meter", "watt-hour meter"),
    header=ElectricityHeader,
    row=ElectricityRow,
    mark_codes=("LG", "LH"),
    mark_digits=8,
    mark_year=True,
    technical_specification="CNMV 46",
    fee_key="electricity_meter",
)
