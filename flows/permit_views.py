"""A permit, its history and the list of all, as JSON and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from schemas.catalogue import Lang
from schemas.kinds import KINDS
from schemas.permit_state import PermitState
from schemas.permit_terms import extension_window
from schemas.register_events import RegisterEvent

STATUS_WORDS = MappingProxyType(
    {
        "valid": ("有效", "valid"),
        "suspended": ("停止自行檢定", "suspended"),
        "revoked": ("撤銷或廢止", "revoked or abolished"),
        "expired": ("期滿", "expired"),
    }
)
EVENT_WORDS = MappingProxyType(
    {
        "received": ("收件", "received"),
        "correction_requested": ("通知補正", "correction requested"),
        "corrected": ("補正到件", "corrected"),
        "granted": ("核准", "granted"),
        "rejected": ("駁回", "rejected"),
        "imported": ("自舊登記資料匯入", "imported"),
        "issued": ("核發許可證書", "issued"),
        "extended": ("延展換發", "extended"),
        "changed": ("變更換發", "changed"),
        "reissued": ("補發或換發", "reissued"),
        "suspended": ("停止自行檢定", "suspended"),
        "resumed": ("恢復自行檢定", "resumed"),
        "revoked": ("撤銷許可", "revoked"),
        "abolished": ("廢止許可", "abolished"),
        "technician_joined": ("人員到職", "technician joined"),
        "technician_left": ("人員離職", "technician left"),
        "approved": ("核准", "approved"),
        "withdrawn": ("撤回或廢止", "withdrawn"),
        "leftover_reported": ("報請銷毀", "leftover reported"),
        "destroyed": ("會同清點銷毀", "destroyed"),
        "cancelled": ("公告註銷", "cancelled by notice"),
        "annulled": ("註銷登錄", "annulled"),
    }
)
_KIND = {spec.name: (spec.zh, spec.en) for spec in KINDS}


def kinds_words(kinds: Sequence[str], lang: Lang) -> str:
    """The names of instrument kinds in a language."""
    words = [_KIND.get(kind, (kind, kind))[lang == "en"] for kind in kinds]
    return ("、" if lang == "zh" else ", ").join(words)


def state_json(state: PermitState) -> dict[str, Any]:
    """All that held on the day ``on``."""
    first, last = extension_window(state.valid_to)
    return {
        "permit_number": state.permit_number,
        "on": state.on.isoformat(),
        "status": state.status,
        "status_since": _iso(state.status_since),
        "may_verify": state.may_verify,
        "valid_from": state.valid_from.isoformat(),
        "valid_to": state.valid_to.isoformat(),
        "extension_from": first.isoformat(),
        "extension_to": last.isoformat(),
        "issued_on": _iso(state.issued_on),
        "example": state.example,
        "certificate": state.certificate.model_dump(mode="json"),
        "terms": [term.model_dump(mode="json") for term in state.terms],
        "suspensions": [
            {
                "since": stop.since.isoformat(),
                "until": _iso(stop.until),
                "instrument_kinds": list(stop.instrument_kinds),
                "reason": stop.reason,
                "application_number": stop.application_number,
            }
            for stop in state.stops
        ],
        "technicians": [
            {
                **one.technician.model_dump(mode="json", exclude={"permit_number"}),
                "role": one.role,
                "joined_on": one.joined_on.isoformat(),
                "left_on": _iso(one.left_on),
            }
            for one in state.staff
        ],
        "end": None
        if state.end is None
        else {
            "event": state.end.event,
            "since": state.end.since.isoformat(),
            "barred_until": _iso(state.end.barred_until),
            "reason": state.end.reason,
        },
    }


def event_json(event: RegisterEvent) -> dict[str, Any]:
    """An event of the ledger."""
    return {
        "id": event.id,
        "subject_kind": event.subject_kind,
        "subject": event.subject,
        "event": event.event,
        "effective_on": event.effective_on.isoformat(),
        "recorded_at": event.recorded_at.isoformat(sep=" ", timespec="seconds"),
        "actor": event.actor,
        "permit_number": event.permit_number,
        "application_number": event.application_number,
        "annuls": event.annuls,
        "basis": event.basis,
        "reason": event.reason,
        "details": event.details.model_dump(mode="json"),
    }


def state_lines(state: PermitState, lang: Lang) -> Iterator[str]:
    """The permit for people."""
    zh, said = lang == "zh", state.certificate
    if state.example:
        yield "【範例資料,非真實許可】" if zh else "[sample data, no real permit]"
    since = f"({state.status_since}{'起' if zh else ''})" if state.status_since else ""
    status = STATUS_WORDS[state.status][not zh]
    yield f"{state.permit_number}  {said.company_name}  {status}{since}"
    facts = (
        ("日期", "as of", state.on),
        ("統一編號", "business number", said.ubn),
        ("業者代碼", "company code", said.company_code),
        ("負責人", "responsible person", said.responsible_person),
        ("地址", "address", said.company_address),
        ("生產廠場", "production site", said.factory_address),
        ("測試實驗室", "laboratory", "；".join(entry.name or entry.address for entry in said.laboratories)),
        ("種類", "kinds", kinds_words(said.instrument_kinds, lang)),
        ("範圍", "range", said.scope),
        ("有效期間", "valid", f"{state.valid_from} ~ {state.valid_to}"),
        ("得申請延展", "extension", " ~ ".join(map(str, extension_window(state.valid_to)))),
    )
    yield from (f"  {zh_word if zh else en_word}: {value}" for zh_word, en_word, value in facts if value)
    for stop in state.stops:
        words = "停止自行檢定" if zh else "suspended"
        yield f"  {words}: {stop.since} ~ {stop.until or ''}  {kinds_words(stop.instrument_kinds, lang)} {stop.reason or ''}"
    for one in state.staff:
        left = f" ~ {one.left_on}" if one.left_on else ""
        person = one.technician
        yield f"  {'人員' if zh else 'staff'}: {person.name} {person.certificate_number} ({person.grade}) {one.joined_on}{left}"


def event_lines(events: Sequence[RegisterEvent], lang: Lang) -> Iterator[str]:
    """The ledger for people: number, day from which it holds, what, why, who, when recorded."""
    annulled = {event.annuls for event in events if event.annuls is not None}
    for event in events:
        words = EVENT_WORDS[event.event][lang == "en"]
        struck = ("(已註銷)" if lang == "zh" else "(annulled)") if event.id in annulled else ""
        of = f" #{event.annuls}" if event.annuls is not None else ""
        recorded = event.recorded_at.isoformat(sep=" ", timespec="minutes")
        parts = (f"#{event.id}", str(event.effective_on), event.subject, f"{words}{of}{struck}", event.reason or "")
        yield "  ".join(part for part in (*parts, f"[{recorded} {event.actor}]") if part)


def list_line(state: PermitState, lang: Lang) -> str:
    """One permit of the list."""
    said = state.certificate
    status = STATUS_WORDS[state.status][lang == "en"]
    code = said.company_code or "--"
    kinds = kinds_words(said.instrument_kinds, lang)
    return f"{state.permit_number}  {code}  {state.valid_from}~{state.valid_to}  {status}  {said.company_name}  {kinds}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
