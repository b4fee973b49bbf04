"""What a reporter does with their own ticket: cancel, reopen, rate, add, answer; with the reply.

The callers have seen that the ticket is theirs. *words* are what of the message officers may get
(numbers and names are cut here); the note keeps the message's own. Nothing is ever said back
about a report that must stay silent.
"""

from dataclasses import replace
from datetime import datetime

from models.casework.case import CITIZEN, Case
from models.casework.effects import Decision, Effect, Note, Set, StartClock, Tell
from models.casework.orders import carry_out
from models.casework.orders_word import relay
from models.casework.scene import Order, Scene, says
from models.casework.sop import Sop
from models.casework.standing import tell_standing
from models.casework.states import SETTLED
from models.casework.turn import reply

RATED = frozenset({"done", "closed"})


def cancel(case: Case, sop: Sop, now: datetime) -> Decision:
    """Take the report back; of one that has ended its state is told (refused ``state``)."""
    decision = carry_out(Order("cancel"), case, CITIZEN, sop, now)
    return _with(decision, case, tell_standing(case) if decision.refused else reply("BATAL_OK"))


def reopen(case: Case, sop: Sop, now: datetime, words: str = "") -> Decision:
    """Open the report again, or say that it is too late (refused ``too_late``).

    For one that is still open the words are an addition; against what a coordinator decided
    about (archived, not the city's) they are an appeal that the coordinator reads.
    """
    if case.state not in SETTLED:
        added = add(case, sop, now, words)
        appeal = case.state in {"archived", "other_agency"}
        return (
            replace(added, effects=(Set("review", "appeal"), *added.effects)) if appeal else added
        )
    decision = carry_out(Order("reopen"), case, CITIZEN, sop, now)
    return _with(decision, case, reply("BUKA_TOLAK" if decision.refused else "BUKA_OK"))


def rate(case: Case, score: int, sop: Sop, now: datetime) -> Decision:
    """Keep *score* (1 to 5) of what is done; a later one replaces it (refused ``state``)."""
    if case.state not in RATED:
        refused = Scene(Order("rate"), case, CITIZEN, sop, now).refuse("state")
        return _with(refused, case, tell_standing(case))
    decision = Decision("rated", (Set("rating", score),), case, valid=True)
    return _with(decision, case, reply("NILAI_OK", skor=str(score)))


def add(case: Case, sop: Sop, now: datetime, words: str = "") -> Decision:
    """Keep words beside the report and send them to who works on it.

    While the report waits for an answer they are the answer; after "done" they begin the time
    anew after which silence closes it.
    """
    if case.state == "held":
        return answer(case, sop, now, words)
    scene = Scene(Order("note", words), case, CITIZEN, sop, now)
    closes = (StartClock("close", scene.until(sop.close_after)),) if case.state == "done" else ()
    effects: list[Effect] = [Note("addition"), *closes, *relay(scene, "", "P_TAMBAH")]
    return _with(Decision("added", tuple(effects), case, valid=True), case, reply("TAMBAH_OK"))


def answer(case: Case, sop: Sop, now: datetime, words: str = "") -> Decision:
    """Give the answer to who asked and let the deadlines go on; unasked it is an addition."""
    if case.state != "held":
        return add(case, sop, now, words)
    if words and not says(words):  # "???" answers nothing
        return _with(Decision("added", (Note("addition"),), case), case, reply("TAMBAH_OK"))
    decision = carry_out(Order("answer", words), case, CITIZEN, sop, now)
    return _with(decision, case, reply("TAMBAH_OK"))


def _with(decision: Decision, case: Case, told: Tell) -> Decision:
    """Return *decision* with what the reporter reads."""
    if case.silent:
        return decision
    return replace(decision, effects=(*decision.effects, told))
