"""Heads of laboratories and verifiers: whose certificate serves whom (度量衡業自行檢定管理辦法 art. 3 (2) 3)."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType

from schemas.permit import Role
from schemas.register import Technician

GRADE = MappingProxyType({"head": "A", "verifier": "B"})
"""甲級 for the head of the laboratory, 乙級 for verifiers."""
GRADE_WORDS = MappingProxyType({"A": ("甲級", "grade A"), "B": ("乙級", "grade B")})
ROLE_WORDS = MappingProxyType({"head": ("實驗室主管", "head of laboratory"), "verifier": ("檢定技術人員", "verifier")})
REPORT_DAYS = 10


def report_deadline(joined_on: date) -> date:
    """The tenth day from the day after taking office (art. 12)."""
    return joined_on + timedelta(days=REPORT_DAYS)


def suits(grade: str, role: Role) -> bool:
    """Whether a certificate's grade serves a role; that grade A serves a verifier is not said, nor is it excluded."""
    return grade == GRADE[role] or role == "verifier"


def staff_fault(technician: Technician, role: Role, on: date) -> str | None:
    """Why somebody cannot take office on a day, in one line; ``None`` where nothing stands against it."""
    if not suits(technician.grade, role):
        zh, en = ROLE_WORDS[role]
        need_zh, need_en = GRADE_WORDS[GRADE[role]]
        return f"{zh}應取得{need_zh}計量技術人員證書 (a {en} needs a certificate of {need_en})。"
    if not technician.valid_from <= on <= technician.valid_to:
        return (
            f"證書有效期間 {technician.valid_from}~{technician.valid_to} 不含 {on}"
            " (the certificate is not valid on that day)。"
        )
    return None
