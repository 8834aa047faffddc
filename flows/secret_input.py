"""A PIN or password: from the environment or the keyboard, never from the arguments."""

from __future__ import annotations

import getpass
import os

from schemas.errors import UsageError

PIN_VARIABLE = "ZIJIAN_PIN"


def asked_pin() -> str:
    """``$ZIJIAN_PIN``, or what is typed unseen; ``UsageError`` where nobody can type."""
    known = os.environ.get(PIN_VARIABLE)
    if known:
        return known
    try:
        return getpass.getpass("PIN: ")
    except EOFError as error:
        raise UsageError(
            "沒有輸入 PIN (no PIN was given)",
            hint=f"請於終端機輸入,或設定 {PIN_VARIABLE}。(Type it, or set {PIN_VARIABLE}.)",
        ) from error
