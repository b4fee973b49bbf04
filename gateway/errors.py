"""Our one error tree; the class of a transport error decides what the outbox does with a part.

::

    KentonganError            exit 1
    +-- ConfigError           exit 78
    +-- StorageError          exit 74
    |   +-- Busy              the writer's queue is full: offer it again
    +-- AnotherDaemon         exit 75
    +-- TransportError        a carrier: `line` and `code` say where it came from
        +-- TemporaryError    the part did not leave us; try it again later
        +-- PermanentError    the part can never be sent so; tell the officer
        +-- UnknownOutcome    the bytes left us and nobody answered; never resend blindly
        +-- LineDown          the line is at fault, not the part: pause the line, keep the part
"""

from models.errors import AnotherDaemon, Busy, ConfigError, KentonganError, StorageError

__all__ = [
    "AnotherDaemon",
    "Busy",
    "ConfigError",
    "KentonganError",
    "LineDown",
    "PermanentError",
    "StorageError",
    "TemporaryError",
    "TransportError",
    "UnknownOutcome",
]


class TransportError(KentonganError):
    """A carrier said no, or said nothing."""

    def __init__(self, message: str, *, line: str = "", code: str = "") -> None:
        """*code* is the carrier's own, e.g. ``"CMS 38"``; *line* is the section's name."""
        super().__init__(message)
        self.line = line
        self.code = code


class TemporaryError(TransportError):
    """It is certain that nothing was sent, and a later try may succeed (CMS 38, RTHROTTLED)."""


class PermanentError(TransportError):
    """It is certain that nothing was sent, and no later try can succeed (CMS 28, RINVDSTADR)."""


class UnknownOutcome(TransportError):  # noqa: N818 - the word of the state machine
    """The part may be on the air or not: the answer never came."""


class LineDown(TransportError):  # noqa: N818 - names the situation
    """The line cannot carry anything now (no SIM, wrong PIN, port gone, refused bind).

    *latched* means that trying again does harm (a wrong PIN): only a person or a restart tries.
    *wait* is the least number of seconds before the next try.
    """

    def __init__(
        self,
        message: str,
        *,
        line: str = "",
        code: str = "",
        latched: bool = False,
        wait: float = 0.0,
    ) -> None:
        super().__init__(message, line=line, code=code)
        self.latched = latched
        self.wait = wait
