"""A file that is not read: the one finding that says why, on its way up to ``parsers.reader``."""

from __future__ import annotations

from schemas.findings import Finding


class Refused(Exception):
    """Reading ends here; ``finding`` is F1xx."""

    def __init__(self, finding: Finding) -> None:
        """``finding`` says why."""
        super().__init__(finding)
        self.finding = finding


def damaged(why: str) -> Refused:
    """F105: the file cannot be read as what it is."""
    return Refused(Finding("F105", params={"why": why}))


def too_much(what: str, limit: int) -> Refused:
    """F106: more of something than is read."""
    return Refused(Finding("F106", params={"what": what, "limit": f"{limit:,}"}))


def locked() -> Refused:
    """F104: a password is needed."""
    return Refused(Finding("F104"))
