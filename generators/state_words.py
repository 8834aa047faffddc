"""What the states of a submission are called, and what its sender has to do."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.catalogue import Lang
from schemas.submission import State


@dataclass(frozen=True, slots=True)
class StateWords:
    """Name and instruction in both languages; ``resend``: the sender must send a corrected file."""

    zh: str
    en: str
    do_zh: str
    do_en: str
    resend: bool

    def name(self, lang: Lang) -> str:
        """The state's name."""
        return self.zh if lang == "zh" else self.en

    def todo(self, lang: Lang) -> str:
        """What the sender has to do."""
        return self.do_zh if lang == "zh" else self.do_en


STATE_WORDS: dict[State, StateWords] = {
    State.ACCEPTED: StateWords(
        "已受理",
        "accepted",
        "資料已全部入庫，無須再寄。",
        "All data are loaded; nothing more needs to be sent.",
        resend=False,
    ),
    State.ACCEPTED_WITH_WARNINGS: StateWords(
        "已受理（有警告）",
        "accepted with warnings",
        "資料已全部入庫。請核對下列警告；內容無誤者無須再寄，有誤者請更正後重新寄送整份檔案。",
        "All data are loaded. Please look at the warnings; if the content is right nothing needs to be sent, "
        "otherwise correct it and send the whole file again.",
        resend=False,
    ),
    State.PARTLY_ACCEPTED: StateWords(
        "部分受理",
        "partly accepted",
        "有錯誤之資料列未入庫。請更正下列錯誤後，重新寄送該月份之整份檔案（非僅更正之列）。",
        "Rows with errors were not loaded. Correct them and send the month's whole file again, not only those rows.",
        resend=True,
    ),
    State.REJECTED: StateWords(
        "未受理",
        "rejected",
        "本件資料未入庫。請更正下列問題後重新寄送。",
        "Nothing of this was loaded. Correct what is listed and send it again.",
        resend=True,
    ),
    State.QUARANTINED: StateWords(
        "留待人工處理",
        "held for an officer",
        "本件由承辦人員人工處理，結果另行通知；目前無須再寄。",
        "An officer looks at this and will tell you the result; nothing needs to be sent now.",
        resend=False,
    ),
}
