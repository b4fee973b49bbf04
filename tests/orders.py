"""A small city's rules, its people and tickets, for tests of orders and officers."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from models.actions import Action
from models.casework.case import Actor, Case, ClockFact, Last, Task
from models.casework.effects import Decision, Tell
from models.casework.facts import Facts
from models.casework.officer import decide
from models.casework.orders import Order, carry_out
from models.casework.sop import AgencyRule, ClockRule, Emergencies, Sop
from models.clocks import Calendar, Hours, Span
from parser.reading import Reading, TicketRef

E = TypeVar("E")

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 09:00 in Kediri
SOP = Sop(
    "LAPOR",
    Calendar(ZoneInfo("Asia/Jakarta"), Hours(time(7), time(16))),
    deadlines=(
        ClockRule("verify", Span(3, "hk")),
        ClockRule("follow_up", Span(5, "hk")),
        ClockRule("settle", Span(14, "hk")),
        ClockRule("settle", Span(60, "hk"), grade="field_check"),
        ClockRule("ppid_extended", Span(7, "hk"), subtype="ppid"),
    ),
    agencies=(
        AgencyRule("DISHUB", "Dinas Perhubungan"),
        AgencyRule("DLHKP", "Dinas Lingkungan Hidup"),
        AgencyRule("DAMKAR", "Pemadam Kebakaran"),
        AgencyRule("INSPEKTORAT", "Inspektorat"),
        AgencyRule("PLN", "PLN", kind="outside", contact="123"),
        AgencyRule("PDAM", "PDAM", kind="outside"),
        AgencyRule("KEC.KOTA", "Kecamatan Kota", kind="area", parent="DISHUB"),
        AgencyRule("KEL.POJOK", "Kelurahan Pojok", kind="area", parent="KEC.KOTA"),
    ),
    emergencies=Emergencies(agencies=(("*", "DAMKAR"),)),
)

COORDINATOR = Actor("officer:1", "coordinator", "KOMINFO", officer=1, contact=11)
SARI = Actor("staff:sari", "coordinator")
DISHUB = Actor("officer:2", "officer", "DISHUB", officer=2, contact=12)
DISHUB2 = Actor("officer:3", "head", "DISHUB", officer=3, contact=13)
DLHKP = Actor("officer:4", "officer", "DLHKP", officer=4, contact=14)
DAMKAR = Actor("officer:5", "officer", "DAMKAR", officer=5, contact=15)
MAYOR = Actor("officer:6", "mayor", officer=6, contact=16)
STAFF = Actor("staff:budi", "officer", "DISHUB")

NUMBER = 1234566  # its last digit is a right Damm digit
OTHER = 1234577  # another such


def lead(agency: str = "DISHUB", state: Any = "assigned", **more: Any) -> Task:
    """Return the leading agency's task."""
    return Task(1, agency, lead=True, state=state, **more)


def helps(agency: str = "DLHKP", state: Any = "assigned", **more: Any) -> Task:
    """Return a supporting agency's task."""
    return Task(2, agency, lead=False, state=state, **more)


def clock(name: str, task: int = 0, **more: Any) -> ClockFact:
    """Return a deadline two days from now, begun a day ago."""
    more.setdefault("due", NOW + timedelta(days=2))
    return ClockFact(name, task=task, started_at=NOW - timedelta(days=1), **more)


def case(state: Any = "assigned", *tasks: Task, **more: Any) -> Case:
    """Return a citizen's ticket in *state*."""
    more.setdefault("reporter", 99)
    return Case(7, more.pop("number", NUMBER), mine=False, state=state, tasks=tasks, **more)


def worked(*more_tasks: Task, **more: Any) -> Case:
    """Return a ticket that DISHUB leads and that has its usual deadlines."""
    clocks = (clock("settle"), clock("follow_up", 1), clock("accept", 1), clock("follow_up", 2))
    return case(more.pop("state", "assigned"), lead(), *more_tasks, clocks=clocks, **more)


def order(verb: str, about: Case, actor: Actor, text: str = "", **more: Any) -> Decision:
    """Carry out one order now."""
    sop = more.pop("sop", SOP)
    return carry_out(Order(verb, text, **more), about, actor, sop, NOW)


def of(decision: Decision, kind: type[E]) -> list[E]:
    """Return the effects of *kind*, in order."""
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def shapes(decision: Decision, *kinds: type) -> list[str]:
    """Return the effects of *kinds* as short words: Move:done, TaskMove:DISHUB:done ..."""
    return [_shape(effect) for effect in decision.effects if isinstance(effect, kinds)]


def _shape(effect: object) -> str:
    words = [type(effect).__name__]
    for name in ("column", "name", "agency", "to", "change", "kind", "value"):
        value = getattr(effect, name, None)
        if value not in {None, ""}:
            words.append(str(value))
    return ":".join(words)


def told(decision: Decision) -> dict[str, str]:
    """Return {address: kind of SMS} of who hears of it."""
    return {tell.to: tell.kind for tell in of(decision, Tell)}


def fields(decision: Decision, kind: str) -> dict[str, str]:
    """Return what fills the SMS of *kind*."""
    (tell,) = [tell for tell in of(decision, Tell) if tell.kind == kind]
    return dict(tell.fields)


def by(agency: str, verb: str, actor: str = "officer:2") -> Last:
    """Return that somebody of *agency* did *verb* ten minutes ago."""
    return Last(verb, actor, NOW - timedelta(minutes=10), agency)


def ref(digits: int | str) -> TicketRef:
    """Return a ticket number as the parser reads it."""
    return TicketRef(str(digits), check_ok=str(digits) in {str(NUMBER), str(OTHER)})


def says(act: str, body: str = "", *numbers: int | str, **more: Any) -> Reading:
    """Return an officer's command as the parser reads it; about NUMBER without *numbers*."""
    tickets = tuple(ref(number) for number in (numbers or (NUMBER,)) if number)
    return Reading(f"petugas_{act}", body=body, tickets=tickets, **more)


def sms(reading: Reading, about: Case | None, actor: Actor = DISHUB, **facts: Any) -> Decision:
    """Let *actor* write what was read as *reading* about *about*."""
    sop = facts.pop("sop", SOP)
    known = Facts(sop, actor, named=about, **facts)
    return decide(reading, known, Action("x"), NOW)


def without_codes() -> Sop:
    """Return the city when no command needs a code."""
    return replace(SOP, codes=replace(SOP.codes, mode="none"))
