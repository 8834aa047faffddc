"""An application as it is filed: the form, and what its enclosures say (guide, items 3, 4 and 11).

The form is a model of ``schemas.forms``; this module has the rest, which the office takes from the enclosed papers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from schemas.application_events import ApplicationForm
from schemas.column import Column
from schemas.document import INSTRUMENT_KINDS, Strict
from schemas.findings import Finding
from schemas.form_reading import read_form
from schemas.forms import FORMS, Application, Change, EquipmentList, Extension
from schemas.kinds import KINDS

_SPLIT = re.compile(r"[、,,;;\s]+")


class HolderFacts(Strict):
    """The applicant, from its licence."""

    ubn: Annotated[str | None, Column("統一編號", "unified business number")] = None
    licence: Annotated[Literal["manufacturer", "importer"] | None, Column("執照類別", "kind of licence")] = None
    licence_valid_to: Annotated[date | None, Column("執照有效期限", "licence valid to")] = None


class QualityFacts(Strict):
    """The quality-management certificate of the production site."""

    recognised: Annotated[bool | None, Column("驗證機構經認可", "body recognised by the bureau")] = None
    production: Annotated[bool | None, Column("登錄範圍含生產", "scope covers production")] = None
    repair: Annotated[bool | None, Column("登錄範圍含維修", "scope covers repair")] = None
    valid_to: Annotated[date | None, Column("驗證證書有效期限", "quality certificate valid to")] = None


class AccreditationFacts(Strict):
    """The accreditation certificate of the laboratory."""

    recognised: Annotated[bool | None, Column("認證機構簽署ILAC MRA", "body is a signatory of the ILAC MRA")] = None
    all_items: Annotated[bool | None, Column("認證範圍含所有檢定項目", "scope covers all items")] = None
    valid_to: Annotated[date | None, Column("認證證書有效期限", "accreditation valid to")] = None


class StaffEntry(Strict):
    """A head of laboratory or a verifier, from certificate and proof of employment."""

    role: Annotated[Literal["head", "verifier"], Column("職務", "role")]
    name: Annotated[str, Column("姓名", "name")]
    certificate_number: Annotated[str, Column("證書號碼", "certificate number")]
    grade: Annotated[Literal["A", "B"], Column("級別", "grade")]
    kinds: Annotated[str | None, Column("專長種類", "speciality")] = None
    valid_from: Annotated[date, Column("證書有效期間起日", "certificate valid from")]
    valid_to: Annotated[date, Column("證書有效期間迄日", "certificate valid to")]
    employed: Annotated[bool, Column("在職證明", "proof of employment")] = False


class StaffList(Strict):
    """The staff as a worksheet lists it."""

    staff: Annotated[list[StaffEntry], Column("人員", "staff"), Field(default_factory=list)]


class Enclosures(Strict):
    """Which papers are enclosed."""

    licence: Annotated[bool, Column("許可執照影本", "copy of the licence")] = False
    quality: Annotated[bool, Column("品質管理系統驗證證書影本", "copy of the quality certificate")] = False
    accreditation: Annotated[bool, Column("測試實驗室認證證書影本", "copy of the laboratory's accreditation")] = False
    equipment: Annotated[bool, Column("檢定設備一覽表影本", "copy of the equipment list")] = False
    employment: Annotated[bool, Column("在職證明文件", "proofs of employment")] = False
    certificates: Annotated[bool, Column("資格證明文件影本", "copies of the technicians' certificates")] = False
    declared_true: Annotated[bool, Column("影本敘明與正本相符並簽章", "copies declared true and signed")] = False
    permit_original: Annotated[bool, Column("許可證書正本", "the permit itself")] = False
    change_proof: Annotated[bool, Column("變更證明文件", "proof of the change")] = False
    loss_statement: Annotated[bool, Column("證書遺失具結書", "statement of loss (FIF-07)")] = False


class Payment(Strict):
    """What was paid with the application."""

    amount: Annotated[int, Column("繳費金額", "amount paid")]
    paid_on: Annotated[date | None, Column("繳費日期", "paid on")] = None
    method: Annotated[Literal["cash", "money_order", "cashiers_cheque"] | None, Column("繳費方式", "method")] = None
    payee: Annotated[str | None, Column("受款人", "payee")] = None


class ChangeFacts(Strict):
    """What a change changed beside what FIF-06 has: its boxes are those of before 108-05-09."""

    changed_on: Annotated[date | None, Column("變更日期", "day of the change")] = None
    certified_on: Annotated[date | None, Column("取得證書日期", "day the new certificate was obtained")] = None
    responsible_person: Annotated[bool, Column("變更負責人", "responsible person changed")] = False
    scope_narrowed: Annotated[bool, Column("認可範圍縮減", "scope of certificates narrowed")] = False
    laboratory_name: Annotated[str | None, Column("變更後實驗室名稱", "laboratory after the change")] = None
    laboratory_address: Annotated[str | None, Column("變更後實驗室地址", "its address")] = None
    laboratory_certificate: Annotated[str | None, Column("變更後認證證書號碼", "its accreditation")] = None


class Supplement(Strict):
    """All that is not on the form."""

    holder: Annotated[HolderFacts, Column("申請人", "applicant"), Field(default_factory=HolderFacts)]
    quality: Annotated[QualityFacts, Column("品質管理", "quality management"), Field(default_factory=QualityFacts)]
    accreditation: Annotated[
        AccreditationFacts, Column("實驗室認證", "accreditation"), Field(default_factory=AccreditationFacts)
    ]
    staff: Annotated[list[StaffEntry], Column("人員", "staff"), Field(default_factory=list)]
    equipment_list: Annotated[EquipmentList | None, Column("檢定設備一覽表", "equipment list")] = None
    enclosures: Annotated[Enclosures, Column("檢附文件", "enclosures"), Field(default_factory=Enclosures)]
    payment: Annotated[Payment | None, Column("繳費", "payment")] = None
    change: Annotated[ChangeFacts, Column("變更", "change"), Field(default_factory=ChangeFacts)]


@dataclass(frozen=True, slots=True)
class Filing:
    """An application that could be read."""

    number: ApplicationForm
    form: Application | Extension | Change
    more: Supplement


def form_part(number: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of an application's data what a form prints: FIF-02 is the equipment list in it, the others its own fields."""
    if number == "FIF-02":
        found = data.get("equipment_list")
        return found if isinstance(found, Mapping) else data
    return {name: value for name, value in data.items() if name not in Supplement.model_fields}


def read_filing(number: ApplicationForm, data: Mapping[str, Any]) -> tuple[Filing | None, list[Finding]]:
    """The application, or ``None`` with what is wrong with its data; an unknown key is only warned of."""
    form, findings = read_form(FORMS[number], form_part(number, data))
    given = {name: data[name] for name in Supplement.model_fields if name in data}
    more, others = read_form(Supplement, _listed(given))
    findings += others
    if not isinstance(form, Application | Extension | Change) or more is None:
        return None, findings
    return Filing(number, form, more), findings


def _listed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Kinds given as a list become text, which is what a worksheet has."""
    staff = data.get("staff")
    if not isinstance(staff, list):
        return dict(data)
    return {**data, "staff": [_one(entry) if isinstance(entry, Mapping) else entry for entry in staff]}


def _one(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: "、".join(map(str, value)) if isinstance(value, list) else value for name, value in entry.items()}


def kinds_named(text: str | None) -> list[str] | None:
    """Instrument kinds by name in either language; empty where nothing is written, ``None`` for a strange word."""
    names = {spec.zh: spec.name for spec in KINDS} | {name: name for name in INSTRUMENT_KINDS}
    words = [word for word in _SPLIT.split(text or "") if word]
    found = [names.get(word) for word in words]
    return None if None in found else [name for name in found if name]
