"""Receipt (收據), acknowledgement (回執) and correction notice (補正通知)."""

from __future__ import annotations

from generators.template_build.paper import Page, Paper
from generators.template_build.ruled import Cell, Row, RowTag

_HEAD = "F2F2F2"
_RED = "C00000"


VERIFY = "驗證碼 {{ code }}"


def _label(text: str, cols: int = 1) -> Cell:
    return Cell(text, cols=cols, align="center", shade=_HEAD)


def _head(*texts: str) -> Row:
    return Row([Cell(text, align="center", size=11, shade=_HEAD) for text in texts], heading=True)


def example_line(paper: Paper, text: str) -> None:
    """A red line that stands only on examples."""
    paper.tag("if example")
    paper.line(text, align="center", bold=True, color=_RED, after=4)
    paper.tag("endif")


def receipt() -> Paper:
    """A5 landscape; one line for each revenue code."""
    paper = Paper(Page(210, 148, 11), size=12)
    example_line(paper, "【範例】示範資料，不具收據效力")
    paper.tag("if void")
    paper.line("{{ void }}", align="center", bold=True, color=_RED, after=2)
    paper.tag("endif")
    paper.line("{{ agency }}", align="center", size=16)
    paper.line("收    據", align="center", size=20, bold=True, after=2)
    paper.line("收據編號：{{ number }}", align="right", after=3)
    rows: list[Row | RowTag] = [
        Row([_label("繳款人"), Cell("{{ payer }}", cols=2), _label("統一編號"), Cell("{{ ubn }}")], height=8),
        Row([_label("事由"), Cell("{{ purpose }}", cols=4)], height=8),
        Row([_label("收入代號"), _label("項目"), _label("說明", cols=2), _label("金額（新臺幣元）")]),
        RowTag("for item in items"),
        Row(
            [
                Cell("{{ item.revenue_code }}", align="center"),
                Cell("{{ item.name }}"),
                Cell("{{ item.note }}", cols=2, size=10.5),
                Cell("{{ item.amount }}", align="right"),
            ],
            height=8,
        ),
        RowTag("endfor"),
        Row(
            [_label("合計"), Cell("{{ capitals }}", cols=3), Cell("NT$ {{ total }}", align="right", bold=True)],
            height=9,
        ),
        Row([_label("繳費方式"), Cell("{{ payment }}", cols=2), _label("繳款日期"), Cell("{{ paid_on }}")], height=8),
    ]
    paper.table((25, 43, 52, 25, 43), rows)
    paper.line(size=6)
    paper.table(
        (47, 47, 47, 47),
        [Row([_label("經收人"), Cell("{{ collector }}", align="center"), _label("機關印信"), Cell()], height=14)],
    )
    paper.line("中 華 民 國 {{ year }} 年 {{ month }} 月 {{ day }} 日", align="distribute", size=14)
    paper.code_line(VERIFY, 20, corner=True)
    return paper


def acknowledgement() -> Paper:
    """A4; what was received, file by file, and what became of it."""
    paper = Paper(Page(210, 297, 18), size=12)
    example_line(paper, "【範例】示範資料")
    paper.line("{{ agency }}", align="center", size=16)
    paper.line("自行檢定陳報回執", align="center", size=20, bold=True, after=6)
    paper.table(
        (30, 57, 30, 57),
        [
            Row([_label("陳報業者"), Cell("{{ company }}"), _label("自檢字號"), Cell("{{ permit_number }}")], height=9),
            Row([_label("收件時間"), Cell("{{ received }}"), _label("回執編號"), Cell("{{ number }}")], height=9),
            Row([_label("郵件主旨"), Cell("{{ subject }}", cols=3)], height=9),
        ],
    )
    paper.line("一、陳報結果", bold=True, after=2)
    paper.table(
        (24, 38, 36, 26, 50),
        [
            _head("月份", "度量衡器種類", "結果", "筆數", "說明"),
            RowTag("for item in submissions"),
            Row(
                [
                    Cell("{{ item.period }}", align="center"),
                    Cell("{{ item.kind }}"),
                    Cell("{{ item.state }}"),
                    Cell("{{ item.rows }}", align="right"),
                    Cell("{{ item.note }}", size=10.5),
                ],
                height=8,
            ),
            RowTag("endfor"),
        ],
    )
    paper.line("二、收到之檔案", bold=True, after=2)
    paper.table(
        (10, 64, 22, 78),
        [
            _head("序", "檔名", "大小（位元組）", "SHA-256"),
            RowTag("for file in files"),
            Row(
                [
                    Cell("{{ loop.index }}", align="center"),
                    Cell("{{ file.name }}", size=10.5),
                    Cell("{{ file.size }}", align="right", size=10.5),
                    Cell("{{ file.sha256 }}", size=8),
                ]
            ),
            RowTag("endfor"),
        ],
    )
    paper.line("本回執僅證明收件及程式檢核結果，不等於繳費收據。", size=10.5, after=8)
    paper.line("中 華 民 國 {{ year }} 年 {{ month }} 月 {{ day }} 日", align="distribute", size=14)
    paper.footer_page_numbers()
    return paper


def correction_notice() -> Paper:
    """A4 landscape; each fault with its place and what to do."""
    paper = Paper(Page(297, 210, 15), size=12)
    example_line(paper, "【範例】示範資料")
    paper.line("{{ agency }}", align="center", size=16)
    paper.line("自行檢定陳報補正通知", align="center", size=20, bold=True, after=6)
    paper.table(
        (28, 105, 28, 106),
        [
            Row([_label("受文者"), Cell("{{ company }}"), _label("自檢字號"), Cell("{{ permit_number }}")], height=9),
            Row([_label("陳報月份"), Cell("{{ period }}"), _label("度量衡器種類"), Cell("{{ kind }}")], height=9),
            Row([_label("補正期限"), Cell("{{ deadline }}"), _label("補正方式"), Cell("{{ how }}")], height=9),
        ],
    )
    paper.line(after=3)
    paper.table(
        (10, 50, 26, 16, 28, 33, 52, 52),
        [
            _head("序", "檔名", "頁/工作表", "第幾筆", "欄位", "內容", "問題", "如何補正"),
            RowTag("for finding in findings"),
            Row(
                [
                    Cell("{{ loop.index }}", align="center", size=10),
                    *(
                        Cell(f"{{{{ finding.{key} }}}}", size=10)
                        for key in ("file", "page", "row", "field", "value", "message", "remedy")
                    ),
                ]
            ),
            RowTag("endfor"),
        ],
    )
    paper.line("{{ closing }}", after=8)
    paper.line("中 華 民 國 {{ year }} 年 {{ month }} 月 {{ day }} 日", align="distribute", size=14)
    paper.footer_page_numbers()
    return paper
