"""The root of our one error tree; gateway/errors.py draws the whole of it.

Each error says where, what, and what is allowed, in one lower-case line, and never holds a phone
number or the words of a report.
"""

from typing import ClassVar


class KentonganError(Exception):
    """Something a person should read; the command line prints it without a traceback."""

    exit_code: ClassVar[int] = 1


class ConfigError(KentonganError):
    """A setting, a file's mode or a key is wrong; a restart does not help (EX_CONFIG)."""

    exit_code = 78


class StorageError(KentonganError):
    """The database refused, is full, locked or damaged; nothing may be acknowledged (EX_IOERR)."""

    exit_code = 74

    def __init__(self, message: str = "", *, kind: str = "") -> None:
        """*kind* says what a caller may do about it, one of the KINDS of models/base.py."""
        super().__init__(message)
        self.kind = kind

    @property
    def heals(self) -> bool:
        """Whether nothing was stored and the same job may be tried again later."""
        return self.kind in {"locked", "full", "readonly", "lost"}


class Busy(StorageError):  # noqa: N818 - the state of the queue, as carriers call it
    """The writer's queue is full; the carrier should offer the same message again later."""

    @property
    def heals(self) -> bool:
        """Say yes: the queue gets shorter, or the daemon is ending."""
        return True


class AnotherDaemon(KentonganError):  # noqa: N818 - names the situation, not a failure
    """Another daemon holds the lock of this data directory (EX_TEMPFAIL)."""

    exit_code = 75
