"""FIF-01, FIF-05, FIF-06, FIF-07: application, extension, change and loss, after the guide of 108.01.18."""

from __future__ import annotations

from collections.abc import Sequence

from generators.template_build.paper import Page, Paper
from generators.template_build.ruled import Cell, Row

_PAGE = Page(210, 297, 13)
_SIZE = 10.5
_SIDE = 14.0


def application() -> Paper:
    """FIF-01 度量衡業自行檢定許可申請書."""
    paper = _begin("FIF-01", "度量衡業自行檢定許可申請書")
    room = _PAGE.inner - _SIDE
    widths = (_SIDE, 34, room / 2 - 34, 34, room / 2 - 34)
    wide = (("公司名稱", "company_name"), ("公司地址", "company_address"), ("廠場地址", "factory_address"))
    pairs = (
        (("負責人", "responsible_person"), ("聯絡人", "contact_person")),
        (("聯絡電話", "phone"), ("傳真號碼", "fax")),
        (("許可執照號碼", "licence_number"), ("電子郵件", "email")),
        (("品質管理系統證書核發機構", "quality_body"), ("驗證證書號碼", "quality_certificate")),
    )
    lines = [[_label(label), _value(name, 3)] for label, name in wide]
    lines += [[_label(one), _value(first), _label(two), _value(second)] for (one, first), (two, second) in pairs]
    paper.table(widths, _block("申請人", lines))
    paper.line(size=3)
    laboratory = (
        ("實驗室名稱", "laboratory_name"),
        ("實驗室地址", "laboratory_address"),
        ("測試實驗室認證證書號碼", "laboratory_certificate"),
    )
    paper.table(widths, _block("測試實驗室", [[_label(label), _value(name, 3)] for label, name in laboratory]))
    paper.line(size=3)
    _scope(paper, "度量衡器種類、範圍")
    _enclosures(paper)
    return _end(paper)


def extension() -> Paper:
    """FIF-05 度量衡業自行檢定許可證書延展申請書."""
    paper = _begin("FIF-05", "度量衡業自行檢定許可證書延展申請書")
    _holder(paper)
    _scope(paper, "度量衡器種類、範圍")
    _enclosures(paper)
    return _end(paper)


def change() -> Paper:
    """FIF-06 度量衡業自行檢定許可證書異動申請書."""
    paper = _begin("FIF-06", "度量衡業自行檢定許可證書異動申請書")
    reasons = (
        "{{ reasons.loss }}證書遺失　　{{ reasons.damage }}證書毀損\n"
        "{{ reasons.company_change }}度量衡業遷移地址、變更公司、商號名稱或變更組織\n"
        "{{ reasons.site_change }}生產廠場變更、遷移地址或測試實驗室遷移地址"
    )
    paper.table((_SIDE, _PAGE.inner - _SIDE), [Row([_label("申請項目"), Cell(reasons, size=_SIZE)])])
    paper.line(size=3)
    _holder(paper)
    _scope(paper, "度量衡種類、範圍")
    enclosed = (
        ("loss", "證書遺失", "證書遺失具結書。"),
        ("damage", "證書毀損", "毀損之原自行檢定許可證書。"),
        (
            "company_change",
            "度量衡業遷移地址、變更公司、商號名稱或變更組織",
            "1.原自行檢定許可證書。\n2.變更事項證明文件。",
        ),
        ("site_change", "生產廠場、遷移地址或測試實驗室遷移地址", "1.原自行檢定許可證書。\n2.變更事項證明文件。"),
    )
    rows = [Row([Cell("檢附文件如下：", cols=2, size=_SIZE)])]
    rows += [
        Row([Cell(f"{{{{ reasons.{name} }}}}{words}", size=_SIZE), Cell(papers, size=_SIZE)])
        for name, words, papers in enclosed
    ]
    paper.table((80, _PAGE.inner - 80), rows)
    paper.line("繳證照費新臺幣1,000元整（收入代號5700）。", size=_SIZE)
    return _end(paper)


def loss() -> Paper:
    """FIF-07 度量衡業自行檢定許可證書遺失具結書."""
    paper = _begin("FIF-07", "度量衡業自行檢定許可證書遺失具結書")
    _holder(paper)
    _scope(paper, "度量衡器種類、範圍")
    paper.line(
        "茲因原領 貴局度量衡業自行檢定許可證書不慎遺失，特申請補發認可證書；嗣後如發現已報失之認可證書，"
        "立即於發現日起15日內送請貴局註銷。如有虛偽情事，具結人願負法律上一切責任。",
        after=10,
    )
    return _end(paper)


def _begin(number: str, title: str) -> Paper:
    paper = Paper(_PAGE, size=12)
    paper.line(number, align="right", size=10)
    paper.line("本局地址：100 臺北市中正區濟南路1段4號", size=9)
    paper.line("聯絡電話：(02) 23963360 轉 722　FAX：(02) 23970715　本局網址：http://www.bsmi.gov.tw/", size=9)
    paper.line(title, align="center", size=18, bold=True, after=4)
    return paper


def _end(paper: Paper) -> Paper:
    paper.line("中 華 民 國 {{ year }} 年 {{ month }} 月 {{ day }} 日", align="distribute", size=14)
    return paper


def _label(text: str) -> Cell:
    return Cell(text, align="center", size=_SIZE)


def _value(name: str, cols: int = 1) -> Cell:
    return Cell(f"{{{{ {name} }}}}", cols=cols, size=_SIZE)


def _block(name: str, lines: Sequence[Sequence[Cell]]) -> list[Row]:
    """Rows with one cell ``name`` at their left."""
    side = Cell(name, rows=len(lines), align="center", size=_SIZE)
    return [Row([*([side] if index == 0 else []), *line], height=7) for index, line in enumerate(lines)]


def _holder(paper: Paper) -> None:
    fields = (
        ("公司名稱", "company_name"),
        ("廠場地址", "factory_address"),
        ("許可執照號碼", "licence_number"),
        ("自檢字號", "permit_number"),
        ("負責人", "responsible_person"),
        ("地址", "company_address"),
        ("電話", "phone"),
    )
    widths = (_SIDE, 34, _PAGE.inner - _SIDE - 34)
    paper.table(widths, _block("申請人", [[_label(label), _value(name)] for label, name in fields]))
    paper.line(size=3)


def _scope(paper: Paper, heading: str) -> None:
    lines = (
        "{{ scope.taximeter }}計程車計費表　　　　　　　　　　　　　（請於☐內勾選適用項目）",
        "{{ scope.weighing }}非自動衡器：\n"
        "　{{ scope.electronic }}度量衡器檢定檢查辦法第3條第1項第2款規定之電子式非自動衡器（不含活動、固定地秤）\n"
        "　　1.最大秤量：{{ scope.maximum_capacity }}\n"
        "　　2.檢定標尺分度值：{{ scope.scale_interval }}\n"
        "　{{ scope.mechanical }}具度盤指針指示之機械式非自動衡器",
        "{{ scope.water }}水量計：{{ scope.water_initial }}初次檢定　{{ scope.water_again }}重新檢定\n"
        "　　1.標稱口徑（請自行註明口徑）：{{ scope.nominal_bore }}\n"
        "　　2.型式（請自行註明型式，如速度型、容積型）：{{ scope.water_type }}",
        "{{ scope.gas }}膜式氣量計（最大流量 {{ scope.maximum_flow }} m³/h以下）："
        "{{ scope.gas_initial }}初次檢定　{{ scope.gas_again }}重新檢定",
        "{{ scope.electricity }}電度表：\n"
        "　{{ scope.demand_only }}僅具需量瓦時功能之電子式電度表\n"
        "　{{ scope.demand_and_reactive }}具需量瓦時功能附加乏時功能之電子式電度表",
    )
    widths = (_SIDE, _PAGE.inner - _SIDE)
    paper.table(widths, _block(heading, [[Cell(text, size=_SIZE)] for text in lines]))
    paper.line(size=3)


def _enclosures(paper: Paper) -> None:
    paper.line("檢附相關文件如下：", size=_SIZE)
    for text in (
        "1.度量衡製造或輸入業許可執照影本1份。",
        "2.生產廠場品質管理系統驗證證書影本1份。",
        "3.測試實驗室認證證書影本1份。",
        "4.檢定設備一覽表1份。",
        "5.勞保卡影本或其他具同等效力之證明文件（如所得扣繳憑單等）作為實驗室主管及檢定技術人員在職證明文件。",
        "6.實驗室主管及檢定技術人員之計量技術人員證書影本。",
        "7.許可費每件新臺幣2,000元（收入代號3110）及證照費每份新臺幣1,000元（收入代號5700），共計新臺幣3,000元整。",
    ):
        paper.line(text, size=_SIZE)
