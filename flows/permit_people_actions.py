"""``zijian permit``: heads of laboratories and verifiers, type approvals."""

from __future__ import annotations

import argparse

from flows.command_parts import day
from flows.permit_arguments import Action, add_on, add_reason, say
from flows.permit_desk import Desk, bare_number
from flows.permit_lifecycle import add_technician, approve_type, remove_technician, withdraw_type
from flows.permit_register_actions import said
from schemas import catalogue
from schemas.application_case import found
from schemas.document import INSTRUMENT_KINDS
from schemas.errors import UsageError
from schemas.register import Technician, TypeApproval
from schemas.technicians import report_deadline


def _technician_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("permit", metavar="PERMIT", help="自檢字號 | permit number")
    parser.add_argument("name", metavar="NAME", help="姓名 | name")
    parser.add_argument(
        "--role", choices=("head", "verifier"), default="verifier", help="主管 head | 檢定人員 verifier"
    )
    parser.add_argument("--certificate", metavar="NUMBER", help="計量技術人員證書號碼 | certificate number")
    parser.add_argument("--grade", choices=("A", "B"), help="甲級 A | 乙級 B")
    parser.add_argument("--kind", action="append", default=[], choices=INSTRUMENT_KINDS, help="專長種類 | speciality")
    parser.add_argument("--valid-from", type=day, metavar="DATE", help="證書有效期間起日")
    parser.add_argument("--valid-to", type=day, metavar="DATE", help="證書有效期間迄日")
    parser.add_argument("--reported", type=day, metavar="DATE", help="報備日 | day reported [today]")
    parser.add_argument("--left", action="store_true", help="離職 | has left")
    add_on(parser, "任職日;離職者為最後在職日", "day of taking office, or the last day in it")


def _technician(desk: Desk, args: argparse.Namespace) -> int:
    on = args.on or desk.today
    if args.left:
        return said(args, remove_technician(desk, args.permit, args.name, on=on))
    if not (args.certificate and args.grade and args.valid_from and args.valid_to):
        raise UsageError("請給 --certificate、--grade、--valid-from、--valid-to (the certificate's facts are needed)。")
    technician = Technician(
        permit_number=bare_number(args.permit),
        name=args.name,
        certificate_number=args.certificate,
        grade=args.grade,
        instrument_kinds=args.kind,
        valid_from=args.valid_from,
        valid_to=args.valid_to,
    )
    reported, due = args.reported or desk.today, report_deadline(on)
    event = add_technician(desk, technician, role=args.role, joined_on=on, reported_on=reported)
    late = [found("P860", "reported", reported, joined=on, due=due, day=reported)] if reported > due else []
    said(args, event, more={"findings": [catalogue.as_json(finding) for finding in late]})
    if not args.json:
        say(args, None, *(f"[{finding.code}] {catalogue.message(finding, args.lang)}" for finding in late))
    return 0


def _approval_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="型式認證認可號碼 | number of the approval")
    parser.add_argument("--kind", choices=INSTRUMENT_KINDS, help="種類 | instrument kind")
    parser.add_argument("--brand", metavar="TEXT", help="廠牌 | brand")
    parser.add_argument("--model", metavar="TEXT", help="型號 | model")
    parser.add_argument("--valid-from", type=day, metavar="DATE", help="有效期間起日")
    parser.add_argument("--valid-to", type=day, metavar="DATE", help="有效期間迄日")


def _approve(desk: Desk, args: argparse.Namespace) -> int:
    if not (args.kind and args.brand and args.model and args.valid_from and args.valid_to):
        raise UsageError("請給 --kind、--brand、--model、--valid-from、--valid-to (all of these are needed)。")
    approval = TypeApproval(
        number=args.number,
        instrument_kind=args.kind,
        brand=args.brand,
        model=args.model,
        valid_from=args.valid_from,
        valid_to=args.valid_to,
    )
    return said(args, approve_type(desk, approval))


def _withdraw_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", help="型式認證認可號碼 | number of the approval")
    add_reason(parser)
    add_on(parser)


def _withdraw(desk: Desk, args: argparse.Namespace) -> int:
    return said(args, *withdraw_type(desk, args.number, on=args.on or desk.today, reason=args.reason))


ACTIONS: dict[str, Action] = {
    "technician": Action("實驗室主管與檢定人員:到職、離職", "staff: joined, left", _technician_arguments, _technician),
    "type-approval": Action("登錄型式認證", "a type approval", _approval_arguments, _approve),
    "type-withdrawal": Action("型式認證撤銷或廢止", "a type approval is withdrawn", _withdraw_arguments, _withdraw),
}
