"""The columns of each kind's table, by lot: words, groups, order, pairs of yes and no, columns of the firm's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tests.layouts import words
from tests.layouts.paper import Column

if TYPE_CHECKING:
    from tests.layouts.content import Content

_ZH = {"1": "一", "2": "二", "3": "三"}
_TAXI = (
    ("bench", "distance_bench"),
    ("night_bench", "night_distance_bench"),
    ("roller", "distance_roller"),
    ("night_roller", "night_distance_roller"),
)
_WH = ("full_load", "power_factor", "light_load", "reverse_load", "1s", "3s")
_FLOW = ("start", "end", "indicated", "reference", "error", "tolerance")


def columns_of(content: Content) -> list[Column]:
    """All columns of a document in their order on paper."""
    return _Columns(content).all()


class _Columns:
    def __init__(self, content: Content) -> None:
        self.content, self.rng, self.write, self.rows = content, content.rng, content.write, content.rows
        self.shown = {name for row in self.rows for name in row}

    def word(self, key: str) -> str:
        return self.content.word(words.COLUMN, key)

    def reading(self, name: str, *path: str) -> Column:
        return Column(path, lambda row: self.write.number(row.get(name)), name)

    def all(self) -> list[Column]:
        if self.content.is_report:
            return list(self._report())
        serial = Column(
            (self.word("serial_number"),), lambda row: self.write.identifier(row["serial_number"]), "serial_number"
        )
        blocks = list(getattr(self, f"_{self.content.kind}")())
        tail = list(self._tail())
        if self.rng.random() < 0.25:
            self.rng.shuffle(blocks)
        if self.rng.random() < 0.2:
            name, text = self.rng.choice(words.EXTRA)
            blocks.insert(self.rng.randrange(len(blocks) + 1), [Column((name,), lambda _: text, "")])
        own = [column for block in blocks for column in block]
        columns = [serial, *tail, *own] if self.rng.random() < 0.3 else [serial, *own, *tail]
        if self.rng.random() < 0.5:
            number = {id(row): str(at) for at, row in enumerate(self.rows, 1)}
            columns.insert(
                0, Column((self.rng.choice(("序號", "順序", "項次", "No.")),), lambda row: number[id(row)], "")
            )
        return columns

    def _report(self) -> Iterator[Column]:
        thousands = self.rng.random() < 0.5
        for name in words.REPORT:
            head = (self.content.word(words.REPORT, name),)
            if name == "verification_date":
                yield Column(head, lambda row: self.write.day(row["verification_date"]), name, merged=True)
            elif name == "fee":
                yield Column(head, lambda row: f"{int(row['fee']):,}" if thousands else str(row["fee"]), name)
            else:
                whole = name in {"brand", "model", "specification"}
                yield Column(head, lambda row, name=name: self.write.identifier(row.get(name)), name, merged=whole)  # type: ignore[misc]

    def _tail(self) -> Iterator[Column]:
        verdict = self.word("verdict")
        if self.rng.random() < 0.35:
            for choice, wanted in (("是", "pass"), ("否", "fail")):
                yield Column((verdict, choice), self._tick(wanted), "")
        else:
            yes, no = self.write.verdicts
            yield Column((verdict,), lambda row: yes if row["verdict"] == "pass" else no, "verdict")
        mark = self.word("mark_number")
        failed = "rejection_reason" in self.shown
        if failed and self.rng.random() < 0.6:
            yield Column((f"{mark}(不合格原因)",), self._mark_or_reason, "mark_number")
            return
        yield Column((mark,), lambda row: self.write.identifier(row.get("mark_number")), "mark_number")
        if failed:
            yield Column(
                (self.word("rejection_reason"),), lambda row: row.get("rejection_reason") or "", "rejection_reason"
            )

    def _tick(self, wanted: str) -> Any:
        return lambda row: self.write.tick if row["verdict"] == wanted else ""

    def _mark_or_reason(self, row: dict[str, Any]) -> str:
        return self.write.identifier(row.get("mark_number")) or row.get("rejection_reason") or ""

    def _taximeter(self) -> Iterator[list[Column]]:
        first, second = self.word("initial"), self.word("next")
        for key, name in _TAXI:
            group = self.word(key)
            yield [self.reading(f"{name}_initial", group, first), self.reading(f"{name}_next", group, second)]
        yield [self.reading("time", self.word("time"))]
        yield [self.reading("changeover_speed", self.word("changeover_speed"))]

    def _weighing_instrument(self) -> Iterator[list[Column]]:
        above = ("器差檢定",) if self.rng.random() < 0.5 else ()
        point = self.word("point")
        yield [self.reading("eccentricity", *above, self.word("eccentricity"))]
        for key, name, order in (("up", "increasing", "123"), ("down", "decreasing", "321")):
            group = self.word(key)
            yield [self.reading(f"{name}_{n}", *above, group, point.format(n, zh=_ZH[n])) for n in order]
        shows = {True: "有", False: "無", None: "─"}
        yield [
            Column(
                (self.word("shows_above_max_9e"),), lambda row: shows[row["shows_above_max_9e"]], "shows_above_max_9e"
            )
        ]

    def _gas_meter(self) -> Iterator[list[Column]]:
        yield [self.reading("pressure_absorption", self.word("pressure_absorption"))]
        parts = [(name, self.word(name)) for name in ("indicated", "reference", "error")]
        for name in ("qmax", "qmax_0_2", "qmin_3"):
            group = self.word(name)
            own = f"{name}_rate" in self.shown
            block = [self.reading(f"{name}_rate", group)] if own else []
            yield [*block, *(self.reading(f"{name}_{part}", *(() if own else (group,)), word) for part, word in parts)]

    def _water_meter(self) -> Iterator[list[Column]]:
        parts = [part for part in _FLOW if part != "tolerance" or "high_tolerance" in self.shown]
        named = {part: self.word(part) for part in parts}
        high, low = self.word("high"), self.word("low")
        if self.rng.random() < 0.35:
            for flow, group in (("high", high), ("low", low)):
                yield [self.reading(f"{flow}_{part}", group, word) for part, word in named.items()]
            return
        if self.rng.random() < 0.8:
            yield [Column((self.rng.choice(("流量", "流別", "")),), lambda _: (high, low), "")]
        groups = {"start": "指針(讀值)", "end": "指針(讀值)", "indicated": "水量(公升)", "reference": "水量(公升)"}
        block = []
        for part, word in named.items():
            path = (groups[part], word) if part in groups else (word,)
            block.append(Column(path, self._two(part), part))
        yield block

    def _two(self, part: str) -> Any:
        return lambda row: (self.write.number(row.get(f"high_{part}")), self.write.number(row.get(f"low_{part}")))

    def _electricity_meter(self) -> Iterator[list[Column]]:
        shown = {True: self.rng.choice(("合格", "○", "V", "良")), False: "×", None: ""}
        for name in ("construction", "insulation", "creep", "starting"):
            yield [Column((self.word(name),), lambda row, name=name: shown[row.get(name)], name)]  # type: ignore[misc]
        above = ("器差試驗(%)",) if self.rng.random() < 0.5 else ()
        loads = {load: self.word(load) for load in _WH}
        block = []
        for key, some in (("wh", _WH), ("varh", _WH[:3])):
            group = self.word(key)
            block += [self.reading(f"{key}_{load}", *above, group, loads[load]) for load in some]
        yield block
        yield [self.reading("demand", self.word("demand"))]
