"""What a permit certificate and a receipt say, as data that people may write by hand (``zijian form permit|receipt``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from schemas.column import Column
from schemas.document import Strict


class PermitPaper(Strict):
    """度量衡業自行檢定許可證書 (度量衡業自行檢定管理辦法 art. 6)."""

    permit_number: Annotated[str, Column("自檢字號", "permit number")]
    company_code: Annotated[str, Column("業者代碼", "company code")]
    company_name: Annotated[str, Column("業者名稱", "company")]
    ubn: Annotated[str, Column("統一編號", "unified business number")]
    responsible_person: Annotated[str, Column("負責人", "person responsible")]
    company_address: Annotated[str, Column("公司地址", "company's address")]
    factory: Annotated[str, Column("生產廠場", "factory")]
    laboratory: Annotated[str, Column("測試實驗室", "laboratory")]
    scope: Annotated[str, Column("許可種類及範圍", "kinds and ranges")]
    valid_from: Annotated[date, Column("有效期間起日", "valid from")]
    valid_to: Annotated[date, Column("有效期間迄日", "valid to")]
    issued_on: Annotated[date, Column("發證日期", "day of issue")]
    example: Annotated[bool, Column("範例", "sample")] = False


class ReceiptLine(Strict):
    """One line of a receipt; the amount in whole NT$."""

    revenue_code: Annotated[str, Column("收入代號", "revenue code")]
    amount: Annotated[int, Column("金額", "amount")]
    note: Annotated[str | None, Column("說明", "note")] = None


class ReceiptPaper(Strict):
    """收據."""

    number: Annotated[str, Column("收據編號", "receipt number")]
    payer: Annotated[str, Column("繳款人", "payer")]
    ubn: Annotated[str | None, Column("統一編號", "unified business number")] = None
    issued_on: Annotated[date, Column("開立日期", "day of issue")]
    purpose: Annotated[str, Column("事由", "what it is for")]
    payment: Annotated[str | None, Column("繳費方式", "channel of payment")] = None
    paid_on: Annotated[date | None, Column("繳款日期", "day of payment")] = None
    collector: Annotated[str | None, Column("經收人", "collector")] = None
    items: Annotated[list[ReceiptLine], Column("項目", "lines")] = Field(min_length=1)
    example: Annotated[bool, Column("範例", "sample")] = False


PAPERS: Mapping[str, type[Strict]] = MappingProxyType({"permit": PermitPaper, "receipt": ReceiptPaper})
"""The papers that are filled from a model of this module, by their names on the command line."""
