"""A ticket's own row: opened, moved, changed in one field, mended by a late part."""

from gateway.effects.work import Work
from gateway.places import place_of
from models import search
from models.casework.case import Case
from models.casework.effects import Move, OpenTicket, Set
from models.casework.states import OPEN
from models.digests import place_key, text_key
from models.numbering import number
from models.quick import but
from models.redaction import cut
from models.rows import insert

VERBS = {
    "verify": "verified", "hold": "held", "resume": "resumed", "assign": "assigned",
    "progress": "progressed", "done": "done", "return": "returned", "reject": "rejected",
    "archive": "archived", "close": "closed", "cancel": "cancelled", "merge": "merged",
    "prank": "marked_prank", "reopen": "reopened",
}  # fmt: skip
"""Verb of a move -> verb of its event."""

_ENDS = frozenset({"closed", "other_agency", "archived", "merged", "cancelled", "prank"})
HIDDEN = "rahasia"


def open_ticket(work: Work, new: OpenTicket) -> None:
    """Insert the ticket, which from now on is the decision's subject."""
    origin = work.origin
    grade = work.means.setting.sop.category(new.category).grade
    (serial,) = work.tx.ids("ticket")
    shown = number(work.means.number_key, serial)
    words = _words(work, new)
    fixed = {"id": serial, "number": shown, "grade": grade}
    insert(work.tx, "ticket", fixed | _reported(work, new) | words)
    search.put(work.tx, serial, str(words["redacted"]))
    told: dict[str, object] = {
        "urgency": new.urgency, "review": new.review, "flags": list(new.flags),
    }  # fmt: skip
    more = {"channel": new.channel if new.channel != "sms" else "", "linked_to": new.linked_to}
    work.happen(serial, "opened", told | {key: value for key, value in more.items() if value})
    work.changed.discard(serial)
    work.opened = new
    work.case = Case(
        serial, shown, mine=origin.contact != 0, state=new.state, type=new.type,
        subtype=new.subtype, category=new.category, urgency=new.urgency,
        confidentiality=new.confidentiality,
        area=new.area, grade=grade, silent=new.silent, created_at=origin.now,
        accused=new.accused, reporter=origin.contact,
    )  # fmt: skip


def _reported(work: Work, new: OpenTicket) -> dict[str, object]:
    """Return the columns of who reported, how, and what was decided of it."""
    origin, message = work.origin, work.origin.message
    return {
        "inbox": message.inbox if message else None,
        "contact": origin.contact or None,
        "line": origin.line,
        "channel": new.channel,
        "type": new.type,
        "subtype": new.subtype,
        "category": new.category,
        "area": new.area,
        "urgency": new.urgency,
        "confidentiality": new.confidentiality,
        "state": new.state,
        "silent": int(new.silent),
        "accused": " ".join(new.accused),
        "linked_to": new.linked_to or None,
        "review": new.review,
        "missing": message.missing if message else "",
        "created_at": work.now,
        "updated_at": work.now,
    }


def _words(work: Work, new: OpenTicket) -> dict[str, object]:
    """Return the columns made of the report's words; of a secret one nothing is searchable."""
    keys, origin, reading = work.tx.keys, work.origin, work.origin.reading
    body = (reading.body if reading else "") or origin.text
    redacted = place = ""
    if new.confidentiality != HIDDEN:
        gist = origin.gist
        redacted = gist.redacted if gist else cut(body)
        place = gist.place if gist else place_of(reading) if reading else ""
    return {
        "redacted": redacted,
        "original": keys.seal(origin.text.encode()),
        "text_key": text_key(keys, body),
        "place_key": place_key(keys, place),
    }


def move(work: Work, effect: Move) -> None:
    """Change the state, and the times that hang on it."""
    case = work.subject(effect.case)
    columns: dict[str, object] = {"state": effect.to}
    if effect.to == "held":
        columns["held_from"] = case.state
    if effect.to == "done":
        columns["done_at"] = work.now
    if effect.to in _ENDS:
        columns["ended_at"] = work.now
    if effect.to == "archived":
        columns["archive_reason"] = effect.reason
    opened = effect.to in OPEN and case.state not in OPEN
    if opened:
        columns |= {
            "done_at": None, "ended_at": None, "merged_into": None, "archive_reason": "",
        }  # fmt: skip
    _update(work, case.id, columns, opened=opened)
    data: dict[str, object] = {"from": case.state, "to": effect.to}
    if effect.reason:
        data["reason"] = effect.reason
    if work.case is not None and work.case.id == case.id:
        work.case = but(work.case, state=effect.to)
    work.happen(case.id, VERBS.get(effect.verb, effect.verb), data)


def change(work: Work, effect: Set) -> None:
    """Change one field; its event holds the old and the new value."""
    case = work.subject(effect.case)
    column, value = effect.column, effect.value
    ((old,),) = work.tx.execute(f"SELECT {column} FROM ticket WHERE id = ?", (case.id,))
    if (old or 0 if isinstance(value, int) else old) == value:
        return
    columns: dict[str, object] = {column: value}
    if column == "incident":
        columns = {"incident": value or None}
    _update(work, case.id, columns)
    verb = "set"
    if column == "confidentiality":
        verb = "hidden" if value == HIDDEN else "set"
        rewrite(work, case.id, secret=value == HIDDEN)
    elif column == "rating":
        verb = "rated"
    elif column == "area":
        _place_again(work, case)
    work.happen(case.id, verb, {column: [old, value]})


def _place_again(work: Work, case: Case) -> None:
    """Let the reporter's answer to "where?" say the place too."""
    place = place_of(work.origin.reading) if work.origin.reading else ""
    if place and case.confidentiality != HIDDEN:
        _update(work, case.id, {"place_key": place_key(work.tx.keys, place)})


def rewrite(work: Work, ticket: int, *, secret: bool) -> None:
    """Take the ticket's words out of the search, or put them in again from the original."""
    tx = work.tx
    ((original, redacted),) = tx.execute(
        "SELECT original, redacted FROM ticket WHERE id = ?", (ticket,)
    )
    words = "" if secret else cut(tx.keys.open(bytes(original)).decode())
    search.replace(tx, ticket, redacted, words)
    columns: dict[str, object] = {"redacted": words}
    if secret:
        columns["place_key"] = None
    _update(work, ticket, columns)


def _update(work: Work, ticket: int, columns: dict[str, object], *, opened: bool = False) -> None:
    work.tx.change_ticket(ticket, columns, opened=opened)
