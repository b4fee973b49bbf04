"""One AT command line as calls (ITU-T V.250 5.2), pure."""

import re
from dataclasses import dataclass

SET, READ, TEST, RUN = "=", "?", "=?", ""

_EXTENDED = re.compile(r"([+^*%$#][A-Z0-9_]+)(=\?|\?|=|)")
_BASIC = re.compile(r"S\d+(?:=\d*|\?)|&?([A-Z])(\d*)")
_CUT = re.compile(r'((?:[^;"]|"[^"]*"?)*)')
_ARGUMENT = re.compile(r'((?:[^,"]|"[^"]*"?)*)(?:,|$)')


@dataclass(frozen=True, slots=True)
class Call:
    """One command of a line: name, what is wanted of it, and its arguments without quotes."""

    name: str  # "+CMGL", "E", "&F"; "" for the bare AT
    op: str = RUN  # SET, READ, TEST or RUN
    args: tuple[str, ...] = ()

    def number(self, position: int, default: int) -> int:
        """Return an argument as an int, *default* when absent; ValueError when it is none."""
        if position >= len(self.args) or not self.args[position]:
            return default
        return int(self.args[position])


def split_line(line: str) -> list[Call]:
    """Return the calls of a command line that begins with AT.

    Raises ValueError when it is not a command line; a part that cannot be read ends as the call
    named "?", which no table knows.
    """
    if line[:2].upper() != "AT":
        raise ValueError("not a command line")
    rest = line[2:].strip()
    calls: list[Call] = []
    while rest:
        call, rest = _extended(rest) if rest[0] in "+^*%$#" else _basic(rest)
        calls.append(call)
        rest = rest.lstrip(" ;")
    return calls or [Call("")]


def _extended(rest: str) -> tuple[Call, str]:
    found = _CUT.match(rest)
    word = found.group(1) if found else rest
    head = _EXTENDED.match(word.upper())
    if head is None:
        return Call("?"), ""
    name, op = head.group(1), head.group(2)
    tail = word[head.end() :]
    if op != SET:
        return Call("?" if tail.strip() else name, op), rest[len(word) :]
    return Call(name, op, arguments(tail)), rest[len(word) :]


def _basic(rest: str) -> tuple[Call, str]:
    if rest[0] in "dD":
        return Call("D", RUN, (rest[1:],)), ""
    found = _BASIC.match(rest.upper())
    if found is None:
        return Call("?"), ""
    if found.group(1) is None:
        return Call("S"), rest[found.end() :]
    name = ("&" if rest[0] == "&" else "") + found.group(1)
    return Call(name, RUN, (found.group(2),)), rest[found.end() :]


def arguments(text: str) -> tuple[str, ...]:
    """Return the values between commas, without quotes and blanks around them."""
    values, position = [], 0
    while position <= len(text):
        found = _ARGUMENT.match(text, position)
        if found is None:  # cannot match only after a lone quote; take the rest as it is
            values.append(text[position:])
            break
        values.append(found.group(1).strip().strip('"'))
        if found.end() == len(text) and not found.group(0).endswith(","):
            break
        position = found.end()
    return tuple(values)
