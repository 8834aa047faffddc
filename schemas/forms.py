"""What the forms FIF-01, FIF-02, FIF-05, FIF-06 and FIF-07 ask for (自行檢定申請須知, 108.01.18).

The records (FIF-03) and the monthly report (FIF-04) are ``schemas.document.Document``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from schemas.column import Column
from schemas.document import Strict


class Scope(Strict):
    """度量衡器種類、範圍: the boxes of all application forms, and what must be written beside them."""

    taximeter: Annotated[bool, Column("計程車計費表", "taximeter")] = False
    electronic: Annotated[bool, Column("電子式非自動衡器", "electronic scales")] = False
    mechanical: Annotated[bool, Column("機械式非自動衡器", "mechanical scales")] = False
    maximum_capacity: Annotated[str | None, Column("最大秤量", "maximum capacity")] = None
    scale_interval: Annotated[str | None, Column("檢定標尺分度值", "verification scale interval")] = None
    water_initial: Annotated[bool, Column("水量計初次檢定", "water meters, initial")] = False
    water_again: Annotated[bool, Column("水量計重新檢定", "water meters, re-verification")] = False
    nominal_bore: Annotated[str | None, Column("標稱口徑", "nominal bore")] = None
    water_type: Annotated[str | None, Column("水量計型式", "type of water meter")] = None
    gas_initial: Annotated[bool, Column("膜式氣量計初次檢定", "gas meters, initial")] = False
    gas_again: Annotated[bool, Column("膜式氣量計重新檢定", "gas meters, re-verification")] = False
    maximum_flow: Annotated[str | None, Column("膜式氣量計最大流量", "gas meters, maximum flow")] = None
    demand_only: Annotated[bool, Column("僅具需量瓦時功能之電子式電度表", "electricity meters, demand Wh")] = False
    demand_and_reactive: Annotated[
        bool, Column("具需量瓦時功能附加乏時功能之電子式電度表", "electricity meters, demand Wh and varh")
    ] = False

    NEEDS: ClassVar[Mapping[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
        {
            ("electronic",): ("maximum_capacity", "scale_interval"),
            ("water_initial", "water_again"): ("nominal_bore", "water_type"),
            ("gas_initial", "gas_again"): ("maximum_flow",),
        }
    )

    def lacking(self) -> Iterator[str]:
        """What the ticked boxes ask for and is not written; ``scope`` where no box is ticked at all."""
        if not any(value is True for value in self.model_dump().values()):
            yield "scope"
        for boxes, asked in self.NEEDS.items():
            if any(getattr(self, box) for box in boxes):
                yield from (f"scope.{name}" for name in asked if not getattr(self, name))


class Dated(Strict):
    """The last line of the forms: 中華民國 年 月 日."""

    signed_on: Annotated[date, Column("日期", "date")]


class Application(Dated):
    """FIF-01 度量衡業自行檢定許可申請書. One laboratory each (guide, item 4 (3))."""

    company_name: Annotated[str, Column("公司名稱", "company name")]
    company_address: Annotated[str, Column("公司地址", "company address")]
    factory_address: Annotated[str, Column("廠場地址", "production site")]
    responsible_person: Annotated[str, Column("負責人", "responsible person")]
    contact_person: Annotated[str, Column("聯絡人", "contact")]
    phone: Annotated[str, Column("聯絡電話", "phone")]
    fax: Annotated[str | None, Column("傳真號碼", "fax")] = None
    licence_number: Annotated[str, Column("許可執照號碼", "licence number")]
    email: Annotated[str, Column("電子郵件", "e-mail")]
    quality_body: Annotated[str, Column("品質管理系統證書核發機構", "body that certified the quality system")]
    quality_certificate: Annotated[str, Column("驗證證書號碼", "number of the quality certificate")]
    laboratory_name: Annotated[str, Column("實驗室名稱", "laboratory")]
    laboratory_address: Annotated[str, Column("實驗室地址", "laboratory address")]
    laboratory_certificate: Annotated[str, Column("測試實驗室認證證書號碼", "laboratory's accreditation certificate")]
    scope: Annotated[Scope, Column("度量衡器種類、範圍", "kinds and ranges")]


class Equipment(Strict):
    """A line of FIF-02."""

    name: Annotated[str, Column("設備名稱", "equipment")]
    brand: Annotated[str | None, Column("廠牌", "brand")] = None
    model: Annotated[str | None, Column("型號", "model")] = None
    serial_number: Annotated[str, Column("器號", "serial number")]
    measuring_range: Annotated[str | None, Column("測量範圍", "measuring range")] = None
    accuracy: Annotated[str | None, Column("準確度等級或不確定度", "accuracy or uncertainty")] = None
    calibration_date: Annotated[date | None, Column("校正日期", "calibration date")] = None
    certificate_number: Annotated[str | None, Column("校正報告編號", "calibration certificate")] = None


class EquipmentList(Strict):
    """FIF-02 檢定設備一覽表. The guide names this form and does not print it."""

    company_name: Annotated[str, Column("公司名稱", "company name")]
    laboratory_name: Annotated[str, Column("測試實驗室", "laboratory")]
    kind: Annotated[str, Column("度量衡器種類", "kind of instrument")]
    technical_specification: Annotated[str, Column("檢定檢查技術規範", "technical specification")]
    equipment: Annotated[list[Equipment], Column("設備", "equipment"), Field(min_length=1)]


class Holder(Dated):
    """The applicant of FIF-05, FIF-06 and FIF-07, who holds a permit."""

    company_name: Annotated[str, Column("公司名稱", "company name")]
    factory_address: Annotated[str, Column("廠場地址", "production site")]
    licence_number: Annotated[str, Column("許可執照號碼", "licence number")]
    permit_number: Annotated[str, Column("自檢字號", "permit number")]
    responsible_person: Annotated[str, Column("負責人", "responsible person")]
    company_address: Annotated[str, Column("地址", "address")]
    phone: Annotated[str, Column("電話", "phone")]
    scope: Annotated[Scope, Column("度量衡器種類、範圍", "kinds and ranges")]


class Extension(Holder):
    """FIF-05 度量衡業自行檢定許可證書延展申請書."""


class Loss(Holder):
    """FIF-07 度量衡業自行檢定許可證書遺失具結書."""


class Reasons(Strict):
    """申請項目 of FIF-06."""

    loss: Annotated[bool, Column("證書遺失", "certificate lost")] = False
    damage: Annotated[bool, Column("證書毀損", "certificate damaged")] = False
    company_change: Annotated[bool, Column("度量衡業遷移地址、變更名稱或組織", "change of the company")] = False
    site_change: Annotated[bool, Column("生產廠場變更或實驗室遷移", "change of site or laboratory")] = False


class Change(Holder):
    """FIF-06 度量衡業自行檢定許可證書異動申請書."""

    reasons: Annotated[Reasons, Column("申請項目", "what is applied for")]


FORMS: Mapping[str, type[Strict]] = MappingProxyType(
    {"FIF-01": Application, "FIF-02": EquipmentList, "FIF-05": Extension, "FIF-06": Change, "FIF-07": Loss}
)
"""The forms that are filled from a model of this module."""
