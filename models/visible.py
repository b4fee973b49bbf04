"""Text with what could move a cursor or mislead an eye made visible; for every screen and file."""

import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of controls, bidi and zero-width characters, lone surrogates, line separators."""


def visible(text: str) -> str:
    r"""Return *text* with each character of the categories HIDDEN escaped.

    C0, C1, DEL, bidirectional and zero-width characters and lone surrogates become ``\x1b``,
    ``\u202e`` and so on, whether the output is a terminal or not: somebody will pipe it to one.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) if unicodedata.category(c) in HIDDEN else c for c in text)


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
