"""A ticket's deadlines as its orders change them: met, stopped, paused, going on, reckoned anew."""

from datetime import datetime
from typing import Literal, Protocol

from models.casework.case import Case, ClockFact
from models.casework.effects import ClockChange, OpenTicket, StartClock
from models.casework.sop import ClockRule, Sop
from models.clocks import Calendar, Span, due

_CONDITIONS = ("category", "grade", "subtype", "type", "urgency", "term")

_WAITS = frozenset({"answer", "close"})
"""Deadlines of the reporter, which the city cannot meet."""


class Subject(Protocol):
    """What deadlines go by: a Case, or an OpenTicket (which has no grade and no term yet)."""

    @property
    def type(self) -> str:
        """Pengaduan | aspirasi | permintaan_info."""

    @property
    def category(self) -> str:
        """Code of the category."""


def span_of(sop: Sop, clock: str, case: Subject) -> Span | None:
    """Return how long *clock* may take for *case* by the most exact rule; None: it has none."""
    rules = [rule for rule in sop.deadlines if rule.clock == clock and _fits(rule, case)]
    best = max(rules, key=_exactness, default=None)
    return best.span if best else None


def _fits(rule: ClockRule, case: Subject) -> bool:
    wanted = ((getattr(rule, name), getattr(case, name, "")) for name in _CONDITIONS)
    return all(not want or want == has for want, has in wanted)


def _exactness(rule: ClockRule) -> tuple[bool, ...]:
    return tuple(bool(getattr(rule, name)) for name in _CONDITIONS)


def opening(sop: Sop, ticket: OpenTicket, now: datetime) -> tuple[StartClock, ...]:
    """Return the deadlines that begin with *ticket*: to verify it and to settle it."""
    spans = ((name, span_of(sop, name, ticket)) for name in ("verify", "settle"))
    return tuple(StartClock(name, due(now, span, sop.calendar)) for name, span in spans if span)


def pause(case: Case, now: datetime) -> tuple[ClockChange, ...]:  # noqa: ARG001 - C's signature
    """Return what stops the deadlines of *case* while its reporter is asked."""
    return (ClockChange("*", "pause"),) if any(clock.running for clock in case.clocks) else ()


def resume(case: Case, now: datetime, calendar: Calendar) -> tuple[ClockChange, ...]:  # noqa: ARG001
    """Return what lets the paused deadlines of *case* go on, each moved by its pause."""
    return tuple(
        ClockChange(
            clock.name, "resume", _agency(case, clock), due=clock.due + (now - clock.paused_since)
        )
        for clock in case.clocks
        if clock.met_at is None and clock.paused_since is not None
    )


def met(case: Case, name: str, agency: str = "") -> tuple[ClockChange, ...]:
    """Return that the deadline *name* of *agency*'s task, or of the ticket, is met; () without."""
    return _changed(case, name, agency, "met")


def stopped(case: Case, name: str, agency: str = "") -> tuple[ClockChange, ...]:
    """Return that the deadline *name* matters no more; () when there is none."""
    return _changed(case, name, agency, "stop")


def settled(case: Case, how: Literal["met", "stop"]) -> tuple[ClockChange, ...]:
    """Return that the ticket's own deadlines are met, or matter no more; tasks have theirs."""
    return tuple(
        ClockChange(clock.name, "stop" if clock.name in _WAITS else how)
        for clock in case.clocks
        if clock.met_at is None and not clock.task
    )


def reckoned(before: Case, after: Case, sop: Sop) -> tuple[ClockChange, ...]:
    """Return the new deadlines of a ticket that became of another class, type or category."""
    changes = []
    for clock in before.clocks:
        span = span_of(sop, clock.name, after)
        if clock.running and clock.started_at and span and span != span_of(sop, clock.name, before):
            moment = due(clock.started_at, span, sop.calendar)
            changes.append(ClockChange(clock.name, "due", _agency(before, clock), due=moment))
    return tuple(changes)


def _changed(
    case: Case, name: str, agency: str, how: Literal["met", "stop"]
) -> tuple[ClockChange, ...]:
    found = any(
        clock.name == name and clock.met_at is None and _agency(case, clock) == agency
        for clock in case.clocks
    )
    return (ClockChange(name, how, agency),) if found else ()


def _agency(case: Case, clock: ClockFact) -> str:
    """Return whose task *clock* belongs to; '' for the ticket's own."""
    return next((task.agency for task in case.tasks if task.id == clock.task), "")
