"""計程車計費表 (taximeter): guide item 2 (1), FIF-03, CNMV 21."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec


class TaximeterHeader(RecordHeader):
    """Head of the taximeter record."""

    pulse_constant: Annotated[str | None, Column("設定脈波數", "pulse constant")] = None
    fare_jurisdiction: Annotated[str | None, Column("適用運價結構轄區", "fare jurisdiction")] = None


class TaximeterRow(VerificationRow):
    """One taximeter; distances in metres as on the form, time in seconds, speed in km/h."""

    distance_bench_initial: Annotated[
        Quantity | None, Column("計程(定置)起跳", "distance, bench, initial", ("計程(定置)/起跳",))
    ] = None
    distance_bench_next: Annotated[
        Quantity | None, Column("計程(定置)續跳", "distance, bench, next", ("計程(定置)/續跳",))
    ] = None
    night_distance_bench_initial: Annotated[
        Quantity | None,
        Column("夜間加成計程(定置)起跳", "night distance, bench, initial", ("夜間加成計程(定置)/起跳",)),
    ] = None
    night_distance_bench_next: Annotated[
        Quantity | None, Column("夜間加成計程(定置)續跳", "night distance, bench, next", ("夜間加成計程(定置)/續跳",))
    ] = None
    distance_roller_initial: Annotated[
        Quantity | None, Column("計程(輪行)起跳", "distance, roller, initial", ("計程(輪行)/起跳",))
    ] = None
    distance_roller_next: Annotated[
        Quantity | None, Column("計程(輪行)續跳", "distance, roller, next", ("計程(輪行)/續跳",))
    ] = None
    night_distance_roller_initial: Annotated[
        Quantity | None,
        Column("夜間加成計程(輪行)起跳", "night distance, roller, initial", ("夜間加成計程(輪行)/起跳",)),
    ] = None
    night_distance_roller_next: Annotated[
        Quantity | None, Column("夜間加成計程(輪行)續跳", "night distance, roller, next", ("夜間加成計程(輪行)/續跳",))
    ] = None
    time: Annotated[Quantity | None, Column("計時", "time", ("計時",))] = None
    changeover_speed: Annotated[
        Quantity | None, Column("轉換計時計費之車速", "changeover speed", ("轉換計時計費之車速",))
    ] = None


SPEC = KindSpec(
    name="taximeter",
    zh="計程車計費表",
    en="taximeter",
    titles=("計程車計費表",),
    header=TaximeterHeader,
    row=TaximeterRow,
    mark_codes=("AB",),
    mark_digits=7,
    mark_year=True,
    technical_specification="CNMV 21",
    fee_key="taximeter",
)
