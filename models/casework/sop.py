"""A city's rules (SOP) as decisions need them: made of city.toml by models/sop_of.py. Values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Literal

from models.clocks import Calendar, Span


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One ``[[deadline]]``: how long *clock* may take for what matches; the most exact rule wins.

    Exactness: category, then grade, then subtype, then type; the first written of equals.
    """

    clock: str  # verify | accept | follow_up | settle | answer | ppid | ppid_extended
    span: Span
    type: str = ""
    subtype: str = ""
    category: str = ""
    grade: str = ""
    urgency: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One ``[[route]]``: who gets what matches; more conditions win, then the first written."""

    agency: str
    support: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()  # codes; a kecamatan's stands for its kelurahan too
    types: frozenset[str] = frozenset()
    automatic: bool = False  # assign without a coordinator


@dataclass(frozen=True, slots=True)
class Step:
    """One ``[[escalation]]``: who is told *after* a missed deadline, each once."""

    to: Literal["officer", "head", "coordinator", "assistant", "mayor"]
    after: Span | None = None  # None: at once
    clocks: frozenset[str] = frozenset()  # empty: all


@dataclass(frozen=True, slots=True)
class AgencyRule:
    """One ``[[agency]]``."""

    code: str
    name: str
    kind: Literal["internal", "outside", "area"] = "internal"  # outside: Polres, PLN, PDAM
    area: str = ""  # of kind "area": its code
    parent: str = ""  # hand up to
    aliases: tuple[str, ...] = ()
    categories: frozenset[str] = frozenset()
    contact: str = ""  # for TOLAK: what the citizen may call; at most 16 characters
    escalation: tuple[str, ...] = ()  # of the ladder's steps those that are told; empty: all


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """One ``[[category]]``."""

    code: str
    name: str = ""
    confidential: bool = False
    contact: str = ""  # hotline told in the acknowledgement, at most 16 characters
    grade: str = ""  # class that its reports begin with


@dataclass(frozen=True, slots=True)
class Abuse:
    """Table ``[abuse]``."""

    strikes: int = 3
    block: timedelta = timedelta(days=90)
    strike_life: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Codes:
    """Table ``[officer_codes]``: which officers' verbs need a code, and which kind."""

    mode: Literal["challenge", "sheet", "none"] = "challenge"
    verbs: frozenset[str] = frozenset({"selesai", "prank", "rahasia", "gabung"})
    life: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Emergencies:
    """Table ``[emergency]``."""

    agencies: tuple[tuple[str, str], ...] = ()  # category -> agency; "*": any other
    repeat: timedelta = timedelta(minutes=5)  # to the next of the roster
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Incidents:
    """Table ``[incident]``: when reports are proposed as one."""

    window: timedelta = timedelta(hours=72)
    likeness: float = 0.35  # of words, 0 to 1
    automatic: int = 0  # join without a coordinator from this many alike on; 0: never


_CLOSE_AFTER, _REOPEN, _ANSWER_AFTER = Span(10, "hk"), Span(30, "hari"), Span(10, "hk")


@dataclass(frozen=True, slots=True)
class Sop:
    """All rules of one city."""

    name: str
    calendar: Calendar
    deadlines: tuple[ClockRule, ...] = ()
    routes: tuple[Route, ...] = ()
    ladder: tuple[Step, ...] = ()
    agencies: tuple[AgencyRule, ...] = ()
    categories: tuple[CategoryRule, ...] = ()
    close_after: Span = _CLOSE_AFTER
    reopen: Span = _REOPEN
    answer_after: Span = _ANSWER_AFTER  # how long a reporter may take to answer a question
    verified_needed: bool = True  # False: assign straight from new
    confidentiality: tuple[tuple[str, str], ...] = ()  # line -> level; "*": any other
    accused_to: str = "INSPEKTORAT"  # who gets complaints about staff and agencies; "" none
    quiet: tuple[time, time] = (time(21), time(6))  # no status SMS between, local time
    news_hold: timedelta = timedelta()  # news of progress waits for newer news so long
    abuse: Abuse = field(default_factory=Abuse)
    codes: Codes = field(default_factory=Codes)
    emergencies: Emergencies = field(default_factory=Emergencies)
    incidents: Incidents = field(default_factory=Incidents)
    parents: Mapping[str, str] = field(default_factory=dict)  # area code -> code of what it lies in
    spans: dict[tuple[str, ...], Span | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # what span_of() found by the deadlines: a rule is looked for once, not with each report

    plans: dict[tuple[str, ...], tuple[tuple[str, Span], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # what begins with a ticket of (type, subtype, category, urgency)
    rules: dict[str, CategoryRule] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )  # the categories by their code, from the first time that category() is asked
    late: list[tuple[datetime, dict[Any, Any]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )  # the moment that lately() was asked for last

    def lately(self, now: datetime) -> dict[Any, Any]:
        """Return where to keep what is true at *now* alone; all of a batch has one *now*."""
        kept = self.late[0] if self.late else None
        if kept is None or kept[0] != now:
            kept = (now, {})
            self.late[:] = [kept]
        return kept[1]

    def agency(self, code: str) -> AgencyRule | None:
        """Return the agency *code*, or None."""
        return next((agency for agency in self.agencies if agency.code == code), None)

    def category(self, code: str) -> CategoryRule:
        """Return the rule of category *code*; an unnamed one has the defaults."""
        if not self.rules:
            self.rules.update((one.code, one) for one in reversed(self.categories))
        return self.rules.get(code) or self.rules.setdefault(code, CategoryRule(code))

    def above(self, area: str) -> str:
        """Return the code of what *area* lies in, "" when there is nothing."""
        return self.parents.get(area, "")

    def confidentiality_on(self, line: str) -> str:
        """Return how hidden a report on *line* is from the start."""
        levels = dict(self.confidentiality)
        return levels.get(line, levels.get("*", "biasa"))
