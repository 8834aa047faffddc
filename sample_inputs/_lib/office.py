"""PDF by LibreOffice. What it made lies in the mail; it runs again only for a source that has changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from email import message_from_bytes
from pathlib import Path


class Office:
    """Converts with ``soffice`` unless the mail holds the PDF of the very same source."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds ``mail`` and ``office.json``: for each PDF the digests of its source and of itself."""
        self.index = folder / "office.json"
        self.digests: dict[str, list[str]] = json.loads(self.index.read_text("utf-8")) if self.index.exists() else {}
        self.kept = dict(_attachments(folder / "mail"))

    def pdf(self, name: str, source: bytes, suffix: str) -> bytes:
        """The PDF ``name`` of a source file (``docx`` or ``xlsx``)."""
        digest = _sha256(source)
        before, made = self.digests.get(name, ["", ""])
        if before == digest and made in self.kept:
            return self.kept[made]
        data = _converted(source, suffix)
        self.kept[_sha256(data)] = data
        self.digests[name] = [digest, _sha256(data)]
        self.index.write_text(json.dumps(self.digests, indent=1, sort_keys=True) + "\n", "utf-8")
        return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _attachments(folder: Path) -> list[tuple[str, bytes]]:
    parts = [part for path in sorted(folder.glob("*.eml")) for part in message_from_bytes(path.read_bytes()).walk()]
    contents = [part.get_payload(decode=True) for part in parts if not part.is_multipart()]
    return [(_sha256(content), content) for content in contents if isinstance(content, bytes)]


def _converted(source: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"form.{suffix}")
        path.write_bytes(source)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(path)], check=True, capture_output=True, timeout=180)  # noqa: S603
        return path.with_suffix(".pdf").read_bytes()
