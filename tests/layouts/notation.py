"""How a firm writes dates, numbers, signs and ticks."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

WIDE = str.maketrans(
    "0123456789.-+ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９．－＋ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)
_DIGITS = "〇一二三四五六七八九"


class Notation:
    """One firm's habits, by lot."""

    def __init__(self, rng: Random) -> None:
        self.dates = rng.randrange(11)
        self.is_wide = rng.random() < 0.2
        self.minus = rng.choice("--−－–")
        self.plus = rng.random() < 0.15
        self.boxes = rng.choice((("■", "□"), ("☑", "☐"), ("V", "□"), ("✓", "□"), ("●", "○")))
        self.verdicts = rng.choice(
            (("合格", "不合格"), ("○", "×"), ("V", "X"), ("✓", "✗"), ("Pass", "Fail"), ("是", "否"))
        )
        self.tick = rng.choice("✓V√■○")
        self.unit = rng.choice(("", " 只", "具", "台"))

    def wide(self, text: str) -> str:
        """Full-width digits and capitals, for the firm that writes so."""
        return text.translate(WIDE) if self.is_wide else text

    def number(self, value: Any) -> str:
        """A reading; nothing for ``None``."""
        if value is None:
            return ""
        text = str(value)
        if text.startswith("-"):
            text = self.minus + text[1:]
        elif self.plus and text[0] not in "±+" and text.strip("0."):
            text = f"+{text}"
        return self.wide(text)

    def identifier(self, value: str | None) -> str:
        """A number that names something."""
        return "" if value is None else self.wide(value)

    def day(self, text: str) -> str:
        """A date in the firm's notation."""
        day = date.fromisoformat(text)
        year, month, of_month = day.year - 1911, day.month, day.day
        ways = (
            f"{year}/{month:02d}/{of_month:02d}",
            f"{year}.{month:02d}.{of_month:02d}",
            f"{year:03d}{month:02d}{of_month:02d}",
            f"中華民國{year}年{month}月{of_month}日",
            f"{year}年{month:02d}月{of_month:02d}日",
            f"{day.year}/{month:02d}/{of_month:02d}",
            text,
            f"{year}-{month:02d}-{of_month:02d}",
            f"{day.year}年{month}月{of_month}日",
            f"民國{year}年{month}月{of_month}日",
            f"{year} 年 {month} 月 {of_month} 日",
        )
        return self.wide(ways[self.dates])
