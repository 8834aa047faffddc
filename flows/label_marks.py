"""Previews of marks: the number held against its kind's form, then drawn."""

from __future__ import annotations

from flows.label_lists import Printed
from generators.label_sheet import Sticker
from generators.mark_scene import Scene, render
from generators.marks import MarkText, electricity_scene, label_scene, water_seal_scene
from schemas.errors import UsageError
from schemas.identifiers import mark
from schemas.kinds import KINDS
from schemas.label import Label
from schemas.spec import KindSpec


def preview(kind: str, number: str, printed: Printed, form: str, *, dots_per_inch: int = 600) -> bytes:
    """A preview as svg, pdf or png; ``UsageError`` for an unknown kind or a number that is not of its form."""
    if not printed.permit_number:
        raise UsageError("請以 --permit 指定自檢字號。(name the permit with --permit)", hint="例如 MV107001。")
    spec = next((each for each in KINDS if kind in {each.name, each.zh, *each.mark_codes}), None)
    if spec is None:
        raise UsageError(f"沒有「{kind}」這一種。", hint="可用:" + "、".join(each.name for each in KINDS))
    return render(_scene(spec, _text(spec, number, printed.permit_number), printed), form, dots_per_inch=dots_per_inch)


def _text(spec: KindSpec, number: str, permit: str) -> MarkText:
    found = mark(number)
    coded = bool(spec.mark_codes)
    fits = (
        found is not None
        and len(found.digits) == spec.mark_digits
        and (found.code in spec.mark_codes and found.company is not None if coded else found.code is None)
    )
    if found is None or not fits:
        wanted = (
            f"S○{'/'.join(spec.mark_codes)} 及 {spec.mark_digits} 碼數字" if coded else f"{spec.mark_digits} 碼數字"
        )
        raise UsageError(
            f"{number} 不是{spec.zh}之合格印證號碼。(not a mark number of this kind)", hint=f"應為{wanted}。"
        )
    return MarkText(found.company or "", found.code or "", found.digits, permit)


def _scene(spec: KindSpec, text: MarkText, printed: Printed) -> Scene:
    if spec.name == "water_meter":
        return water_seal_scene(text)
    if spec.name != "electricity_meter":
        return label_scene(text)
    plate = Label(text.company, text.code, text.number[:2], text.number[2:], "0")
    sticker = Sticker(plate, text.permit_number, printed.valid_until, printed.service_until)
    return electricity_scene(text, sticker)
