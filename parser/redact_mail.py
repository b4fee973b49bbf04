"""E-mail addresses, with "@" or as people spell them: "budi (at) gmail dot com"."""

import re
from collections.abc import Iterator
from functools import cache

from parser.lists import load, words
from parser.spans import Span

MAX_LOCAL = 64  # RFC 5321 4.5.3.1.1
MAX_PARTS = 3  # of a name with "titik" in it
_LOCAL = "._+-"  # besides letters and digits, RFC 5321 4.1.2 without the rare ones
_AT = re.compile(
    r" ?(?:[(\[{] ?(?:at|a|@) ?[)\]}]|@) ?| (?:at|et|(?:a )?keong|keyong) ", re.IGNORECASE
)
_LABEL = re.compile(r"[\w-]{1,63}")
_DOT = re.compile(r" ?(?:\.|[(\[](?:dot|titik)[)\]]) ?| (?:dot|titik) |,(?! )", re.IGNORECASE)
_JOINED = re.compile(r" (titik|dot|strip|underscore|garis bawah) ?$", re.IGNORECASE)


@cache
def _known() -> tuple[tuple[str, ...], frozenset[str]]:
    data = load("redact")["email"]
    return tuple(data["providers"].split()), words(data["ends"])


def find(text: str, low: str) -> Iterator[Span]:
    """Yield the addresses in *text*; not in order. *low* is it in lower case.

    >>> list(find(t := "siti titik am (at) gmail dot com", t)), list(find("@budi", "@budi"))
    ([Span(kind='email', start=0, end=32)], [])
    """
    providers = _known()[0]
    for mark in _AT.finditer(text):
        start = _local(text, mark.start())
        end = _host(text, mark.end(), mark.group()) if start < mark.start() else -1
        if end > 0:
            yield Span("email", start, end)
    for provider in providers:
        at = low.find(provider)
        while at >= 0:
            yield from _markless(text, low, at, at + len(provider))
            at = low.find(provider, at + len(provider))


def _local(text: str, end: int) -> int:
    """Return where the name before the mark at *end* begins; *end* for none."""
    start = _local_start(text, end)
    for _part in range(MAX_PARTS):
        joined = _JOINED.search(text, max(0, start - 16), start)
        if start == end or joined is None:
            break
        start = _local_start(text, joined.start())
    return start


def _local_start(text: str, end: int) -> int:
    start = end
    while (
        start
        and end - start < MAX_LOCAL
        and (text[start - 1].isalnum() or text[start - 1] in _LOCAL)
    ):
        start -= 1
    return start


def _host(text: str, start: int, mark: str) -> int:
    """Return the end of the host at *start*, -1 for none.

    It ends in ".com" or its like, or is a provider's. "a@kantor" is one too.
    """
    providers, ends = _known()
    label = _LABEL.match(text, start)
    if label is None:
        return -1
    first = label.group().lower()
    end = label.end() if first.startswith(providers) or (mark == "@" and len(first) > 3) else -1
    for _part in range(MAX_PARTS + 2):
        dot = _DOT.match(text, label.end())
        label = _LABEL.match(text, dot.end()) if dot else None
        if dot is None or label is None:
            break
        tight = dot.group() == "." and "@" in mark
        if tight or label.group().lower() in ends:
            end = label.end()
    return end


def _markless(text: str, low: str, start: int, end: int) -> Iterator[Span]:
    """Yield "budi gmail.com"."""
    if text[start - 1 : start] != " " or low[end : end + 1].isalpha():
        return
    dot = _DOT.match(text, end)
    label = _LABEL.match(text, dot.end()) if dot else None
    begin = _local_start(text, start - 1)
    if label and label.group().lower() in _known()[1] and begin < start - 1:
        yield Span("email", begin, _host(text, start, ""))
