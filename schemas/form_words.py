"""What the person who fills in a form is told: the catalogue speaks to one who sends a file in."""

from __future__ import annotations

from schemas import catalogue
from schemas.catalogue import Lang
from schemas.findings import Finding

_MESSAGES: dict[str, dict[Lang, str]] = {
    "T204": {"zh": "「{value}」不是本表之欄位,未予採用。", "en": "The form has no item {value}; it was left out."},
    "T209": {"zh": "未填「{field}」。", "en": "Not filled in: {field}."},
}
_REMEDIES: dict[str, dict[Lang, str]] = {
    "T203": {"zh": "請於資料補上該欄位後重新產製。", "en": "Add it to the data and make the form again."},
    "T204": {"zh": "請更正名稱,或自資料中刪除。", "en": "Correct its name, or take it out of the data."},
    "T205": {
        "zh": "請自資料刪除重複的欄位後重新產製。",
        "en": "Take the second one out of the data and make the form again.",
    },
    "T209": {"zh": "請於資料中補填後重新產製。", "en": "Fill it in in the data and make the form again."},
    "R401": {
        "zh": "請補載後重新產製;此為檢定紀錄應記載事項。",
        "en": "Add it and make the form again; the law lists it among the items of a record.",
    },
    "B500": {"zh": "請於資料中填入明細後重新產製。", "en": "Fill in the rows in the data and make the form again."},
    "B519": {"zh": "請於資料中補填後重新產製。", "en": "Fill it in in the data and make the form again."},
}


def message(finding: Finding, lang: Lang = "zh") -> str:
    """The finding's sentence for one who fills in a form."""
    own = _MESSAGES.get(finding.code)
    return catalogue.message(finding, lang) if own is None else catalogue.filled(own[lang], finding)


def remedy(finding: Finding, lang: Lang = "zh") -> str:
    """What to do about it in the form's data."""
    own = _REMEDIES.get(finding.code)
    return catalogue.remedy(finding, lang) if own is None else own[lang]
