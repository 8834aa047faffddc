"""Faults of the machine or of its use; a fault in somebody's file is a ``Finding`` instead."""

from __future__ import annotations


class ZijianError(Exception):
    """Base of all our exceptions. ``retryable``: the same call may go through later."""

    retryable = False
    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        """``message`` says what is wrong in one line, ``hint`` what to do next."""
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.hint))

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def _rebuild(kind: type[ZijianError], message: str, hint: str) -> ZijianError:
    return kind(message, hint=hint)


class UsageError(ZijianError):
    """The call cannot be carried out as it was written."""


class MissingPart(ZijianError):
    """A package or program that this needs is not installed; the message names it."""


class WarehouseError(ZijianError):
    """The warehouse cannot be opened, read or written."""


class WarehouseBusy(WarehouseError):
    """Another process holds the warehouse."""

    retryable = True


class MailboxError(ZijianError):
    """The mail source cannot be read."""

    retryable = True


class TemplateError(ZijianError):
    """A document template cannot be filled."""
