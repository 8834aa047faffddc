"""The boxes of kinds and ranges on the forms: as instrument kinds, as ranges, as words; and what is opened at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from schemas.forms import Scope
from schemas.measures import plain
from schemas.permit import RangeEntry
from schemas.register import Span

_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_UNITS = {"kg": Decimal(1), "g": Decimal("0.001"), "t": Decimal(1000), "公斤": Decimal(1), "公克": Decimal("0.001")}
_MASS = re.compile(_NUMBER + r"\s*(kg|g|t|公斤|公克)?(?![a-z0-9])")
_BORE = re.compile(_NUMBER + r"\s*(?:mm|毫米|公厘)?")
_BETWEEN = re.compile(r"~|至|到|-|–|—|〜|～")

WATER_VORTEX: Span = (Decimal(50), Decimal(100))
WATER_OTHER: Span = (Decimal(13), Decimal(300))
GAS: Span = (Decimal(0), Decimal(16))
"""Guide, item 2 (1): what self-verification is open for."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A range that is not opened: field, as written, and what is opened."""

    field: str
    written: str
    zh: str
    en: str


def kinds_of(scope: Scope) -> list[str]:
    """The instrument kinds that are ticked."""
    ticked = {
        "taximeter": scope.taximeter,
        "weighing_instrument": scope.electronic or scope.mechanical,
        "water_meter": scope.water_initial or scope.water_again,
        "gas_meter": scope.gas_initial or scope.gas_again,
        "electricity_meter": scope.demand_only or scope.demand_and_reactive,
    }
    return [kind for kind, there in ticked.items() if there]


def again(scope: Scope) -> bool:
    """Whether re-verification is applied for: the quality certificate then has to cover repair (art. 3 (1) 2)."""
    return scope.water_again or scope.gas_again


def ranges_of(scope: Scope) -> list[RangeEntry]:
    """The ranges that the boxes ask for and that can be read."""
    kinds, entries = kinds_of(scope), []
    if "weighing_instrument" in kinds and (capacity := capacity_span(scope.maximum_capacity)):
        entries.append(RangeEntry(instrument_kind="weighing_instrument", capacity_kg=capacity))
    if "water_meter" in kinds:
        spans = bore_spans(scope.nominal_bore)
        entries += [RangeEntry(instrument_kind="water_meter", bore_mm=span) for span in spans]
    if "gas_meter" in kinds and (flow := flow_span(scope.maximum_flow)):
        entries.append(RangeEntry(instrument_kind="gas_meter", flow_m3h=flow))
    return entries


def unread(scope: Scope) -> Iterator[tuple[str, str]]:
    """Field and text of each size that is asked for, written, and cannot be read."""
    kinds = kinds_of(scope)
    asked = (
        ("weighing_instrument", "maximum_capacity", capacity_span),
        ("water_meter", "nominal_bore", bore_spans),
        ("gas_meter", "maximum_flow", flow_span),
    )
    for kind, name, read in asked:
        written = getattr(scope, name)
        if kind in kinds and written and not read(written):
            yield f"scope.{name}", written


def outside(scope: Scope) -> Iterator[Outside]:
    """Sizes beyond what is opened (guide, item 2)."""
    kinds = kinds_of(scope)
    if "gas_meter" in kinds and (flow := flow_span(scope.maximum_flow)) and flow[1] > GAS[1]:
        yield Outside("scope.maximum_flow", scope.maximum_flow or "", "16 m³/h 以下", "up to 16 m³/h")
    if "water_meter" in kinds:
        words = scope.water_type or ""
        vortex = "渦流" in words and not re.search("容積|速度|奧多曼|噴嘴", words)
        low, high = WATER_VORTEX if vortex else WATER_OTHER
        if any(span[0] < low or span[1] > high for span in bore_spans(scope.nominal_bore)):
            opened = (f"標稱口徑 {low}~{high} mm", f"nominal bore {low} to {high} mm")
            yield Outside("scope.nominal_bore", scope.nominal_bore or "", *opened)


def capacity_span(text: str | None) -> Span | None:
    """``30 kg`` is up to 30 kg; ``3 kg~30 kg`` from 3 to 30."""
    found = [(Decimal(number), unit) for number, unit in _MASS.findall(plain(text))]
    if not found or not found[-1][1]:
        return None
    sizes = [number * _UNITS[unit or found[-1][1]] for number, unit in found]
    return _span(sizes, plain(text))


def flow_span(text: str | None) -> Span | None:
    """``16`` or ``16 m³/h 以下``: up to 16."""
    found = re.findall(_NUMBER + r"(?!\d|/h)", re.sub(r"m3|m\^3", "m", plain(text)))
    return (Decimal(0), max(map(Decimal, found))) if found else None


def bore_spans(text: str | None) -> list[Span]:
    """``13~50 mm`` is a span, ``20、25 mm`` are two sizes."""
    spans = []
    for part in re.split(r"[、,;/及]", plain(text)):
        sizes = [Decimal(number) for number in _BORE.findall(part)]
        if sizes and (len(sizes) == 1 or _BETWEEN.search(part)):
            spans.append((min(sizes), max(sizes)))
    return spans


def _span(sizes: list[Decimal], text: str) -> Span:
    if len(sizes) > 1 and _BETWEEN.search(text):
        return min(sizes), max(sizes)
    return Decimal(0), max(sizes)


def scope_text(scope: Scope) -> str:
    """Kinds and ranges as the certificate states them (art. 6 (3)), a line for each kind."""
    lines = []
    if scope.taximeter:
        lines.append("計程車計費表：初次檢定")
    if scope.electronic:
        sizes = f"最大秤量 {scope.maximum_capacity}，檢定標尺分度值 {scope.scale_interval}"
        lines.append(f"電子式非自動衡器（不含活動、固定地秤）：初次檢定，{sizes}")
    if scope.mechanical:
        lines.append("具度盤指針指示之機械式非自動衡器：初次檢定")
    if scope.water_initial or scope.water_again:
        sizes = f"標稱口徑 {scope.nominal_bore}，型式 {scope.water_type}"
        lines.append(f"水量計：{_which(scope.water_initial, scope.water_again)}，{sizes}")
    if scope.gas_initial or scope.gas_again:
        flow = re.sub(r"\s*(m³/h|m3/h)?\s*(以下)?$", "", scope.maximum_flow or "", flags=re.IGNORECASE)
        lines.append(f"膜式氣量計：{_which(scope.gas_initial, scope.gas_again)}，最大流量 {flow} m³/h 以下")
    if scope.demand_only:
        lines.append("電度表：初次檢定，僅具需量瓦時功能之電子式電度表")
    if scope.demand_and_reactive:
        lines.append("電度表：初次檢定，具需量瓦時功能附加乏時功能之電子式電度表")
    return "\n".join(lines)


def _which(initial: bool, repeated: bool) -> str:
    return "、".join(word for word, there in (("初次檢定", initial), ("重新檢定", repeated)) if there)
