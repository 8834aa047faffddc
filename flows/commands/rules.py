"""``zijian rules``: every code that a document can be found fault with, and the law behind it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from schemas.catalogue import CATALOGUE, Entry
from schemas.plain_words import SEVERITY_WORDS
from schemas.validate import RULESET

_STAGES = {
    "F": ("檔案", "the file"),
    "T": ("表格", "the table"),
    "C": ("儲存格", "the cell"),
    "R": ("檢定紀錄", "the record"),
    "B": ("整批與檔案之間", "the batch, and between files"),
    "X": ("登記資料與歷次陳報", "register and history"),
    "L": ("標籤", "the label"),
    "P": ("許可申請與印證核准", "applications for permits and marks"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to show the list."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="JSON")
    form.add_argument("--markdown", action="store_true", help="docs/findings.md")


def run(args: argparse.Namespace) -> int:
    """Print the catalogue; always exit status 0."""
    if args.json:
        json.dump([as_json(entry) for entry in CATALOGUE.values()], sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif args.markdown:
        print(markdown(), end="")
    else:
        for entry in CATALOGUE.values():
            word = SEVERITY_WORDS[entry.severity][args.lang]
            print(f"{entry.code}  {word}  {entry.zh if args.lang == 'zh' else entry.en}  [{entry.basis}]")
        print(f"規則版本 {RULESET}" if args.lang == "zh" else f"rule set {RULESET}")
    return 0


def as_json(entry: Entry) -> dict[str, Any]:
    """An entry of the catalogue as data; sentences keep their placeholders."""
    return {
        "code": entry.code,
        "severity": entry.severity.value,
        "message": entry.zh,
        "message_en": entry.en,
        "remedy": entry.remedy_zh,
        "remedy_en": entry.remedy_en,
        "basis": entry.basis,
        "kinds": list(entry.kinds),
        "ruleset": RULESET,
    }


def markdown() -> str:
    """``docs/findings.md``: the catalogue by stage."""
    parts = [_PREFACE.format(count=len(CATALOGUE), ruleset=RULESET)]
    for letter, (zh, en) in _STAGES.items():
        entries = [entry for entry in CATALOGUE.values() if entry.code.startswith(letter)]
        if not entries:
            continue
        parts.append(f"## {letter}: {zh} — {en}\n\n" + "\n".join(_section(entry) for entry in entries))
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    kinds = f" · {', '.join(entry.kinds)}" if entry.kinds else ""
    return (
        f"### {entry.code} {SEVERITY_WORDS[entry.severity]['zh']} ({entry.severity.value}){kinds}\n\n"
        f"{entry.zh} {entry.remedy_zh}\n\n{entry.en} {entry.remedy_en}\n\n依據:{entry.basis}\n"
    )


_PREFACE = """# 檢核結果一覽 — findings

Written by `zijian rules --markdown > docs/findings.md`; do not edit. {count} codes, rule set {ruleset}.

| | | |
|---|---|---|
| 提示 | note | informs; nothing has to be done |
| 警告 | warning | doubtful: have a look; the row is loaded |
| 錯誤 | error | wrong: the row (or, without a row, the head or total) has to be corrected; the row is not loaded |
| 無法受理 | fatal | the file is not loaded |

A code is never reused. Words in braces are filled with what stands in the document.
"""
