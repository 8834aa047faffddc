"""Who fills in a form is not told to send it in."""

from __future__ import annotations

import pytest

from schemas import form_words
from schemas.catalogue import CATALOGUE
from schemas.findings import Finding
from schemas.validate import RECORD_RULES, REPORT_RULES

BY_MAIL = {"B530"}
"""Lateness is told only of what came by mail."""
RAISED = {code for rule in (*RECORD_RULES, *REPORT_RULES) for code in rule.codes if code[0] in "RB"}
RAISED |= {code for code in CATALOGUE if code[0] in "TC"} - {"C308", "T213"}


@pytest.mark.parametrize("code", sorted(RAISED - BY_MAIL))
def test_no_remedy_of_a_form_speaks_of_sending_it_again(code: str) -> None:
    found = Finding(code, field="model", value="甲", params={"field": "型號"})
    assert "寄送" not in form_words.remedy(found)
    assert "send" not in form_words.remedy(found, "en").replace("the sender need do nothing", "")
    for lang in ("zh", "en"):
        assert "{" not in form_words.message(found, lang)


def test_enough_codes_were_asked() -> None:
    assert len(RAISED) >= 70
