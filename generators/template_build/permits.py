"""Papers of a permit's life: certificate, reminder, renewal notice, record of destroyed marks.

The law fixes what the certificate states (度量衡業自行檢定管理辦法 art. 6) and no layout; these are the program's own.
"""

from __future__ import annotations

from generators.template_build.notices import VERIFY, example_line
from generators.template_build.paper import Page, Paper
from generators.template_build.ruled import Cell, Row, RowTag

_PAGE = Page(210, 297, 22)
_CLOSING = "中 華 民 國 {{ year }} 年 {{ month }} 月 {{ day }} 日"


def _label(text: str) -> Cell:
    return Cell(text, align="distribute", size=14)


def _letter(title: str) -> Paper:
    paper = Paper(_PAGE, size=14)
    example_line(paper, "【範例】示範資料，不生效力")
    paper.line("{{ agency }}", align="center", size=18)
    paper.line(title, align="center", size=22, bold=True, after=10)
    return paper


def permit() -> Paper:
    """自行檢定許可證書."""
    paper = _letter("度量衡業自行檢定許可證書")
    paper.line("自檢字號：{{ permit_number }}", align="right", after=6)
    fields = (
        ("業者名稱", "company_name"),
        ("統一編號", "ubn"),
        ("負責人", "responsible_person"),
        ("公司地址", "company_address"),
        ("生產廠場", "factory"),
        ("測試實驗室", "laboratory"),
        ("業者代碼", "company_code"),
        ("許可種類及範圍", "scope"),
        ("有效期間", "validity"),
    )
    rows = [Row([_label(label), Cell(f"{{{{ {name} }}}}", size=14)], height=14) for label, name in fields]
    paper.table((44, _PAGE.inner - 44), rows)
    paper.line(after=6)
    paper.line("上列業者符合度量衡業自行檢定管理辦法之規定，准予自行檢定，特發此證。", size=16, after=30)
    paper.line("發證機關：{{ agency }}", size=16, after=20)
    paper.code_line(VERIFY, 22)
    paper.line(_CLOSING, align="distribute", size=16)
    return paper


def reminder() -> Paper:
    """催報通知: nothing has come for a month."""
    paper = _letter("自行檢定陳報催報通知")
    paper.line("受文者：{{ company_name }}（自檢字號 {{ permit_number }}）", after=8)
    paper.line(
        "一、依度量衡業自行檢定管理辦法第11條，經許可自行檢定之度量衡業應按月於次月10日前檢附檢定月報表，"
        "依檢定數量繳納檢定費。",
        after=4,
    )
    paper.line("二、貴公司{{ period }}份下列度量衡器之陳報，期限為{{ due }}，迄今尚未收到：{{ kinds }}。", after=4)
    paper.line("三、請於{{ deadline }}補報；該月份如無檢定，亦請回覆說明。已寄送者請告知寄送日期。", after=24)
    paper.line(_CLOSING, align="distribute", size=16)
    return paper


def renewal_notice() -> Paper:
    """延展通知: the permit will expire."""
    paper = _letter("自行檢定許可證書延展通知")
    paper.line("受文者：{{ company_name }}（自檢字號 {{ permit_number }}）", after=8)
    paper.line("一、貴公司自行檢定許可證書有效期間至{{ valid_to }}屆滿。", after=4)
    paper.line(
        "二、依度量衡業自行檢定管理辦法第7條，得於期滿前3個月至屆滿日（{{ from_day }}至{{ valid_to }}）填具申請書"
        "（FIF-05），連同許可費2,000元及證照費1,000元並檢附相關文件，申請延展。",
        after=4,
    )
    paper.line("三、於屆滿前1個月內始申請，且屆滿前未及換發者，新證書之有效期間自換發日起算。", after=4)
    paper.line(
        "四、屆滿未延展者不得自行檢定；未使用完畢之合格印證，應於1個月內報請派員會同清點銷毀（同辦法第10條）。",
        after=24,
    )
    paper.line(_CLOSING, align="distribute", size=16)
    return paper


def mark_destruction() -> Paper:
    """合格印證會同清點銷毀紀錄."""
    paper = _letter("合格印證會同清點銷毀紀錄")
    paper.table(
        (34, 49, 34, 49),
        [
            Row([_label("業者名稱"), Cell("{{ company_name }}", cols=3)], height=10),
            Row(
                [_label("自檢字號"), Cell("{{ permit_number }}"), _label("銷毀日期"), Cell("{{ destroyed_on }}")],
                height=10,
            ),
            Row([_label("銷毀地點"), Cell("{{ place }}"), _label("銷毀方式"), Cell("{{ method }}")], height=10),
            Row([_label("銷毀事由"), Cell("{{ reason }}", cols=3)], height=10),
        ],
    )
    paper.line(size=4)
    heads = ("項次", "度量衡器種類", "代碼", "起號", "訖號", "數量")
    names = (
        "{{ loop.index }}",
        "{{ batch.kind }}",
        "{{ batch.code }}",
        "{{ batch.first }}",
        "{{ batch.last }}",
        "{{ batch.count }}",
    )
    rows: list[Row | RowTag] = [
        Row([Cell(text, align="center", size=12) for text in heads], heading=True),
        RowTag("for batch in batches"),
        Row([Cell(text, align="center", size=12) for text in names], height=8),
        RowTag("endfor"),
        Row([Cell("合計", cols=5, align="center", size=12), Cell("{{ total }}", align="center", size=12)], height=8),
    ]
    paper.table((14, 46, 18, 36, 36, 16), rows)
    paper.line(after=8)
    paper.table(
        (34, 49, 34, 49),
        [
            Row(
                [_label("業者代表"), Cell("{{ company_witness }}"), _label("會同人員"), Cell("{{ officer }}")],
                height=20,
            )
        ],
    )
    paper.line(after=6)
    paper.line(_CLOSING, align="distribute", size=16)
    paper.footer_page_numbers()
    return paper
