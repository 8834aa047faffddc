"""The review of an application: qualifications, papers, one laboratory each, fees (guide, items 3, 4 and 11)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas import application_change, application_staff
from schemas.application import Enclosures
from schemas.application_case import ApplicationCase, Rule, found, kind_words
from schemas.column import fields_of
from schemas.findings import Finding
from schemas.forms import Application
from schemas.identifiers import is_ubn
from schemas.permit_fees import fee_due, fees_of
from schemas.permit_scope import again, outside, unread
from schemas.rules.register import same_words

PAPERS = ("licence", "quality", "accreditation", "equipment", "employment", "certificates")
"""Art. 4 (1): what a first application and an extension enclose."""
PAYEE = "經濟部標準檢驗局"
_COUNTIES = (
    "臺北",
    "新北",
    "桃園",
    "臺中",
    "臺南",
    "高雄",
    "基隆",
    "新竹",
    "嘉義",
    "苗栗",
    "彰化",
    "南投",
    "雲林",
    "屏東",
    "宜蘭",
    "花蓮",
    "臺東",
    "澎湖",
    "金門",
    "連江",
)
_POSTCODE = re.compile(r"^[\d\s()()]+")
_SEVERAL = re.compile(r"[;;\n]|、(?=\D{2,3}[縣市])")
ENCLOSURE_WORDS = {info.name: (info.column.zh, info.column.en) for info in fields_of(Enclosures)}


def review(case: ApplicationCase) -> list[Finding]:
    """Everything that stands against an application, or that its officer has to look at."""
    return [finding for rule in RULES for finding in rule(case)]


def holder(case: ApplicationCase) -> Iterator[Finding]:
    """P801, P806, P807: business number and licence."""
    facts = case.filing.more.holder
    if facts.ubn and not is_ubn(facts.ubn):
        yield found("P801", "holder.ubn", facts.ubn)
    if case.filing.number != "FIF-01":
        return
    if not facts.ubn:
        yield _unstated("holder.ubn", "統一編號", "the business number")
    if facts.licence is None:
        yield found("P806", "holder.licence")
    if facts.licence_valid_to and facts.licence_valid_to < case.received_on:
        words = {"document": "許可執照", "document_en": "licence"}
        yield found("P807", "holder.licence_valid_to", facts.licence_valid_to, to=facts.licence_valid_to, **words)


def dates(case: ApplicationCase) -> Iterator[Finding]:
    """P852: signed after it came in."""
    signed = case.filing.form.signed_on
    if signed > case.received_on:
        yield found("P852", "signed_on", signed, day=case.received_on)


def scope(case: ApplicationCase) -> Iterator[Finding]:
    """P802, P803: within what is opened, and legible."""
    for beyond in outside(case.filing.form.scope):
        yield found("P802", beyond.field, beyond.written, opened=beyond.zh, opened_en=beyond.en)
    for field, written in unread(case.filing.form.scope):
        yield found("P803", field, written)


def papers(case: ApplicationCase) -> Iterator[Finding]:
    """P804, P805: each paper that the article asks for; copies declared true (since 108-05-09)."""
    enclosed = case.filing.more.enclosures
    for name in _asked(case):
        if not getattr(enclosed, name):
            zh, en = ENCLOSURE_WORDS[name]
            yield found("P804", f"enclosures.{name}", document=zh, document_en=en)
    if case.change is None and any(getattr(enclosed, name) for name in PAPERS) and not enclosed.declared_true:
        yield found("P805", "enclosures.declared_true")


def _asked(case: ApplicationCase) -> tuple[str, ...]:
    """Art. 4 for a first application and an extension, art. 13 for a change; a lost permit cannot be handed back."""
    change = case.change
    if change is None:
        return PAPERS
    asked = [] if change.reasons.loss else ["permit_original"]
    if change.reasons.company_change or change.reasons.site_change or case.filing.more.change.scope_narrowed:
        asked.append("change_proof")
    return tuple(asked)


def qualifications(case: ApplicationCase) -> Iterator[Finding]:
    """P807, P808, P809: quality management and accreditation, as their certificates say (art. 3)."""
    if case.change is not None:
        return
    more = case.filing.more
    asked = [
        ("quality.recognised", "品質管理驗證機構經專責機關認可", "the quality body is recognised by the bureau"),
        ("quality.production", "品質管理登錄範圍含生產", "the quality certificate covers production"),
        ("accreditation.recognised", "認證機構簽署 ILAC MRA", "the accreditation body is in the ILAC MRA"),
        ("accreditation.all_items", "認證範圍含所有檢定項目", "the accreditation covers all items"),
    ]
    if again(case.filing.form.scope):
        asked.append(("quality.repair", "品質管理登錄範圍含維修", "the quality certificate covers repair"))
    for path, zh, en in asked:
        part, name = path.split(".")
        said = getattr(getattr(more, part), name)
        if said is None:
            yield _unstated(path, zh, en)
        elif not said:
            yield found("P809", path, "否", item=zh, item_en=en)
    yield from _expiries(case)


def _expiries(case: ApplicationCase) -> Iterator[Finding]:
    asked = (("quality", "品質管理驗證證書", "quality certificate"), ("accreditation", "認證證書", "accreditation"))
    for part, zh, en in asked:
        last = getattr(case.filing.more, part).valid_to
        if last is None:
            yield _unstated(f"{part}.valid_to", f"{zh}之有效期限", f"until when the {en} is valid")
        elif last < case.received_on:
            yield found("P807", f"{part}.valid_to", last, document=zh, document_en=en, to=last)


def _unstated(path: str, zh: str, en: str) -> Finding:
    return found("P808", path, item=zh, item_en=en)


def laboratory(case: ApplicationCase) -> Iterator[Finding]:
    """P810, P811, P851: one laboratory, in Taiwan, not permitted already."""
    form = case.filing.form
    if not isinstance(form, Application):
        return
    places = [part.strip() for part in _SEVERAL.split(form.laboratory_address) if part.strip()]
    if len(places) > 1:
        yield found("P811", "laboratory_address", form.laboratory_address, count=len(places))
    for place in places:
        bare = _POSTCODE.sub("", place).replace("台", "臺").removeprefix("臺灣")
        if not bare.startswith(_COUNTIES):
            yield found("P810", "laboratory_address", place)
    yield from _permitted_already(case, form)


def _permitted_already(case: ApplicationCase, form: Application) -> Iterator[Finding]:
    for other in case.others:
        said = other.certificate
        shared = [kind for kind in case.kinds if kind in said.instrument_kinds]
        here = any(same_words(entry.address) == same_words(form.laboratory_address) for entry in said.laboratories)
        if said.ubn == case.ubn and here and shared and other.status in ("valid", "suspended"):
            yield found("P851", "laboratory_address", permit=other.permit_number, **kind_words(shared))


def fees(case: ApplicationCase) -> Iterator[Finding]:
    """P820 to P823: the fees are paid, to the right payee."""
    due, payment = fee_due(case.filing.number), case.filing.more.payment
    items = fees_of(case.filing.number)
    words = {
        "due": f"{due:,}",
        "items": "、".join(f"{item.zh} {item.amount:,}(收入代號 {item.revenue_code})" for item in items),
        "items_en": ", ".join(f"{item.en} {item.amount:,} (revenue code {item.revenue_code})" for item in items),
    }
    if payment is None:
        yield found("P822", "payment", **words)
        return
    if payment.amount != due:
        yield found("P820" if payment.amount < due else "P821", "payment.amount", f"{payment.amount:,}", **words)
    drawn = payment.method in ("money_order", "cashiers_cheque")
    if drawn and payment.payee and not same_words(payment.payee).startswith(PAYEE):
        yield found("P823", "payment.payee", payment.payee)


def barred(case: ApplicationCase) -> Iterator[Finding]:
    """P850: a year after a permit of the applicant was revoked or abolished (art. 20 (2))."""
    if case.filing.number != "FIF-01":
        return
    for other in case.others:
        until = other.end.barred_until if other.end else None
        if other.certificate.ubn == case.ubn and until and case.received_on <= until:
            yield found("P850", "company_name", permit=other.permit_number, until=until)


RULES: tuple[Rule, ...] = (
    holder,
    dates,
    barred,
    application_change.permit,
    application_change.extension,
    application_change.same_holder,
    scope,
    application_change.not_wider,
    application_change.change,
    laboratory,
    papers,
    qualifications,
    application_staff.staff,
    application_staff.specialities,
    application_staff.equipment,
    fees,
)
