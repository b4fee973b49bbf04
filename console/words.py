"""The code words of the desk as people at a terminal read them, and LAPOR's colours beside them."""

from collections.abc import Callable, Mapping

from console.output import Row
from models.casework.states import WORDS
from models.i18n import _


def states() -> dict[str, str]:
    """Return {state of a ticket: word}."""
    return {
        "new": _("new"),
        "held": _("waiting for answer"),
        "verified": _("verified"),
        "assigned": _("assigned"),
        "in_progress": _("in progress"),
        "done": _("done"),
        "closed": _("closed"),
        "other_agency": _("not ours"),
        "archived": _("archived"),
        "merged": _("merged"),
        "cancelled": _("cancelled"),
        "prank": _("prank"),
    }


def tasks() -> dict[str, str]:
    """Return {state of an agency's task: word}."""
    return {
        "assigned": _("assigned"),
        "accepted": _("accepted"),
        "in_progress": _("in progress"),
        "done": _("done"),
        "returned": _("given back"),
        "withdrawn": _("withdrawn"),
    }


def events() -> dict[str, str]:
    """Return {verb of an event: word}."""
    return _events_of_the_case() | _events_of_the_desk()


def _events_of_the_case() -> dict[str, str]:
    """Return the words for what moves a ticket on."""
    return {
        "opened": _("opened"),
        "verified": _("verified"),
        "held": _("set to wait"),
        "resumed": _("went on"),
        "assigned": _("assigned"),
        "accepted": _("accepted"),
        "progressed": _("progress"),
        "done": _("done"),
        "returned": _("given back"),
        "withdrawn": _("withdrawn"),
        "rejected": _("not ours"),
        "archived": _("archived"),
        "closed": _("closed"),
        "reopened": _("opened again"),
        "cancelled": _("cancelled"),
        "merged": _("merged"),
        "marked_prank": _("prank"),
        "noted": _("noted"),
        "asked": _("asked"),
        "answered": _("answered"),
        "added": _("added to"),
        "told": _("told"),
    }


def _events_of_the_desk() -> dict[str, str]:
    """Return the words for what is done around it."""
    return {
        "hidden": _("made secret"),
        "set": _("changed"),
        "linked": _("joined"),
        "escalated": _("escalated"),
        "breached": _("late"),
        "refused": _("refused"),
        "repeated": _("repeated"),
        "rated": _("rated"),
        "revealed": _("revealed"),
        "erased": _("erased"),
        "attached": _("attached"),
        "alarm": _("alarm"),
        "handed_over": _("handed over"),
        "extended": _("extended"),
        "released": _("released"),
        "watched": _("watched"),
        "met": _("deadlines met"),
        "stopped": _("deadlines ended"),
        "paused": _("deadlines paused"),
        "rescheduled": _("deadline moved"),
        "challenged": _("code sent"),
        "retry": _("sent again"),
        "fallback": _("sent by another line"),
        "unwatched": _("watched no more"),
        "blocked": _("sender blocked"),
        "unblocked": _("sender unblocked"),
    }


def clocks() -> dict[str, str]:
    """Return {name of a deadline: word}."""
    return {
        "verify": _("verify"),
        "accept": _("accept"),
        "follow_up": _("follow up"),
        "settle": _("settle"),
        "answer": _("reporter's answer"),
        "close": _("closes by itself"),
        "ppid": _("information (PPID)"),
        "ppid_extended": _("information, extended"),
        "notice": _("next news"),
        "watch": _("look again"),
    }


def notes() -> dict[str, str]:
    """Return {kind of words kept beside a ticket: word}."""
    return {
        "addition": _("addition"),
        "late_part": _("late part"),
        "conflict": _("other words of a part"),
        "officer": _("note"),
        "result": _("result"),
        "question": _("question"),
        "answer": _("answer"),
        "progress": _("progress"),
        "reason": _("reason"),
        "correction": _("correction"),
        "check": _("check"),
    }


def roles() -> dict[str, str]:
    """Return {role of an officer or of staff: word}."""
    return {
        "officer": _("officer"),
        "head": _("head"),
        "coordinator": _("coordinator"),
        "assistant": _("assistant"),
        "mayor": _("mayor"),
        "viewer": _("viewer"),
        "agency": _("agency"),
        "admin": _("admin"),
    }


def reviews() -> dict[str, str]:
    """Return {why a person must read a ticket: words}."""
    return {
        "unread": _("not understood"),
        "incomplete": _("parts are missing"),
        "sender_unknown": _("sender unknown"),
        "suspect": _("suspect"),
        "outside": _("outside the city"),
        "several_problems": _("several problems"),
        "reported_before": _("reported before"),
        "too_vague": _("too vague"),
        "no_complaint": _("no complaint"),
        "do_not_answer": _("do not answer"),
        "similar": _("similar to another"),
        "appeal": _("appeal"),
        "reopened": _("opened again"),
        "low_rating": _("low rating"),
        "erase_request": _("erasure asked for"),
        "threat": _("threat"),
    }


def whys() -> dict[str, str]:
    """Return {reason of a proposed agency: words}."""
    return {
        "accused": _("looks into complaints about staff"),
        "emergency": _("on call for emergencies"),
        "category": _("category"),
        "area": _("area"),
        "type": _("kind of report"),
        "always": _("gets all"),
    }


def urgency(value: object) -> object:
    """Return an urgency that must be seen; nothing for a usual one."""
    return None if value == "biasa" else value


def word(table: Callable[[], Mapping[str, str]]) -> Callable[[object], object]:
    """Return what makes a code word readable; one that is not in *table* stays as it is."""

    def shown(value: object) -> object:
        return table().get(value, value) if isinstance(value, str) else value

    return shown


def reasons(why: tuple[str, ...]) -> str:
    """Return the reasons of a proposal as one phrase."""
    table = whys()
    said = []
    for code in why:
        kind, _colon, rest = code.partition(":")
        said.append(
            _("other problem: %(name)s") % {"name": rest} if rest else table.get(kind, kind)
        )
    return ", ".join(said)


def colour(row: Row) -> str:
    """Return LAPOR's colour of the state in *row*: red not answered, yellow at work, green done."""
    state = str(row.get("state") or "")
    return next((found.colour for code, found in WORDS.items() if code == state), "")


def late(row: Row) -> str:
    """Return red for a row whose deadline is over."""
    return "red" if row.get("late") else ""


def urgent(row: Row) -> str:
    """Return red for an emergency."""
    return {"darurat": "bold red", "tinggi": "yellow"}.get(str(row.get("urgency")), "")
