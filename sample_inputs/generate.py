"""Make the sample month anew: ``python -m sample_inputs.generate [--documents DIR]`` (needs LibreOffice for a changed form).

Everything follows from fixed seeds and days. PDFs by LibreOffice are taken from the mail that is there and made again
only when their source has changed (``office.json``); all other files come out the same, byte by byte.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from sample_inputs._lib.expected import document_json, letter_json, register_toml
from sample_inputs._lib.month import Paper, papers
from sample_inputs._lib.office import Office
from sample_inputs._lib.post import letters

HERE = Path(__file__).parent


def main(argv: Sequence[str] | None = None) -> int:
    """Write mail, expected outcomes and register; with ``--documents`` each attachment as a file of its own too."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=Path, help="write every attachment into this folder as well")
    args = parser.parse_args(argv)
    made = papers(Office(HERE))
    generate(HERE, made)
    if args.documents:
        args.documents.mkdir(parents=True, exist_ok=True)
        for paper in made.values():
            (args.documents / paper.name).write_bytes(paper.data)
    return 0


def generate(folder: Path, made: dict[str, Paper]) -> None:
    """Write ``mail/``, ``expected/`` and ``register.toml`` into ``folder``."""
    sent = letters(made)
    for letter in sent:
        _write(folder / "mail" / letter.name, letter.data)
        _write(folder / "expected" / f"{Path(letter.name).stem}.json", letter_json(letter, made).encode())
    for stem in {stem for letter in sent for filed in letter.filed for stem in filed.files.values()}:
        _write(folder / "expected" / "documents" / f"{stem}.json", document_json(made[stem].truth).encode())
    _write(folder / "register.toml", register_toml().encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    raise SystemExit(main())
