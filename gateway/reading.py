"""What is read from a text alone, before anything is known of its sender. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gateway.places import place_of
from models.casework.incidents import words
from models.continuing import REPORTS
from models.redaction import cut
from parser import parse
from parser.reading import Reading, Vocabulary


class Asked(NamedTuple):  # as Gist: what goes to another process and back, in a few calls
    """One text, and what decides how it is read."""

    text: str
    line: str
    required: bool  # people must begin with a keyword on the line
    role: str  # warga | petugas


class Gist(NamedTuple):
    """What the desk needs of a report besides its reading."""

    redacted: str  # as search may see it
    place: str  # place_of()
    said: frozenset[str]  # words(), for comparing reports


Read = tuple[Reading, Gist | None]
"""A text as it was read; without a gist whoever needs some of it finds it himself."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What reading depends on besides the text: the city's words."""

    words: Mapping[str, Vocabulary]  # by line
    other: Vocabulary  # of a line that is no longer configured


def read(asked: Asked, lens: Lens) -> Read:
    """Return the parser's reading; a text it fails on is a report for a person to read."""
    vocabulary = lens.words.get(asked.line) or lens.other
    reading = parse(asked.text, vocabulary, keyword_required=asked.required, role=asked.role)
    if reading.intent not in REPORTS:
        return reading, None
    try:
        return reading, _gist(reading, asked.text)
    except Exception:  # noqa: BLE001 - then it fails where the desk sets one message aside
        return reading, None


def _gist(reading: Reading, text: str) -> Gist:
    body = reading.body
    return Gist(cut(body or text), place_of(reading), words(body))
