"""From the text of one SMS to its reading: pure, no input or output."""

from typing import TYPE_CHECKING

from parser.reading import Keyword, Reading, Span, TicketRef, Vocabulary

if TYPE_CHECKING:
    from parser.reader import parse

__all__ = ["Keyword", "Reading", "Span", "TicketRef", "Vocabulary", "parse"]


def __getattr__(name: str) -> object:
    """Import the reader with its rule files (70 ms) when somebody reads, not for a check digit."""
    if name != "parse":
        raise AttributeError(f"module 'parser' has no attribute {name!r}")
    from parser.reader import parse  # noqa: PLC0415 - 70 ms

    globals()[name] = parse
    return parse
