"""The tables of city.toml that say who the city is: words, agencies, categories, days, prices."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.binding import setting
from models.clocks import Hours, Span
from models.mailbox import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """One ``[[keyword]]``: the word that begins a report on some lines."""

    word: str = setting("The word, 2 to 11 letters and digits.")
    aliases: tuple[str, ...] = setting("Other spellings of it.", default=())
    lines: tuple[str, ...] = setting("Lines it is for; without them all.", default=())

    def words(self) -> tuple[str, ...]:
        """Return the word and its aliases in capitals."""
        return tuple(word.upper() for word in (self.word, *self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Table ``[cost]``, in rupiah."""

    part: int = setting("Price of one part sent.", default=350, unit="rupiah", least=0)
    monthly_budget: int = setting(
        "What may be spent a month; 0 for no limit.", default=0, unit="rupiah", least=0
    )
    over_budget: tuple[str, ...] = setting(
        "What goes out all the same when it is spent: urgent (always), ack (answers), status,"
        " bulk.",
        default=("urgent", "ack"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Table ``[clock]``: how long each step may take; the defaults are SP4N-LAPOR's."""

    verify: Span = setting("A new report is verified.", default=Span(3, "hk"))
    accept: Span | None = setting(
        "An agency accepts its task; without it there is no such deadline.", default=None
    )
    follow_up: Span = setting("The agency follows up.", default=Span(5, "hk"))
    information: Span = setting("A question is answered.", default=Span(5, "hk"))
    ppid: Span = setting("A request under UU 14/2008 is answered.", default=Span(10, "hk"))
    ppid_extension: Span = setting("The PPID may take so much longer.", default=Span(7, "hk"))
    complaint: Span = setting("A complaint is settled.", default=Span(14, "hk"))
    field_check: Span = setting("One that needs a visit is settled.", default=Span(60, "hk"))
    answer: Span = setting("A reporter answers a question.", default=Span(10, "hk"))
    close_after_silence: Span = setting(
        "A finished ticket closes when nobody objects.", default=Span(10, "hk")
    )
    reopen: Span = setting("A closed ticket may be opened again.", default=Span(30, "hari"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One ``[[agency]]`` (OPD)."""

    code: str = setting("Short name in SMS and commands, 1 to 16 of A-Z 0-9 . _ -.")
    name: str = setting("Name in full; officers may write it for the code.")
    kind: Literal["internal", "outside", "area"] = setting(
        "outside: not the city's (Polres, PLN, PDAM); area: a kecamatan or kelurahan.",
        default="internal",
    )
    area: str = setting("Of kind area: its code in the file of [areas].", default="")
    parent: str = setting("The agency that it hands up to.", default="")
    contact: str = setting(
        "What a citizen whose report it refuses may call; at most 16 characters.", default=""
    )
    email: Address = setting("Mailbox that gets its digests.", default=Address())
    aliases: tuple[str, ...] = setting("Other spellings of the code in SMS.", default=())
    categories: tuple[str, ...] = setting("Categories it gets by default.", default=())
    escalation: tuple[str, ...] = setting(
        "Who is told when it is late, of the steps of [[escalation]]; without it all.", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One ``[[category]]``; a category of which nothing special holds needs none."""

    code: str = setting("The word in commands and lists.")
    name: str = setting("Name in full.", default="")
    confidential: bool | None = setting(
        "Its reports are rahasia from the start; without it pungli, aparatur and kekerasan are.",
        default=None,
    )
    contact: str = setting(
        "Hotline that the acknowledgement names, at most 16 characters.", default=""
    )
    grade: str = setting("Class that its reports begin with, such as ringan.", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One ``[[holiday]]`` of this city; the national ones are known."""

    date: datetime.date = setting("The day.")
    name: str = setting("What it is.", default="")
    workday: bool = setting("The offices do work on that day.", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortDays:
    """One ``[[short_day]]``: days with other office hours, as in Ramadan."""

    first: datetime.date = setting("The first day.")
    last: datetime.date | None = setting("The last day; without it the first.", default=None)
    hours: Hours = setting("Office hours of these days.")
    name: str = setting("What they are.", default="")

    @property
    def end(self) -> datetime.date:
        """The last of the days."""
        return self.last or self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """Table ``[calendar]``."""

    file: Path = setting(
        "TOML file with more [[holiday]] and [[short_day]], for whoever keeps the calendar.",
        default=Path("libur.toml"),
    )
