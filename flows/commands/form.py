"""``zijian form``: a filled (or blank) form FIF-01 … FIF-07 as Word document."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flows import legal_tables
from flows.command_parts import day
from flows.form_data import load_mapping, load_sheet
from flows.safe_write import write_new
from schemas import catalogue, form_words
from schemas.application import form_part
from schemas.document import INSTRUMENT_KINDS, Document, Strict
from schemas.errors import UsageError
from schemas.findings import Finding, Severity
from schemas.form_reading import read_form, record_of, report_of
from schemas.forms import FORMS
from schemas.papers import PAPERS

if TYPE_CHECKING:
    from flows.form_batch import MadeForm
    from generators.templates import Templates

NUMBERS = ("FIF-01", "FIF-02", "FIF-03", "FIF-04", "FIF-05", "FIF-06", "FIF-07", "permit", "receipt", "report")
_MODELS: Mapping[str, type[Strict]] = {**FORMS, **PAPERS}
_TAIPEI = ZoneInfo("Asia/Taipei")
_GRAVE = (Severity.ERROR, Severity.FATAL)
_TEXT_FILES = (".toml", ".json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Form, data, output."""
    parser.add_argument(
        "form",
        choices=(*NUMBERS, "lint"),
        metavar="FORM",
        help="FIF-01 … FIF-07, permit, receipt, report (FIF-04), lint",
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="TEMPLATE", help="lint: 要檢查的範本 | templates to check"
    )
    parser.add_argument("--data", type=Path, metavar="FILE", help="資料檔 toml | json | xlsx")
    parser.add_argument(
        "--from-warehouse",
        type=Path,
        metavar="DB",
        help="已知之資料取自資料庫,--data 補其餘 | what the warehouse knows",
    )
    parser.add_argument("--permit", metavar="PERMIT", help="自檢字號 | permit number")
    parser.add_argument("--period", metavar="YYYY-MM", help="月份 (FIF-04) | month")
    parser.add_argument("--document", type=int, metavar="N", help="文件編號 (FIF-03) | number of the record")
    parser.add_argument("--batch", type=Path, metavar="LIST", help="多份:資料夾、.jsonl、.xlsx 清單 | many at once")
    parser.add_argument("--out", type=Path, metavar="FILE.docx", help="輸出檔;--batch 為資料夾 | output")
    parser.add_argument("--pdf", action="store_true", help="另存 PDF (LibreOffice) | a PDF beside it")
    parser.add_argument("--blank", action="store_true", help="空白表單 | an empty form")
    parser.add_argument("--kind", choices=INSTRUMENT_KINDS, help="度量衡器種類 (FIF-03, FIF-04) | instrument kind")
    legal_tables.add_options(parser)
    parser.add_argument("--today", type=day, metavar="DATE", help="檢核日 YYYY-MM-DD | day of the check")
    parser.add_argument("--templates", type=Path, metavar="DIR", help="機關自訂範本資料夾 | the office's own templates")
    parser.add_argument("--json", action="store_true", help="檢核結果為 JSON | findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 (written), 1 (the data or the template have faults, nothing is written) or 2 (not done)."""
    if args.form == "lint":
        return _lint(args)
    if args.out is None:
        raise UsageError("請以 --out FILE.docx 指定輸出檔。")
    args.form = "FIF-04" if args.form == "report" else args.form
    if args.batch is not None:
        return _batch(args)
    if args.blank == (args.data is not None or args.from_warehouse is not None):
        raise UsageError("請指定 --data FILE、--from-warehouse DB,或 --blank。")
    if args.form in PAPERS and args.data is None:
        raise UsageError("許可證書與收據須有資料,請指定 --data FILE。(Name the data by --data.)")
    content, findings = (_blank(args), []) if args.blank else _filled(args)
    _show(findings, args)
    if content is None:
        return 1
    _write(args.out, content)
    if args.pdf:
        _write_pdf(args.out, content)
    if not args.json:
        print(f"已寫出 {args.out}" if args.lang == "zh" else f"wrote {args.out}")
    return 0


def _lint(args: argparse.Namespace) -> int:
    """Each template named, or each of ``--templates``, or all that come with the program."""
    from generators.template_lint import lint  # noqa: PLC0415 - docx is needed only here
    from generators.templates import BUILT_IN_FOLDER  # noqa: PLC0415

    files = args.files or sorted((args.templates or BUILT_IN_FOLDER).glob("*.docx"))
    problems = [problem for path in files for problem in lint(path)]
    if args.json:
        json.dump([asdict(problem) for problem in problems], sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        for problem in problems:
            print(f"{problem.template}: {problem.zh if args.lang == 'zh' else problem.en}", file=sys.stderr)
        print(f"已檢查 {len(files)} 個範本" if args.lang == "zh" else f"{len(files)} templates checked")
    return 1 if problems else 0


def _blank(args: argparse.Namespace) -> bytes:
    from generators import forms  # noqa: PLC0415 - docx is needed only to write
    from generators.templates import Templates  # noqa: PLC0415

    templates = Templates(args.templates)

    if args.form == "FIF-03":
        if not args.kind:
            raise UsageError("FIF-03 各種度量衡器格式不同。", hint=f"請加 --kind {'|'.join(INSTRUMENT_KINDS)}。")
        return forms.blank_docx(f"FIF-03-{args.kind}", templates=templates)
    return forms.blank_docx(args.form, args.kind, templates)


def _filled(args: argparse.Namespace) -> tuple[bytes | None, list[Finding]]:
    from generators import forms  # noqa: PLC0415
    from generators.templates import Templates  # noqa: PLC0415

    templates = Templates(args.templates)
    if args.form not in _MODELS:
        document = _judged(_document(args), args)
        document.findings += _left_out(document)
        make = forms.record_docx if args.form == "FIF-03" else forms.report_docx
        return (None if _grave(document.findings) else make(document, templates)), document.findings
    model = _MODELS[args.form]
    return _form(args.form, _given(args, model), templates)


def _form(name: str, data: Mapping[str, Any], templates: Templates) -> tuple[bytes | None, list[Finding]]:
    """A form or paper from its data, or ``None`` and what is wrong with them."""
    from generators import forms, papers  # noqa: PLC0415

    form, findings = read_form(_MODELS[name], data)
    faults = papers.paper_faults(form) if form is not None else []
    if form is None or faults:
        return None, [*findings, *faults]
    made = papers.paper_docx(form, templates) if name in PAPERS else forms.form_docx(name, form, templates)
    return made, findings


def _batch(args: argparse.Namespace) -> int:
    """Exit status 1 where an item failed; the others are made."""
    from flows.form_batch import items_of, make_all  # noqa: PLC0415 - only here
    from generators.templates import Templates  # noqa: PLC0415

    if args.form not in _MODELS:
        raise UsageError("--batch 適用 FIF-01、02、05 至 07、permit、receipt。", hint="FIF-03、FIF-04 請逐份產製。")
    templates = Templates(args.templates)

    def make(data: Mapping[str, Any]) -> tuple[bytes | None, str]:
        content, findings = _form(args.form, data if args.form in PAPERS else form_part(args.form, data), templates)
        return content, "; ".join(form_words.message(one, args.lang) for one in findings)

    items = items_of(args.batch, _MODELS[args.form])
    done = [*_progress(make_all(items, make, args.out, pdf=args.pdf), len(items), quiet=args.json)]
    failed = [one for one in done if one.problem]
    if args.json:
        said = [{"name": one.name, "file": str(one.path) if one.path else None, "problem": one.problem} for one in done]
        json.dump(said, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        for one in failed:
            print(f"{one.name}: {one.problem}", file=sys.stderr)
        made = len(done) - len(failed)
        print(f"已產製 {made} 份,{len(failed)} 份有誤" if args.lang == "zh" else f"{made} made, {len(failed)} failed")
    return 1 if failed else 0


def _progress(made: Iterator[MadeForm], total: int, *, quiet: bool) -> Iterator[MadeForm]:
    from rich.console import Console  # noqa: PLC0415 - long work only
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(made, total=total, description="", console=console, disable=quiet or not console.is_terminal)


def _write_pdf(path: Path, content: bytes) -> None:
    from generators.libreoffice import NoPdf, OfficeFile, to_pdf  # noqa: PLC0415 - for PDF only

    (pdf,) = to_pdf([OfficeFile("form.docx", content)])
    if isinstance(pdf, NoPdf):
        raise UsageError(pdf.reason, hint="Word 檔已寫出。(The Word file is written.)")
    _write(path.with_suffix(".pdf"), pdf)


def _given(args: argparse.Namespace, model: type[Strict]) -> Mapping[str, Any]:
    """The data of the file, over what the warehouse knows where that was asked for."""
    data: Mapping[str, Any] = {}
    if args.data is not None:
        data = load_mapping(args.data) if args.data.suffix.lower() in _TEXT_FILES else load_sheet(args.data, model)
    return data if args.form in PAPERS else _with_known(args, form_part(args.form, data))


def _with_known(args: argparse.Namespace, data: Mapping[str, Any]) -> Mapping[str, Any]:
    if args.from_warehouse is None:
        return data
    from flows.form_warehouse import Asked, known_data, merged  # noqa: PLC0415 - DuckDB only where it is asked for

    asked = Asked(args.form, _today(args), args.permit, args.period, args.kind, args.document)
    return merged(known_data(args.from_warehouse, asked, legal_tables.chosen(args)), data)


def _today(args: argparse.Namespace) -> date:
    today: date = args.today or datetime.now(_TAIPEI).date()
    return today


def _left_out(document: Document) -> list[Finding]:
    """A warning for each item that is given and has no place on the form of this kind."""
    from generators.forms import NOT_ON_THE_FORM  # noqa: PLC0415

    names = (
        NOT_ON_THE_FORM.get(document.instrument_kind or "", ())
        if document.document_kind == "verification_record"
        else ()
    )
    given = [(name, getattr(document.header, name)) for name in names]
    return [Finding("T204", field=name, value=name) for name, value in given if value]


def _document(args: argparse.Namespace) -> Document:
    """FIF-03 and FIF-04: the document JSON, or any worksheet or document that ``zijian parse`` reads."""
    if args.data is None or args.data.suffix.lower() in _TEXT_FILES:
        return _from_mapping(args)
    if args.from_warehouse is not None:
        raise UsageError("FIF-03、FIF-04 取自資料庫時,--data 限 toml 或 json。")
    from flows.reading import read_isolated  # noqa: PLC0415 - the readers are not needed for TOML and JSON

    try:
        document = read_isolated(args.data.read_bytes(), args.data.name)
    except OSError as error:
        raise UsageError(f"{args.data}:{error.strerror}", hint="請確認路徑。") from error
    wanted = "verification_record" if args.form == "FIF-03" else "monthly_report"
    if document.document_kind not in (wanted, None):
        raise UsageError(f"{args.data.name} 的內容不是 {args.form}。", hint="請確認資料檔。")
    return document


def _from_mapping(args: argparse.Namespace) -> Document:
    data = _with_known(args, load_mapping(args.data) if args.data else {})
    if args.form == "FIF-04":
        document, findings = report_of(data)
        document.instrument_kind = document.header.instrument_kind = document.instrument_kind or args.kind
    else:
        kind = args.kind or data.get("instrument_kind")
        if kind not in INSTRUMENT_KINDS:
            raise UsageError("不知是何種度量衡器。", hint=f"請加 --kind {'|'.join(INSTRUMENT_KINDS)}。")
        document, findings = record_of(kind, data)
    document.findings = findings
    return document


def _judged(document: Document, args: argparse.Namespace) -> Document:
    """Every rule that the office holds against such a document is held against it before it is written."""
    from flows import checking  # noqa: PLC0415
    from schemas.validate import Context  # noqa: PLC0415

    return checking.judge([document], Context(today=_today(args), legal=legal_tables.chosen(args)))[0]


def _grave(findings: Sequence[Finding]) -> bool:
    return any(catalogue.severity(finding) in _GRAVE for finding in findings)


def _show(findings: Sequence[Finding], args: argparse.Namespace) -> None:
    if args.json:
        json.dump([catalogue.as_json(finding) for finding in findings], sys.stdout, ensure_ascii=False, indent=2)
        print()
        return
    from generators.finding_lines import FileFinding, line_of  # noqa: PLC0415
    from generators.printable import printable  # noqa: PLC0415

    for finding in findings:
        line = line_of(FileFinding((args.data or args.from_warehouse).name, finding, args.kind), args.lang)
        where = " ".join(part for part in (line.file, line.page, line.row, line.field) if part)
        said = f"{form_words.message(finding, args.lang)} {form_words.remedy(finding, args.lang)}"
        print(f"[{line.severity} {line.code}] {where}: {printable(said)}", file=sys.stderr)


def _write(path: Path, content: bytes) -> None:
    try:
        write_new(path, content)
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認輸出路徑可寫入。") from error
