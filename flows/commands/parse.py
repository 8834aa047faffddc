"""``zijian parse``: what a file says, no judgement beyond the reading of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows import profiles
from flows.reading import read_isolated, read_many
from schemas.catalogue import Lang, message, severity
from schemas.errors import UsageError
from schemas.findings import Severity

if TYPE_CHECKING:
    from schemas.document import Document
    from schemas.profile import Profile

_GRAVE = (Severity.ERROR, Severity.FATAL)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files, and how to show what they say."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDF | xlsx | xls | ods | csv | docx")
    parser.add_argument("--json", action="store_true", help="文件 JSON | document JSON")
    profiles.add_option(parser)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="同時讀檔數 | files at once")


def run(args: argparse.Namespace) -> int:
    """Exit status 0, 1 (findings of severity error) or 2 (a file could not be read, or nothing was found in it)."""
    for path in args.files:
        if not path.is_file():
            raise UsageError(*_missing(path, args.lang))
    documents = list(_documents(args.files, args.jobs, profiles.chosen(args)))
    if args.json:
        _print_json(documents)
    else:
        from flows.document_table import print_documents  # noqa: PLC0415 - rich is needed only for people

        print_documents(documents, args.lang)
    return status(documents, args.lang)


def _missing(path: Path, lang: Lang) -> tuple[str]:
    return (f"{path}: 找不到檔案,請確認路徑。" if lang == "zh" else f"{path}: no such file; check the path.",)


def _documents(paths: Sequence[Path], jobs: int, words: tuple[Profile, ...]) -> Iterator[Document]:
    if len(paths) == 1:
        return iter([read_isolated(_bytes(paths[0]), paths[0].name, profiles=words)])
    files = ((path.name, _bytes(path)) for path in paths)
    return _counted(read_many(files, max(1, min(jobs, len(paths))), profiles=words), len(paths))


def _counted(documents: Iterator[Document], total: int) -> Iterator[Document]:
    """The documents, with a bar on stderr where a person looks on."""
    if not sys.stderr.isatty():
        yield from documents
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    # The bar draws itself from no thread of its own: workers are forked from a process of one thread.
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("zijian parse", total=total)
        for document in documents:
            bar.update(task, advance=1, description=document.source.file)
            bar.refresh()
            yield document


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _print_json(documents: Sequence[Document]) -> None:
    found = [document.model_dump(mode="json") for document in documents]
    text = json.dumps(found if len(found) > 1 else found[0], ensure_ascii=False, indent=1)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def status(documents: Sequence[Document], lang: Lang) -> int:
    """2 with a line on stderr for each file that gave nothing, else 1 where an error was found, else 0."""
    unread = [document for document in documents if document.document_kind is None]
    for document in unread:
        print(f"zijian: {document.source.file}: {_why(document, lang)}", file=sys.stderr)
    if unread:
        return 2
    return int(any(severity(finding) in _GRAVE for document in documents for finding in document.findings))


def _why(document: Document, lang: Lang) -> str:
    for level in (Severity.FATAL, Severity.ERROR):
        for finding in document.findings:
            if severity(finding) is level:
                return message(finding, lang)
    return "讀不到檢定紀錄或月報表。" if lang == "zh" else "no verification record or monthly report was found."
