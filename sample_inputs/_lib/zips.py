"""Zip files with settled times, so that the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

_DAY = (2026, 11, 2, 9, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(data: bytes) -> bytes:
    """An Office file again, its members and properties stamped with one fixed day."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2026-11-02T01:00:00Z", content)
            written.writestr(_member(info.filename), content)
    return target.getvalue()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip with member names in Big5, as Explorer on a Traditional Chinese Windows writes them."""
    target = io.BytesIO()
    stand_ins: dict[bytes, bytes] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for index, (name, content) in enumerate(files.items()):
            raw = name.encode("cp950")
            stand_in = f"@{index:0{len(raw) - 2}d}@"
            stand_ins[stand_in.encode()] = raw
            written.writestr(_member(stand_in), content)
    data = target.getvalue()
    for stand_in_bytes, raw in stand_ins.items():
        data = data.replace(stand_in_bytes, raw)
    return data


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info
