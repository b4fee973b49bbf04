"""What an officer's SMS does: the verbs of DOMAIN.md 4.5, with our code where one is needed. Pure.

An order is judged twice where it needs a code: before we ask for it, so that nobody is asked for
what would be refused, and again when the code comes back, for others may have been faster.
"""

import re
from dataclasses import replace
from datetime import datetime

from models.actions import Action
from models.casework.case import Case, Challenge
from models.casework.effects import Answered, Ask, Decision, Effect, Happened, Move, Tell
from models.casework.facts import Facts
from models.casework.officer_list import list_tasks
from models.casework.officer_words import refusal
from models.casework.orders import carry_out
from models.casework.scene import Order
from models.casework.telling import status
from models.casework.turn import Turn, reply
from models.numbering import check_ok
from parser.reading import Reading
from parser.sentences import FREE
from parser.words import OFFICER

VERBS = {
    "disposisi": "assign", "terima": "accept", "proses": "progress", "selesai": "done",
    "tolak": "return", "tanya": "ask", "catat": "note", "gabung": "merge", "rahasia": "hide",
    "prank": "prank",
}  # fmt: skip
"""What officers write -> the order it is."""

TRIES = 3
"""Wrong codes that end a challenge."""

_OUTCOMES = {
    "diberikan": "granted", "dikabulkan": "granted", "seluruhnya": "granted",
    "sebagian": "partly", "ditolak": "refused", "tolak": "refused",
}  # fmt: skip
"""First word of the result of a request for information -> how it ended."""

_ANOTHER = re.compile(r"\b([a-z]{3,12})[ :#.-]{1,3}([0-9]{7,9})(?![0-9])", re.IGNORECASE)
_FIRST = re.compile(r"\W*([a-z]+)", re.IGNORECASE)


def decide(reading: Reading, facts: Facts, action: Action, now: datetime) -> Decision:
    """Return what the officer's message read as *reading* (petugas_*) does; it is answered always.

    For ``petugas_ok`` ``facts.named`` and ``facts.into`` are the challenge's tickets. ``now`` is
    aware, UTC.
    """
    turn = Turn(reading, facts, action, now)
    act = reading.intent.removeprefix("petugas_")
    if act == "ok":
        return _confirm(turn)
    if act in {"daftar", "telat"}:
        return list_tasks(turn, late=act == "telat")
    alarm = facts.alarm if act == "terima" and not reading.tickets else None
    case = alarm or facts.named
    return _unreadable(turn, act, case) or _command(turn, act, case)


def _unreadable(turn: Turn, act: str, case: Case | None) -> Decision | None:
    """Return the answer to a command that names no ticket, more than one, or none of ours."""
    reading = turn.reading
    verb = act.upper()
    if case is None and not reading.tickets:
        tasks = turn.facts.tasks
        number = str(tasks[0].number) if tasks else turn.typed
        return _say("no_number", "P_NOMOR", verba=verb, no=number)
    if len(reading.tickets) > 1 or _several(act, reading.body):
        return _neither(_say("several", "P_SATU", verba=verb, no=turn.typed), act, case)
    if case is None or (reading.tickets and not reading.tickets[0].check_ok):
        return _unknown(turn, turn.typed)
    return None


def _several(act: str, body: str) -> bool:
    """Tell whether *body* holds a second command: then nothing is done of either."""
    named = any(
        word.lower() in OFFICER and check_ok(digits) for word, digits in _ANOTHER.findall(body)
    )
    begins = _FIRST.match(body)
    other = OFFICER.get(begins[1].lower(), act) if begins else act
    return named or (act == "terima" and other != act)


def _neither(answer: Decision, act: str, case: Case | None) -> Decision:
    """Return *answer*, with the event that two commands came at once where a ticket is known."""
    if case is None:
        return answer
    happened = Happened("refused", (("verb", VERBS[act]), ("why", "several")))
    return replace(answer, effects=(happened, *answer.effects), case=case)


def _unknown(turn: Turn, number: str) -> Decision:
    """Return the same answer for no such ticket as for another agency's."""
    return _say("not_found", "P_TAKADA", no=number, opd=turn.facts.actor.agency or "Koordinator")


def _say(outcome: str, kind: str, **fields: str) -> Decision:
    tell = Tell(kind, "sender", tuple(fields.items()), "ack", subject=False)
    return Decision(outcome, (tell,), refused=outcome)


def _command(turn: Turn, act: str, case: Case | None) -> Decision:
    """Carry out a command about a ticket that exists, or ask for its code first."""
    assert case is not None  # _unreadable() answered
    reading, facts = turn.reading, turn.facts
    if act == "disposisi" and not reading.agency:
        return _no_agency(turn, case)
    if act == "gabung":
        if reading.into is None:
            return _refused(turn, case, Order("merge"), "value")
        if facts.into is None:
            return _unknown(turn, reading.into.digits)
    order = _order(act, reading.body, case, reading.agency, facts.into)
    decision = carry_out(order, case, facts.actor, facts.sop, turn.now)
    if decision.refused:
        return _refused(turn, case, order, decision.refused)
    if facts.sop.codes.mode != "none" and act in facts.sop.codes.verbs:
        return _ask_code(turn, act, case)
    return _answered(decision, act, case, free=FREE in reading.flags)


def _order(act: str, body: str, case: Case, agency: str, into: Case | None) -> Order:
    """Return the order that an officer's act is; the result of a request may begin with how."""
    verb = VERBS[act]
    if act != "selesai" or case.type != "permintaan_info":
        return Order(verb, body, agency, into=into if act == "gabung" else None)
    begins = _FIRST.match(body)
    outcome = _OUTCOMES.get(begins[1].lower(), "") if begins else ""
    if begins and outcome:
        body = body[begins.end() :].lstrip(" ,.:;-") if outcome != "granted" else body
    elif case.subtype != "ppid":
        outcome = "granted"  # a plain question that was answered
    return Order(verb, body, values=(("outcome", outcome),))


def _no_agency(turn: Turn, case: Case) -> Decision:
    """Offer the agency that a typo may mean; nothing is guessed (DOMAIN.md 4.5)."""
    offered = turn.reading.suggest
    known = turn.sop.agencies
    code = offered or (known[0].code if known else "DISHUB")
    tell = reply("P_OPD" if offered else "P_OPDAPA", opd=code)
    happened = Happened("refused", (("verb", "assign"), ("why", "agency")))
    return Decision("refused", (happened, tell), case, refused="agency")


def _ask_code(turn: Turn, act: str, case: Case) -> Decision:
    """Let the command wait until our code, or the next of the officer's sheet, comes back."""
    into = turn.facts.into
    ask = Ask(act, turn.reading.body, into.number if act == "gabung" and into else 0)
    kind = "P_LEMBAR" if turn.sop.codes.mode == "sheet" and turn.facts.sheet else "P_KODE"
    return Decision("code_asked", (ask, reply(kind, verba=act.upper())), case, valid=True)


def _refused(turn: Turn, case: Case, order: Order, why: str) -> Decision:
    """Return the event and the words for an order that is not carried out."""
    happened = Happened("refused", (("verb", order.verb), ("why", why)))
    told = refusal(turn, case, order, why)
    return Decision("refused", (happened, told), case, refused=why)


def _answered(decision: Decision, act: str, case: Case, *, free: bool = False) -> Decision:
    """Return *decision* with the answer to the officer: what became of it, and who was told.

    *free*: it was no command; the officer reads how to write one.
    """
    effects = decision.effects
    state = case.state
    for effect in effects:
        state = effect.to if isinstance(effect, Move) else state
    told = any(isinstance(one, Tell) and one.to in {"reporter", "reporters"} for one in effects)
    waits = decision.notes[1:] if decision.notes[:1] == ("waits",) else ()
    if waits:
        tell = reply("P_TUNGGU", opd=waits[0])
    elif told:
        tell = reply("P_OK", status=status(state))
    elif free:
        tell = reply("P_INTERN")
    else:
        tell = reply("P_DICATAT", verba=act.upper(), status=status(state))
    return replace(decision, effects=(*effects, tell))


def _confirm(turn: Turn) -> Decision:
    """Carry out the command that waited for the code, if this is it and it is in time."""
    challenge, case = turn.facts.challenge, turn.facts.named
    if challenge is None:
        return _say("no_challenge", "P_TANPA")
    verb, number = challenge.verb.upper(), str(challenge.ticket)
    if case is None or case.number != challenge.ticket:
        gone = _unknown(turn, number)
        return replace(gone, effects=(Answered(challenge.id), *gone.effects))
    if challenge.until is not None and challenge.until <= turn.now:
        return _spent(challenge, case, "expired", reply("P_LEWAT", verba=verb))
    if not challenge.right:
        left = TRIES - challenge.tries - 1
        if left <= 0:
            return _spent(challenge, case, "code", reply("P_HANGUS", verba=verb))
        wrong = Answered(challenge.id, right=False)
        return _spent(challenge, case, "code", reply("P_SALAH", n=str(left)), wrong)
    return _confirmed(turn, challenge, case)


def _spent(
    challenge: Challenge, case: Case, why: str, told: Tell, answered: Answered | None = None
) -> Decision:
    """Return that a code was not the right one, or too late; *answered*: it may be tried again."""
    happened = Happened("refused", (("verb", VERBS[challenge.verb]), ("why", why)))
    effects: tuple[Effect, ...] = (answered or Answered(challenge.id), happened, told)
    return Decision("refused", effects, case, refused=why)


def _confirmed(turn: Turn, challenge: Challenge, case: Case) -> Decision:
    act = challenge.verb
    order = _order(act, challenge.body, case, "", turn.facts.into)
    decision = carry_out(order, case, turn.facts.actor, turn.sop, turn.now)
    if decision.refused:
        decision = _refused(turn, case, order, decision.refused)
    else:
        decision = _answered(decision, act, case)
    return replace(decision, effects=(Answered(challenge.id), *decision.effects))
