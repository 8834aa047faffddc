"""``zijian label make | sheet | read``: QR labels out, and back."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas import catalogue
from schemas.errors import UsageError, ZijianError
from schemas.findings import Finding, Severity

if TYPE_CHECKING:
    from parsers.label_reader import LabelReading

_PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".gif"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``make`` draws one symbol, ``sheet`` many stickers, ``read`` reads pictures."""
    kinds = parser.add_subparsers(dest="action", required=True)
    make = kinds.add_parser("make", help="QR 碼一枚 / one symbol: png, svg, pdf, eps")
    make.add_argument("certificate", help="S1LH07123456")
    make.add_argument("serial", help="18000000")
    make.add_argument("--out", type=Path, required=True)
    make.add_argument("--dpi", type=int, default=300)
    sheet = kinds.add_parser("sheet", help="標示貼紙 / stickers from a CSV or xlsx as PDF")
    sheet.add_argument("file", type=Path)
    sheet.add_argument("--out", type=Path, required=True)
    sheet.add_argument("--layout", choices=("sheet", "roll"), default="sheet")
    sheet.add_argument("--dpi", type=int, default=300)
    read = kinds.add_parser("read", help="讀標籤照片 / read labels from pictures")
    read.add_argument("images", nargs="+", type=Path)
    read.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """Carry out the action; exit status as everywhere."""
    actions = {"make": _make, "sheet": _sheet, "read": _read}
    return actions[args.action](args)


def _make(args: argparse.Namespace) -> int:
    from flows.labels import make_label  # noqa: PLC0415
    from generators.label_symbol import draw  # noqa: PLC0415

    form = args.out.suffix.lstrip(".").lower()
    _write(args.out, draw(make_label(args.certificate, args.serial), form, dpi=args.dpi))
    return 0


def _sheet(args: argparse.Namespace) -> int:
    from flows.labels import stickers_from  # noqa: PLC0415
    from generators.label_layout import roll, sheet  # noqa: PLC0415
    from generators.label_sheet import draw_stickers  # noqa: PLC0415

    stickers, findings = stickers_from(args.file)
    for finding in findings:
        print(f"{args.file.name}:{finding.place.line}: {_words(finding, args.lang)}", file=sys.stderr)
    if findings:
        return 1
    layout = sheet(args.dpi) if args.layout == "sheet" else roll(args.dpi)
    _write(args.out, draw_stickers(stickers, layout))
    print(f"{args.out}: {len(stickers)}")
    return 0


def _write(path: Path, data: bytes) -> None:
    from flows.safe_write import write_new  # noqa: PLC0415

    try:
        write_new(path, data)
    except OSError as error:
        raise UsageError(f"無法寫入 {path}:{error.strerror}") from error


def _read(args: argparse.Namespace) -> int:
    from parsers.label_reader import read_label_image  # noqa: PLC0415

    results: list[dict[str, Any]] = []
    for path in _files(args.images):
        readings, findings = read_label_image(_bytes(path))
        results += [_as_json(path, reading) for reading in readings]
        results += [{"file": str(path), "payload": None, "findings": [catalogue.as_json(each)]} for each in findings]
        if not readings and not findings:
            results.append({"file": str(path), "payload": None, "findings": []})
    if args.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        _table(results, args.lang)
    return 1 if any(_wrong(result) for result in results) else 0


def _files(paths: list[Path]) -> list[Path]:
    found = []
    for path in paths:
        inside = (
            sorted(each for each in path.rglob("*") if each.suffix.lower() in _PICTURES) if path.is_dir() else [path]
        )
        found += inside
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ZijianError(f"讀不到 {path}:{error.strerror}") from error


def _as_json(path: Path, reading: LabelReading) -> dict[str, Any]:
    label = reading.label
    return {
        "file": str(path),
        "payload": label.payload if label else reading.symbol.data[:200].decode("utf-8", errors="replace"),
        "valid": label is not None,
        "certificate_number": label.certificate_number if label else None,
        "company_code": label.company_code if label else None,
        "mark_code": label.mark_code if label else None,
        "year_code": label.year_code if label else None,
        "serial_number": label.serial_number if label else None,
        "corners": [[round(x, 1), round(y, 1)] for x, y in reading.symbol.corners],
        "engine": reading.symbol.engine,
        "findings": [catalogue.as_json(finding) for finding in reading.findings],
    }


def _wrong(result: dict[str, Any]) -> bool:
    heavy = {Severity.ERROR.value, Severity.FATAL.value}
    return result["payload"] is None or any(finding["severity"] in heavy for finding in result["findings"])


def _words(finding: Finding, lang: catalogue.Lang) -> str:
    return f"{catalogue.message(finding, lang)} {catalogue.remedy(finding, lang)}"


def _table(results: list[dict[str, Any]], lang: str) -> None:
    from rich.console import Console  # noqa: PLC0415 (only for people)
    from rich.table import Table  # noqa: PLC0415

    heads = ("檔案", "內容", "檢定合格編號", "器號", "引擎", "檢核結果")
    english = ("file", "payload", "certificate number", "serial", "engine", "findings")
    table = Table(*(heads if lang == "zh" else english))
    nothing = "(沒有 QR 碼)" if lang == "zh" else "(no symbol)"
    for each in results:
        notes = "\n".join(finding["message" if lang == "zh" else "message_en"] for finding in each["findings"])
        cells = (each.get("certificate_number"), each.get("serial_number"), each.get("engine"))
        table.add_row(each["file"], each["payload"] or nothing, *(cell or "" for cell in cells), notes)
    Console().print(table)
