"""Orders of the coordinator about a ticket itself: verify, prank, hide, set, release, extend."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from models.casework import clocking
from models.casework.case import Case
from models.casework.effects import (
    Alarm,
    ClockChange,
    Column,
    Decision,
    Effect,
    Move,
    Person,
    Set,
    StartClock,
)
from models.casework.orders_task import handles
from models.casework.scene import WORKERS, Scene, note, says
from models.casework.states import OUTCOMES, TERMS
from models.casework.telling import go_on, news, withdraw
from models.clocks import due


def verify(scene: Scene) -> Decision:
    """Find a report clear and complete; how it was checked stands in the text (cek ricek)."""
    why = scene.barred()
    if why:
        return scene.refuse(why)
    effects = (*go_on(scene), Move("verified", "verify"), *note("check", scene.order.text))
    return scene.done("verified", *effects)


def prank(scene: Scene) -> Decision:
    """End a report as made up, with a strike for who sent it; a threat is never one (A12)."""
    case = scene.case
    why = scene.barred() or ("threat" if threatens(case) else "")
    if why:
        return scene.refuse(why)
    effects: list[Effect] = [
        *withdraw(case, "prank"),
        *clocking.settled(case, "stop"),
        Move("prank", "prank"),
        *note("reason", scene.order.text),
    ]
    if case.reporter:
        effects += _struck(scene)
    return scene.done("marked_prank", *effects)


def _struck(scene: Scene) -> tuple[Effect, ...]:
    """Return the strike of who sent the prank, and the block that the last one brings."""
    rules = scene.sop.abuse
    strike = Person("strike", reason="prank", whose="reporter")
    if scene.case.strikes + 1 < rules.strikes:
        return (strike, *news(scene, "PRANK", "prank"))
    until = scene.now + rules.block
    blocked = Person("block", until, "prank", whose="reporter")
    return (strike, blocked, *news(scene, "BLOKIR", "prank", tgl=scene.day(until)))


def threatens(case: Case) -> bool:
    """Tell whether the report must be acted on whoever sent it: bombs, and urgent security."""
    return case.threat or (case.urgency == "darurat" and case.category == "keamanan")


def hide(scene: Scene) -> Decision:
    """Make a report secret (RAHASIA); the officer who does so is the one who handles it."""
    case, actor = scene.case, scene.actor
    if actor.role not in WORKERS | {"coordinator"}:
        return scene.refuse("role")
    why = scene.stranger() or ("same" if case.confidentiality == "rahasia" else "")
    if why:
        return scene.refuse(why)
    secret = replace(case, confidentiality="rahasia")
    officer = actor.officer if actor.role in WORKERS else 0
    effects = (Set("confidentiality", "rahasia"), *handles(secret, officer))
    return scene.done("hidden", *effects, *note("reason", scene.order.text))


def release(scene: Scene) -> Decision:
    """Let the report's public wording be seen outside the desk (D6)."""
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    if scene.case.confidentiality == "rahasia":
        return scene.refuse("confidential")
    return scene.done("released", Set("released", 1), *note("reason", scene.order.text))


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def _any(value: str) -> bool:
    return len(value) <= 40


_VALUES: dict[Column, Callable[[str], bool]] = {
    "type": _one_of("pengaduan", "aspirasi", "permintaan_info"),
    "subtype": _one_of("", "ppid", "kritik"),
    "category": lambda value: bool(value) and _any(value),
    "urgency": _one_of("darurat", "tinggi", "biasa"),
    "confidentiality": _one_of("biasa", "anonim", "rahasia"),
    "area": _any,
    "grade": _one_of("", "ringan", "field_check"),
    "term": _one_of(*TERMS),
    "silent": _one_of("0", "1"),
    "lapor_id": _any,
    "outcome": _one_of("", *OUTCOMES),
    "outside_agency": _any,
    "handler": str.isdecimal,
    "review": _any,
}
"""Field that a coordinator may set -> whether a value is one of its own."""

_NUMBERS = frozenset({"silent", "handler"})


def change(scene: Scene) -> Decision:
    """Set fields of the ticket, all or none; its open deadlines follow its class and type.

    A report that turns out to be an emergency raises the alarm.
    """
    case, values = scene.case, dict(scene.order.values)
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    wrong = [name for name, value in values.items() if not _allowed(name, value)]
    if wrong or not values:
        return scene.refuse("value", *wrong)
    effects: list[Effect] = [
        Set(name, int(values[name]) if name in _NUMBERS else values[name])
        for name in _VALUES
        if name in values
    ]
    after = _reckoned(case, values)
    effects += clocking.reckoned(case, after, scene.sop)
    effects += clocking.noticed(case, after, scene.now)
    if case.open and after.urgency == "darurat" != case.urgency:
        effects.append(Alarm())
    return scene.done("set", *effects)


def _allowed(name: str, value: str) -> bool:
    return any(name == column and check(value) for column, check in _VALUES.items())


def _reckoned(case: Case, values: Mapping[str, str]) -> Case:
    """Return *case* as it is with *values*, as far as deadlines go by them."""
    said = values.get
    return replace(
        case,
        type=said("type", case.type),
        subtype=said("subtype", case.subtype),
        category=said("category", case.category),
        urgency=said("urgency", case.urgency),
        grade=said("grade", case.grade),
        term=said("term", case.term),
    )


def extend(scene: Scene) -> Decision:
    """Take the longer time for public information, once, with a written reason (UU 14/2008)."""
    case = scene.case
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    clock = next((clock for clock in case.clocks if clock.name == "ppid" and clock.running), None)
    span = clocking.span_of(scene.sop, "ppid_extended", case)
    if clock is None or span is None or not case.open:
        return scene.refuse("state")
    if not says(scene.order.text):
        return scene.refuse("no_text")
    until = due(clock.due, span, scene.sop.calendar)
    effects: tuple[Effect, ...] = (
        ClockChange("ppid", "stop"),
        StartClock("ppid_extended", until, begun=clock.due),
        *note("reason", scene.order.text),
        *news(scene, "PERPANJANG", case.state, tgl=scene.day(until), tl=scene.words),
    )
    return scene.done("extended", *effects)


def watch(scene: Scene) -> Decision:
    """Look at the ticket again on the day ``until``, whatever its state; "" looks no more (A11)."""
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    said = scene.value("until")
    if not said:
        return scene.done("unwatched", *clocking.stopped(scene.case, clocking.WATCH))
    try:
        day = scene.sop.calendar.opening(date.fromisoformat(said))
    except ValueError:
        return scene.refuse("value", "until")
    if day <= scene.now:
        return scene.refuse("value", "until")
    return scene.done("watched", StartClock(clocking.WATCH, day), *note("check", scene.order.text))


def block(scene: Scene) -> Decision:
    """Stop taking reports from who sent this one, for a while; a threat is still heard."""
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    if not scene.case.reporter:
        return scene.refuse("no_reporter")
    until = scene.now + scene.sop.abuse.block
    person = Person("block", until, "abuse", whose="reporter")
    told = news(scene, "BLOKIR", scene.case.state, tgl=scene.day(until))
    return scene.done("blocked", person, *note("reason", scene.order.text), *told)


def unblock(scene: Scene) -> Decision:
    """Take reports again from who sent this one, and forget the strikes."""
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    if not scene.case.reporter:
        return scene.refuse("no_reporter")
    people = (Person("unblock", whose="reporter"), Person("forgive", whose="reporter"))
    return scene.done("unblocked", *people, *note("reason", scene.order.text))
