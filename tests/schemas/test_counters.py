"""A column that counts the rows is none of serial numbers, even where a scan's count was misread here and there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from schemas.assemble import assemble
from schemas.document import Source
from tests.schemas.drawn import grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=1, engine="drawn")
HEADINGS = ["序號", "器號", "壓力吸收(Pa)", "合格印證號碼", "不合格原因"]
SERIALS = [f"G6-123456{at}" for at in range(6)]


def _serials(count: Sequence[str], headings: Sequence[str] = HEADINGS) -> list[str | None]:
    rows = [
        [number, serial, "98", f"074709{at}", ""]
        for at, (number, serial) in enumerate(zip(count, SERIALS, strict=True))
    ]
    title = [
        line("宏大儀表股份有限公司"),
        line("膜式氣量計自行檢定紀錄表", top=25.0),
        line("自檢號:MV104040", top=40.0),
    ]
    document = assemble(raw([*title, grid([headings, *rows])]), SOURCE)
    return [row.serial_number for row in document.rows]


@pytest.mark.parametrize(
    "count",
    [["1", "2", "3", "4", "5", "6"], ["一", "2", "3", "4", "5", "6"], ["1", "2", "3", "4", "5", "G"]],
    ids=["clean", "the first misread", "the last misread"],
)
def test_the_column_of_serial_numbers_is_taken(count: Sequence[str]) -> None:
    assert _serials(count) == SERIALS


def test_numbers_that_do_not_count_may_be_serial_numbers() -> None:
    count = ["5012", "5040", "5077", "5103", "5120", "5121"]
    assert _serials(count, ["序號", "機型備考", *HEADINGS[2:]]) == count
