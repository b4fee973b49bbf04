"""What the clock alone does to a ticket: reminders, lateness, silence, news, alarms. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.casework import clocking, emergencies, ladder
from models.casework.case import SYSTEM, Case, ClockFact
from models.casework.duty import Serving, on_duty
from models.casework.effects import (
    Alarmed,
    ClockChange,
    Decision,
    Effect,
    Set,
    Tell,
)
from models.casework.orders import carry_out
from models.casework.scene import Order, Scene
from models.casework.sop import Sop
from models.casework.telling import COORDINATOR, go_on, news, to_agency

UNASKED = "(belum ada jawaban)"
"""What an agency reads instead of the answer that it waited for."""
_APOLOGISED = frozenset({"verify", "follow_up", "settle", "ppid", "ppid_extended"})
"""Deadlines that the reporter was told of."""

Act = Callable[[Scene, ClockFact], tuple[Effect, ...]]


def tick(case: Case, sop: Sop, now: datetime) -> Decision:
    """Return all that is due for *case*, once: of missed steps each is told, of notices one.

    Afterwards none of its clocks wakes at *now* again, but for those of tasks that are over: they
    concern nobody.
    """
    scene = Scene(Order("tick"), case, SYSTEM, sop, now)
    woken = [clock for clock in case.clocks if clock.wake is not None and clock.wake <= now]
    woken = [clock for clock in woken if not clock.task or clock.task in _tasks(case)]
    effects: list[Effect] = []
    for clock in woken:
        if not clock.running:
            effects.append(_change(scene, clock, "wake"))
        else:
            effects += _ACTS.get(clock.name, _keep)(scene, clock)
    effects += _apology(scene, [clock for clock in woken if _missed(clock, now)])
    return Decision("swept", tuple(_once(effects)), case)


def _tasks(case: Case) -> frozenset[int]:
    return frozenset(task.id for task in case.tasks if task.open)


def _change(scene: Scene, clock: ClockFact, change: str, **more: object) -> ClockChange:
    agency = clocking.agency_of(scene.case, clock)
    return ClockChange(clock.name, change, agency, **more)  # type: ignore[arg-type]


def _once(effects: Sequence[Effect]) -> list[Effect]:
    """Drop a second SMS of a kind to the same people: two deadlines of one ticket, one reminder."""
    seen, kept = set[tuple[str, str]](), []
    for effect in effects:
        if isinstance(effect, Tell):
            if (effect.kind, effect.to) in seen:
                continue
            seen.add((effect.kind, effect.to))
        kept.append(effect)
    return kept


def _keep(scene: Scene, clock: ClockFact) -> tuple[Effect, ...]:
    """Remind of a deadline of the city's that comes, or tell the ladder of one that was missed."""
    case, sop, now = scene.case, scene.sop, scene.now
    if not case.open:
        return (_change(scene, clock, "stop"),)
    if now < clock.due:
        return _remind(scene, clock)
    steps = ladder.due_steps(clock, case, sop, now)
    step = clock.step + len(steps)
    wake = ladder.next_at(clock, case, sop, step)
    change = "wake" if clock.breached_at else "breached"
    if clock.breached_at and steps:
        change = "step"
    told = ladder.told(steps, clock, case, sop, now)
    return (_change(scene, clock, change, step=step, wake=wake), *told)


def _remind(scene: Scene, clock: ClockFact) -> tuple[Effect, ...]:
    """Remind the agency whose deadline comes near; of a ticket without one, nobody."""
    agency = ladder.responsible(clock, scene.case)
    if not agency:
        return (_change(scene, clock, "wake", wake=clock.due),)
    told = to_agency(scene.case, agency, REMINDER, tgl=scene.day(clock.due))
    return (_change(scene, clock, "remind", wake=clock.due), told)


def _missed(clock: ClockFact, now: datetime) -> bool:
    """Tell whether *clock* is missed just now, and the reporter was told of it."""
    late = clock.running and clock.due <= now and clock.breached_at is None
    return late and clock.name in _APOLOGISED


def _apology(scene: Scene, missed: Sequence[ClockFact]) -> tuple[Effect, ...]:
    """Return the excuse to the reporter for the first deadline of the ticket that is missed."""
    case = scene.case
    before = any(clock.breached_at for clock in case.clocks if clock.name in _APOLOGISED)
    if not missed or before or not case.open or case.silent:
        return ()
    first = min(missed, key=lambda clock: clock.due)
    day = (("tgl", scene.day(first.due)),)
    if case.confidentiality == "rahasia":
        return (Tell("TERLAMBAT_RAHASIA", "reporter", day),)
    opd = ladder.responsible(first, case) or "Koordinator"
    return (Tell("TERLAMBAT", "reporters", (("opd", opd), *day)),)


def _close(scene: Scene, clock: ClockFact) -> tuple[Effect, ...]:
    """Close what is done when its reporter has kept silent."""
    decision = carry_out(Order("close"), scene.case, SYSTEM, scene.sop, scene.now)
    return (_change(scene, clock, "stop"),) if decision.refused else decision.effects


def _unanswered(scene: Scene, clock: ClockFact) -> tuple[Effect, ...]:
    """Let a ticket go on whose reporter did not answer: silence is never a reason to drop it."""
    case = scene.case
    if case.state != "held":
        return (_change(scene, clock, "stop"),)
    asked = case.question if case.task_of(case.question) else ""
    told = (to_agency(case, asked, "P_JAWAB", tl=UNASKED),) if asked else ()
    return (*go_on(scene), Set("review", "no_answer"), *told)


def _notice(scene: Scene, clock: ClockFact) -> tuple[Effect, ...]:
    """Tell the reporter of a long-term matter that it is not forgotten, and when again."""
    case = scene.case
    if not case.open or case.term != clocking.LONG:
        return (_change(scene, clock, "stop"),)
    again = clocking.start_notice(scene.now)
    opd = case.lead.agency if case.lead else "Koordinator"
    told = news(scene, "KABAR_PANJANG", case.state, opd=opd, tgl=scene.day(again.due))
    return (again, *told)


def _watched(scene: Scene, clock: ClockFact) -> tuple[Effect, ...]:
    """Bring a ticket back before the coordinator's eyes on the day that was set for it."""
    return _change(scene, clock, "met"), Set("review", "watch")


_ACTS: dict[str, Act] = {
    "close": _close,
    "answer": _unanswered,
    clocking.NOTICE: _notice,
    clocking.WATCH: _watched,
}


@dataclass(frozen=True, slots=True)
class AlarmFact:
    """How far an alarm has been told."""

    told: int  # officer.id told last, 0 none or all on duty
    number: int  # how often somebody was told


def alarm(
    case: Case, fact: AlarmFact, officers: Sequence[Serving], sop: Sop, now: datetime
) -> Decision:
    """Tell an emergency that nobody has taken once more: all on duty, then one by one.

    *officers* are those of the agency that is called, in the order of the roster: who is on duty
    is told first, then the others, so often as the city's rounds say; then the coordinators as
    often; then it stands in their work list alone.
    """
    rules, number = sop.emergencies, fact.number + 1
    until = rules.rounds * len(officers) + 1
    if not case.open or number > until + rules.rounds:
        return Decision("alarm", (*_given_up(case), Alarmed(0, fact.number, None)), case)
    code = emergencies.agency_for(sop, case.category, case.accused)
    told, to = 0, COORDINATOR
    if number == 1 and officers:
        to = f"agency:{code}"
    elif number <= until and officers:
        duty = on_duty(officers, now, sop.calendar.zone)
        others = tuple(one.id for one in officers if one.id not in duty)
        told = emergencies.next_told((*duty, *others), fact.told, len(duty))
        to = f"officer:{told}"
    kind = "P_RAHASIA" if case.confidentiality == "rahasia" else "P_DARURAT"
    tell = Tell(kind, to, (("opd", code),) if code else (), "urgent")
    return Decision("alarm", (Alarmed(told, number, now + rules.repeat), tell), case)


def _given_up(case: Case) -> tuple[Set, ...]:
    return (Set("review", "alarm"),) if case.open else ()


MOST_SINGLE = 3
"""Reminders or escalations to the same people at one time that are told one by one."""

REMINDER = "P_INGAT"
_SINGLE = {ladder.LATE: 0, ladder.RAISED: MOST_SINGLE, REMINDER: MOST_SINGLE}


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who are told of several tickets in one SMS."""

    to: str
    kind: str  # ladder.LATE, ladder.RAISED or REMINDER


def merged(
    decisions: Sequence[Decision], told: Collection[Crowd] = ()
) -> tuple[tuple[Decision, ...], tuple[Crowd, ...]]:
    """Take out of *decisions* what is told to the same people too often; return it apart.

    P_TELAT says how many are late anyhow; of others up to MOST_SINGLE are told singly, but none
    to those in *told*, who have just read how many there are. After weeks without the daemon
    nobody gets two hundred SMS.
    """
    counts = Counter(crowd for decision in decisions for crowd in map(_crowd, decision.effects))
    many = [
        crowd
        for crowd, count in counts.items()
        if crowd is not None and (count > _SINGLE[crowd.kind] or crowd in told)
    ]
    left = tuple(
        replace(one, effects=tuple(tell for tell in one.effects if _crowd(tell) not in many))
        for one in decisions
    )
    return left, tuple(many)


def crowds(decisions: Sequence[Decision]) -> tuple[Crowd, ...]:
    """Return who is told by *decisions* of tickets that are late or soon will be."""
    found = (_crowd(effect) for decision in decisions for effect in decision.effects)
    return tuple(dict.fromkeys(crowd for crowd in found if crowd is not None))


def _crowd(effect: Effect) -> Crowd | None:
    if isinstance(effect, Tell) and effect.kind in _SINGLE:
        return Crowd(effect.to, effect.kind)
    return None
