"""From the text of one SMS to its reading: pure, no input or output."""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parser.reader import parse
    from parser.reading import Keyword, Reading, Span, TicketRef, Vocabulary

__all__ = ["Keyword", "Reading", "Span", "TicketRef", "Vocabulary", "parse"]


def __getattr__(name: str) -> object:
    """Import the reader with its rule files (70 ms) when somebody reads, not for a check digit."""
    if name not in __all__:
        raise AttributeError(f"module 'parser' has no attribute {name!r}")
    home = importlib.import_module("parser.reader" if name == "parse" else "parser.reading")
    globals()[name] = found = getattr(home, name)
    return found
