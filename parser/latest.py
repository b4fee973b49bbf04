"""The latest result of a function, kept for the next rule that asks about the same message."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

K = TypeVar("K")
L = TypeVar("L")
V = TypeVar("V")


class Latest(Generic[K, L, V]):
    """A function of a message and a setting that remembers its latest call.

    Arguments are compared by identity: hashing a message costs more than most rules.

    >>> count = Latest(lambda words, most: words[:most])
    >>> said = ("lampu", "mati")
    >>> count(said, 1), count(said, 1) is count(said, 1)
    (('lampu',), True)
    """

    def __init__(self, function: Callable[[K, L], V]) -> None:
        self._function = function
        # One triple, put in place at once: two threads may compute the same, never mix two.
        self._kept: tuple[Any, Any, Any] = (self, self, None)

    def __call__(self, message: K, setting: L) -> V:
        """Return what the function returns for both."""
        about, under, kept = self._kept
        if about is message and under is setting:
            result: V = kept
            return result
        result = self._function(message, setting)
        self._kept = (message, setting, result)
        return result
