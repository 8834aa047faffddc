"""The archive and the papers beside the warehouse."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.archive import Archive
from flows.papers import Papers
from schemas.errors import WarehouseError


def test_an_original_is_kept_under_its_hash_and_written_once(tmp_path: Path) -> None:
    archive = Archive.beside(tmp_path / "office.duckdb")
    digest = archive.put(b"original")
    path = tmp_path / "office.archive" / digest[:2] / digest[2:4] / digest
    assert digest == hashlib.sha256(b"original").hexdigest()
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert archive.put(b"original") == digest
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert archive.get(digest) == b"original"


def test_a_damaged_original_is_noticed_and_mended_by_the_next_put(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(b"original")
    archive.path(digest).write_bytes(b"0riginal")
    with pytest.raises(WarehouseError, match=digest):
        archive.get(digest)
    archive.put(b"original")
    assert archive.get(digest) == b"original"
    archive.path(digest).unlink()
    with pytest.raises(WarehouseError, match=digest):
        archive.get(digest)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_digests_are_looked_up(tmp_path: Path, digest: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Archive(tmp_path).get(digest)


def test_papers_appear_with_their_rows(tmp_path: Path) -> None:
    papers = Papers.beside(tmp_path / "office.duckdb", "outbox")
    for name in ("a.eml", "b.eml", "c.eml"):
        papers.prepare(name, name.encode())
    papers.show(["a.eml"])
    assert papers.path("a.eml").read_bytes() == b"a.eml"
    assert not papers.path("b.eml").exists()
    papers.recover({"a.eml", "b.eml"})
    assert sorted(path.name for path in papers.folder.rglob("*.eml")) == ["a.eml", "b.eml"]
    papers.recover({"a.eml", "b.eml"})
    assert papers.path("b.eml").read_bytes() == b"b.eml"
