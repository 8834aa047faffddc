"""What several commands share: a date argument, JSON on standard output, a file that may not be there."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from schemas.errors import UsageError


def day(text: str) -> date:
    """A date argument, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD") from None


def print_json(value: object) -> None:
    """``value`` as JSON for programs; what JSON does not know is written as its text."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    print(flush=True)


def read_file(path: Path) -> bytes:
    """The bytes of a file that the user named; ``UsageError`` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}:{error.strerror}", hint="請確認路徑。(Check the path.)") from error
