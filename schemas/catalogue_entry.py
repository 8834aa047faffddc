"""What the catalogue says of one code, and the sources of law that the entries cite."""

from __future__ import annotations

from typing import NamedTuple

from schemas.findings import Severity

NOTE, WARNING, ERROR, FATAL = Severity.NOTE, Severity.WARNING, Severity.ERROR, Severity.FATAL


class Entry(NamedTuple):
    """One code. ``zh``/``en`` and the remedies are ``str.format`` templates over ``value``, ``field`` and ``params``.

    ``basis`` names law, article and the date since when that wording is in force; ``kinds`` is empty where
    the code serves every instrument kind.
    """

    code: str
    severity: Severity
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    basis: str = ""
    kinds: tuple[str, ...] = ()


ACT_14 = "度量衡法第14條(98-01-21 修正)"
ACT_18 = "度量衡法第18條(98-01-21 修正)"
ACT_19 = "度量衡法第19條(98-01-21 修正)"
ACT_22 = "度量衡法第22條(98-01-21 修正)"
VERIFY_13 = "度量衡器檢定檢查辦法第13條(112-12-11 修正)"
SELF_2 = "度量衡業自行檢定管理辦法第2條(108-05-09 施行)"
SELF_3 = "度量衡業自行檢定管理辦法第3條(108-05-09 施行)"
SELF_4 = "度量衡業自行檢定管理辦法第4條(108-05-09 施行)"
SELF_5 = "度量衡業自行檢定管理辦法第5條(108-05-09 施行)"
SELF_6 = "度量衡業自行檢定管理辦法第6條(108-05-09 施行)"
SELF_7 = "度量衡業自行檢定管理辦法第7條(108-05-09 施行)"
SELF_8 = "度量衡業自行檢定管理辦法第8條(108-05-09 施行)"
SELF_9 = "度量衡業自行檢定管理辦法第9條(108-05-09 施行)"
SELF_10 = "度量衡業自行檢定管理辦法第10條(108-05-09 施行)"
SELF_11 = "度量衡業自行檢定管理辦法第11條(108-05-09 施行)"
SELF_12 = "度量衡業自行檢定管理辦法第12條(108-05-09 施行)"
SELF_13 = "度量衡業自行檢定管理辦法第13條(108-05-09 施行)"
SELF_16 = "度量衡業自行檢定管理辦法第16條(108-05-09 施行)"
SELF_17 = "度量衡業自行檢定管理辦法第17條(108-05-09 施行)"
SELF_18 = "度量衡業自行檢定管理辦法第18條(108-05-09 施行)"
SELF_19 = "度量衡業自行檢定管理辦法第19條(108-05-09 施行)"
SELF_20 = "度量衡業自行檢定管理辦法第20條(108-05-09 施行)"
SELF_21 = "度量衡業自行檢定管理辦法第21條(108-05-09 施行)"
TECHNICIANS = "計量技術人員管理辦法(109-08-26 修正)"
FEE_3 = "度量衡規費收費標準第3條第2項(113-05-14 修正)"
FEE_22 = "度量衡規費收費標準第22條(99-03-11 修正)"
FEE_30 = "度量衡規費收費標準第30條(113-05-14 修正)"
FEE_31 = "度量衡規費收費標準第31條(113-05-14 修正)"
PROCEDURE_48 = "行政程序法第48條第4項(90-01-01 施行)"
GUIDE_2 = "度量衡業自行檢定申請須知第2點(108-01-18 修正)"
GUIDE_3 = "度量衡業自行檢定申請須知第3點(108-01-18 修正)"
GUIDE_4 = "度量衡業自行檢定申請須知第4點(108-01-18 修正)"
GUIDE_5 = "度量衡業自行檢定申請須知第5點(108-01-18 修正)"
GUIDE_6 = "度量衡業自行檢定申請須知第6點(108-01-18 修正)"
GUIDE_7 = "度量衡業自行檢定申請須知第7點(108-01-18 修正)"
GUIDE_8 = "度量衡業自行檢定申請須知第8點第1款(108-01-18 修正)"
GUIDE_9 = "度量衡業自行檢定申請須知第9點(108-01-18 修正)"
GUIDE_11 = "度量衡業自行檢定申請須知第11點(108-01-18 修正)"
RECORD = f"{SELF_8};{VERIFY_13}"
