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
_FORMULA = late.pattern(
    r"(?:^|[\s:;,.])(?:[=+@-]\s?[A-Za-z]{2,20}\(|[=+-]\d{1,9}[+*]\d|[=+-](?:\d[+*]?){0,4}cmd\|)"
)
"""What a spreadsheet may take for a formula once the words before it are cut."""
_SEEN = 2000  # characters
_EARLY = 60  # characters, within which a keyword ends


def flags(text: str) -> list[str]:
    """Return html, template, sql and csv_formula as *text* looks like them.

    A formula counts behind a keyword; at the very beginning normalise.py knows it by one mark.

    >>> flags("<b>lampu</b> mati"), flags("lampu {{7*7}}"), flags("x'; DROP TABLE tiket;--")
    (['html'], ['template'], ['sql'])
    >>> flags("SURGA =SUM(1+1) lampu mati"), flags("SURGA - lampu (2) mati")
    (['csv_formula'], [])
    """
    text = text[:_SEEN]
    if ("(" in text or "+" in text or "|" in text) and _FORMULA.search(text, 0, _EARLY):
        return ["csv_formula", *_others(text)] if text[0] not in "=+-@" else _others(text)
    return _others(text)


def is_code(text: str) -> bool:
    """Tell whether *text* has code in it, not only a mark that a spreadsheet may take for some.

    >>> is_code("+cmd|' /C calc'!A0 jalan rusak"), is_code("- jalan rusak"), is_code("+ jalan")
    (True, False, False)
    """
    seen = text[:_SEEN]
    return bool(_FORMULA.search(seen, 0, _EARLY) or _others(seen))


def may_query(text: str) -> bool:
    """Tell whether *text* has a word of a query that needs no mark."""
    lowered = text.lower()
    return "select" in lowered or "union" in lowered or "drop" in lowered


def _others(text: str) -> list[str]:
    if _HINT.search(text) is None and "--" not in text and not may_query(text):
        return []
    patterns = (("html", _TAG), ("template", _TEMPLATE), ("sql", _SQL))
    return [name for name, pattern in patterns if pattern.search(text)]
