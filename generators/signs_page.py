"""Signs of invention as one page for staff: the figures of each, and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from generators.svg_chart import Bar, Piece, bar_chart
from generators.wording import kind_name
from schemas.catalogue import Lang
from schemas.signs import Sign

METHODS: dict[str, dict[Lang, str]] = {
    "copied": {"zh": "不同器具之讀數全部相同", "en": "instruments with all readings alike"},
    "digits": {"zh": "末位數字分布不均", "en": "last digits not equally frequent"},
    "even": {"zh": "器差離散程度過小", "en": "errors too even"},
    "bench": {"zh": "單日檢定數量超過設備能量", "en": "more instruments a day than a bench can do"},
}
_FIGURES: dict[str, str] = {
    "instruments": "器具數",
    "fields": "欄位數",
    "pairs": "相同對數",
    "expected": "預期對數",
    "examples": "例",
    "readings": "讀數個數",
    "chi_square": "卡方值",
    "freedom": "自由度",
    "deviation": "標準差",
    "usual": "通常標準差",
    "batches": "比較批數",
    "day": "日期",
    "bench": "機台",
    "limit": "上限",
}
_STYLE = (
    "body{font-family:system-ui,'Noto Sans CJK TC','Microsoft JhengHei',sans-serif;max-width:900px;margin:24px auto;"
    "padding:0 16px;color:#1b2733}h2{font-size:17px;margin:28px 0 4px}p{margin:4px 0}.chart{max-width:640px}"
    ".chart .label,.chart .value{font-size:13px}.chart .axis{stroke:#9aa5b1}.bar{fill:#2f6f9f}"
)


def signs_page(found: Sequence[Sign], lang: Lang, ruleset: str) -> str:
    """An HTML page that stands alone; for staff, it names no verdict."""
    zh = lang == "zh"
    title = "讀數異常跡象(內部參考)" if zh else "Signs to look at (internal)"
    said = (
        "下列僅供承辦人查核之參考,不構成不受理或違規之認定。方法與誤報率見 docs/signs.md。"
        if zh
        else "For staff to look at; none of this is a reason to reject. Method and false alarms: docs/signs.md."
    )
    none = "" if found else f"<p>{'無。' if zh else 'None.'}</p>"
    body = "".join(_section(sign, lang) for sign in found)
    return (
        f'<!doctype html><html lang="{"zh-Hant-TW" if zh else "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{said}</p>{none}{body}"
        f"<footer><p>{'規則版本' if zh else 'rule set'} {escape(ruleset)}</p></footer></body></html>\n"
    )


def heading(sign: Sign, lang: Lang) -> str:
    """Manufacturer, month, kind, method and field in a line."""
    parts = [sign.permit, sign.period, kind_name(sign.kind, lang), METHODS[sign.method][lang], sign.field or ""]
    return " · ".join(part for part in parts if part)


def figures(sign: Sign, lang: Lang) -> str:
    """The figures of a sign in a line."""
    named = {(_FIGURES[name] if lang == "zh" else name): value for name, value in sign.figures.items()}
    if sign.chance is not None:
        named["偶然機率" if lang == "zh" else "chance"] = f"{sign.chance:.1e}"
    return ", ".join(f"{name} {value}" for name, value in named.items())


def _section(sign: Sign, lang: Lang) -> str:
    name = heading(sign, lang)
    bars = [Bar(label, [Piece(value, "bar", f"{label}: {value:g}")], f"{value:g}") for label, value in sign.bars]
    return (
        f"<section><h2>{escape(name)}</h2><p>{escape(figures(sign, lang))}</p>"
        f"<p>{escape('、'.join(sign.documents))}</p>{bar_chart(bars, name)}</section>\n"
    )
