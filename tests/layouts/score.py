"""``python -m tests.layouts.score SEED COUNT FOLDER [first|new|all]``: draw layouts by lot, read them, say what was read wrongly."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.announced import Account, account
from flows.reading import read_isolated
from schemas.document import Document
from tests.layouts import cairo_sheet, fpdf_tables, html, office, reported, typeset
from tests.layouts.afterwards import CHANGES
from tests.layouts.content import Content
from tests.layouts.paper import Paper

OFFICE_AND_WEB = ("weasyprint", "chromium", "platypus", "by_hand", "workbook", "word")
TYPESETTERS = ("typst", "cairo", "fpdf")
PRODUCERS = {"first": OFFICE_AND_WEB, "new": TYPESETTERS, "all": (*OFFICE_AND_WEB, *TYPESETTERS)}
"""Which producers set the documents, in turn."""
_MODULES = (html, reported, cairo_sheet, typeset, fpdf_tables)
_CHANGED = 0.35


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file and what it shows."""

    path: Path
    truth: dict[str, Any]


def draw(
    seeds: range, folder: Path, changed: float = _CHANGED, producers: Sequence[str] = OFFICE_AND_WEB
) -> list[Drawn]:
    """One document for each seed, producers in turn, some of them changed afterwards."""
    drawn = [_drawn(seed, folder, producers[seed % len(producers)]) for seed in seeds]
    sources = sorted([*folder.glob("*.xlsx"), *folder.glob("*.docx")])
    if sources:
        office.export(sources, folder)
    for each in drawn:
        _change(each.path, changed)
        each.path.with_suffix(".json").write_text(json.dumps(each.truth, ensure_ascii=False), encoding="utf-8")
    return drawn


def _drawn(seed: int, folder: Path, producer: str) -> Drawn:
    content = Content(Random(seed))  # noqa: S311 - no secret
    paper = content.paper()
    kind = "report" if content.is_report else content.kind
    path = folder / f"{seed:05d}-{kind}-{paper.look.rules}-{producer}.pdf"
    _set(paper, producer, path)
    return Drawn(path, content.truth)


def _set(paper: Paper, producer: str, path: Path) -> None:
    if producer == "workbook":
        office.workbook(paper, path.with_suffix(".xlsx"))
    elif producer == "word":
        office.word(paper, path.with_suffix(".docx"))
    else:
        setter = next(found for module in _MODULES if (found := getattr(module, producer, None)))
        setter(paper, path)


def _change(path: Path, changed: float) -> None:
    rng = Random(path.stem)  # noqa: S311 - no secret
    if rng.random() < changed:
        CHANGES[rng.choice(sorted(CHANGES))](path)


def accounts(drawn: list[Drawn]) -> Iterator[tuple[Drawn, Document, Account]]:
    """Each file read as ``zijian check`` reads it, and held against what it shows."""
    for each in drawn:
        document = read_isolated(each.path.read_bytes(), each.path.name)
        yield each, document, account(each.truth, document)


def main(seed: str, count: str, folder: str, producers: str = "first") -> None:
    """Draw, read, and print each document that was not read rightly, then the sums."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    total: Counter[str] = Counter()
    seeds = range(int(seed), int(seed) + int(count))
    for each, document, found in accounts(draw(seeds, target, producers=PRODUCERS[producers])):
        total.update(
            documents=1, right=not found.wrong, values=found.values, wrong=len(found.wrong), silent=len(found.silent)
        )
        if found.wrong:
            print(each.path.name, document.source.engine, dict(Counter(finding.code for finding in document.findings)))
            print(*(f"    {wrong[:150]}" for wrong in found.wrong[:3]), sep="\n")
            print(*(f"    SILENT {wrong[:150]}" for wrong in found.silent[:3]), sep="\n")
    print(dict(total))


if __name__ == "__main__":
    main(*sys.argv[1:])
