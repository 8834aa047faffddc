"""A large workbook: our reader, our whole way, openpyxl and calamine on the same file, in one run.

``python -m benchmarks.sheet_speed`` prints the table; with a name and a file, runs that one contender.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Run, interleaved, median

ROWS = 100_000
_LINES = (
    "範例電表股份有限公司", "電度表自行檢定紀錄表", "自檢號：MV113001", "檢定日期：115年10月14日", "檢定場所：範例市範例路1號",
    "檢定人員：陳範例", f"檢定數量：{ROWS}具", "廠牌：範例", "型號：E-1",
)  # fmt: skip
_HEADS = (
    "器號", "全載", "功因", "輕載", "逆載", "1S", "3S", "乏時全載", "乏時功因", "乏時輕載", "需量", "起動", "潛動", "標示",
    "判定", "檢定合格編號", "備註", "箱號", "訂單號碼", "出廠日期",
)  # fmt: skip
_DAY = date(2026, 10, 14)


def make(path: Path, rows: int = ROWS) -> None:
    """A record of so many electricity meters: texts, numbers of two decimals, whole numbers, dates."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("電度表")
    two, day = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "yyyy/m/d"})
    for row, line in enumerate(_LINES):
        sheet.write_string(row, 0, line)
    top = len(_LINES) + 1
    sheet.write_row(top, 0, _HEADS)
    for n in range(rows):
        row = top + 1 + n
        sheet.write_string(row, 0, f"{26000000 + n}")
        for column in range(1, 11):
            sheet.write_number(row, column, ((n * 7 + column * 13) % 400 - 200) / 100, two)
        for column, text in enumerate(("V", "V", "V", "合格", f"S1LH15{n:06d}", "良"), 11):
            sheet.write_string(row, column, text)
        sheet.write_number(row, 17, n // 12 + 1)
        sheet.write_number(row, 18, 115000000 + n // 100)
        sheet.write_datetime(row, 19, _DAY - timedelta(days=n % 30), day)
    book.close()


def _ours(path: Path) -> int:
    from flows.isolation import Call, Limits, run  # noqa: PLC0415

    return int(run(Call(_cells, (path,), Limits(seconds=300))))


def _cells(path: Path) -> int:
    from parsers.sheets import xlsx  # noqa: PLC0415

    pages = xlsx.read(path.read_bytes()).pages
    return sum(len(row) for page in pages for table in page.tables for row in table.rows)


def _document(path: Path) -> int:
    from flows.isolation import Limits  # noqa: PLC0415
    from flows.reading import read_isolated  # noqa: PLC0415

    document = read_isolated(path.read_bytes(), path.name, Limits(seconds=300))
    return len(document.rows) * len(_HEADS)


def _openpyxl_streaming(path: Path) -> int:
    return _openpyxl(path, read_only=True)


def _openpyxl_whole(path: Path) -> int:
    return _openpyxl(path, read_only=False)


def _openpyxl(path: Path, *, read_only: bool) -> int:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.load_workbook(path, read_only=read_only, data_only=True)
    return sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))


def _calamine(path: Path) -> int:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_path(str(path))
    return sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "calamine, bare values": _calamine,
    "zijian, cells as they are seen, in a limited worker": _ours,
    "zijian, typed document, in a limited worker": _document,
    "openpyxl, read-only": _openpyxl_streaming,
    "openpyxl": _openpyxl_whole,
}


def table(rows: int = ROWS, rounds: int = 1) -> str:
    """Seconds of CPU and wall clock, peak memory, and how many times calamine's CPU, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.xlsx"
        make(path, rows)
        commands: dict[str, Sequence[str]] = {
            name: [sys.executable, "-m", "benchmarks.sheet_speed", name, str(path)] for name in CONTENDERS
        }
        results = interleaved(commands, rounds)
        size = path.stat().st_size / 1e6
    floor = median(results["calamine, bare values"], "cpu")
    head = f"{rows:,} rows of {len(_HEADS)} cells, {size:.1f} MB.\n\n| reader | CPU s | wall s | peak MB | x calamine |"
    return "\n".join([head, "|---|---|---|---|---|", *(_row(name, runs, floor) for name, runs in results.items())])


def _row(name: str, runs: list[Run], floor: float) -> str:
    cpu, wall, peak = (median(runs, figure) for figure in ("cpu", "wall", "peak_mb"))
    return f"| {name} | {cpu:.1f} | {wall:.1f} | {peak:.0f} | {cpu / floor:.1f} |"


if __name__ == "__main__":
    print(CONTENDERS[sys.argv[1]](Path(sys.argv[2])) if len(sys.argv) > 2 else table())
