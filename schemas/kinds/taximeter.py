"""計程車計費表 (taximeter): guide item 2 (1), FIF-03, CNMV 21."""

from __future__ import annotations

from typing import Annotated

from schemas.column import Column, Quantity
from schemas.document import RecordHeader, VerificationRow
from schemas.spec import KindSpec

_NIGHT_BENCH = "夜間加成計程(定置)|夜間計程(定置)|夜間加成定置|夜間定置|夜間加成定置計程|定置夜間加成計程|定置夜間加成|定置夜間|night bench"
_NIGHT_ROLLER = "夜間加成計程(輪行)|夜間計程(輪行)|夜間加成輪行|夜間輪行|夜間加成輪行計程|輪行夜間加成計程|輪行夜間加成|輪行夜間|night roller"
_BENCH = "計程(定置)|定置計程|定置|日間計程(定置)|日間定置|定置日間|bench"
_ROLLER = "計程(輪行)|輪行計程|輪行|日間計程(輪行)|日間輪行|輪行日間|roller"
_INITIAL = "起跳|起程|首跳|初跳|起跳里程|initial"
_NEXT = "續跳|續程|次跳|續跳里程|next"


class TaximeterHeader(RecordHeader):
    """Head of the taximeter record."""

    pulse_constant: Annotated[
        str | None,
        Column(
            "設定脈波數",
            "pulse constant",
            ("設定脈波數|脈波數|設定脈波|脈波常數|設定脈衝數|脈衝數|設定常數|pulse constant|pulses",),
        ),
    ] = None
    fare_jurisdiction: Annotated[
        str | None,
        Column(
            "適用運價結構轄區",
            "fare jurisdiction",
            (
                "適用運價結構轄區|運價結構轄區|適用運價轄區|適用運價結構|運價轄區|運價結構|適用轄區|適用地區|轄區|fare jurisdiction|jurisdiction",
            ),
        ),
    ] = None


class TaximeterRow(VerificationRow):
    """One taximeter; distances in metres as on the form, time in seconds, speed in km/h."""

    distance_bench_initial: Annotated[
        Quantity | None, Column("計程(定置)起跳", "distance, bench, initial", (f"{_BENCH}/{_INITIAL}",))
    ] = None
    distance_bench_next: Annotated[
        Quantity | None, Column("計程(定置)續跳", "distance, bench, next", (f"{_BENCH}/{_NEXT}",))
    ] = None
    night_distance_bench_initial: Annotated[
        Quantity | None,
        Column("夜間加成計程(定置)起跳", "night distance, bench, initial", (f"{_NIGHT_BENCH}/{_INITIAL}",)),
    ] = None
    night_distance_bench_next: Annotated[
        Quantity | None, Column("夜間加成計程(定置)續跳", "night distance, bench, next", (f"{_NIGHT_BENCH}/{_NEXT}",))
    ] = None
    distance_roller_initial: Annotated[
        Quantity | None, Column("計程(輪行)起跳", "distance, roller, initial", (f"{_ROLLER}/{_INITIAL}",))
    ] = None
    distance_roller_next: Annotated[
        Quantity | None, Column("計程(輪行)續跳", "distance, roller, next", (f"{_ROLLER}/{_NEXT}",))
    ] = None
    night_distance_roller_initial: Annotated[
        Quantity | None,
        Column("夜間加成計程(輪行)起跳", "night distance, roller, initial", (f"{_NIGHT_ROLLER}/{_INITIAL}",)),
    ] = None
    night_distance_roller_next: Annotated[
        Quantity | None, Column("夜間加成計程(輪行)續跳", "night distance, roller, next", (f"{_NIGHT_ROLLER}/{_NEXT}",))
    ] = None
    time: Annotated[Quantity | None, Column("計時", "time", ("計時|計時器差|計時檢定|計時(秒)|time|timing",))] = None
    changeover_speed: Annotated[
        Quantity | None,
        Column(
            "轉換計時計費之車速",
            "changeover speed",
            (
                "轉換計時計費之車速|轉換車速|轉換速度|計時轉換車速|轉換計時車速|轉換計時計費車速|切換車速|changeover speed",
            ),
        ),
    ] = None


SPEC = KindSpec(
    name="taximeter",
    zh="計程車計費表",
    en="taximeter",
    titles=("計程車計費表", "計程車表", "計費表", "taximeter"),
    header=TaximeterHeader,
    row=TaximeterRow,
    mark_codes=("AB",),
    mark_digits=7,
    mark_year=True,
    technical_specification="CNMV 21",
    fee_key="taximeter",
)
