"""``zijian label make | sheet | mark | read``: QR labels and marks out, and back."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows import legal_tables
from schemas import catalogue
from schemas.errors import UsageError
from schemas.findings import Finding

if TYPE_CHECKING:
    from flows.label_answers import Answer
    from flows.label_checks import Planned
    from flows.label_lists import Printed
    from warehouse.meters import Meters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``make`` draws one symbol, ``sheet`` many stickers, ``mark`` a preview of a mark; ``read`` reads pictures."""
    kinds = parser.add_subparsers(dest="action", required=True)
    make = kinds.add_parser("make", help="QR 碼一枚 / one symbol: png, svg, pdf, eps")
    make.add_argument("certificate", help="S1LH07123456")
    make.add_argument("serial", help="18000000")
    make.add_argument("--out", type=Path, required=True)
    make.add_argument("--dpi", type=int, default=300)
    _sheet_arguments(kinds.add_parser("sheet", help="標示貼紙 / stickers as PDF, from a CSV or xlsx or the warehouse"))
    _mark_arguments(kinds.add_parser("mark", help="合格印證預覽 / preview of a mark: svg, pdf, png"))
    _read_arguments(kinds.add_parser("read", help="讀標籤照片 / read labels from pictures"))
    for each in kinds.choices.values():
        each.add_argument("--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _sheet_arguments(sheet: argparse.ArgumentParser) -> None:
    sheet.add_argument("file", type=Path, nargs="?", help="CSV, xlsx")
    sheet.add_argument("--out", type=Path, required=True, help="PDF")
    sheet.add_argument("--layout", default="sheet", metavar="NAME", help="sheet | roll | FILE.toml")
    sheet.add_argument("--dpi", type=int, help="印表機解析度 (dots per inch of the printer, default 300)")
    sheet.add_argument("--verify", choices=("all", "sample", "none"), default="sample", help="印後判讀 (read back)")
    sheet.add_argument("--register", type=Path, metavar="FILE", help="許可登記資料 (TOML) | register of permits")
    sheet.add_argument("--warehouse", type=Path, metavar="DB", help="資料庫 (the warehouse)")
    sheet.add_argument("--month", metavar="YYYY-MM", help="資料庫中某月 (a month of the warehouse)")
    sheet.add_argument("--batch", type=int, metavar="ID", help="某檢定紀錄之文件編號 (a record: documents.id)")
    _printed_arguments(sheet)


def _printed_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--permit", default="", metavar="MV107001", help="自檢字號 (permit number)")
    parser.add_argument("--valid-until", metavar="123/12", help="檢定合格有效期間,民國年/月 (end of validity)")
    parser.add_argument("--service-until", type=int, metavar="135", help="最長使用期限,民國年 (end of service life)")


def _mark_arguments(mark: argparse.ArgumentParser) -> None:
    mark.add_argument("kind", help="weighing_instrument | taximeter | gas_meter | water_meter | electricity_meter")
    mark.add_argument("number", help="S1BA0712345, S1LH07123456, 0870001")
    mark.add_argument("--out", type=Path, required=True, help="svg, pdf, png")
    mark.add_argument("--dpi", type=int, default=600, help="PNG")
    _printed_arguments(mark)


def _read_arguments(read: argparse.ArgumentParser) -> None:
    read.add_argument("images", nargs="*", type=Path, help="圖檔、PDF 或資料夾 (pictures, PDF, folders)")
    read.add_argument("--camera", type=int, metavar="N", help="攝影機編號 (camera number)")
    read.add_argument("--format", choices=("table", "csv", "json"), default="table", help="輸出格式 (output format)")
    read.add_argument("--json", action="store_const", const="json", dest="format", help="--format json")
    read.add_argument("--seconds", type=float, default=10.0, help="每檔時限 (time for a file; --camera: in all)")
    read.add_argument("--thorough", action="store_true", help="每張圖試盡方法 (look on although one was found)")
    read.add_argument("--warehouse", type=Path, metavar="DB", help="對照資料庫 (look meters up in the warehouse)")
    legal_tables.add_options(read)


def run(args: argparse.Namespace) -> int:
    """Carry out the action; exit status as everywhere."""
    actions = {"make": _make, "sheet": _sheet, "mark": _mark, "read": _read}
    return actions[args.action](args)


def _make(args: argparse.Namespace) -> int:
    from flows.label_lists import make_label  # noqa: PLC0415
    from generators.label_symbol import draw  # noqa: PLC0415

    form = args.out.suffix.lstrip(".").lower()
    _write(args.out, draw(make_label(args.certificate, args.serial), form, dpi=args.dpi))
    return 0


def _sheet(args: argparse.Namespace) -> int:
    from flows.label_checks import after_drawing, before_drawing  # noqa: PLC0415
    from flows.label_layouts import layout  # noqa: PLC0415
    from generators.label_sheet import draw_stickers  # noqa: PLC0415

    chosen = layout(args.layout, args.dpi)
    register = legal_tables.load_register(args.register) if args.register else None
    with _meters(args.warehouse) as meters:
        plans, findings = _plans(args, meters)
        findings += before_drawing(plans, register, meters)
    if _reported(findings, args):
        return 1
    if not plans:
        raise UsageError("沒有可製作標籤的電度表。(no meters to make labels for)")
    pdf = draw_stickers((plan.sticker for plan in plans), chosen)
    if args.verify != "none":
        findings = after_drawing(pdf, plans, chosen.each_page, every=args.verify == "all")
        if _reported(findings, args):
            return 1
    _write(args.out, pdf)
    print(f"{args.out}: {len(plans)}")
    return 0


@contextlib.contextmanager
def _meters(warehouse: Path | None) -> Iterator[Meters | None]:
    if warehouse is None:
        yield None
        return
    from warehouse.meters import Meters  # noqa: PLC0415

    with Meters(warehouse) as meters:
        yield meters


def _plans(args: argparse.Namespace, meters: Meters | None) -> tuple[list[Planned], list[Finding]]:
    from flows.label_lists import plans_from_file, plans_from_records  # noqa: PLC0415

    wanted = args.month is not None or args.batch is not None
    if (args.file is None) != wanted:
        raise UsageError("請給清單檔,或以 --warehouse 配合 --month 或 --batch。(a list, or a month or record)")
    printed = _printed(args)
    if args.file is not None:
        return plans_from_file(args.file, printed)
    if meters is None or not printed.permit_number:
        raise UsageError("由資料庫製作需 --warehouse 及 --permit。(--month and --batch need --warehouse and --permit)")
    records = meters.passed(permit_number=printed.permit_number, period=args.month, document_id=args.batch)
    return plans_from_records(records, printed)


def _printed(args: argparse.Namespace) -> Printed:
    from flows.label_lists import Printed, month_of  # noqa: PLC0415
    from schemas.identifiers import permit_number  # noqa: PLC0415

    permit = permit_number(args.permit) if args.permit else ""
    if permit is None:
        raise UsageError(f"自檢字號有誤:{args.permit}", hint="例如 MV107001。")
    try:
        valid = month_of(args.valid_until) if args.valid_until else None
    except ValueError as error:
        raise UsageError(f"有效期間有誤:{args.valid_until}", hint="民國年/月,例如 123/12。") from error
    return Printed(permit, valid, args.service_until)


def _reported(findings: Sequence[Finding], args: argparse.Namespace) -> bool:
    source = args.file.name if args.file else str(args.warehouse)
    for finding in sorted(findings, key=lambda each: each.place.line or each.place.row or 0):
        where = finding.place.line or finding.place.row or "-"
        words = f"{catalogue.message(finding, args.lang)} {catalogue.remedy(finding, args.lang)}"
        print(f"{source}:{where}: {words}", file=sys.stderr)
    return bool(findings)


def _mark(args: argparse.Namespace) -> int:
    from flows.label_marks import preview  # noqa: PLC0415

    form = args.out.suffix.lstrip(".").lower()
    _write(args.out, preview(args.kind, args.number, _printed(args), form, dots_per_inch=args.dpi))
    return 0


def _write(path: Path, data: bytes) -> None:
    from flows.safe_write import write_new  # noqa: PLC0415

    try:
        write_new(path, data)
    except OSError as error:
        raise UsageError(f"無法寫入 {path}:{error.strerror}") from error


def _read(args: argparse.Namespace) -> int:
    from flows.label_answers import answers  # noqa: PLC0415
    from flows.label_reading import read_camera, read_files  # noqa: PLC0415

    if bool(args.images) == (args.camera is not None):
        raise UsageError("請給圖檔、資料夾,或 --camera N。(pictures, folders, or --camera N)")
    found = (
        read_files(args.images, seconds=args.seconds, thorough=args.thorough)
        if args.camera is None
        else read_camera(args.camera, seconds=args.seconds)
    )
    with _meters(args.warehouse) as meters:
        legal = legal_tables.chosen(args) if meters else None
        results = list(answers(found, meters, legal))
    sys.stdout.write(_shown(results, args))
    return 1 if any(result.wrong for result in results) else 0


def _shown(results: Sequence[Answer], args: argparse.Namespace) -> str:
    from flows.label_answers import HEADS, as_json, as_row  # noqa: PLC0415
    from flows.query_formats import FORMATS  # noqa: PLC0415

    if args.format == "json":
        return json.dumps([as_json(result) for result in results], ensure_ascii=False, indent=1) + "\n"
    return FORMATS[args.format](HEADS, [as_row(result, args.lang) for result in results])
