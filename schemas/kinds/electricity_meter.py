"""電度表 (electricity meter): guide item 2 (5), FIF-03, CNMV 46. The mark number is the 檢定合格編號."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, Strict, VerificationRow
from schemas.spec import KindSpec


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

    bench_number: Annotated[str | None, Column("機台編號", "bench number")] = None
    name: Annotated[str | None, Column("名稱", "name")] = None
    accuracy_class: Annotated[str | None, Column("準確度等級", "accuracy class")] = None
    circuit: Annotated[str | None, Column("使用回路", "circuit")] = None
    meter_constant: Annotated[str | None, Column("電表常數", "meter constant")] = None
    year: Annotated[int | None, Column("年份", "year of make")] = None
    rated_voltage_and_current: Annotated[
        str | None, Column("額定電壓、基準(額定)電流", "rated voltage and current")
    ] = None
    supervisor: Annotated[str | None, Column("主管", "supervisor")] = None
    tolerances: ElectricityTolerances | None = None


class ElectricityRow(VerificationRow):
    """One electricity meter; errors in per cent."""

    construction: Annotated[bool | None, Column("構造檢查", "construction", ("構造檢查",))] = None
    insulation: Annotated[bool | None, Column("絕緣試驗", "insulation", ("絕緣試驗",))] = None
    creep: Annotated[bool | None, Column("潛動試驗", "creep", ("潛動試驗",))] = None
    starting: Annotated[bool | None, Column("始動試驗", "starting", ("始動試驗",))] = None
    wh_full_load: Annotated[Quantity | None, Column("瓦時 全載", "active, full load", ("瓦時部份/全載",), unit="%")] = (
        None
    )
    wh_power_factor: Annotated[
        Quantity | None, Column("瓦時 功因", "active, power factor", ("瓦時部份/功因",), unit="%")
    ] = None
    wh_light_load: Annotated[
        Quantity | None, Column("瓦時 輕載", "active, light load", ("瓦時部份/輕載",), unit="%")
    ] = None
    wh_reverse_load: Annotated[
        Quantity | None, Column("瓦時 逆載", "active, reverse load", ("瓦時部份/逆載",), unit="%")
    ] = None
    wh_1s: Annotated[Quantity | None, Column("瓦時 1S", "active, 1S", ("瓦時部份/1S",), unit="%")] = None
    wh_3s: Annotated[Quantity | None, Column("瓦時 3S", "active, 3S", ("瓦時部份/3S",), unit="%")] = None
    varh_full_load: Annotated[
        Quantity | None, Column("乏時 全載", "reactive, full load", ("乏時部份/全載",), unit="%")
    ] = None
    varh_power_factor: Annotated[
        Quantity | None, Column("乏時 功因", "reactive, power factor", ("乏時部份/功因",), unit="%")
    ] = None
    varh_light_load: Annotated[
        Quantity | None, Column("乏時 輕載", "reactive, light load", ("乏時部份/輕載",), unit="%")
    ] = None
    demand: Annotated[Quantity | None, Column("需量試驗", "demand", ("需量試驗",), unit="%")] = None


SPEC = KindSpec(
    name="electricity_meter",
    zh="電度表",
    en="electricity meter",
    titles=("電度表",),
    header=ElectricityHeader,
    row=ElectricityRow,
    mark_codes=("LG", "LH"),
    mark_digits=8,
    mark_year=True,
    technical_specification="CNMV 46",
    fee_key="electricity_meter",
)
