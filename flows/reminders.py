"""Reminders of a month's report: some days before it is due, and after it was due (管理辦法 art. 11, 18 (1) no. 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from flows.flow_settings import Reminders
from flows.intake_types import IntakeSettings
from flows.office_letters import Letter
from generators.month_data import MonthMissing
from generators.wording import kind_name, roc_date, roc_month
from schemas.deadline import due_date


class Stage(StrEnum):
    """Which reminder: before the report is due, or after."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Due:
    """The month that is reminded of, the day on which its report is due, and the reminder that today calls for."""

    period: str
    day: date
    stage: Stage | None


def month_before(today: date) -> str:
    """The month whose report is due in the month of ``today``, as ``YYYY-MM``."""
    last = today.replace(day=1) - timedelta(days=1)
    return f"{last.year:04d}-{last.month:02d}"


def due_now(period: str, how: IntakeSettings, when: Reminders) -> Due:
    """What today calls for; between the day on which a report is due and the first reminder after it: nothing."""
    day = due_date(period, how.legal.holidays)
    stage = None
    if day - timedelta(days=when.days_before) <= how.today <= day:
        stage = Stage.BEFORE
    elif how.today >= day + timedelta(days=when.days_after):
        stage = Stage.AFTER
    return Due(period, day, stage)


def reminders(missing: Iterable[MonthMissing], due: Due, how: IntakeSettings) -> list[Letter]:
    """The letter for each permit that has not filed all of its kinds; none where today calls for no reminder."""
    if due.stage is None:
        return []
    make = _before if due.stage is Stage.BEFORE else _after
    return [make(one, due, how) for one in missing]


def _before(one: MonthMissing, due: Due, how: IntakeSettings) -> Letter:
    day, month, mark = roc_date(due.day), roc_month(due.period), _mark(how)
    return Letter(
        about=("reminder-before", due.period, one.permit_number),
        to=one.email,
        to_name=one.company_name,
        subject=f"{mark}提醒:{month}份自行檢定月報表請於{day}前寄送({one.permit_number})",
        text=f"""{one.company_name} 您好:

{month}份自行檢定紀錄及月報表,應於{day}前陳報(度量衡業自行檢定管理辦法第11條)。
截至{roc_date(how.today)},尚未收到下列種類之陳報:{_kinds(one, "zh")}。
若已寄出,請不必理會本通知。

{one.company_name}:

The records and the monthly report for {due.period} are due by {due.day.isoformat()} (permit {one.permit_number}).
As of {how.today.isoformat()} nothing has come in for: {_kinds(one, "en")}.
If you have sent them, please ignore this reminder.
""",
    )


def _after(one: MonthMissing, due: Due, how: IntakeSettings) -> Letter:
    month, mark = roc_month(due.period), _mark(how)
    return Letter(
        about=("reminder-after", due.period, one.permit_number),
        to=one.email,
        to_name=one.company_name,
        subject=f"{mark}催報:{month}份自行檢定月報表逾期未寄送({one.permit_number})",
        text=f"""{one.company_name} 您好:

{month}份自行檢定紀錄及月報表,陳報期限為{roc_date(due.day)}(度量衡業自行檢定管理辦法第11條),
截至{roc_date(how.today)}尚未收到下列種類之陳報:{_kinds(one, "zh")}。請儘速補送,詳如附件。
若已寄出,請不必理會本通知。

{one.company_name}:

The records and the monthly report for {due.period} were due by {due.day.isoformat()} (permit {one.permit_number}).
As of {how.today.isoformat()} nothing has come in for: {_kinds(one, "en")}. Please send them without delay; see the attachment.
If you have sent them, please ignore this reminder.
""",
        paper=partial(_notice, one, due, how),
    )


def _notice(one: MonthMissing, due: Due, how: IntakeSettings) -> bytes:
    from generators.permit_papers import ReminderData, reminder_docx  # noqa: PLC0415 - docx only where one is made

    return reminder_docx(
        ReminderData(
            company_name=one.company_name,
            permit_number=one.permit_number,
            period=due.period,
            instrument_kinds=one.instrument_kinds,
            due=due.day,
            issued_on=how.today,
            example=how.example,
        )
    )


def _kinds(one: MonthMissing, lang: str) -> str:
    names = (kind_name(kind, "en" if lang == "en" else "zh") for kind in one.instrument_kinds)
    return (", " if lang == "en" else "、").join(names)


def _mark(how: IntakeSettings) -> str:
    return "【範例資料】" if how.example else ""
