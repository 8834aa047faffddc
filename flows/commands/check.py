"""``zijian check``: what would be found fault with, before anything is sent."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flows import legal_tables, profiles
from flows.command_parts import day
from flows.early_pages import look_early
from schemas.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.early_pages import EarlyPages
    from schemas.compare import Comparison
    from schemas.context import Context
    from schemas.document import Document
    from schemas.profile import Profile

# Workers set out on the file before what puts it together and the rules are imported: beside them that costs no time.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files, register, tables, and how to show the outcome."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="PDF | xlsx | docx …")
    parser.add_argument(
        "--json", action="store_true", help="文件 JSON,含全部檢核結果 | document JSON with all findings"
    )
    parser.add_argument("--register", type=Path, metavar="FILE", help="許可登記資料 (TOML) | register of permits")
    legal_tables.add_options(parser)
    profiles.add_option(parser)
    parser.add_argument(
        "--annotate", type=Path, metavar="DIR", help="將檢核結果標註於檔案副本 | copies with the findings marked"
    )
    parser.add_argument(
        "--before",
        type=Path,
        action="append",
        default=[],
        metavar="OLD",
        help="更正前之檔案,可重複 | the file before its correction; may be repeated",
    )
    parser.add_argument("--today", type=day, metavar="DATE", help="檢核日 YYYY-MM-DD | day of the check")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 (nothing wrong), 1 (findings of severity error), 2 (a file could not be read)."""
    files = [(path.name, _bytes(path)) for path in args.files]
    pages = look_early(files)
    words = profiles.chosen(args)
    early = _begun(pages, words) if pages else None
    context = _context(args)
    if early:
        _make_ready()
    documents = _checked(files, context, words, early)
    comparison = _compared(documents, args, context, words) if args.before else None
    if args.annotate:
        _annotate(documents, files, args)
    if args.json:
        _print_json(documents, comparison)
    else:
        from flows.finding_table import print_documents  # noqa: PLC0415 (rich is needed only for people)

        print_documents(documents, args.lang, context.legal.holidays)
        if comparison is not None:
            from flows.comparison_table import lines  # noqa: PLC0415 (only for a correction)

            print("\n".join(lines(comparison, args.lang)))
    return _status(documents, args.lang)


def _begun(pages: EarlyPages, words: tuple[Profile, ...]) -> Iterator[Document]:
    from flows.reading import begin_reading  # noqa: PLC0415

    return begin_reading(pages, words)


def _make_ready() -> None:
    """While the worker is at it: what the verdict and its output will need."""
    import flows.checking  # noqa: PLC0415
    import flows.commands.parse  # noqa: F401, PLC0415
    from schemas.document import Document  # noqa: PLC0415

    Document.model_rebuild()


def _status(documents: list[Document], lang: Literal["zh", "en"]) -> int:
    from flows.commands.parse import status  # noqa: PLC0415

    return status(documents, lang)


def _compared(
    documents: list[Document], args: argparse.Namespace, context: Context, words: tuple[Profile, ...]
) -> Comparison:
    """The files of before are judged by the same rules, on the same day, as those of now."""
    from flows.checking import check_files  # noqa: PLC0415
    from schemas.compare import compare  # noqa: PLC0415

    before = check_files([(path.name, _bytes(path)) for path in args.before], context, profiles=words)
    _status(before, args.lang)
    return compare(before, documents)


def _checked(
    files: list[tuple[str, bytes]], context: Context, words: tuple[Profile, ...], early: Iterator[Document] | None
) -> list[Document]:
    """The verdicts, with a bar on stderr where a person waits for several files."""
    from flows.checking import check_files  # noqa: PLC0415

    if len(files) < 2 or not sys.stderr.isatty():
        return check_files(files, context, profiles=words, early=early)
    from rich.console import Console  # noqa: PLC0415 (only for people)
    from rich.progress import Progress  # noqa: PLC0415

    from schemas.plain_words import printable  # noqa: PLC0415

    # The bar draws itself from no thread of its own: workers are forked from a process of one thread.
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("zijian check", total=len(files))

        def step(name: str) -> None:
            bar.update(task, advance=1, description=printable(name))
            bar.refresh()

        return check_files(files, context, progress=step, profiles=words)


def _annotate(documents: list[Document], files: list[tuple[str, bytes]], args: argparse.Namespace) -> None:
    from flows.annotating import write_copies  # noqa: PLC0415 (pikepdf and openpyxl are needed only for copies)

    try:
        written = write_copies(documents, files, args.annotate, args.lang)
    except OSError as error:
        raise UsageError(f"{args.annotate}: {error.strerror}", hint="請指定可寫入的資料夾(give a folder)。") from error
    for path in written:
        print(f"已標註:{path}" if args.lang == "zh" else f"annotated: {path}", file=sys.stderr)
    left = sum(document.document_kind is not None and bool(document.findings) for document in documents) - len(written)
    if left > 0:
        formats = "PDF, .xlsx, .xlsm, .docx, .docm"
        said = (
            f"{left} 份檔案未能標註;可標註之格式:{formats}。"
            if args.lang == "zh"
            else f"{left} files got no annotated copy; formats that get one: {formats}."
        )
        print(said, file=sys.stderr)


def _context(args: argparse.Namespace) -> Context:
    from schemas.context import Context  # noqa: PLC0415

    return Context(
        today=args.today or _today(),
        legal=legal_tables.chosen(args),
        register=legal_tables.load_register(args.register) if args.register else None,
    )


def _today() -> date:
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return datetime.now(ZoneInfo("Asia/Taipei")).date()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="請確認路徑(check the path)。") from error


def _print_json(documents: list[Document], comparison: Comparison | None) -> None:
    import json  # noqa: PLC0415

    from flows.checking import verdict  # noqa: PLC0415
    from schemas.validate import RULESET  # noqa: PLC0415

    shown = [
        {**document.model_dump(mode="json"), "state": verdict(document).value, "ruleset": RULESET}
        for document in documents
    ]
    out: Any = shown if len(shown) > 1 else shown[0]
    if comparison is not None:
        from flows.comparison_table import as_json  # noqa: PLC0415 (only for a correction)

        out = {"documents": shown, "comparison": as_json(comparison)}
    sys.stdout.buffer.write(json.dumps(out, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()
