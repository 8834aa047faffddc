"""A heading that may mean two columns because the group above it was not found."""

from __future__ import annotations

from schemas.assemble import assemble
from schemas.document import Source
from tests.schemas.drawn import grid, line, raw

SOURCE = Source(file="x.pdf", sha256="0" * 64, pages=1, engine="drawn")


def test_a_point_without_its_direction_is_read_and_named() -> None:
    head = [line("華成衡器有限公司"), line("非自動衡器自行檢定紀錄表", top=25.0), line("自檢號:MV104015", top=40.0)]
    table = grid(
        [
            ["器號", "偏載", "第1點", "是否合格", "合格印證號碼"],
            ["EB0539869", "0.0", "20.0", "合格", "0559050"],
        ]
    )
    document = assemble(raw([*head, table]), SOURCE)
    assert [finding.field for finding in document.findings if finding.code == "T212"] == ["increasing_1"]
