"""USSD: the operator's answer to ``*888#``, which modems write over lines and in three alphabets.

3GPP TS 27.007 7.15 (+CUSD), TS 23.038 5 (data coding of USSD).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway import gsm7
from models.i18n import _
from models.values import shown

MENU = 1
"""<m> of an answer that waits for a choice: the session must be ended by AT+CUSD=2."""

_NAME = "+CUSD:"
_MOST = 2_000  # characters of one answer; USSD has 182
_ANSWER = re.compile(r'\+CUSD:\s*(\d)\s*(?:,\s*"(.*?)"?\s*(?:,\s*(\d{1,3}))?)?\s*$', re.DOTALL)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_SHORTEST = 8  # hex digits below which a text is taken as it is: "99" is a menu's choice
_CODE = re.compile(r"[*#][0-9*#]{0,28}#", re.ASCII)


class UssdCode(str):
    """A code such as ``*888#``; parse() refuses anything else, since it goes into an AT command."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "UssdCode":
        """Return *text* as a code, or "" for none; ValueError for anything else."""
        if text and not _CODE.fullmatch(text):
            raise ValueError(_("%(value)s is no USSD code such as *888#") % {"value": shown(text)})
        return cls(text)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network answered."""

    mode: int  # <m>: 0 done, 1 waits for a choice, 2 ended, 4 not supported, 5 time out
    text: str


class Joiner:
    """Puts a +CUSD text together whose line ends stand within its quotes."""

    def __init__(self) -> None:
        self._open = ""

    def feed(self, line: str) -> Sequence[str]:
        """Return the lines that are whole with *line*: none, one, or a broken one and *line*."""
        if not self._open:
            if not line.startswith(_NAME) or line.count('"') != 1:
                return (line,)
            self._open = line
            return ()
        if line in {"OK", "ERROR"} or line.startswith(("+", "^")) or len(self._open) > _MOST:
            broken, self._open = self._open, ""
            return (broken, *self.feed(line))
        whole = f"{self._open}\n{line}"
        self._open = "" if '"' in line else whole
        return () if self._open else (whole,)


def read(line: str) -> Answer | None:
    """Return the answer that a +CUSD *line* holds, None when it is none; never raises."""
    found = _ANSWER.match(line)
    if not found:
        return None
    return Answer(int(found[1]), _text(found[2] or "", int(found[3]) if found[3] else 15))


def _text(written: str, coding: int) -> str:
    """Return the words behind *written*: as they are, UCS-2 in hex, or packed GSM-7 in hex.

    Which of them is not told: Huawei writes hex for data coding 15, where others write words.
    """
    if len(written) < _SHORTEST or not _HEX.fullmatch(written):
        return written
    data = bytes.fromhex(written)
    wide = len(data) % 2 == 0 and not any(data[::2])  # "00" before each letter
    if coding in {17, 72} or wide:  # UCS-2: group 01xx with alphabet 2, and group 0001
        return data.decode("utf-16-be", "replace")
    return gsm7.decode(gsm7.unpack(data, len(data) * 8 // 7)).rstrip("\r@")
