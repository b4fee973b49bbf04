"""A report becomes a ticket: how secret, from where, for whom, and what its sender reads. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from models.casework import clocking, emergencies, further, incidents, routing
from models.casework.abuse import THREAT
from models.casework.accused import accused
from models.casework.case import Case
from models.casework.effects import (
    Assign,
    ClockChange,
    Decision,
    Effect,
    Happened,
    Move,
    OpenTicket,
    StartClock,
    Tell,
)
from models.casework.safety import endangered, quiet
from models.casework.sop import Sop
from models.casework.turn import Turn, reply
from models.clocks import Span, due
from parser.reading import Reading

LEVELS = ("biasa", "anonim", "rahasia")
ERASURE = "hapus_data"
"""Subtype of a request to erase the sender's data."""

_ERASE_WITHIN = Span(3, "hari")  # UU 27/2022 PDP: 3x24 hours
_ASKING = frozenset({"LOKASI", "LENGKAPI"})
_FOR_NEW = _ASKING | {"TERIMA", "TERIMA_RAHASIA", "TERIMA_MIRIP", "DARURAT", "LUAR", "PDP"}
_REVIEWS = {
    "create_ticket_review": "suspect",
    "create_ticket_outside": "outside",
    "create_ticket_split": "several_problems",
    "create_or_reopen": "reported_before",
    "ask_detail": "too_vague",
    "reply_polite": "no_complaint",
    "ticket_alert_no_reply": "do_not_answer",
}
"""Action -> why a person must read the ticket."""


def open_report(turn: Turn, review: str = "", linked_to: int = 0) -> Decision:
    """Open a ticket and answer; *review* says why a person must look, else facts and action do.

    *linked_to* is the ticket (id) that the words were written for.
    """
    ticket = _ticket(turn, review, linked_to)
    similar = _similar(turn, ticket)
    links = incidents.join(similar, turn.sop.incidents)
    if similar and not links and not ticket.linked_to:
        ticket = replace(ticket, review=ticket.review or "similar", linked_to=similar[0].id)
    steps = _first_steps(turn, ticket, similar, joined=bool(links))
    effects = (ticket, *links, *steps)
    assigned = any(isinstance(effect, Assign) for effect in steps)
    answer = () if ticket.silent else (_acknowledge(turn, ticket, assigned=assigned),)
    return Decision("ticket", (*effects, *answer), valid=True)


def ask_erasure(turn: Turn) -> Decision:
    """Open the request to erase the sender's data; a second one while it waits is the same."""
    latest = turn.facts.latest
    if latest is not None and latest.open and latest.subtype == ERASURE:
        return turn.about("repeated", latest, Happened("repeated"), reply("PDP", latest))
    ticket = OpenTicket(
        "permintaan_info", "lainnya", "biasa", "rahasia", "erase_request", subtype=ERASURE
    )
    until = due(turn.now, _ERASE_WITHIN, turn.sop.calendar)
    return Decision("ticket", (ticket, StartClock("settle", until), reply("PDP")), valid=True)


def _ticket(turn: Turn, review: str, linked_to: int) -> OpenTicket:
    reading, facts, action = turn.reading, turn.facts, turn.action
    before = turn.own or facts.latest
    if action.name == "create_or_reopen" and before is not None and not linked_to:
        linked_to = before.id
    area = turn.area
    return OpenTicket(
        type=reading.type,
        category=reading.category or "lainnya",
        urgency=reading.urgency,
        confidentiality=level(turn.sop, reading.flags, reading.category, facts.line),
        review=_review(turn) or review or _REVIEWS.get(action.name, ""),
        flags=flags_of(reading),
        subtype=reading.subtype,
        area=area,
        silent=quiet(turn),
        accused=accused(turn.sop, reading.flags, area),
        linked_to=linked_to,
    )


def flags_of(reading: Reading) -> tuple[str, ...]:
    """Return what a ticket keeps of a reading: its flags but those of redaction, and also()."""
    kept = (flag for flag in reading.flags if not flag.startswith("pii:"))
    return (*kept, *further.also(reading.others))


def level(sop: Sop, flags: Iterable[str], category: str, line: str) -> str:
    """Return how hidden a report is: the most of what reporter, category and line ask for."""
    wishes = [flag for flag in flags if flag in LEVELS]
    rule = "rahasia" if sop.category(category).confidential else "biasa"
    return max((*wishes, rule, sop.confidentiality_on(line)), key=LEVELS.index)


def _review(turn: Turn) -> str:
    """Return the first reason of the facts for which a person must read the report; '' for none."""
    if not turn.facts.known_sender:
        return "sender_unknown"
    if turn.facts.missing:
        return "incomplete"
    if "perlu_dibaca" in turn.reading.flags:
        return "unread"
    return "threat" if THREAT in turn.reading.flags else ""


def _similar(turn: Turn, ticket: OpenTicket) -> tuple[Case, ...]:
    """Return others' reports of the same thing; what is secret stands alone."""
    if ticket.confidentiality == "rahasia":
        return ()
    return tuple(
        case for case in turn.facts.similar if case.open and case.confidentiality != "rahasia"
    )


def _first_steps(
    turn: Turn, ticket: OpenTicket, similar: tuple[Case, ...], *, joined: bool
) -> tuple[Effect, ...]:
    """Return what happens to *ticket* at once: its deadlines, and alarm, wait or assignment.

    What has *joined* an incident is not assigned by itself: an agency hears of a thing once.
    """
    clocks = clocking.opening(turn.sop, ticket, turn.now)
    if ticket.urgency == "darurat" or endangered(turn):
        known = emergencies.raised((*similar, *_before(turn, ticket)), turn.now)
        return (*clocks, *(() if known else emergencies.raise_alarm(turn.sop, ticket)))
    if turn.action.template in _ASKING and turn.facts.known_sender and not ticket.silent:
        return (*clocks, *_wait(turn.sop, turn.now))
    if THREAT in ticket.flags:
        return (*clocks, emergencies.warn(ticket))
    assigned = () if ticket.review or joined else forward(turn.sop, ticket)
    if assigned:
        clocks = tuple(clock for clock in clocks if clock.name != "verify")
    return (*clocks, *assigned)


def _before(turn: Turn, ticket: OpenTicket) -> tuple[Case, ...]:
    """Return the sender's own report before this one, if it may be of the same emergency."""
    latest = turn.facts.latest
    return (latest,) if latest and latest.category == ticket.category else ()


def _wait(sop: Sop, now: datetime) -> tuple[Effect, ...]:
    """Return that the ticket waits for its reporter: its clocks stand still until they answer."""
    until = due(now, sop.answer_after, sop.calendar)
    return (ClockChange("*", "pause"), Move("held", "hold"), StartClock("answer", until))


def forward(sop: Sop, ticket: OpenTicket) -> tuple[Effect, ...]:
    """Return the assignment of *ticket* where the city's routes need no coordinator for it."""
    others = further.others_of(ticket.flags)
    ways = routing.suggestions(sop, sop.above, ticket, others=others)
    if not ways or not ways[0].automatic:
        return ()
    verified = (Move("verified", "verify", "automatic"),) if sop.verified_needed else ()
    kind = "P_RAHASIA" if ticket.confidentiality == "rahasia" else "P_BARU"
    agencies = (ways[0].agency, *ways[0].support)
    return (
        *verified,
        *(Assign(agency, lead=agency == agencies[0]) for agency in agencies),
        Move("assigned", "assign", "automatic"),
        *(Tell(kind, f"agency:{agency}", (("opd", agency),)) for agency in agencies),
    )


def _acknowledge(turn: Turn, ticket: OpenTicket, *, assigned: bool) -> Tell:
    """Return the first answer to a new ticket."""
    kind = turn.action.template if turn.action.template in _FOR_NEW else "TERIMA"
    if ticket.urgency == "darurat":
        return reply("DARURAT")
    if ticket.confidentiality == "rahasia" and kind in {"TERIMA", "TERIMA_MIRIP"}:
        return reply("TERIMA_RAHASIA")
    if kind != "TERIMA":
        return reply(kind)
    contact = turn.sop.category(ticket.category).contact
    if contact:
        return reply("TERIMA_KONTAK", kontak=contact)
    if assigned:
        return reply("TERIMA_TERUS")
    return reply("TERIMA" if turn.sop.calendar.open_at(turn.now) else "TERIMA_LIBUR")
