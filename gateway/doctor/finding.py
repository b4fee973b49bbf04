"""One thing that the doctor looked at."""

from dataclasses import dataclass
from typing import Literal

State = Literal["right", "wrong", "doubt", "skipped"]
"""wrong: it cannot work so; doubt: somebody should know it; skipped: it could not be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One lower-case line about one thing, without secrets and without numbers of people."""

    check: str  # a code word: "port", "smsc", "tls" ...
    about: str  # a line, a file, or '' for the whole house
    state: State
    text: str
    mend: str = ""  # what to do; '' when nothing is wrong


def right(check: str, about: str, text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(check, about, "right", text)


def wrong(check: str, about: str, text: str, mend: str) -> Finding:
    """Return that something cannot work, and its mend."""
    return Finding(check, about, "wrong", text, mend)


def doubt(check: str, about: str, text: str, mend: str = "") -> Finding:
    """Return that somebody should know of something."""
    return Finding(check, about, "doubt", text, mend)


def skipped(check: str, about: str, text: str) -> Finding:
    """Return that something could not be looked at, and why."""
    return Finding(check, about, "skipped", text)
