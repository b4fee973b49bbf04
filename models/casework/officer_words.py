"""Why an officer's order was not carried out, as one SMS; the second of two reads who was first."""

from models.casework.case import Case, Last
from models.casework.effects import Tell
from models.casework.scene import Order
from models.casework.telling import status
from models.casework.turn import Turn, reply

DEEDS = {
    "opened": "dilaporkan", "verified": "diverifikasi", "held": "ditahan", "resumed": "dilanjutkan",
    "assigned": "diteruskan", "accepted": "diterima", "progressed": "diproses",
    "done": "diselesaikan", "returned": "dikembalikan", "rejected": "ditolak",
    "archived": "diarsipkan", "closed": "ditutup", "reopened": "dibuka lagi",
    "cancelled": "dibatalkan", "merged": "digabung", "marked_prank": "ditandai iseng",
    "asked": "ditanyakan", "answered": "dijawab", "hidden": "dirahasiakan",
}  # fmt: skip
"""Verb of an event -> what was done, in a text; others do not answer "who was first?"."""

_ACTORS = {"citizen": "pelapor", "system": "sistem"}

_BY_AGENCY = frozenset({"accepted", "progressed", "done", "returned"})
"""Verbs whose event names the agency that did it."""

_KINDS = {
    "role": "P_PERAN", "accused": "P_TERLAPOR", "outcome": "P_HASIL", "unverified": "P_VERIF",
    "threat": "P_ANCAMAN", "silent": "P_DIAM", "no_reporter": "P_DIAM", "cycle": "P_GABUNG",
    "ended": "P_GABUNG", "value": "P_GABUNG",
}  # fmt: skip
"""Refusal -> text, for those that need no more than that."""

_EMPTY = {"done": "P_BUKTI", "return": "P_ALASAN"}
"""Order -> what is said when its words are missing; P_ISI for the others."""


def refusal(turn: Turn, case: Case, order: Order, why: str) -> Tell:
    """Return the answer to an officer whose *order* about *case* was refused for *why*."""
    verb = written(turn)
    if why == "not_yours":
        agency = turn.facts.actor.agency or "Koordinator"
        fields = (("no", str(case.number)), ("opd", agency))
        return Tell("P_TAKADA", "sender", fields, "ack", subject=False)
    if why == "no_text":
        return reply(_EMPTY.get(order.verb, "P_ISI"), verba=verb)
    if order.verb == "merge" and why in {"same", "confidential"}:
        return reply("P_GABUNG")
    if why == "state" and case.last is not None and case.last.verb in DEEDS:
        return _first(turn, case, case.last)
    if why in _KINDS:
        return reply(_KINDS[why], verba=verb, opd=order.agency)
    return reply("P_STATUS", verba=verb, status=status(case.state))


def written(turn: Turn) -> str:
    """Return the command as the officer wrote it, also when only its code has come back."""
    challenge = turn.facts.challenge
    if turn.reading.intent == "petugas_ok" and challenge is not None:
        return challenge.verb.upper()
    return turn.reading.intent.removeprefix("petugas_").upper()


def _first(turn: Turn, case: Case, last: Last) -> Tell:
    """Tell what the other one did, who it was and when."""
    when = last.at.astimezone(turn.sop.calendar.zone).strftime("%d/%m %H.%M")
    return reply(
        "P_DULU", tindakan=DEEDS[last.verb], opd=_who(last), waktu=when, status=status(case.state)
    )


def _who(last: Last) -> str:
    """Return who did it; the agency that an event names is often the one it was done to."""
    if last.agency and last.verb in _BY_AGENCY:
        return last.agency
    if last.actor.startswith("officer:"):
        return "petugas lain"
    return _ACTORS.get(last.actor, "koordinator")
