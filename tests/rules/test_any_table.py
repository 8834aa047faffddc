"""Whatever stands in a table, on a page or a sheet: a document comes of it, the rules reach a verdict, each finding has words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from io import BytesIO

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from schemas.assemble import assemble
from schemas.catalogue import as_json
from schemas.document import Source
from schemas.raw import RawCell, RawDocument, RawLine, RawPage, RawSegment, RawTable
from schemas.validate import bad_rows, check_document, check_together, state_of
from tests.rules.papers import blocks
from tests.rules.sheets import workbook
from tests.rules.specimens import KINDS, context, record, report

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["☑合格 ☑不合格", "■是 ■否", "V是 V否", "□是 □否", "是", "否", "合格\n不合格", "是否合格", "器號", "合格印證號碼", "廠牌:", "廠牌:型號:規格:",
         "自檢號:MV113001 檢定日期:115/10/14", "檢定日期:115/13/40", "01 外觀檢查是否符合規定 ☑是 ☑否", "±2.0", "公差", "±", "填入公差",
         "99999999999999999999", "1e999999", "-", "//", "以下空白", "小計", "合計", "總計檢定數量為 九 具", "水量計自行檢定115年10月份月報表",
         "瓦斯表及電度表自行檢定紀錄表", "115年99月份月報表", "\ue000\ufffd", "26000001~26000009", "全載", "大流", "小流", "瓦時部份", "1.0Qmax"]
    ),
)  # fmt: skip
Grid = list[list[str]]
Part = Grid | str


@lru_cache(maxsize=16)
def specimen(kind: str, of_report: bool) -> tuple[Part, ...]:
    """The lines and tables of an honest document's sheet, from top to bottom."""
    sheet = load_workbook(BytesIO(workbook(report(kind) if of_report else record(kind)))).worksheets[0]
    found: list[Part] = []
    for block in blocks(sheet):
        rows = [[str(cell.value or "") for cell in sheet[row]] for row in block.rows]
        found.append(rows if block.is_table else "  ".join(filter(None, rows[0])))
    return tuple(found)


@st.composite
def pages(draw: st.DrawFn) -> RawPage:
    """A specimen's page with any cells and lines replaced, merged, dropped and repeated."""
    parts = list(specimen(draw(st.sampled_from(KINDS)), draw(st.booleans())))
    for at, text in draw(st.lists(st.tuples(st.integers(0, len(parts)), TEXTS), max_size=3)):
        parts.insert(at, text)
    parts = parts[draw(st.integers(0, 3)) * draw(st.integers(0, 1)) :]
    paged = draw(st.booleans())
    order: list[RawTable | RawLine] = []
    for number, part in enumerate(parts):
        order.append(_line(part, number, paged=paged) if isinstance(part, str) else draw(tables(part, paged=paged)))
    return RawPage(order, page=1 if paged else None, sheet=None if paged else "檢定")


def _line(text: str, number: int, *, paged: bool) -> RawLine:
    pieces = [piece for piece in text.split("  ") if piece] or [""]
    segments = tuple(RawSegment(piece, 40.0 + 200 * at, 180.0 + 200 * at) for at, piece in enumerate(pieces))
    top = 20.0 + 14 * number
    return RawLine(segments, 1, None, top, top + 10) if paged else RawLine(segments[:1], None, "檢定", line=number + 1)


@st.composite
def tables(draw: st.DrawFn, grid: Grid, *, paged: bool) -> RawTable:
    height, width = len(grid), max(map(len, grid))
    texts = {(row, column): text for row, line in enumerate(grid) for column, text in enumerate(line)}
    spots = st.tuples(st.integers(0, height - 1), st.integers(0, width - 1))
    texts |= dict(draw(st.lists(st.tuples(spots, TEXTS), max_size=8)))
    rows = [
        [RawCell(texts.get((row, column), ""), row, column, row + 1, column + 1) for column in range(width)]
        for row in range(height)
    ]
    for (top, left), high, wide in draw(st.lists(st.tuples(spots, st.integers(1, 3), st.integers(1, 4)), max_size=2)):
        _merge(rows, top, left, min(top + high, height), min(left + wide, width))
    if not paged:
        return RawTable(rows, sheet="檢定", lines=range(9, 9 + height), letters=[chr(65 + at) for at in range(width)])
    xs, ys = [40.0 * at for at in range(width + 1)], [200.0 + 12 * at for at in range(height + 1)]
    return RawTable(rows, page=1, xs=xs, ys=ys, ruled=draw(st.booleans()))


def _merge(rows: list[list[RawCell]], top: int, left: int, bottom: int, right: int) -> None:
    """One cell over an area in which no other merged cell stands."""
    area = [rows[row][column] for row in range(top, bottom) for column in range(left, right)]
    if all((cell.bottom - cell.top, cell.right - cell.left) == (1, 1) for cell in area):
        made = RawCell(rows[top][left].text, top, left, bottom, right)
        for row in range(top, bottom):
            rows[row][left:right] = [made] * (right - left)


def renumbered(found: list[RawPage]) -> list[RawPage]:
    """The pages one after the other."""
    return [page if page.page is None else replace(page, page=number) for number, page in enumerate(found, 1)]


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(pages(), min_size=1, max_size=3))
def test_a_verdict_for_any_table(made: list[RawPage]) -> None:
    raw = RawDocument(iter(renumbered(made)), "drawn", len(made))
    document = assemble(raw, Source(file="a", sha256="a", pages=len(made), engine="drawn"))
    event(f"{document.document_kind} {bool(document.rows)}")
    judged = context()
    findings = [*document.findings, *check_document(document, judged), *check_together([document], judged)[0]]
    assert state_of(findings, len(document.rows), len(bad_rows(findings)))
    assert all(as_json(finding)["message"] for finding in findings)
    assert document.model_dump_json()
