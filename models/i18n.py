"""Words for people at a terminal, in Indonesian or English; SMS texts are not here (reply.py)."""

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")
LANGUAGES = ("id", "en")
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
    _state["now"] = gettext.translation("kentongan", LOCALE, languages=[chosen], fallback=True)
    return chosen


def _(message: str) -> str:
    """Return *message* in the chosen language; the msgid is English and uses ``%(name)s``."""
    return _state["now"].gettext(message) if message else ""


def plural(one: str, many: str, count: int) -> str:
    """Return the form of a phrase for *count* things."""
    return _state["now"].ngettext(one, many, count)
