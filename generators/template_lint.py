"""Holds a template against what the program can print: every tag known, nothing left out that the program's own prints."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from generators.docx_engine import render
from generators.finding_lines import FileFinding
from generators.forms import blank_values
from generators.notices import AcknowledgementData, CorrectionData, acknowledgement_values, correction_values
from generators.permit_papers import (
    DestroyedBatch,
    DestructionData,
    PermitData,
    ReminderData,
    RenewalData,
    destruction_values,
    permit_values,
    reminder_values,
    renewal_values,
)
from generators.receipt import ReceiptData, ReceiptItem, receipt_values
from generators.reply_data import ReceivedFile, ReplySubmission
from generators.templates import BUILT_IN, BUILT_IN_FOLDER
from schemas.errors import TemplateError
from schemas.findings import Finding
from schemas.submission import State, SubmissionKey

_MARK = re.compile(r"⟦([^⟧]+)⟧")
_DATE = re.compile(r"@\d{4}-\d{2}-\d{2}$")
_FULL_WIDTH = re.compile("\uff5b\uff5b|\uff5b%|%\uff5d|\uff5d\uff5d")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template, in both languages."""

    template: str
    zh: str
    en: str


def known_names() -> list[str]:
    """The templates that the program fills."""
    return sorted(path.stem for path in BUILT_IN_FOLDER.glob("*.docx"))


def lint(path: Path) -> list[Problem]:
    """The problems of a template file; its name says which template it stands for."""
    name = _DATE.sub("", path.stem)
    if name not in known_names():
        known = ", ".join(known_names())
        return [Problem(path.name, f"檔名不是任何範本；已知：{known}", f"no template has this name; known: {known}")]
    try:
        text = _printed(path, name)
    except TemplateError as error:
        return [Problem(path.name, str(error), str(error))]
    return list(_problems(path.name, text, _printed(BUILT_IN.path(name), name)))


def _problems(name: str, text: str, model: str) -> Iterator[Problem]:
    for lost in sorted(set(_MARK.findall(model)) - set(_MARK.findall(text))):
        yield Problem(name, f"未印出 {{{{ {lost} }}}}", f"{{{{ {lost} }}}} is not printed")
    for found in dict.fromkeys(_FULL_WIDTH.findall(text)):
        yield Problem(name, f"標籤須用半形括號，不是「{found}」", f"tags need plain braces, not {found}")


def _printed(path: Path, name: str) -> str:
    """The text of the document with each value replaced by its own name in ``⟦⟧``."""
    content = render(path, {key: _marked(value, key) for key, value in _values(name).items()})
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [part for part in archive.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", part)]
        return "".join(str(text) for part in parts for text in etree.fromstring(archive.read(part)).itertext())


def _marked(value: Any, path: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _marked(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item, f"{path}[{index}]") for index, item in enumerate(value[:4])]
    return f"⟦{path}⟧"


def _values(name: str) -> Mapping[str, Any]:
    """Values of the shape that the program hands to this template."""
    return _SHAPES[name]() if name in _SHAPES else blank_values(name)


_DAY = date(2026, 1, 1)
_KEY = SubmissionKey("x", "2026-01", "x")
_SHAPES: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "receipt": lambda: receipt_values(ReceiptData("1", "x", "x", _DAY, (ReceiptItem("3160", 1),), "x")),
    "acknowledgement": lambda: acknowledgement_values(
        AcknowledgementData(
            "1",
            "x",
            "x",
            "x",
            datetime(2026, 1, 1, tzinfo=UTC),
            _DAY,
            (ReplySubmission(_KEY, State.ACCEPTED, 1, 1),),
            (ReceivedFile("x", "x", 1),),
        )
    ),
    "correction_notice": lambda: correction_values(
        CorrectionData(_KEY, "x", _DAY, (FileFinding("x", Finding("F101")),))
    ),
    "permit": lambda: permit_values(PermitData("x", "x", "x", "x", "x", "x", "x", "x", "x", _DAY, _DAY, _DAY)),
    "reminder": lambda: reminder_values(ReminderData("x", "x", "2026-01", ("x",), _DAY, _DAY)),
    "renewal_notice": lambda: renewal_values(RenewalData("x", "x", _DAY, _DAY, _DAY)),
    "mark_destruction": lambda: destruction_values(
        DestructionData("x", "x", "x", "x", "x", _DAY, (DestroyedBatch("x", "x", "x", "x", 1),), _DAY)
    ),
}
