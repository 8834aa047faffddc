"""The archive beside a warehouse: every original, named by the SHA-256 of its bytes, written once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flows.safe_write import write_new
from schemas.errors import WarehouseError

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Archive:
    """Originals under ``root/ab/cd/<sha256>``."""

    root: Path

    @classmethod
    def beside(cls, warehouse: Path) -> Archive:
        """The archive of a warehouse: ``<stem>.archive`` in the same folder."""
        return cls(warehouse.with_name(f"{warehouse.stem}.archive"))

    def path(self, sha256: str) -> Path:
        """Where the original with this digest lies, or would lie."""
        if not _DIGEST.fullmatch(sha256):
            raise ValueError(f"not a SHA-256 digest: {sha256!r}")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, data: bytes) -> str:
        """Keep ``data`` and give its digest. What is there and whole is not written again."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not _holds(path, sha256):
            write_new(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The original; raises ``WarehouseError`` if it is missing or no longer what it was."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError as error:
            raise WarehouseError(
                f"封存檔讀取失敗 {sha256}:{error.strerror}。", hint="請自備份還原封存資料夾。"
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise WarehouseError(f"封存檔內容已變 {sha256}。", hint="請自備份還原封存資料夾。")
        return data


def _holds(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False
