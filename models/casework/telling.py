"""Who hears of an order: the reporter, the agencies, the coordinator; secret reports by number."""

from typing import Literal

from models.casework import clocking
from models.casework.case import Case
from models.casework.effects import Effect, Move, TaskMove, Tell
from models.casework.scene import Scene
from models.casework.states import OPEN, WORDS, State

Lane = Literal["urgent", "ack", "status", "bulk"]

COORDINATOR = "coordinator"
HANDLED = "SEDANG DITANGANI"
"""What the reporter of a secret report reads while somebody has still to act (DESIGN.md 11)."""

_SECRET = {"SELESAI": "SELESAI_RAHASIA", "PRANK": "PRANK", "BLOKIR": "BLOKIR",
           "TUTUP": "TUTUP", "TUTUP_OK": "TUTUP_OK", "BATAL_OK": "BATAL_OK"}  # fmt: skip
"""What the reporter of a secret report may read instead; any other text becomes KABAR_RAHASIA."""


def status(state: State) -> str:
    """Return the word for *state* that officers read."""
    return "MENUNGGU PELAPOR" if state == "held" else WORDS[state].shown


def news(scene: Scene, kind: str, state: State, **fields: str) -> tuple[Tell, ...]:
    """Return the SMS that tells the reporter, and those of the same incident, what was done.

    *state* is the one that the ticket is in now. Nothing for a report that must stay silent.
    """
    case = scene.case
    if case.silent:
        return ()
    if case.confidentiality != "rahasia":
        return (Tell(kind, "reporters", tuple(fields.items())),)
    if kind in _SECRET:
        told = tuple((name, value) for name, value in fields.items() if name != "tl")
        return (Tell(_SECRET[kind], "reporter", told),)
    word = HANDLED if state in OPEN else WORDS[state].shown
    return (Tell("KABAR_RAHASIA", "reporter", (("status", word),)),)


def to_agency(case: Case, agency: str, kind: str, **fields: str) -> Tell:
    """Return the SMS to the officers of *agency*; of a secret report, only that there is one."""
    told = tuple({"opd": agency, **fields}.items())
    lane: Lane = "urgent" if case.urgency == "darurat" else "status"
    if case.confidentiality != "rahasia":
        return Tell(kind, f"agency:{agency}", told, lane)
    handler = f"officer:{case.handler}" if case.handler else f"agency:{agency}"
    return Tell("P_RAHASIA", handler, (("opd", agency),), lane)


def to_coordinator(case: Case, kind: str, **fields: str) -> Tell:
    """Return the SMS to the coordinators; of a secret report it says no words of anybody."""
    if case.confidentiality == "rahasia" and "tl" in fields:
        fields = {**fields, "tl": "(rahasia, buka lewat terminal)"}
    return Tell(kind, COORDINATOR, tuple(fields.items()))


def withdraw(case: Case, state: State) -> tuple[Effect, ...]:
    """Return that every open task ends and its agency knows; the ticket is now in *state*."""
    effects: list[Effect] = []
    for task in case.tasks:
        if task.open:
            effects.append(TaskMove(task.agency, "withdrawn"))
            effects += clocking.stopped(case, "accept", task.agency)
            effects += clocking.stopped(case, "follow_up", task.agency)
            fields = (("opd", task.agency), ("status", status(state)))
            effects.append(Tell("P_CABUT", f"agency:{task.agency}", fields))
    return tuple(effects)


def go_on(scene: Scene) -> tuple[Effect, ...]:
    """Return that a ticket which waited for an answer is where it was, and its clocks run."""
    case = scene.case
    if case.state != "held":
        return ()
    again = clocking.resume(case, scene.now, scene.sop.calendar)
    return (*again, *clocking.stopped(case, "answer"), Move(scene.state, "resume"))
