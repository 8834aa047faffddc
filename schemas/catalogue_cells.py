"""C3xx: what stands in a cell is not of the field's type."""

from __future__ import annotations

from schemas.catalogue_entry import ERROR, RECORD, WARNING, Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "C301",
        ERROR,
        "「{value}」不是數值。",
        "Not a number: {value}.",
        "請改填數值(半形數字,小數點用「.」)。",
        "Enter a number (plain digits, point as decimal sign).",
        RECORD,
    ),
    Entry(
        "C302",
        ERROR,
        "「{value}」不是有效日期。",
        "Not a date: {value}.",
        "請改填實際存在的日期,例如 107/03/21。",
        "Enter a date that exists, for example 107/03/21.",
        RECORD,
    ),
    Entry(
        "C303",
        ERROR,
        "「{value}」無法判斷為是或否(合格或不合格)。",
        "Neither yes nor no: {value}.",
        "請填「合格」或「不合格」,或於相應欄位打勾。",
        "Enter 合格 or 不合格, or tick the box that applies.",
        RECORD,
    ),
    Entry(
        "C304",
        ERROR,
        "「是」與「否」同時勾選。",
        "Both boxes, yes and no, are ticked.",
        "請只勾選其一。",
        "Tick only one.",
        RECORD,
    ),
    Entry(
        "C305",
        WARNING,
        "「{value}」中的數字可能有誤(例如 O 與 0、l 與 1)。",
        "Digits are doubtful in {value} (such as O for 0, l for 1).",
        "請核對該號碼或數值。",
        "Check the number.",
        RECORD,
    ),
    Entry(
        "C306",
        ERROR,
        "「{value}」不是整數。",
        "Not a whole number: {value}.",
        "請改填整數。",
        "Enter a whole number.",
        RECORD,
    ),
    Entry(
        "C307",
        ERROR,
        "「{value}」含造字(自訂字元),無法辨讀。",
        "Private-use characters cannot be read: {value}.",
        "請改用標準字元(Unicode)。",
        "Use standard (Unicode) characters.",
        RECORD,
    ),
    Entry(
        "C308",
        WARNING,
        "「{value}」為文字辨識(OCR)結果,須人工確認。",
        "{value} comes from character recognition (OCR) and has to be confirmed.",
        "請核對原件;建議改送由文書軟體匯出的 PDF。",
        "Check against the original; better send a PDF exported by the program that made it.",
        RECORD,
    ),
    Entry(
        "C309",
        WARNING,
        "本列「{field}」空白,同欄其他列均有內容。",
        "{field} is blank in this row, though the column is filled in others.",
        "請確認是否漏填;與上列相同者,請逐列填寫。",
        "Check whether it was left out; if it is the same as above, write it out in each row.",
        RECORD,
    ),
)
