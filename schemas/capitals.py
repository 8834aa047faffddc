"""Amounts in Chinese capitals, as receipts and cheques write them: 新臺幣壹仟貳佰元整."""

from __future__ import annotations

_DIGITS = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "萬", "億", "兆")
_LIMIT = 10**16


def capitals(amount: int) -> str:
    """``amount`` in NT$ as 新臺幣…元整; ``ValueError`` below zero or from 10**16 on."""
    if not 0 <= amount < _LIMIT:
        raise ValueError(f"amount {amount} is outside 0 to {_LIMIT - 1}")
    return f"新臺幣{_number(amount)}元整"


def _number(amount: int) -> str:
    if amount == 0:
        return _DIGITS[0]
    text, pending = "", False
    for power in range(len(_GROUPS) - 1, -1, -1):
        group = amount // 10000**power % 10000
        if group:
            text += _DIGITS[0] if text and (pending or group < 1000) else ""
            text += _group(group) + _GROUPS[power]
        pending = bool(text) and group == 0
    return text


def _group(group: int) -> str:
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = group // 10**power % 10
        if digit:
            text += (_DIGITS[0] if gap and text else "") + _DIGITS[digit] + _UNITS[power]
            gap = False
        else:
            gap = True
    return text
