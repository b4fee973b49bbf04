"""Words for people at a terminal, in Indonesian or English; SMS texts are not here (reply.py)."""

import gettext
import os
import struct
from bisect import bisect_left
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = ("id", "en")


class _Words(gettext.NullTranslations):
    """A compiled catalogue of which only the words that are asked for are read.

    gettext decodes all thousand of them first, which takes 4 ms of every command. The tables are
    sorted by msgid ("The Format of GNU MO Files" in the manual of GNU gettext); a phrase with two
    forms stands under both, with a NUL between them, and the first is for one thing in both of our
    languages.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content
        self._known: dict[str, str] = {}  # a list asks for the same words line by line
        _magic, _revision, self._count, self._ids, self._texts = struct.unpack_from("<5I", content)

    def gettext(self, message: str) -> str:
        """Return the translation of *message*, or itself."""
        return self._find(message) or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the form of a phrase for *count* things."""
        found = self._find(f"{one}\0{many}").split("\0")
        return found[count != 1] if len(found) == 2 else (one if count == 1 else many)

    def _find(self, message: str) -> str:
        found = self._known.get(message)
        if found is None:
            found = self._known[message] = self._search(message)
        return found

    def _search(self, message: str) -> str:
        wanted = message.encode()
        at = bisect_left(range(self._count), wanted, key=lambda row: self._text(self._ids, row))
        if at == self._count or self._text(self._ids, at) != wanted:
            return ""
        return self._text(self._texts, at).decode()

    def _text(self, table: int, row: int) -> bytes:
        length, start = struct.unpack_from("<2I", self._content, table + 8 * row)
        return self._content[start : start + length]


_state: dict[str, gettext.NullTranslations] = {"now": gettext.NullTranslations()}


def choose(language: str | None = None) -> str:
    """Speak *language*, else what LC_ALL, LC_MESSAGES or LANG say; return the one in use.

    Indonesian is the default of the product: it is used when the environment names no language
    that we have.
    """
    wanted = language or next(
        (v for v in map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if v), ""
    )
    chosen = "en" if wanted.lower().startswith(("en", "c", "posix")) and wanted else "id"
    try:
        content = (LOCALE / chosen / "LC_MESSAGES" / "kentongan.mo").read_bytes()
        _state["now"] = _Words(content)
    except OSError:
        _state["now"] = gettext.NullTranslations()
    return chosen


def _(message: str) -> str:
    """Return *message* in the chosen language; the msgid is English and uses ``%(name)s``."""
    return _state["now"].gettext(message) if message else ""


def plural(one: str, many: str, count: int) -> str:
    """Return the form of a phrase for *count* things."""
    return _state["now"].ngettext(one, many, count)
