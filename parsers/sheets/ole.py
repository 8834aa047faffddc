"""One stream out of an OLE2 compound file ([MS-CFB])."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.refusal import damaged

_END = 0xFFFFFFFA
_ENTRY = 128
_MINI = 4096


def stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of these names; ``Refused`` (F105) if it is not there or its chain is broken."""
    return _File(data).stream(names)


class _File:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = 1 << self._number(30, 2)
        if self.size not in (512, 4096):
            raise damaged("OLE2 header")
        self.fat = self._fat()

    def _number(self, at: int, width: int = 4) -> int:
        return int.from_bytes(self.data[at : at + width], "little")

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _fat(self) -> list[int]:
        """The allocation table: sectors listed in the header, then those listed in the DIFAT chain."""
        listed = [self._number(76 + 4 * index) for index in range(109)]
        following = self._number(68)
        for _ in range(len(self.data) // self.size):
            if following >= _END:
                break
            entries = _numbers(self._sector(following))
            listed += entries[:-1]
            following = entries[-1] if entries else _END
        return [entry for number in listed if number < _END for entry in _numbers(self._sector(number))]

    def _chain(self, first: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if first >= _END:
                return
            if first >= len(table):
                raise damaged("OLE2 chain")
            yield first
            first = table[first]
        raise damaged("OLE2 loop")

    def _read(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(first, self.fat))

    def stream(self, names: tuple[str, ...]) -> bytes:
        directory = self._read(self._number(48))
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        for entry in entries:
            if entry[66:67] == b"\x02" and _name(entry) in names:
                return self._content(entry, entries[0])
        raise damaged(f"OLE2: {names[0]} missing")

    def _content(self, entry: bytes, root: bytes) -> bytes:
        first, length = (int.from_bytes(entry[at : at + 4], "little") for at in (116, 120))
        if length >= _MINI:
            return self._read(first)[:length]
        small = self._read(int.from_bytes(root[116:120], "little"))
        table = _numbers(self._read(self._number(60)))
        return b"".join(small[number * 64 : number * 64 + 64] for number in self._chain(first, table))[:length]


def _numbers(sector: bytes) -> list[int]:
    return [int.from_bytes(sector[at : at + 4], "little") for at in range(0, len(sector) - 3, 4)]


def _name(entry: bytes) -> str:
    return entry[: max(int.from_bytes(entry[64:66], "little") - 2, 0)].decode("utf-16-le", "replace")
