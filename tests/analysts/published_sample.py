"""The sample of a published report on service: a few rows of the bureau's report of year 108, set anew and marked as sample.

``python -m tests.analysts.published_sample`` writes ``files/service-108-sample.pdf`` (needs the font TW-Kai).
"""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

PDF = Path(__file__).parent / "files" / "service-108-sample.pdf"
FONT = Path("/usr/share/fonts/truetype/cns11643/TW-Kai-98_1.ttf")
TITLE = "108年度提升服務效能執行績效與成果(範例:節錄重排,供測試讀表)"
HEADS = ("執行策略", "主辦單位", "執行績效與成果")
PAGES: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (
        (
            "2.提升服務及時性",
            "各分局",
            "提升檢驗(定)案件的處理效率,確保於處理時限內完成,另所屬分局執行情形:2.新竹分局:指派專人管制申辦案件;"
            "108 年共有 39,068 件申請案件,均依時效管制要點辦理。5.高雄分局:每月定期執行逾期案件稽催 2 次,累計執行"
            "檢驗稽催件數 37 件,及主動通知業者 59 件。積極主動以電話聯繫加油站及衡器業者檢定時間,共通知 1,412 家。",
        ),
        (
            "(1)設置單一窗口",
            "第六組、各分局",
            "108 年度進口商品總報驗量 53,286 批,網路申辦計 53,241 批,線上申辦使用率達 99%以上。",
        ),
    ),
    (
        (
            "",
            "",
            "6.花蓮分局:辦理商品安全推廣活動 59 場次。",
        ),
        (
            "4.線上申辦",
            "各分局",
            "2.新竹分局:進口報驗線上申辦率達 99.8%,線上申辦自印證書比率提升至 95.1%。4.臺南分局:108 年線上申辦率為"
            " 62.3%,業者透過行動支付繳費之金額為 207 萬 6,051 元。5.高雄分局:透過虛擬帳號繳費方式 305 件。",
        ),
    ),
)
TRUTH: tuple[tuple[str, str | None, Decimal, str], ...] = (
    ("新竹分局", "cases", Decimal(39068), "件"),
    ("高雄分局", None, Decimal(2), "次"),
    ("高雄分局", "chased", Decimal(37), "件"),
    ("高雄分局", "notices_sent", Decimal(59), "件"),
    ("高雄分局", "notices_sent", Decimal(1412), "家"),
    ("全局", "cases", Decimal(53286), "批"),
    ("全局", "cases_online", Decimal(53241), "批"),
    ("全局", "online_share", Decimal(99), "%"),
    ("花蓮分局", None, Decimal(59), "場次"),
    ("新竹分局", "online_share", Decimal("99.8"), "%"),
    ("新竹分局", "electronic_share", Decimal("95.1"), "%"),
    ("臺南分局", "online_share", Decimal("62.3"), "%"),
    ("臺南分局", "fees_paid", Decimal(2076051), "元"),
    ("高雄分局", "payments", Decimal(305), "件"),
)


def build() -> bytes:
    """Ruled tables over two pages; the second begins with a row that goes on."""
    from reportlab.lib import colors  # noqa: PLC0415 - only when the sample is made anew
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table  # noqa: PLC0415

    pdfmetrics.registerFont(TTFont("TW-Kai", str(FONT)))
    style = ParagraphStyle("cell", fontName="TW-Kai", fontSize=11, leading=16, wordWrap="CJK")
    ruled = [("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    story: list[object] = [Paragraph(TITLE, style)]
    for number, rows in enumerate(PAGES):
        cells = [[Paragraph(text, style) for text in row] for row in (HEADS, *rows)]
        story += [*([PageBreak()] if number else []), Table(cells, colWidths=(110, 80, 330), style=ruled)]
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, title=TITLE, invariant=1, leftMargin=36, rightMargin=36)
    document.build(story)
    return out.getvalue()


if __name__ == "__main__":
    PDF.write_bytes(build())
