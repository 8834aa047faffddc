"""A cheap look at a zip-based file before anything opens it: members, sizes, ratio, macros, links, DOCTYPE."""

from __future__ import annotations

import io
import pyexpat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from parsers.refusal import damaged, locked, too_much
from schemas.findings import Finding


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an Office file may hold. ``ratio`` binds only members of more than ``small`` bytes."""

    members: int = 5_000
    total: int = 1 << 30
    ratio: int = 250
    small: int = 8 << 20
    part: int = 64 << 20


_OFFICE = ZipLimits()
_CHUNK = 1 << 18
_ACTIVE = (
    ("vbaproject", "VBA"),
    ("/activex/", "ActiveX"),
    ("/embeddings/", "embedded objects"),
    ("/macrosheets/", "Excel 4 macros"),
    ("basic/", "Basic"),
)
_LINKS = ("xl/externallinks/externallink", "xl/connections.xml", "xl/querytables/")


@dataclass(slots=True)
class Package:
    """An Office file whose directory has been looked at; ``findings`` name what is ignored in it."""

    archive: zipfile.ZipFile
    limits: ZipLimits
    findings: list[Finding] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether a member of that name exists."""
        return name in self.archive.NameToInfo

    def part(self, name: str) -> bytes:
        """A whole part, for parts that are small in honest files."""
        if self.archive.getinfo(name).file_size > self.limits.part:
            raise too_much(f"{name} {self.archive.getinfo(name).file_size:,} bytes", self.limits.part)
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part as it is inflated. ``zipfile`` stops at the declared size, which has been held to the limits."""
        try:
            with self.archive.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise damaged(f"{name}: {error}") from error


def open_package(data: bytes, limits: ZipLimits = _OFFICE) -> Package:
    """The package, or ``Refused`` with F104, F105 or F106."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0:
        raise damaged("ZIP: no end record")
    # zipfile builds an object for each entry before it can be asked how many there are.
    if int.from_bytes(data[end + 12 : end + 16], "little") > limits.members * 300:
        raise too_much("ZIP members", limits.members)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(f"ZIP: {error}") from error
    infos = archive.infolist()
    _check_sizes(infos, limits)
    return Package(archive, limits, _named([info.filename.lower() for info in infos]))


def _check_sizes(infos: list[zipfile.ZipInfo], limits: ZipLimits) -> None:
    if len(infos) > limits.members:
        raise too_much(f"ZIP members {len(infos):,}", limits.members)
    total = sum(info.file_size for info in infos)
    if total > limits.total:
        raise too_much(f"ZIP {total:,} bytes", limits.total)
    for info in infos:
        if info.flag_bits & 1:
            raise locked()
        if info.file_size > limits.small and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise too_much(f"ZIP ratio {info.file_size // max(info.compress_size, 1):,}", limits.ratio)


def _named(names: list[str]) -> list[Finding]:
    active = sorted({label for part, label in _ACTIVE if any(part in name for name in names)})
    found = [Finding("F110", params={"what": ", ".join(active)})] if active else []
    if any(name.startswith(_LINKS) for name in names):
        found.append(Finding("F112"))
    return found


def xml_parser() -> Any:
    """An expat parser with namespaces (``uri name``) that refuses a DOCTYPE: no entity is ever defined."""
    parser = pyexpat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> NoReturn:
    raise too_much("XML DOCTYPE", 0)


def feed(parser: Any, chunks: Iterator[bytes], name: str) -> None:
    """Run a part through a parser; broken XML is F105."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except pyexpat.ExpatError as error:
        raise damaged(f"{name}: {error}") from error
