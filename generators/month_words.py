"""The month report's words in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.catalogue import Lang
from schemas.findings import Severity
from schemas.plain_words import SEVERITY_WORDS
from schemas.submission import Outcome

OUTCOME_WORDS: dict[Outcome, tuple[str, str]] = {
    Outcome.LOADED: ("已處理陳報", "submission processed"),
    Outcome.DUPLICATE: ("重複郵件，未再入庫", "duplicate, not loaded again"),
    Outcome.QUARANTINED: ("隔離，留待人工處理", "quarantined for an officer"),
    Outcome.NOTHING_TO_LOAD: ("無可入庫之檔案", "nothing to load"),
    Outcome.FAILED: ("處理失敗", "failed"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    title: str
    example: str
    made: str
    due: str
    footer: str
    audit: str
    messages: str
    accepted: str
    faulty: str
    quarantined: str
    missing_short: str
    fees_short: str
    filed: str
    filed_caption: str
    missing: str
    missing_caption: str
    no_register: str
    nobody: str
    charts: str
    chart_states: str
    chart_failures: str
    chart_fees: str
    fees: str
    fees_caption: str
    findings: str
    findings_caption: str
    no_findings: str
    mail: str
    outcomes_caption: str
    messages_caption: str
    nothing: str
    company: str
    permit: str
    kind: str
    state: str
    rows: str
    failed: str
    late: str
    days: str
    papers: str
    reply: str
    receipt: str
    address: str
    scheduled: str
    payable: str
    not_computable: str
    supply: str
    total: str
    code: str
    severity: str
    what: str
    remedy: str
    count: str
    outcome: str
    received: str
    sender: str
    subject: str
    comma: str
    severities: dict[Severity, str]


_ZH = Words(
    title="{period}份自行檢定陳報月報",
    example="範例 — 業者與資料均為虛構",
    made="製表時間 {when}",
    due="本月份陳報期限 {day}",
    footer="規則版本 {ruleset}。每封郵件只計入一種結果；金額單位為新臺幣元。",
    audit="稽核碼(zijian audit verify --head)",
    messages="郵件",
    accepted="已受理之陳報",
    faulty="有錯誤之陳報",
    quarantined="待人工處理之郵件",
    missing_short="未陳報業者",
    fees_short="應繳檢定費（元）",
    filed="已陳報",
    filed_caption="已收到之陳報，共 {count} 件（入庫/讀出為筆數）",
    missing="未陳報",
    missing_caption="依 {day} 之許可名冊，尚未陳報之業者",
    no_register="未提供許可名冊，無從得知何者未陳報。請以 --register 指定名冊檔。",
    nobody="名冊上之業者均已陳報。",
    charts="圖表",
    chart_states="各業者之陳報及其結果（件）",
    chart_failures="各種類檢定不合格率",
    chart_fees="各業者應繳檢定費（元）",
    fees="檢定費",
    fees_caption="收入代號 3160；依陳報數量應繳檢定費五分之一計收（度量衡規費收費標準第22條）",
    findings="檢核結果",
    findings_caption="各項檢核結果之次數，多者在前",
    no_findings="沒有任何檢核結果。",
    mail="郵件",
    outcomes_caption="每封郵件之結果",
    messages_caption="全部 {count} 封郵件",
    nothing="沒有資料。",
    company="業者",
    permit="自檢字號",
    kind="種類",
    state="結果",
    rows="入庫/讀出",
    failed="不合格",
    late="逾期",
    days="{days} 日",
    papers="文件",
    reply="回覆",
    receipt="收據",
    address="電子郵件",
    scheduled="規費全額",
    payable="應繳",
    not_computable="無法計算",
    supply="缺費額表：{tables}",
    total="合計",
    code="代碼",
    severity="輕重",
    what="問題",
    remedy="如何處理",
    count="次數",
    outcome="結果",
    received="收件",
    sender="寄件人",
    subject="主旨",
    comma="、",
    severities={key: said["zh"] for key, said in SEVERITY_WORDS.items()},
)
_EN = Words(
    title="Self-verification, month report {period}",
    example="EXAMPLE — firms and data are invented",
    made="Made {when}",
    due="Due for this month: {day}",
    footer="Rules {ruleset}. Each message counts in one outcome only; amounts in NT$.",
    audit="Head of the audit log (zijian audit verify --head):",
    messages="messages",
    accepted="accepted submissions",
    faulty="faulty submissions",
    quarantined="messages for an officer",
    missing_short="firms that sent nothing",
    fees_short="fees due (NT$)",
    filed="Filed",
    filed_caption="Submissions received: {count} (loaded / read are numbers of rows)",
    missing="Missing",
    missing_caption="Firms in the permit register of {day} that have not filed",
    no_register="No permit register was given, so it is not known who is missing. Name one with --register.",
    nobody="Every firm in the register has filed.",
    charts="Charts",
    chart_states="Submissions by manufacturer and state",
    chart_failures="Failure rate by kind",
    chart_fees="Fees due by manufacturer (NT$)",
    fees="Verification fees",
    fees_caption="Revenue code 3160; one fifth of the scheduled fee （度量衡規費收費標準 art. 22）",
    findings="Findings",
    findings_caption="How often each finding occurred, the most frequent first",
    no_findings="There is no finding.",
    mail="Mail",
    outcomes_caption="The outcome of each message",
    messages_caption="All {count} messages",
    nothing="No data.",
    company="firm",
    permit="permit",
    kind="kind",
    state="state",
    rows="loaded / read",
    failed="failed",
    late="late",
    days="{days} d",
    papers="papers",
    reply="reply",
    receipt="receipt",
    address="e-mail",
    scheduled="scheduled fee",
    payable="payable",
    not_computable="not computable",
    supply="fee table missing: {tables}",
    total="total",
    code="code",
    severity="severity",
    what="what is wrong",
    remedy="what to do",
    count="count",
    outcome="outcome",
    received="received",
    sender="sender",
    subject="subject",
    comma=", ",
    severities={key: said["en"] for key, said in SEVERITY_WORDS.items()},
)


def words(lang: Lang) -> Words:
    """The words of a language."""
    return _ZH if lang == "zh" else _EN
