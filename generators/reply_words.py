"""The reply as sentences, in one language at a time; ``generators.reply`` sets them as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generators.finding_lines import FileFinding, heaviest_first
from generators.printable import one_line
from generators.reply_data import ReplyData, ReplySubmission
from generators.state_words import STATE_WORDS
from generators.wording import kind_name, roc_date, roc_month_or_text
from schemas.catalogue import Lang

SHOWN = 200
"""So many findings stand in the mail itself; all that still stand are in the attached list."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its facts (label, text), what to do, the findings that belong to it, and those settled since."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    todo: tuple[str, ...]
    findings: tuple[FileFinding, ...]
    settled: tuple[FileFinding, ...] = ()


def sections(data: ReplyData, lang: Lang) -> list[Section]:
    """One section a submission, one for files that belong to none; at most ``SHOWN`` findings in all."""
    room = SHOWN
    out: list[Section] = []
    for section in _all_sections(data, lang):
        shown = section.findings[:room]
        room -= len(shown)
        settled = section.settled[:room]
        room -= len(settled)
        out.append(replace(section, findings=shown, settled=settled))
    return out


def _all_sections(data: ReplyData, lang: Lang) -> Iterator[Section]:
    for submission in data.submissions:
        yield Section(
            _heading(submission, lang),
            tuple(_facts(submission, lang)),
            tuple(_todo(submission, data.date.date(), lang)),
            tuple(heaviest_first(submission.findings)),
            submission.settled,
        )
    if data.other_findings:
        heading = "未能歸入陳報之檔案" if lang == "zh" else "Files that belong to no submission"
        todo = "請依各項說明處理後重新寄送。" if lang == "zh" else "Please do what each line says and send them again."
        yield Section(heading, (), (todo,), tuple(heaviest_first(data.other_findings)))


def intro(data: ReplyData, lang: Lang) -> list[str]:
    """The first sentences: what was received, and notes on the whole message."""
    count = len(data.files)
    if lang == "zh":
        first = f"已收到台端郵件「{one_line(data.subject)}」，附檔 {count} 個。"
        sample = "【範例】本郵件為示範資料，不生效力。"
    else:
        first = f"We received your message “{one_line(data.subject)}” with {count} file(s)."
        sample = "EXAMPLE: this message is demonstration data and has no effect."
    notes = [zh if lang == "zh" else en for zh, en in data.notes]
    return [*([sample] if data.example else []), first, *notes]


def closing(data: ReplyData, lang: Lang) -> list[str]:
    """The last sentences."""
    total = len(data.all_findings)
    out: list[str] = []
    if total > SHOWN:
        out.append(
            f"檢核結果共 {total:,} 項，以上列出前 {SHOWN} 項，全部見附件 findings.csv。"
            if lang == "zh"
            else f"There are {total:,} findings; the first {SHOWN} are shown, all are in the attached findings.csv."
        )
    if data.ruleset:
        out.append(f"規則版本 {data.ruleset}。" if lang == "zh" else f"Rule set {data.ruleset}.")
    out.append(
        "本郵件由系統自動發出；有疑問請直接回覆本郵件。"
        if lang == "zh"
        else "This message was sent automatically; if in doubt, answer it."
    )
    return out


def subject_line(data: ReplyData) -> str:
    """``【須補正】Re: …``: the worst outcome first, so that it shows in a list of mails."""
    if any(STATE_WORDS[item.state].resend for item in data.submissions) or data.other_findings:
        mark = "須補正"
    elif not data.submissions:
        mark = "回執"
    else:
        mark = STATE_WORDS[max((item.state for item in data.submissions), key=list(STATE_WORDS).index)].zh
    return f"{'【範例】' if data.example else ''}【{mark}】Re: {one_line(data.subject)[:150]}"


def _heading(submission: ReplySubmission, lang: Lang) -> str:
    key = submission.key
    period = roc_month_or_text(key.period) if lang == "zh" else key.period
    joint = " " if lang == "zh" else ", "
    state = STATE_WORDS[submission.state].name(lang)
    return f"{period}{joint}{kind_name(key.instrument_kind, lang)} — {state}"


def _facts(submission: ReplySubmission, lang: Lang) -> Iterator[tuple[str, str]]:
    zh = lang == "zh"
    if submission.company_name:
        yield ("業者" if zh else "company"), one_line(submission.company_name)
    yield ("自檢字號" if zh else "permit"), one_line(submission.key.permit_number)
    total, loaded = submission.rows_total, submission.rows_loaded
    yield (("筆數", f"讀出 {total:,} 筆，入庫 {loaded:,} 筆") if zh else ("rows", f"{total:,} read, {loaded:,} loaded"))
    if submission.late_days > 0:
        yield ("逾期", f"{submission.late_days} 日") if zh else ("late", f"{submission.late_days} day(s)")
    if submission.changes is not None:
        yield _changes(submission.changes, lang)
    yield from _fee_facts(submission, lang)


def _changes(changes: Mapping[str, int], lang: Lang) -> tuple[str, str]:
    counts = {name: changes.get(name, 0) for name in ("fixed", "left", "new", "gone")}
    if lang == "zh":
        words = "已更正 {fixed:,} 項，仍待更正 {left:,} 項，新出現 {new:,} 項，未再陳報 {gone:,} 項"
        return "與前次檔案比較", words.format(**counts)
    words = "{fixed:,} fixed, {left:,} left, {new:,} new, {gone:,} not sent again"
    return "against the files before", words.format(**counts)


def _fee_facts(submission: ReplySubmission, lang: Lang) -> Iterator[tuple[str, str]]:
    zh, fee = lang == "zh", submission.fee
    if fee and fee.payable is not None:
        yield (
            ("應繳檢定費", f"新臺幣 {fee.payable:,} 元（收入代號 3160）")
            if zh
            else ("fee due", f"NT$ {fee.payable:,} (revenue code 3160)")
        )
    elif fee:
        missing = "、".join(fee.missing) if zh else ", ".join(fee.missing)
        yield (
            ("應繳檢定費", f"無法計算，缺費額表：{missing}；由承辦人員另行通知")
            if zh
            else ("fee due", f"cannot be computed, fee table missing: {missing}; you will be told")
        )
    if submission.receipt_number:
        yield ("收據編號" if zh else "receipt"), submission.receipt_number


def _todo(submission: ReplySubmission, today: date, lang: Lang) -> Iterator[str]:
    words = STATE_WORDS[submission.state]
    yield words.todo(lang)
    owes = submission.fee is not None and submission.fee.payable and not submission.receipt_number
    if owes and not words.resend:
        yield "請繳納檢定費。" if lang == "zh" else "Please pay the fee."
    if words.resend or owes:
        yield _by_when(submission.deadline, today, lang)


def _by_when(deadline: date | None, today: date, lang: Lang) -> str:
    if deadline is None:
        return "期限：請儘速辦理。" if lang == "zh" else "By when: as soon as possible."
    if deadline < today:
        return (
            f"期限 {roc_date(deadline)} 已過，請儘速辦理。"
            if lang == "zh"
            else f"The last day, {deadline.isoformat()}, has passed: please do it at once."
        )
    return (
        f"期限：請於{roc_date(deadline)}（含當日）前辦理。"
        if lang == "zh"
        else f"By when: {deadline.isoformat()} at the latest."
    )
