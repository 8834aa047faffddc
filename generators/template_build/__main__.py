"""Writes every template into ``templates/docx``."""

from __future__ import annotations

from generators.template_build import TEMPLATES
from generators.templates import BUILT_IN_FOLDER as FOLDER


def main() -> None:
    """Writes the files and names them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in TEMPLATES.items():
        (FOLDER / name).write_bytes(draw().to_bytes())
        print(FOLDER / name)


if __name__ == "__main__":
    main()
