"""What people call a document's fields, severities and states."""

from __future__ import annotations

from typing import Literal

from schemas.catalogue import Lang
from schemas.column import Column, fields_of
from schemas.document import Document, ReferenceStandard
from schemas.findings import Severity
from schemas.submission import State

Change = Literal["left", "new", "gone", "fixed"]
CHANGE_WORDS: dict[Change, dict[Lang, str]] = {
    "left": {"zh": "仍待更正", "en": "left"},
    "new": {"zh": "新出現", "en": "new"},
    "gone": {"zh": "未再陳報", "en": "not sent again"},
    "fixed": {"zh": "已更正", "en": "fixed"},
}
"""What became of a finding when its file was corrected; what has to be done first stands first."""

SEVERITY_WORDS: dict[Severity, dict[Lang, str]] = {
    Severity.FATAL: {"zh": "無法受理", "en": "fatal"},
    Severity.ERROR: {"zh": "錯誤", "en": "error"},
    Severity.WARNING: {"zh": "警告", "en": "warning"},
    Severity.NOTE: {"zh": "提示", "en": "note"},
}
STATE_WORDS: dict[State, dict[Lang, str]] = {
    State.ACCEPTED: {"zh": "可受理", "en": "accepted"},
    State.ACCEPTED_WITH_WARNINGS: {"zh": "可受理,請核對警告事項", "en": "accepted, please look at the warnings"},
    State.PARTLY_ACCEPTED: {
        "zh": "部分受理,請更正錯誤後重新陳報",
        "en": "partly accepted; correct the errors and send it again",
    },
    State.REJECTED: {"zh": "不受理,請更正後重新陳報", "en": "rejected; correct it and send it again"},
    State.QUARANTINED: {"zh": "待查,由承辦人確認", "en": "quarantined; a person has to look at it"},
}
_SPECIAL: dict[str, Column] = {
    "checks": Column("檢定項目", "inspection items"),
    "source": Column("檔案", "file"),
    "tolerances": Column("公差", "tolerances"),
}


def field_label(document: Document, field: str | None, lang: Lang = "zh") -> str:
    """The words of a header or row field of this document; the name itself where it has none."""
    if field is None:
        return ""
    column = _column(document, field)
    return field if column is None else column.zh if lang == "zh" else column.en


def printable(text: str) -> str:
    """Text from a file made safe for the terminal: control characters shown as a sign."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in text)


def _column(document: Document, field: str) -> Column | None:
    head, _, name = field.partition(".")
    if head in _SPECIAL:
        return _SPECIAL[head]
    models = [ReferenceStandard] if name else [type(document.header), *(type(row) for row in document.rows[:1])]
    wanted = name or field
    infos = (info for model in models if hasattr(model, "model_fields") for info in fields_of(model))
    return next((info.column for info in infos if info.name == wanted), None)
