"""The tables of city.toml that say how the desk works: deadlines, routes, ladder, abuse, codes."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import time
from typing import Literal

from models.binding import setting
from models.clocks import Span
from models.i18n import _
from models.values import clock, shown

Pairs = tuple[tuple[str, str], ...]
"""A table of words, ``{ kartu1 = "rahasia" }``, in its order."""

ClockName = Literal[
    "verify", "accept", "follow_up", "settle", "answer", "ppid", "ppid_extended"
]  # fmt: skip
ReportType = Literal["pengaduan", "aspirasi", "permintaan_info"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the night without a status SMS, in local time."""

    begins: time
    ends: time

    @classmethod
    def parse(cls, text: str) -> "Quiet":
        """Return the hours of ``21:00-06:00``; ValueError when they are none, or a whole day."""
        first, dash, last = text.replace(" ", "").partition("-")
        if not dash:
            raise ValueError(_("%(value)s is not like 21:00-06:00") % {"value": shown(text)})
        return cls(clock(first), clock(last))

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Table ``[desk]``: the coordinator's work."""

    verified_needed: bool = setting("A report is verified before an agency gets it.", default=True)
    quiet_hours: Quiet = setting(
        "No SMS about progress is sent then; the same hour twice for never.",
        default=Quiet(time(21), time(6)),
    )
    news_hold: Span | None = setting(
        "News of a ticket's progress waits so long, and newer news takes its place; without it"
        " not at all.",
        default=None,
    )
    accused_to: str = setting(
        "Agency that gets complaints about staff and agencies; without it INSPEKTORAT, if any.",
        default="",
    )
    confidentiality: Pairs = setting(
        'Line -> biasa, anonim or rahasia: how its reports begin; "*" is any other line.',
        default=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One ``[[deadline]]``: it wins over [clock] for the reports that match all its keys."""

    clock: ClockName = setting("Which deadline.")
    span: Span = setting("How long it may take.")
    type: ReportType | None = setting("Type of the report.", default=None)
    subtype: Literal["ppid", "kritik"] | None = setting("Subtype of the report.", default=None)
    category: str = setting("Category of the report.", default="")
    grade: str = setting("Class of the report: ringan, field_check or a word of yours.", default="")
    urgency: Literal["darurat", "tinggi", "biasa"] | None = setting("Its urgency.", default=None)
    term: Literal["short", "medium", "long"] | None = setting(
        "Jangka pendek, menengah, panjang.", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """One ``[[route]]``: it wins over the categories of an agency for what matches."""

    agency: str = setting("Who leads.")
    support: tuple[str, ...] = setting("Who helps.", default=())
    categories: tuple[str, ...] = setting("Of these categories; without it any.", default=())
    areas: tuple[str, ...] = setting(
        "In these areas (codes) and all in them; without it anywhere.", default=()
    )
    types: tuple[str, ...] = setting("Of these types or subtypes; without it any.", default=())
    automatic: bool = setting("Assigned without a coordinator.", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """One ``[[escalation]]``: a step of the ladder after a missed deadline."""

    to: Literal["officer", "head", "coordinator", "assistant", "mayor"] = setting("Who is told.")
    after: Span | None = setting("So long after the deadline; without it at once.", default=None)
    clocks: tuple[str, ...] = setting("Of these deadlines; without it all.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Abuse:
    """Table ``[abuse]``."""

    strikes: int = setting("So many strikes block a number.", default=3, least=1)
    block: Span = setting("A block ends after this time.", default=Span(90, "hari"))
    strike_life: Span = setting("A strike is forgotten.", default=Span(365, "hari"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerCodes:
    """Table ``[officer_codes]``."""

    mode: Literal["challenge", "sheet", "none"] = setting(
        "A code that is sent and comes back, the next of a printed sheet (who has none is sent"
        " one), or none.",
        default="challenge",
    )
    verbs: tuple[str, ...] = setting(
        "Officers' words that need a code.", default=("SELESAI", "PRANK", "RAHASIA", "GABUNG")
    )
    life: Span = setting("A code ends after this time.", default=Span(10, "menit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Table ``[emergency]``."""

    agencies: Pairs = setting(
        'Category -> agency whose officers on duty are told; "*" is any other emergency.',
        default=(),
    )
    repeat: Span = setting("The next of the roster is told after.", default=Span(5, "menit"))
    rounds: int = setting("Times through the roster.", default=3, least=1, most=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Table ``[incident]``: when reports are proposed as one."""

    window: Span = setting("No further apart than this.", default=Span(72, "jam"))
    likeness: float = setting("Of their words, 0 to 1.", default=0.35, least=0.0, most=1.0)
    automatic: int = setting(
        "Joined without a coordinator from so many alike on; 0 never.", default=0, least=0
    )
