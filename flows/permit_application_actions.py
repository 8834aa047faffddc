"""``zijian permit``: applications from receipt to decision, and the certificate."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.command_parts import day
from flows.permit_applications import (
    Reviewed,
    applications,
    apply,
    correct,
    find,
    refuse,
    request_correction,
    reviewed,
)
from flows.permit_arguments import Action, add_on, add_reason, nothing, say
from flows.permit_certificates import certificate_file, certificate_path
from flows.permit_desk import Desk
from flows.permit_due import due, missing_calendar
from flows.permit_files import load_application
from flows.permit_issuing import issue
from flows.permit_views import EVENT_WORDS, event_json, event_lines, state_json
from schemas import catalogue
from schemas.application_clock import REVIEW_DAYS, ApplicationState
from schemas.catalogue import Lang
from schemas.findings import Finding
from schemas.permit_fees import fees_of
from schemas.plain_words import SEVERITY_WORDS

FORMS = ("FIF-01", "FIF-05", "FIF-06")
_STAGE_WORDS = {
    "in_review": ("審查中", "in review"),
    "awaiting_correction": ("待補正", "awaiting correction"),
    "granted": ("已核發", "granted"),
    "rejected": ("已駁回", "rejected"),
    "withdrawn": ("已撤回", "withdrawn"),
}


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("application", metavar="APPLICATION", help="申請案號,如 AP115001 | application")


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="申請資料 toml | json | xlsx")


def _apply_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", choices=FORMS, metavar="FORM", help="FIF-01 初次、FIF-05 延展、FIF-06 異動")
    _file(parser)
    parser.add_argument("--received", type=day, metavar="DATE", help="收件日 YYYY-MM-DD | day received [today]")


def _apply(desk: Desk, args: argparse.Namespace) -> int:
    data = load_application(args.form, args.file)
    return _told(desk, args, apply(desk, args.form, data, received_on=args.received or desk.today))


def _review(desk: Desk, args: argparse.Namespace) -> int:
    return _told(desk, args, reviewed(desk, args.application, desk.today))


def _request_arguments(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    parser.add_argument("--due", type=day, required=True, metavar="DATE", help="補正期限 | deadline")
    parser.add_argument(
        "--item",
        action="append",
        default=[],
        metavar="TEXT",
        help="應補正事項,可重複;未給則為全部錯誤 | what to correct",
    )
    add_on(parser, "通知日", "day of the request")


def _request(desk: Desk, args: argparse.Namespace) -> int:
    on = args.on or desk.today
    return _told(desk, args, request_correction(desk, args.application, on=on, due_on=args.due, items=args.item))


def _correct_arguments(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    _file(parser)
    add_on(parser, "補正到件日", "day it came in")


def _correct(desk: Desk, args: argparse.Namespace) -> int:
    on = args.on or desk.today
    data = load_application(find(desk, args.application, on).form, args.file)
    return _told(desk, args, correct(desk, args.application, data, on=on))


def _refuse_arguments(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    add_reason(parser)
    parser.add_argument("--withdrawn", action="store_true", help="申請人撤回 | the applicant withdrew it")
    add_on(parser)


def _refuse(desk: Desk, args: argparse.Namespace) -> int:
    on = args.on or desk.today
    found = refuse(desk, args.application, on=on, reason=args.reason, withdrawn=args.withdrawn)
    say(args, _json(desk, found), _head(found.state, args.lang))
    return 0


def _issue_arguments(parser: argparse.ArgumentParser) -> None:
    _number(parser)
    add_on(parser, "發照日", "day of issue")
    parser.add_argument("--company-code", metavar="S?", help="機關自行指定之業者代碼 | a code that the office assigns")
    parser.add_argument("--out", type=Path, metavar="FILE.docx", help="許可證書 | the certificate")
    parser.add_argument("--example", action="store_true", help="範例資料,不生效力 | sample data")


def _issue(desk: Desk, args: argparse.Namespace) -> int:
    done = issue(
        desk,
        args.application,
        on=args.on or desk.today,
        company_code=args.company_code,
        out=args.out,
        example=args.example,
    )
    state = done.state
    data = {
        **state_json(state),
        "events": [event_json(event) for event in done.events],
        "certificate_file": str(done.paper),
    }
    zh = f"{state.permit_number} {state.certificate.company_code} {state.valid_from}~{state.valid_to}"
    paper = "許可證書" if args.lang == "zh" else "certificate"
    say(args, data, *event_lines(done.events, args.lang), zh, f"{paper}: {done.paper}")
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    found = applications(desk)
    count = f"{len(found)} 件申請案" if args.lang == "zh" else f"{len(found)} applications"
    say(args, [_state_json(desk, state) for state in found], *(_head(state, args.lang) for state in found), count)
    return 0


def _due(desk: Desk, args: argparse.Namespace) -> int:
    found, year = due(desk), missing_calendar(desk)
    lines = [f"{one.due_on}  {one.subject}  {one.zh if args.lang == 'zh' else one.en}" for one in found]
    if year is not None:
        zh = f"未載入 {year} 年辦公日曆表,工作天僅扣除週末(zijian legal load)。"
        en = f"The office calendar of {year} is not loaded: working days leave out weekends only (zijian legal load)."
        lines.append(zh if args.lang == "zh" else en)
    data = [{"due_on": one.due_on, "subject": one.subject, "what": one.zh, "what_en": one.en} for one in found]
    say(args, {"due": data, "calendar_missing": year}, *lines)
    return 0


def _certificate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("permit", metavar="PERMIT", help="自檢字號 | permit number")
    parser.add_argument("--out", type=Path, metavar="FILE.docx", help="輸出檔 | output")


def _certificate(desk: Desk, args: argparse.Namespace) -> int:
    state = desk.permit(args.permit)
    issued = state.issued_on or desk.today
    path = args.out or certificate_path(desk, state.permit_number, issued)
    desk.papers.append((path, certificate_file(state, issued)))
    say(args, {"file": str(path)}, str(path))
    return 0


def _told(desk: Desk, args: argparse.Namespace, found: Reviewed) -> int:
    say(
        args,
        _json(desk, found),
        _head(found.state, args.lang),
        *_clock(desk, found, args.lang),
        *_lines(found, args.lang),
    )
    return 1 if found.grave else 0


def _json(desk: Desk, found: Reviewed) -> dict[str, Any]:
    findings = [
        {**catalogue.as_json(one), "remedy": catalogue.remedy(one), "basis": catalogue.entry(one.code).basis}
        for one in found.findings
    ]
    return {**_state_json(desk, found.state), "findings": findings}


def _state_json(desk: Desk, state: ApplicationState) -> dict[str, Any]:
    holidays = desk.legal.holidays
    return {
        "application_number": state.number,
        "form": state.form,
        "company_name": state.filed.company_name,
        "stage": state.stage,
        "received_on": state.received_on,
        "permit_number": state.permit_number,
        "review_days": REVIEW_DAYS,
        "days_used": state.days_used(holidays),
        "due_on": state.due_on(holidays),
        "correction_due": state.correction_due,
        "fees": [{"revenue_code": item.revenue_code, "amount": item.amount} for item in fees_of(state.form)],
        "events": [event_json(event) for event in state.events],
    }


def _head(state: ApplicationState, lang: Lang) -> str:
    stage = _STAGE_WORDS[state.stage][lang == "en"]
    last = EVENT_WORDS[state.events[-1].event][lang == "en"]
    parts = (state.number, state.form, state.filed.company_name, stage, f"{last} {state.events[-1].effective_on}")
    return "  ".join((*parts, state.permit_number or "")).rstrip()


def _clock(desk: Desk, found: Reviewed, lang: Lang) -> Iterator[str]:
    holidays = desk.legal.holidays
    used, ends = found.state.days_used(holidays), found.state.due_on(holidays)
    if ends is not None:
        zh, en = (
            f"已用 {used}/{REVIEW_DAYS} 個工作天,應於 {ends} 前發證",
            f"{used} of {REVIEW_DAYS} working days used, to be issued by {ends}",
        )
        yield f"  {zh if lang == 'zh' else en}"
    elif found.state.correction_due is not None:
        zh, en = (
            f"待補正至 {found.state.correction_due},時鐘停止",
            f"corrections by {found.state.correction_due}; the clock stands still",
        )
        yield f"  {zh if lang == 'zh' else en}"


def _lines(found: Reviewed, lang: Lang) -> Iterator[str]:
    for finding in found.findings:
        yield f"  {_line(finding, lang)}"


def _line(finding: Finding, lang: Lang) -> str:
    word = SEVERITY_WORDS[catalogue.severity(finding)][lang]
    basis = catalogue.entry(finding.code).basis
    said = f"{catalogue.message(finding, lang)} {catalogue.remedy(finding, lang)}"
    return f"[{word} {finding.code}] {finding.field or ''} {said}" + (f" [{basis}]" if basis else "")


ACTIONS: dict[str, Action] = {
    "applications": Action("全部申請案", "all applications", nothing, _list, reads=True),
    "apply": Action("申請案收件並審查", "take in an application and review it", _apply_arguments, _apply, creates=True),
    "review": Action("審查結果與期限", "what was found, and the clock", _number, _review, reads=True),
    "request-correction": Action(
        "通知補正,時鐘停止", "ask for corrections; the clock stops", _request_arguments, _request
    ),
    "correct": Action("補正到件,時鐘續行", "corrections came in; the clock runs on", _correct_arguments, _correct),
    "reject": Action("駁回或登錄撤回", "reject, or note a withdrawal", _refuse_arguments, _refuse),
    "issue": Action("核發、延展、換發、補發", "grant: number, code, term, certificate", _issue_arguments, _issue),
    "certificate": Action(
        "再次產製許可證書 (Word)",
        "the certificate in force once more",
        _certificate_arguments,
        _certificate,
        reads=True,
    ),
    "due": Action("將屆期與已逾期事項", "what falls due", nothing, _due, reads=True),
}
