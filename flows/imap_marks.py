"""What a settled message gets in its mailbox: a keyword, ``\\Seen``, or another folder."""

from __future__ import annotations

from flows.imap_access import KEYWORD
from flows.imap_session import ImapSession
from flows.settings import ImapSettings


def mark(box: ImapSession, uid: int, settings: ImapSettings) -> str:
    """Mark a message and say how. Done twice it changes nothing; a message that is gone is no error.

    A folder that cannot be written to, or that keeps neither keywords nor ``\\Seen``, is left as it is.
    """
    how = chosen_mark(box, settings)
    if how == "moved":
        box.move(uid, settings.move_to or "")
    elif how != "none":
        box.flag(uid, KEYWORD if how == "keyword" else "\\Seen")
    return how


def chosen_mark(box: ImapSession, settings: ImapSettings) -> str:
    """``moved``, ``keyword``, ``seen`` or ``none``: what was asked for, or what the folder keeps of it."""
    if settings.move_to is not None:
        return "moved" if box.folder.writable else "none"
    if settings.mark == "keyword" and box.folder.keywords:
        return "keyword"
    return "seen" if settings.mark != "none" and box.folder.seen else "none"
