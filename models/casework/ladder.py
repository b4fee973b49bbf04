"""Who is told of a missed deadline, and when: the city's ladder, each step once. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from models.casework import clocking
from models.casework.case import Case, ClockFact
from models.casework.effects import Tell
from models.casework.sop import Sop, Step
from models.casework.telling import COORDINATOR
from models.clocks import due

LATE = "P_TELAT"
RAISED = "P_ESKALASI"


class Rung(NamedTuple):
    """One step as it is for one deadline."""

    at: datetime
    step: Step


def rungs(clock: ClockFact, case: Case, sop: Sop) -> tuple[Rung, ...]:
    """Return the steps that are told of *clock*, by their time, the first written of equals."""
    agency = sop.agency(responsible(clock, case))
    wanted = agency.escalation if agency else ()
    found = (
        Rung(due(clock.due, step.after, sop.calendar) if step.after else clock.due, step)
        for step in sop.ladder
        if (not step.clocks or clock.name in step.clocks) and (not wanted or step.to in wanted)
    )
    return tuple(sorted(found, key=lambda rung: rung.at))


def due_steps(clock: ClockFact, case: Case, sop: Sop, now: datetime) -> tuple[Step, ...]:
    """Return the steps of *clock* that are due and have not been told."""
    return tuple(rung.step for rung in rungs(clock, case, sop)[clock.step :] if rung.at <= now)


def next_at(clock: ClockFact, case: Case, sop: Sop, told: int) -> datetime | None:
    """Return when the step after the first *told* is due; None when there is none."""
    left = rungs(clock, case, sop)[told:]
    return left[0].at if left else None


def responsible(clock: ClockFact, case: Case) -> str:
    """Return the agency that has to keep *clock*: its task's, or the one that leads; '' nobody."""
    if clock.task:
        return clocking.agency_of(case, clock)
    return case.lead.agency if case.lead and clock.name != "verify" else ""


def told(
    steps: Sequence[Step], clock: ClockFact, case: Case, sop: Sop, now: datetime
) -> tuple[Tell, ...]:
    """Return the SMS of *steps*, one to each address; of several tickets the sweep makes one.

    Officers, and coordinators of what nobody has verified, read how many of theirs are late; all
    others which ticket. The head of no agency is nobody.
    """
    agency = responsible(clock, case)
    opd = agency or "Koordinator"
    day = clock.due.astimezone(sop.calendar.zone).strftime("%d-%m-%Y")
    late = _lateness(clock.due, sop, now)
    found = []
    for step in steps:
        own = step.to == "officer" or (step.to == COORDINATOR and not agency)
        to = _address(step, agency, case)
        if own:
            found.append(Tell(LATE, to, (("opd", opd), ("tgl", day))))
        elif to:
            found.append(Tell(RAISED, to, (("opd", opd), ("lama", late), ("tgl", day))))
    return tuple(found)


def _lateness(missed: datetime, sop: Sop, now: datetime) -> str:
    """Return since when a deadline is over: in working days, in hours before there is one."""
    days = sop.calendar.working_days(missed, now)
    hours = max(1, int((now - missed).total_seconds() // 3600))
    return f"{days} hari kerja" if days else f"{hours} jam"


def _address(step: Step, agency: str, case: Case) -> str:
    if step.to == "officer":
        if case.handler and case.confidentiality == "rahasia":
            return f"officer:{case.handler}"
        return f"agency:{agency}" if agency else COORDINATOR
    if step.to == "head":
        return f"head:{agency}" if agency else ""
    return step.to
