"""What one message does to the city's desk: a reading and the facts in, a decision out. Pure.

Safe principle (DOMAIN.md 4.1): losing a report is worse than a wrong ticket, so whatever names no
ticket of the sender's and has words becomes a report of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from parser.reading import OTHER_CITY, Reading

MISSES_AN_HOUR = 5
"""Wrong ticket numbers an hour from one number; then silence, so that nobody can try them all."""

ReplyKind = Literal[
    "TERIMA", "TERIMA_ULANG", "TERIMA_RAHASIA", "DARURAT", "STATUS", "TAKADA", "LENGKAPI",
    "CEKFORMAT", "TAMBAH_OK", "FORMAT", "STOP", "MULAI", "PDP", "PRIVASI",
]  # fmt: skip
"""Keys of templates/id.ini that a citizen's message can call for."""


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket that the message names or that the sender has."""

    id: int
    number: int
    mine: bool  # reported by this sender


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows that matters for one message, read in the deciding transaction."""

    known_sender: bool = True  # the carrier named a sender
    person: bool = True  # not an operator, a machine, our own line or our own text coming back
    named: Known | None = None  # the ticket whose number the message gives, whoever's it is
    latest: Known | None = None  # the sender's newest ticket
    repeated: Known | None = None  # the sender's ticket with the same words, within the window
    misses: int = 0  # wrong ticket numbers from this sender in the last hour
    missing: str = ""  # parts that never came, "2,3"


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A report to be opened."""

    type: str
    category: str
    urgency: str
    confidentiality: str
    review: str = ""  # why a person must read it; "" when clear


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMS to the sender; *about* is the new ticket, one that exists, or none."""

    kind: ReplyKind
    about: Literal["new", "none"] | Known = "none"


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that one message changes, apart from its inbox row being done."""

    outcome: str  # inbox.reason: a code word that people can count
    ticket: NewTicket | None = None
    repeat_of: Known | None = None  # gets an event "repeated"
    adds_to: Known | None = None  # gets a note with the words and an event "added"
    reply: Reply | None = None
    opted_out: bool | None = None  # the sender's wish about updates; None: unchanged
    valid: bool = False  # a new ticket or a valid command: resets the loop guard


def decide(reading: Reading, facts: Facts) -> Decision:
    """Return what the message read as *reading* does, given *facts*."""
    if not facts.person:
        return Decision("machine")
    if reading.match == OTHER_CITY:
        return Decision("other_city")
    rule = _empty if reading.blank else _RULES.get(reading.intent, _report)
    decision = rule(reading, facts)
    if not facts.known_sender:
        return replace(decision, reply=None)
    return decision


def _report(reading: Reading, facts: Facts) -> Decision:
    """Open a ticket, or point to the one with the same words."""
    if facts.repeated is not None:
        reply = Reply("TERIMA_ULANG", facts.repeated)
        return Decision("repeated", repeat_of=facts.repeated, reply=reply)
    return _open(reading, facts)


def _open(reading: Reading, facts: Facts, review: str = "") -> Decision:
    """Open a ticket; *review* says why a person must look, else the flags and facts do."""
    review = review or _review(reading, facts)
    ticket = NewTicket(
        reading.type, reading.category, reading.urgency, _confidentiality(reading), review
    )
    silent = "jangan_balas" in reading.flags  # an answer could endanger the reporter
    reply = None if silent else Reply(_acknowledgement(ticket), "new")
    return Decision("ticket", ticket=ticket, reply=reply, valid=True)


def _review(reading: Reading, facts: Facts) -> str:
    """Return the first reason for which a person must read the report; '' when none."""
    if not facts.known_sender:
        return "sender_unknown"
    if facts.missing:
        return "incomplete"
    return "unread" if "perlu_dibaca" in reading.flags else ""


def _confidentiality(reading: Reading) -> str:
    """Return how well the reporter asked to be hidden."""
    return next((word for word in ("rahasia", "anonim") if word in reading.flags), "biasa")


def _acknowledgement(ticket: NewTicket) -> ReplyKind:
    """Return the text that answers a new report."""
    if ticket.urgency == "darurat":
        return "DARURAT"
    return "TERIMA_RAHASIA" if ticket.confidentiality == "rahasia" else "TERIMA"


def _status(reading: Reading, facts: Facts) -> Decision:
    """Tell the state of the named ticket, or of the newest; foreign and wrong numbers alike."""
    if not reading.tickets and "nomor_rusak" in reading.flags:
        return Decision("no_number", reply=Reply("CEKFORMAT"))
    ticket = _own(facts.named) if reading.tickets else facts.latest
    if ticket is not None:
        return Decision("status", reply=Reply("STATUS", ticket), valid=True)
    if not reading.tickets:
        return Decision("no_ticket", reply=Reply("FORMAT"))
    if facts.misses >= MISSES_AN_HOUR:
        return Decision("not_found")
    return Decision("not_found", reply=Reply("TAKADA"))


def _add(reading: Reading, facts: Facts) -> Decision:
    """Add words to the sender's own ticket; to any other, open a report so nothing is lost."""
    ticket = _own(facts.named)
    if ticket is None:
        if not reading.body.strip():
            return _status(reading, facts)
        return _open(reading, facts, review="added_to_foreign_ticket")
    if not reading.body.strip():
        return Decision("added_nothing", reply=Reply("LENGKAPI", ticket))
    return Decision("added", adds_to=ticket, reply=Reply("TAMBAH_OK", ticket), valid=True)


def _request(reading: Reading, facts: Facts) -> Decision:
    """Keep a wish about a ticket (cancel, reopen, rate) for the coordinator to act on."""
    ticket = _own(facts.named)
    if ticket is None:
        return _status(reading, facts)
    return Decision("request", adds_to=ticket, reply=Reply("TAMBAH_OK", ticket), valid=True)


def _erase(reading: Reading, facts: Facts) -> Decision:
    """Record a wish to be forgotten (UU 27/2022) as a ticket; an officer confirms it."""
    decision = _open(reading, facts, review="erase_request")
    return replace(decision, reply=Reply("PDP", "new"))


def _own(ticket: Known | None) -> Known | None:
    """Return *ticket* only to the number that reported it."""
    return ticket if ticket is not None and ticket.mine else None


def _help(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("help", reply=Reply("FORMAT"))


def _unclear(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("no_keyword", reply=Reply("FORMAT"))


def _empty(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("empty", reply=Reply("FORMAT"))


def _privacy(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("privacy", reply=Reply("PRIVASI"))


def _machine(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("machine")


def _stop(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("opt_out", reply=Reply("STOP"), opted_out=True, valid=True)


def _start(_reading: Reading, _facts: Facts) -> Decision:
    return Decision("opt_in", reply=Reply("MULAI"), opted_out=False, valid=True)


_RULES: dict[str, Callable[[Reading, Facts], Decision]] = {
    "cek": _status,
    "tambah": _add,
    "bantuan": _help,
    "tidak_jelas": _unclear,
    "kosong": _empty,
    "mesin": _machine,
    "spam": _machine,
    "stop": _stop,
    "mulai": _start,
    "batal": _request,
    "buka": _request,
    "nilai": _request,
    "hapus_data": _erase,
    "privasi": _privacy,
}
"""Intent -> rule; every other intent is a report."""
