"""The document JSON: what ``zijian parse`` prints (``docs`` and the vocabulary fix the names)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SkipValidation, field_serializer

from schemas import catalogue, words
from schemas.column import Column, Quantity
from schemas.findings import Finding
from schemas.place import Place
from schemas.turned import Pages, crossing

DocumentKind = Literal["verification_record", "monthly_report"]
Verdict = Literal["pass", "fail"]
HEAD, HEADINGS = "(head)", "(headings)"
"""Names under which ``header_places`` has where the document says what it is, and its table's headings."""
INSTRUMENT_KINDS = ("taximeter", "weighing_instrument", "gas_meter", "water_meter", "electricity_meter")


class Strict(BaseModel):
    """Base of all our models: no unknown field passes, assignments are checked."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Source(Strict):
    """The file that a document was read from."""

    file: str
    sha256: str
    pages: int
    engine: str


class ReferenceStandard(Strict):
    """標準器 (度量衡器檢定檢查辦法 art. 13 (1) 4)."""

    name: Annotated[str | None, Column("標準器名稱", "standard's name", words.STANDARD_NAME)] = None
    serial_number: Annotated[
        str | None, Column("標準器編號", "standard's serial number", words.STANDARD_SERIAL_NUMBER)
    ] = None
    calibration_date: Annotated[
        date | None, Column("標準器校正日期", "standard's calibration date", words.STANDARD_CALIBRATION_DATE)
    ] = None
    certificate_number: Annotated[
        str | None, Column("標準器檢校報告編號", "standard's certificate number", words.STANDARD_CERTIFICATE_NUMBER)
    ] = None


class Check(Strict):
    """A numbered 檢定項目 with a yes/no box; ``passed`` is ``None`` where neither box is ticked."""

    item: str
    passed: bool | None = None


class RecordHeader(Strict):
    """The head of every verification record; the kinds add to it."""

    company_name: Annotated[str | None, Column("公司名稱", "company name", words.COMPANY_NAME)] = None
    permit_number: Annotated[str | None, Column("自檢字號", "permit number", words.PERMIT_NUMBER)] = None
    verification_date: Annotated[date | None, Column("檢定日期", "verification date", words.VERIFICATION_DATE)] = None
    verification_site: Annotated[str | None, Column("檢定場所", "verification site", words.VERIFICATION_SITE)] = None
    verifier: Annotated[str | None, Column("檢定人員", "verifier", words.VERIFIER)] = None
    quantity: Annotated[int | None, Column("檢定數量", "quantity", words.QUANTITY)] = None
    brand: Annotated[str | None, Column("廠牌", "brand", words.BRAND)] = None
    model: Annotated[str | None, Column("型號", "model", words.MODEL)] = None
    specification: Annotated[str | None, Column("規格", "specification", words.SPECIFICATION)] = None
    technical_specification: Annotated[
        str | None, Column("檢定依據", "technical specification", words.TECHNICAL_SPECIFICATION)
    ] = None
    reference_standard: ReferenceStandard = Field(default_factory=ReferenceStandard)
    remarks: Annotated[str | None, Column("其他", "remarks", words.REMARKS)] = None
    checks: list[Check] = Field(default_factory=list)


class VerificationRow(Strict):
    """One instrument; the kinds add their readings. ``place`` is where it stands and is not in the JSON."""

    serial_number: Annotated[str | None, Column("器號", "serial number", words.SERIAL_NUMBER)] = None
    verdict: Annotated[Verdict | None, Column("是否合格", "verdict", words.VERDICT)] = None
    mark_number: Annotated[str | None, Column("合格印證號碼", "mark number", words.MARK_NUMBER)] = None
    rejection_reason: Annotated[str | None, Column("不合格原因", "rejection reason", words.REJECTION_REASON)] = None
    place: SkipValidation[Place] = Field(default_factory=Place, exclude=True, repr=False)


class ReportHeader(Strict):
    """The head and foot of a monthly report (FIF-04)."""

    company_name: Annotated[str | None, Column("公司名稱", "company name", words.REPORT_COMPANY_NAME)] = None
    instrument_kind: Annotated[str | None, Column("度量衡器種類", "instrument kind", words.INSTRUMENT_KIND)] = None
    period: Annotated[str | None, Column("月份", "month (YYYY-MM)", words.PERIOD)] = None
    report_date: Annotated[date | None, Column("製表日期", "report date", words.REPORT_DATE)] = None
    total_quantity: Annotated[int | None, Column("總計檢定數量", "total quantity", words.TOTAL_QUANTITY)] = None
    total_fee: Annotated[int | None, Column("總計應繳檢定費", "total fee", words.TOTAL_FEE, unit="NT$")] = None
    permit_number: Annotated[str | None, Column("自檢字號", "permit number", words.REPORT_PERMIT_NUMBER)] = None
    responsible_person: Annotated[str | None, Column("負責人", "responsible person", words.RESPONSIBLE_PERSON)] = None
    prepared_by: Annotated[str | None, Column("製表人", "prepared by", words.PREPARED_BY)] = None


class ReportRow(Strict):
    """One line of a monthly report; numbers of serials and marks stay as written (one, a list, a range)."""

    item: Annotated[str | None, Column("項次", "item", words.ITEM)] = None
    verification_date: Annotated[
        date | None, Column("檢定日期", "verification date", words.REPORT_VERIFICATION_DATE)
    ] = None
    brand: Annotated[str | None, Column("廠牌", "brand", words.REPORT_BRAND)] = None
    model: Annotated[str | None, Column("型號", "model", words.MODEL)] = None
    specification: Annotated[str | None, Column("規格", "specification", words.REPORT_SPECIFICATION)] = None
    serial_numbers: Annotated[str | None, Column("器號", "serial numbers", words.SERIAL_NUMBERS)] = None
    quantity: Annotated[int | None, Column("數量", "quantity", words.REPORT_QUANTITY)] = None
    mark_numbers: Annotated[str | None, Column("合格印證號碼", "mark numbers", words.MARK_NUMBER)] = None
    fee: Annotated[Quantity | None, Column("檢定費", "fee", words.FEE, unit="NT$")] = None
    remarks: Annotated[str | None, Column("備註", "remarks", words.REPORT_REMARKS)] = None
    place: SkipValidation[Place] = Field(default_factory=Place, exclude=True, repr=False)


class Document(Strict):
    """A parsed file. ``header`` and ``rows`` are of the classes that the kind's SPEC names.

    ``header_places`` maps a header field to its place (also ``HEAD``, ``HEADINGS`` and, for a numbered item of
    ``checks``, ``checks/ITEM``), ``columns`` a row field to its column's box or letter
    (with the row's own place that gives the cell). Neither is part of the JSON. All places are on the page as it is
    shown; ``turned`` has the pages that were read otherwise.
    """

    document_kind: DocumentKind | None
    instrument_kind: str | None
    source: Source
    header: Any
    rows: list[Any]
    findings: SkipValidation[list[Finding]] = Field(default_factory=list)
    header_places: SkipValidation[dict[str, Place]] = Field(default_factory=dict, exclude=True, repr=False)
    columns: SkipValidation[dict[str, Place]] = Field(default_factory=dict, exclude=True, repr=False)
    turned: SkipValidation[Pages] = Field(default_factory=dict, exclude=True, repr=False)

    @field_serializer("findings")
    def _findings_as_json(self, findings: list[Finding]) -> list[dict[str, Any]]:
        return [catalogue.as_json(finding) for finding in findings]

    def cell(self, row: Place, field: str) -> Place:
        """Where a row's cell stands, given the place of the row; the row's where its column is not known."""
        column = self.columns.get(field)
        if column is None:
            return row
        if row.box and column.box:
            return replace(crossing(row, column, self.turned), column=column.column)
        return replace(row, column=column.column or row.column)

    @property
    def period(self) -> str | None:
        """The month that the document belongs to, as ``YYYY-MM``."""
        if self.document_kind == "monthly_report":
            return self.header.period if self.header.period else None
        day: date | None = self.header.verification_date
        return f"{day.year:04d}-{day.month:02d}" if day else None
