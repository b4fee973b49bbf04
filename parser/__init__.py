"""From the text of one SMS to its reading: pure, no input or output."""

from parser.reader import parse
from parser.reading import Keyword, Reading, Span, TicketRef, Vocabulary

__all__ = ["Keyword", "Reading", "Span", "TicketRef", "Vocabulary", "parse"]
