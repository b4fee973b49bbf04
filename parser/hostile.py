"""Text that means something to a program: told by a flag, read and kept as any other text."""

import re

from parser import late

_HINT = re.compile(r"[<{}%$;'=]")
_TAG = late.pattern(r"<[!/]?[a-zA-Z][a-zA-Z0-9]{0,20}[ />=]|<!--|javascript:", re.IGNORECASE)
_TEMPLATE = late.pattern(
    r"\{\{|\}\}|\{%|\$\{|#\{|<%|\{[a-z_]{0,20}\}|\{[0-9a-z_]{1,20}[.\[!:]|%[ns]%|%[0-9]{0,6}[snx]\b"
    r"|%\([a-z]|\$\(|__class__|__globals__",
    re.IGNORECASE,
)
_SQL = late.pattern(
    r"'\s?(?:or|and)\s{1,3}'?\w|;\s{0,3}(?:drop|delete|insert|update|alter|shutdown|select)\s"
    r"|\bunion\s{1,3}(?:all\s{1,3})?select\b|\bdrop\s{1,3}(?:table|database)\b|'\s{0,2};|'\s{0,2}--"
    r"|\bor\s{1,3}1=1"
    r"|\binsert\s{1,3}into\b|\bdelete\s{1,3}from\b|\bselect\s{1,3}[\w*, ()]{1,40}\sfrom\s"
    r"|;\s{0,2}--",
    re.IGNORECASE,
)  # fmt: skip
_SEEN = 2000  # characters


def flags(text: str) -> list[str]:
    """Return html, template and sql as *text* looks like them.

    >>> flags("<b>lampu</b> mati"), flags("lampu {{7*7}}"), flags("x'; DROP TABLE tiket;--")
    (['html'], ['template'], ['sql'])
    """
    text = text[:_SEEN]
    if _HINT.search(text) is None and "--" not in text:
        lowered = text.lower()
        if not ("select" in lowered or "union" in lowered or "drop" in lowered):
            return []
    patterns = (("html", _TAG), ("template", _TEMPLATE), ("sql", _SQL))
    return [name for name, pattern in patterns if pattern.search(text)]
