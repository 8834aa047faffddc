"""A truth and a lot -> the paper that shows it: words, order of columns, notations, heads, feet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from tests.layouts import words
from tests.layouts.columns import columns_of
from tests.layouts.notation import Notation
from tests.layouts.paper import Cell, Column, Look, Paper, Row, Table

TRUTHS = sorted((Path(__file__).parents[1] / "records" / "expected").glob("*.json"))
RULES = ("full", "full", "full", "hlines", "none", "outer", "dashed", "double", "thin", "group", "headonly")
FONTS = ("Noto Sans CJK TC", "Noto Serif CJK TC", "TW-Kai")
_SHOWN_APART = frozenset(
    {"company_name", "instrument_kind", "period", "mechanism", "total_fee", "total_quantity", "report_date"}
    | {"responsible_person", "prepared_by", "checks", "remarks", "tolerances", "reference_standard"}
)


class Content:
    """One document by lot: ``truth`` is what the paper shows."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.truth: dict[str, Any] = json.loads(rng.choice(TRUTHS).read_text(encoding="utf-8"))
        self.head: dict[str, Any] = self.truth["header"]
        self.rows: list[dict[str, Any]] = self.truth["rows"]
        self.is_report = self.truth["document_kind"] == "monthly_report"
        self.kind: str = self.truth["instrument_kind"]
        self.write = Notation(rng)
        self.write.is_wide &= self.kind != "electricity_meter"
        self.synonyms = rng.random() < 0.6
        self._vary()

    def _vary(self) -> None:
        """Another number of instruments, other forms of serial numbers, a reading that was not taken."""
        rng = self.rng
        del self.rows[rng.choice((3, 8, 20, 33, 45, 70)) :]
        form = rng.choice(("{}", "{}", "110A-{}", "{}-T", "Z/{}", "{}.1"))
        for row in self.rows:
            if "serial_number" in row:
                row["serial_number"] = form.format(row["serial_number"])
        if "quantity" in self.head:
            self.head["quantity"] = len(self.rows)
        if self.is_report:
            self.head["total_quantity"] = sum(int(row["quantity"]) for row in self.rows)
            self.head["total_fee"] = sum(int(row["fee"]) for row in self.rows) // 5

    def word(self, table: words.Words, key: str) -> str:
        """What this firm calls an item."""
        return self.rng.choice(table[key]) if self.synonyms else table[key][0]

    def paper(self) -> Paper:
        """The document as it is to be set."""
        rng = self.rng
        rules = rng.choice(RULES)
        data = self.table(rules)
        look = Look(
            rules,
            rng.choice((rules, "full", "none")),
            rng.choice((6.0, 7.0, 8.0)),
            rng.choice(("center", "center", "left", "right")),
            rng.choice(FONTS),
            rng.random() < 0.6,
            rng.random() < 0.2,
            rng.random() < 0.7,
        )
        return self._report(data, look) if self.is_report else self._record(data, look)

    def _report(self, data: Table, look: Look) -> Paper:
        head, rng = self.head, self.rng
        year, month = map(int, head["period"].split("-"))
        kind = words.KINDS[self.kind]
        title = rng.choice(("({0})自行檢定{1}年{2:02d}月份月報表", "{0}自行檢定{1}年{2}月份月報表")).format(
            kind, year - 1911, month
        )
        made = f"製表日期：{self.write.day(head['report_date'])}"
        thousands = rng.random() < 0.5
        total, fee = (f"{head[name]:,}" if thousands else str(head[name]) for name in ("total_quantity", "total_fee"))
        foot = [
            [f"1.總計檢定數量為 {total} 具。"],
            [
                "2.依度量衡規費收費標準第22條規定，度量衡業自行檢定之檢定費(收入代號3160)，依陳報數量應繳檢定費五分之一計收，"
                f"總計應繳檢定費新臺幣 {fee} 元。"
            ],
            [
                f"自檢號：{head['permit_number']}",
                f"公司(廠)負責人：{head['responsible_person']}",
                f"製表人：{head['prepared_by']}",
            ],
        ]
        if rng.random() < 0.3:
            data.rows.append(self._totals(data))
        return Paper([head["company_name"], title], [[made], data, *foot], look)

    def _totals(self, data: Table) -> Row:
        by_field = {"quantity": str(self.head["total_quantity"]), "fee": str(sum(int(row["fee"]) for row in self.rows))}
        return [Cell("合計" if not at else by_field.get(name, "")) for at, name in enumerate(self.order)]

    def _record(self, data: Table, look: Look) -> Paper:
        rng, head = self.rng, self.head
        if self.kind == "weighing_instrument":
            yes, no = self.write.boxes
            electronic = head["mechanism"] == "electronic"
            title = f"{no if electronic else yes}機械式 {yes if electronic else no}電子式 非自動衡器自行檢定紀錄表"
        else:
            title = rng.choice(words.TITLES[self.kind]) if self.synonyms else words.TITLES[self.kind][0]
        items, standard = self._items(), self._standard()
        below = rng.random() < 0.5
        shape = rng.choice((_cells, _cells, _colons, _lines, _stacked))
        across = rng.choice((2, 3))
        head_items = shape(items if below else items + standard, across)
        checks = [[self._check()]] if rng.random() < 0.7 else []
        foot = shape(standard, across) if below else []
        last = rng.choice(([], [["其他："]], [["備註：以下空白"]], [["以下空白"]]))
        if rng.random() < 0.2 and look.rules == "full":
            joined = self._one_table(items if below else items + standard, data)
            return Paper([head["company_name"], title], [joined, *checks, *foot, *last], look)
        return Paper([head["company_name"], title], [*head_items, *checks, data, *foot, *last], look)

    def _one_table(self, items: Sequence[tuple[str, str]], data: Table) -> Table:
        """The form's way: head and table in one grid, the head's cells merged over columns of the table."""
        width = data.width
        cut = [width * part // 4 for part in range(5)]
        wide = [b - a for a, b in pairwise(cut)]
        rows: list[Row] = []
        for at in range(0, len(items), 2):
            texts = [text for item in items[at : at + 2] for text in item]
            rows.append(
                [Cell(text, 1, across) for text, across in zip([*texts, *[""] * (4 - len(texts))], wide, strict=True)]
            )
        starts = {start + len(rows) for start in data.starts}
        return Table([*rows, *data.rows], 0, starts, is_data=True)

    def _check(self) -> str:
        yes, no = self.write.boxes
        words_ = self.rng.choice(
            ("外觀(結構)查核是否符合規定", "構造：依第3.1~3.3節之要求", "外觀檢查是否符合技術規範")
        )
        return f"01 {words_} {yes}是 {no}否"

    def _items(self) -> list[tuple[str, str]]:
        found = []
        for key, value in self.head.items():
            if key in _SHOWN_APART or value is None:
                continue
            text = str(value)
            if key.endswith("date"):
                text = self.write.day(value)
            elif key == "quantity":
                text = self.write.wide(f"{value}{self.write.unit}")
            elif key == "year":
                text = self.rng.choice((str(value - 1911), f"{value - 1911}年", str(value)))
            found.append((self.word(words.HEAD, key), text))
        if self.rng.random() < 0.2:
            self.rng.shuffle(found)
        return found

    def _standard(self) -> list[tuple[str, str]]:
        standard = self.head.get("reference_standard") or {}
        return [
            (
                self.word(words.HEAD, f"reference_standard.{key}"),
                self.write.day(value) if key.endswith("date") else value,
            )
            for key, value in standard.items()
            if value
        ]

    def table(self, rules: str) -> Table:
        """The table of instruments. Cells are merged down only where rules show how far they reach."""
        columns = columns_of(self)
        self.order = [column.field for column in columns]
        rows = _headings([column.path for column in columns])
        head = len(rows)
        self._tolerances(columns, rows)
        starts = set()
        shown = rules in {"full", "dashed", "double", "thin"}
        merged = [shown and column.merged and self.rng.random() < 0.5 for column in columns]
        for row in self.rows:
            starts.add(len(rows))
            texts = [column.text(row) for column in columns]
            two = any(isinstance(text, tuple) for text in texts)
            rows.append([Cell(text, 1 + two) if isinstance(text, str) else Cell(text[0]) for text in texts])
            if two:
                rows.append([Cell(text[1]) for text in texts if isinstance(text, tuple)])
        table = Table(rows, head, starts, is_data=True)
        if any(merged):
            _merge_down(table, merged, head)
        return table

    def _tolerances(self, columns: Sequence[Column], rows: list[Row]) -> None:
        """The row of 公差 that the electricity meter form has below its headings."""
        if self.kind != "electricity_meter" or self.is_report or self.rng.random() < 0.6:
            return
        limit = self.rng.choice(("±0.5", "±1.0", "±2.0"))
        read = [column.field for column in columns]
        known = {name: limit for name in read if name.startswith(("wh_", "varh_", "demand"))}
        rows.append([Cell(known.get(name, "")) for name in read])
        self.head["tolerances"] = known


def _headings(paths: Sequence[tuple[str, ...]]) -> list[Row]:
    depth = max(map(len, paths))
    rows: list[Row] = []
    for level in range(depth):
        row: Row = []
        at = 0
        while at < len(paths):
            path = paths[at]
            end = at + 1
            if len(path) > level + 1:
                while end < len(paths) and len(paths[end]) > level + 1 and paths[end][: level + 1] == path[: level + 1]:
                    end += 1
            if len(path) > level:
                row.append(Cell(path[level], depth - level if len(path) == level + 1 else 1, end - at))
            at = end
        rows.append(row)
    return rows


def _merge_down(table: Table, merged: Sequence[bool], head: int) -> None:
    """Cells of one text below one another become one, where a column allows it (only in rows of single cells)."""
    for column, wanted in enumerate(merged):
        if not wanted:
            continue
        top = head
        while top < len(table.rows):
            end = top + 1
            while (
                end < len(table.rows) and end - top < 6 and table.rows[end][column].text == table.rows[top][column].text
            ):
                end += 1
            table.rows[top][column] = Cell(table.rows[top][column].text, end - top)
            for row in range(top + 1, end):
                table.rows[row][column] = Cell("\0")
            top = end
    table.rows[head:] = [[cell for cell in row if cell.text != "\0"] for row in table.rows[head:]]


def _cells(items: Sequence[tuple[str, str]], across: int) -> list[Table | Sequence[str]]:
    rows = [[Cell(text) for item in items[at : at + across] for text in item] for at in range(0, len(items), across)]
    return [Table([[*row, *[Cell("")] * (2 * across - len(row))] for row in rows])] if rows else []


def _colons(items: Sequence[tuple[str, str]], across: int) -> list[Table | Sequence[str]]:
    rows = [[Cell(f"{word}：{text}") for word, text in items[at : at + across]] for at in range(0, len(items), across)]
    return [Table([[*row, *[Cell("")] * (across - len(row))] for row in rows])] if rows else []


def _lines(items: Sequence[tuple[str, str]], across: int) -> list[Table | Sequence[str]]:
    return [[f"{word}：{text}" for word, text in items[at : at + across]] for at in range(0, len(items), across)]


def _stacked(items: Sequence[tuple[str, str]], across: int) -> list[Table | Sequence[str]]:
    """Labels in one row, their values in the row below."""
    rows: list[Row] = []
    for at in range(0, len(items), across + 1):
        part = [*items[at : at + across + 1], *[("", "")] * (across + 1 - len(items[at : at + across + 1]))]
        rows += [[Cell(word) for word, _ in part], [Cell(text) for _, text in part]]
    return [Table(rows)] if rows else []
