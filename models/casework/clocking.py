"""A ticket's deadlines as its orders change them: begun, met, stopped, paused, reckoned anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from models.casework.case import Case, ClockFact
from models.casework.effects import ClockChange, OpenTicket, StartClock
from models.casework.sop import ClockRule, Sop
from models.clocks import Calendar, Span, counts_days, due, moved
from models.clocks import rebased as calendar_moved

_CONDITIONS = ("category", "grade", "subtype", "type", "urgency", "term")

NOTICE = "notice"
"""When the reporter of a long-term matter hears the next time that it is not forgotten."""
WATCH = "watch"
"""When somebody looks again whether what was done has lasted."""

NOTICE_AFTER = timedelta(days=30)
LONG = "long"

EXTENDED = "ppid_extended"

REMINDED = frozenset({"follow_up", "settle", "ppid", EXTENDED})
"""Deadlines of which an agency is reminded."""
_LEAST_REMINDED = timedelta(hours=2)
"""A shorter deadline is not reminded of: the task itself has only just been told."""


class Subject(Protocol):
    """What deadlines go by: a Case, or an OpenTicket (which has no grade and no term yet)."""

    @property
    def type(self) -> str:
        """Pengaduan | aspirasi | permintaan_info."""

    @property
    def category(self) -> str:
        """Code of the category."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A ticket that is not a row yet, with the class that its category gives it."""

    type: str
    subtype: str
    category: str
    urgency: str
    grade: str


def span_of(sop: Sop, clock: str, case: Subject) -> Span | None:
    """Return how long *clock* may take for *case* by the most exact rule; None: it has none."""
    key = (clock, *(getattr(case, name, "") for name in _CONDITIONS))
    if key not in sop.spans:
        sop.spans[key] = _span(sop, key)
    return sop.spans[key]


def _span(sop: Sop, key: tuple[str, ...]) -> Span | None:
    clock, *has = key
    rules = [rule for rule in sop.deadlines if rule.clock == clock and _fits(rule, has)]
    best = max(rules, key=_exactness, default=None)
    return best.span if best else None


def _fits(rule: ClockRule, has: Sequence[str]) -> bool:
    wanted = (getattr(rule, name) for name in _CONDITIONS)
    return all(not want or want == one for want, one in zip(wanted, has, strict=True))


def _exactness(rule: ClockRule) -> tuple[bool, ...]:
    return tuple(bool(getattr(rule, name)) for name in _CONDITIONS)


def opening(sop: Sop, ticket: OpenTicket, now: datetime) -> tuple[StartClock, ...]:
    """Return the deadlines that begin with *ticket*: to verify it, and to settle it."""
    key = (ticket.type, ticket.subtype, ticket.category, ticket.urgency)
    openings: dict[tuple[str, ...], tuple[StartClock, ...]] = sop.lately(now)
    if key not in openings:
        openings[key] = tuple([_begin(sop, name, span, now) for name, span in _plan(sop, key)])
    return openings[key]


def _plan(sop: Sop, key: tuple[str, str, str, str]) -> tuple[tuple[str, Span], ...]:
    """Return the deadlines of tickets of one kind, and how long they may take."""
    if key not in sop.plans:
        opened = _Opened(*key, sop.category(key[2]).grade)
        spans = ((name, span_of(sop, name, opened)) for name in ("verify", _end_of(sop, opened)))
        sop.plans[key] = tuple((name, span) for name, span in spans if span)
    return sop.plans[key]


def _begin(sop: Sop, name: str, span: Span, now: datetime) -> StartClock:
    """Return the clock *name* of *span*, the same one for all that begin *now*."""
    begun: dict[tuple[str, int, str], StartClock] = sop.lately(now)
    key = (name, span.count, span.unit)
    if key not in begun:
        begun[key] = StartClock(name, due(now, span, sop.calendar))
    return begun[key]


def _end_of(sop: Sop, case: Subject) -> str:
    """Return by which deadline *case* must have ended: the law on information has its own."""
    return "ppid" if span_of(sop, "ppid", case) else "settle"


def first_wake(name: str, begun: datetime, until: datetime, calendar: Calendar) -> datetime:
    """Return when somebody must first be told of the deadline *name*: a reminder, or its end.

    One of working days is reminded of as the last full working day before it begins, or else on
    its own morning; any other when three quarters of it are over.
    """
    if name not in REMINDED or until - begun < _LEAST_REMINDED:
        return until
    if not counts_days(until, calendar):
        return until - (until - begun) / 4
    day = calendar.day(until)
    mornings = [calendar.opening(day)]
    before = day - timedelta(days=1)
    while not calendar.works(before):
        before -= timedelta(days=1)
    mornings.insert(0, calendar.opening(before))
    since = calendar.opening(calendar.day(begun)) + timedelta(days=1)
    return next((moment for moment in mornings if moment >= since), until)


def wake_of(sop: Sop, name: str, now: datetime, until: datetime) -> datetime:
    """Return first_wake() of what begins *now*: looked for once in a batch."""
    wakes: dict[tuple[str, datetime], datetime] = sop.lately(now)
    key = (name, until)
    if key not in wakes:
        wakes[key] = first_wake(name, now, until, sop.calendar)
    return wakes[key]


def pause(case: Case, now: datetime) -> tuple[ClockChange, ...]:  # noqa: ARG001 - as resume
    """Return what stops the deadlines of *case* while its reporter is asked."""
    return (ClockChange("*", "pause"),) if any(clock.running for clock in case.clocks) else ()


def resume(case: Case, now: datetime, calendar: Calendar) -> tuple[ClockChange, ...]:
    """Return what lets the paused deadlines of *case* go on, each moved by its pause."""
    changes = []
    for clock in case.clocks:
        if clock.met_at is None and clock.paused_since is not None:
            until = moved(clock.due, clock.paused_since, now, calendar)
            wake = first_wake(clock.name, now, until, calendar)
            agency = agency_of(case, clock)
            changes.append(ClockChange(clock.name, "resume", agency, due=until, wake=wake))
    return tuple(changes)


def met(case: Case, name: str, agency: str = "") -> tuple[ClockChange, ...]:
    """Return that the deadline *name* of *agency*'s task, or of the ticket, is met; () without."""
    return _changed(case, name, agency, "met")


def stopped(case: Case, name: str, agency: str = "") -> tuple[ClockChange, ...]:
    """Return that the deadline *name* matters no more; () when there is none."""
    return _changed(case, name, agency, "stop")


def settled(case: Case, how: Literal["met", "stop"]) -> tuple[ClockChange, ...]:
    """Return that the ticket's own deadlines are met, or matter no more; tasks have theirs.

    A watch outlives the ticket's end: that is what it is for.
    """
    return tuple(
        ClockChange(clock.name, how if clock.ours else "stop")
        for clock in case.clocks
        if clock.met_at is None and not clock.task and clock.name != WATCH
    )


def reckoned(before: Case, after: Case, sop: Sop) -> tuple[ClockChange | StartClock, ...]:
    """Return the new deadlines of a ticket that became of another class, type or category.

    They count from when they first began, and keep what pauses gave them.
    """
    changes: list[ClockChange | StartClock] = []
    for clock in before.clocks:
        name = clock.name
        if name == _end_of(sop, before) and not clock.task:
            name = _end_of(sop, after)
        old, new = span_of(sop, clock.name, before), span_of(sop, name, after)
        if clock.met_at is not None or clock.started_at is None or not old or not new:
            continue
        if (name, new) == (clock.name, old):
            continue
        bases = (due(clock.started_at, span, sop.calendar) for span in (new, old))
        until = moved(next(bases), next(bases), clock.due, sop.calendar)
        changes += _replaced(before, clock, name, until, sop.calendar)
    return tuple(changes)


def _replaced(
    case: Case, clock: ClockFact, name: str, until: datetime, calendar: Calendar
) -> tuple[ClockChange | StartClock, ...]:
    """Return that *clock* ends at *until* now, or that the deadline *name* takes its place."""
    if name != clock.name:
        again = StartClock(name, until, begun=clock.started_at)
        paused = () if clock.running else (ClockChange(name, "pause"),)
        return (ClockChange(clock.name, "stop"), again, *paused)
    return (rescheduled(case, clock, until, calendar),)


def rescheduled(case: Case, clock: ClockFact, until: datetime, calendar: Calendar) -> ClockChange:
    """Return that *clock* ends at *until* now, whether it runs or is paused."""
    wake = first_wake(clock.name, clock.started_at or until, until, calendar)
    return ClockChange(clock.name, "due", agency_of(case, clock), due=until, wake=wake)


def noticed(before: Case, after: Case, now: datetime) -> tuple[ClockChange | StartClock, ...]:
    """Return that the reporter of what became a long-term matter gets news now and then."""
    if before.term == after.term or not before.open:
        return ()
    return (start_notice(now),) if after.term == LONG else stopped(before, NOTICE)


def start_notice(now: datetime) -> StartClock:
    """Return that the reporter of a long-term matter hears of it again in a month."""
    return StartClock(NOTICE, now + NOTICE_AFTER)


def _changed(
    case: Case, name: str, agency: str, how: Literal["met", "stop"]
) -> tuple[ClockChange, ...]:
    found = any(
        clock.name == name and clock.met_at is None and agency_of(case, clock) == agency
        for clock in case.clocks
    )
    return (ClockChange(name, how, agency),) if found else ()


def agency_of(case: Case, clock: ClockFact) -> str:
    """Return whose task *clock* belongs to; '' for the ticket's own."""
    return next((task.agency for task in case.tasks if task.id == clock.task), "")


def rebased(case: Case, old: Calendar, new: Calendar, before: datetime) -> tuple[ClockChange, ...]:
    """Return the open deadlines of *case* that the calendar *new* moves.

    Only those that began *before* it was in force; the longer time of the law on information
    begins where the first one ends, and so perhaps after it.
    """
    changes = []
    for clock in case.clocks:
        if clock.met_at is not None or clock.started_at is None:
            continue
        until = calendar_moved(clock.due, clock.started_at, old, new)
        if until != clock.due and (clock.started_at < before or clock.name == EXTENDED):
            changes.append(rescheduled(case, clock, until, new))
    return tuple(changes)
