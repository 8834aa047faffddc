"""Draws a document's JSON as a raw document in a layout of its own: the inverse of ``assemble``, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from schemas import roc_date
from schemas.column import FieldInfo, fields_of
from schemas.document import RecordHeader, ReferenceStandard, ReportHeader, ReportRow
from schemas.kinds import kind
from schemas.raw import RawCell, RawDocument, RawLine, RawPage, RawSegment, RawTable

WIDE = str.maketrans(
    "0123456789.-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９．－ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
TITLES = {
    "taximeter": "計程車計費表自行檢定紀錄表",
    "weighing_instrument": "非自動衡器自行檢定紀錄表",
    "gas_meter": "膜式氣量計自行檢定紀錄表",
    "water_meter": "水量計自行檢定紀錄表",
    "electricity_meter": "電度表自行檢定檢定紀錄表",
}


def grid(
    rows: Sequence[Sequence[str]], page: int | None = 1, *, points: bool = True, sheet: str | None = None
) -> RawTable:
    """A table from texts; ``<`` belongs to the cell on its left, ``^`` to the one above."""
    cells: list[list[RawCell]] = []
    for r, row in enumerate(rows):
        cells.append([])
        for c, text in enumerate(row):
            if text == "<":
                cells[r].append(cells[r][c - 1])
            elif text == "^":
                cells[r].append(cells[r - 1][c])
            else:
                bottom, right = r + 1, c + 1
                while right < len(row) and row[right] == "<":
                    right += 1
                while bottom < len(rows) and rows[bottom][c] == "^":
                    bottom += 1
                cells[r].append(RawCell(text, r, c, bottom, right))
    width = len(rows[0])
    if sheet is not None:
        return RawTable(cells, None, sheet, (), (), range(1, len(rows) + 1), [chr(65 + c) for c in range(width)])
    xs = [40.0 + 50 * c for c in range(width + 1)] if points else ()
    return RawTable(cells, page, None, xs, [100.0 + 12 * r for r in range(len(rows) + 1)] if points else ())


def line(*texts: str, page: int | None = 1, top: float = 10.0, sheet: str | None = None) -> RawLine:
    """A line of segments."""
    segments = tuple(RawSegment(text, 40.0 + 150 * i, 40.0 + 150 * i + 7 * len(text)) for i, text in enumerate(texts))
    return RawLine(segments, page if sheet is None else None, sheet, top, top + 8)


def raw(*pages: Sequence[RawTable | RawLine]) -> RawDocument:
    """A document of pages."""
    found = [RawPage(list(items), number) for number, items in enumerate(pages, 1)]
    return RawDocument(iter(found), "drawn", len(found))


class Drawing:
    """One layout, chosen by ``rng``: words, notations, order of columns, pages."""

    def __init__(self, truth: Mapping[str, Any], rng: Random) -> None:
        self.truth = truth
        self.rng = rng
        self.is_report = truth["document_kind"] == "monthly_report"
        self.spec = kind(truth["instrument_kind"])
        self.wide = rng.random() < 0.3
        self.dates = rng.choice(["long", "/", ".", "", "iso"])
        self.minus = rng.choice("-－−")
        self.pair = rng.random() < 0.4 and not self.is_report
        self.tick = rng.choice("✓V√■○")
        self.flat = rng.random() < 0.25 and not self.pair
        self.on_sheet = rng.random() < 0.25
        self.verdicts = rng.choice([("合格", "不合格"), ("V", "X"), ("○", "×"), ("Pass", "Fail")])

    def raw(self) -> RawDocument:
        """The drawn document."""
        columns = self.columns()
        head, body = (
            self.headings(columns),
            [self.row(values, columns, n) for n, values in enumerate(self.truth["rows"], 1)],
        )
        if self.on_sheet:
            return raw([self.sheet([*head, *body])])
        size, repeat = self.rng.randint(5, 40), self.rng.random() < 0.5
        chunks = [body[i : i + size] for i in range(0, len(body), size)] or [[]]
        pages: list[list[RawTable | RawLine]] = []
        for number, chunk in enumerate(chunks, 1):
            rows = [*head, *chunk] if number == 1 or repeat else chunk
            pages.append(
                [*(self.head() if number == 1 else ()), grid(rows, number), line(f"第{number}頁", page=number)]
            )
        pages[-1] += list(self.foot())
        return raw(*pages)

    def sheet(self, table: list[list[str]]) -> RawTable:
        """All on one worksheet: head, table and foot below one another."""
        around = [[self._row_of(item) for item in part] for part in (self.head(), self.foot())]
        head, foot = ([row for rows in part for row in rows] for part in around)
        width = max(len(row) for row in [*head, *table, *foot])
        rows = [*head, [""], *table, [""], *foot]
        return grid([[*row, *[""] * (width - len(row))] for row in rows], None, sheet="工作表1")

    def _row_of(self, item: RawTable | RawLine) -> list[list[str]]:
        if isinstance(item, RawLine):
            return [[segment.text for segment in item.segments]]
        return [[cell.text for cell in row] for row in item.rows]

    def columns(self) -> list[FieldInfo | None]:
        """The fields in their order on paper; ``None`` is a column that counts the rows."""
        model = ReportRow if self.is_report else self.spec.row
        shown = {name for row in self.truth["rows"] for name in row if row[name] is not None or name == "mark_number"}
        infos = [info for info in fields_of(model) if info.name in shown and info.name != "rejection_reason"]
        groups: dict[str, list[FieldInfo]] = {}
        for info in infos:
            groups.setdefault(
                info.column.headers[0].split("/")[0] if "/" in info.column.headers[0] else info.name, []
            ).append(info)
        blocks = list(groups.values())
        if self.rng.random() < 0.5:
            self.rng.shuffle(blocks)
        ordered: list[FieldInfo | None] = [info for block in blocks for info in block]
        return [None, *ordered] if self.rng.random() < 0.4 and not self.is_report else ordered

    def headings(self, columns: Sequence[FieldInfo | None]) -> list[list[str]]:
        """Two rows of headings, merged as far as they can be."""
        upper, lower = [], []
        words: dict[str, str] = {}
        before = ""
        for info in columns:
            levels = info.column.headers[0].split("/") if info else ["序號"]
            names = [words.setdefault(level, self.word(level)) for level in levels]
            if self.flat:
                upper.append("".join(names))
                lower.append("^")
                continue
            if info is not None and info.name == "verdict" and self.pair:
                upper += [names[0], "<"]
                lower += ["是", "否"]
                before = ""
            elif len(levels) == 1:
                upper.append(names[0])
                lower.append("^")
                before = ""
            else:
                upper.append("<" if before == levels[0] else names[0])
                lower.append(names[-1])
                before = levels[0]
        return [upper, lower] if any(text != "^" for text in lower) else [upper]

    def word(self, level: str) -> str:
        """One of the words of a heading or a label, perhaps with a space or a line's end in it."""
        options = level.split("|")
        word = options[0] if self.rng.random() < 0.5 else self.rng.choice(options)
        if word.isascii() or self.rng.random() < 0.7:
            return word
        cut = self.rng.randint(1, len(word))
        return word[:cut] + self.rng.choice(["\n", " ", "\u3000"]) + word[cut:]

    def row(self, values: Mapping[str, Any], columns: Sequence[FieldInfo | None], number: int) -> list[str]:
        """The cells of one instrument."""
        cells: list[str] = []
        for info in columns:
            if info is None:
                cells.append(str(number))
            elif info.name == "verdict" and self.pair:
                passed = values["verdict"] == "pass"
                cells += [self.tick if passed else "", "" if passed else self.tick]
            elif info.name == "mark_number":
                cells.append(self.text(values.get("mark_number") or values.get("rejection_reason") or "", info))
            else:
                cells.append(self.text(values.get(info.name), info))
        return cells

    def text(self, value: Any, info: FieldInfo) -> str:
        """A value as this layout writes it."""
        if value is None:
            return self.rng.choice(["", "─", "－"]) if info.type is not str else ""
        if info.name == "verdict":
            return self.verdicts[0 if value == "pass" else 1]
        if isinstance(value, bool):
            return ("有" if value else "無") if info.name.startswith("shows") else self.verdicts[0 if value else 1]
        if info.type is date:
            return self.date(str(value))
        text = str(value)
        if info.type is not str:
            text = text.replace("-", self.minus)
            if info.name == "fee":
                text = f"{int(value):,}"
        return text.translate(WIDE) if self.wide else text

    def date(self, iso: str) -> str:
        """A date in this layout's notation."""
        day = date.fromisoformat(iso)
        if self.dates == "iso":
            return iso
        return roc_date.long_form(day) if self.dates == "long" else roc_date.short_form(day, self.dates)

    def head(self) -> Iterator[RawTable | RawLine]:
        """Title and header values."""
        header = self.truth["header"]
        yield line(header["company_name"])
        yield line(self.title(), top=30.0)
        if self.is_report:
            yield line(f"製表日期:{self.date(header['report_date'])}", top=50.0)
            return
        items = list(self.items(self.spec.header, header))
        mode = self.rng.choice(["lines", "cells", "pairs", "below"])
        if mode == "lines":
            for number, (name, value) in enumerate(items):
                yield line(f"{name}：{value}", top=50.0 + 20 * number)
        elif mode == "cells":
            yield grid([[f"{name}:{value}" for name, value in items]])
        elif mode == "pairs":
            yield grid([[name, value] for name, value in items])
        else:
            yield grid([[name for name, _ in items], [value for _, value in items]])

    def title(self) -> str:
        """The title line."""
        header = self.truth["header"]
        if self.is_report:
            year, month = map(int, header["period"].split("-"))
            return f"({self.spec.zh})自行檢定{year - 1911}年{month:02d}月份月報表"
        boxes = {"electronic": "□機械式 ■電子式 ", "mechanical": "■機械式 □電子式 "}.get(header.get("mechanism"), "")
        return boxes + TITLES[self.spec.name]

    def items(self, model: type[RecordHeader], header: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Labels with their values."""
        for info in fields_of(model):
            if header.get(info.name) is None or info.name in {"company_name", "mechanism"}:
                continue
            value = str(header[info.name] - 1911) if info.name == "year" else self.text(header[info.name], info)
            yield self.word(info.column.headers[0]), value + (" 只" if info.name == "quantity" else "")

    def foot(self) -> Iterator[RawTable | RawLine]:
        """What stands under the table."""
        header = self.truth["header"]
        page, top = 1, 500.0
        if self.is_report:
            yield line(f"1.總計檢定數量為 {header['total_quantity']:,} 具。", page=page, top=top)
            yield line(f"2.依規定,總計應繳檢定費新臺幣{header['total_fee']:,}元。", page=page, top=top + 20)
            names = [
                next(i for i in fields_of(ReportHeader) if i.name == n)
                for n in ("permit_number", "responsible_person", "prepared_by")
            ]
            yield line(*(f"{self.word(i.column.headers[0])}：{header[i.name]}" for i in names), page=page, top=top + 40)
            return
        standard = header["reference_standard"]
        infos = [info for info in fields_of(ReferenceStandard) if standard.get(info.name)]
        yield line(
            *(f"{self.word(i.column.headers[0])}：{self.text(standard[i.name], i)}" for i in infos), page=page, top=top
        )


GAS_TITLE = (line("宏大儀表股份有限公司"), line("膜式氣量計自行檢定紀錄表", top=25.0))
GAS_TABLE = grid(
    [
        ["器號", "壓力吸收(Pa)", "1.0Qmax", "<", "<", "是否合格", "合格印證號碼"],
        ["^", "^", "器示值", "標準值", "器差", "^", "^"],
        ["G6-1234567", "98", "59.82", "60.00", "-0.31", "合格", "0747095"],
    ]
)
"""A record of one gas meter, but for what stands around its table."""
