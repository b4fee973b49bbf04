"""A report's further problems, kept as flags of its ticket: read wherever a ticket is. Pure."""

from collections.abc import Iterable

_ALSO = "juga:"  # before a category, as a flag of the ticket


def also(categories: Iterable[str]) -> tuple[str, ...]:
    """Return the flags that keep the *categories* of a report's further problems.

    >>> others_of(("rahasia", *also(("jalan", "pju"))))
    ('jalan', 'pju')
    """
    return tuple(_ALSO + category for category in categories)


def others_of(flags: Iterable[str]) -> tuple[str, ...]:
    """Return the categories that also() has put among the *flags* of a ticket."""
    return tuple(flag.removeprefix(_ALSO) for flag in flags if flag.startswith(_ALSO))
