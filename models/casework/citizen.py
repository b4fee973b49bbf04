"""What a citizen's command does to their own ticket; not theirs and not there read alike. Pure."""

from models.actions import REOPENABLE_H
from models.casework import deeds, dialogue, report
from models.casework.effects import Decision, Happened, Note, Person
from models.casework.standing import tell_standing
from models.casework.turn import Turn, reply

MISSES_AN_HOUR = 5
"""Wrong ticket numbers an hour from one number; then silence, so that nobody can try them all."""

ENUMERATES = "enumeration"
"""Outcome of a wrong number that was not answered any more."""

FOREIGN = "added_to_foreign_ticket"


def status(turn: Turn) -> Decision:
    """Tell how the named ticket stands, or the newest; foreign and wrong numbers alike."""
    case = turn.own if turn.reading.tickets else turn.facts.latest
    if case is not None:
        return turn.about("status", case, tell_standing(case))
    if turn.reading.tickets:
        return missed(turn)
    return Decision("no_ticket", (turn.answer("FORMAT"),))


def missed(turn: Turn) -> Decision:
    """Answer a number that is no ticket of the sender's, or keep silent."""
    if turn.facts.misses >= MISSES_AN_HOUR:
        return Decision(ENUMERATES)
    return Decision("not_found", (turn.answer("TAKADA"),))


def no_ticket(turn: Turn) -> Decision:
    """Refuse a number; words that were meant for a ticket become a report beside it.

    It is answered as any report is: nobody learns whether there is such a ticket.
    """
    if turn.reading.intent not in {"tambah", "buka"} or not turn.words:
        return missed(turn)
    named = turn.facts.named
    return report.open_report(turn, FOREIGN, named.id if named else 0)


def add(turn: Turn) -> Decision:
    """Add words to the sender's own ticket; to any other, open a report so nothing is lost."""
    case = turn.own
    if case is None:
        return no_ticket(turn)
    if not turn.words:
        return turn.about("added_nothing", case, reply("LENGKAPI", case), valid=False)
    if dialogue.too_secret(turn, case):
        return report.open_report(turn)
    return dialogue.added(turn, case)


def cancel(turn: Turn) -> Decision:
    """Take the named ticket back."""
    if dialogue.mixed(turn):
        return dialogue.refuse_mixed(turn)
    case = turn.own
    return deeds.cancel(case, turn.sop, turn.now) if case else no_ticket(turn)


def reopen(turn: Turn) -> Decision:
    """Open the named ticket again, while the city's rules allow it."""
    if dialogue.mixed(turn):
        return dialogue.refuse_mixed(turn)
    case = turn.own
    return deeds.reopen(case, turn.sop, turn.now, turn.words) if case else no_ticket(turn)


def rate(turn: Turn) -> Decision:
    """Keep a score of 1 to 5 for the named ticket, or the one last asked about."""
    if dialogue.mixed(turn):
        return dialogue.refuse_mixed(turn)
    case = turn.own if turn.reading.tickets else turn.meant
    score = turn.reading.score
    if case is None and turn.facts.latest is None and not turn.reading.tickets:
        return Decision("no_score", (turn.answer("NILAIFORMAT"),))
    if case is None or score is None:
        return status(turn)
    return dialogue.rated(turn, case, score)


def thanks(turn: Turn) -> Decision:
    """Keep thanks beside the ticket they are for; nobody is answered."""
    latest = turn.facts.latest
    if latest is None or turn.facts.latest_age_h > REOPENABLE_H:
        return Decision("thanks")
    return turn.about("thanks", latest, Note("addition"), valid=False)


def repeat(turn: Turn) -> Decision:
    """Point to the sender's ticket with the same words; in an emergency once more to 112."""
    case = turn.facts.repeated
    if case is None:
        return report.open_report(turn)
    kind = "DARURAT" if turn.reading.urgency == "darurat" else "TERIMA_ULANG"
    return turn.about("repeated", case, Happened("repeated"), reply(kind, case), valid=False)


def not_officer(turn: Turn) -> Decision:
    """Refuse an officer's command from a citizen; about their own ticket it is information."""
    case = turn.own
    if case is None:
        return Decision("not_officer", (turn.answer("BUKANPETUGAS"),))
    refused = Happened("refused", (("verb", turn.reading.intent), ("why", "role")))
    effects = (refused, Note("addition"), reply("BUKANPETUGAS", case))
    return turn.about("not_officer", case, *effects, valid=False)


def updates(turn: Turn) -> Decision:
    """Stop the news of tickets, or send them again; answers never stop."""
    if turn.reading.intent == "stop":
        return Decision("opt_out", (Person("opt_out"), turn.answer("STOP")), valid=True)
    return Decision("opt_in", (Person("opt_in"), turn.answer("MULAI")), valid=True)


def show_how(turn: Turn) -> Decision:
    """Show how to write; the outcome says what was missing."""
    if turn.action.template == "CEKFORMAT":
        return Decision("no_number", (turn.answer("CEKFORMAT"),))
    if turn.action.template == "NILAIFORMAT":
        own = turn.own
        answer = reply("NILAIFORMAT", own) if own else turn.answer("NILAIFORMAT")
        return Decision("no_score", (answer,), own)
    outcome = "no_keyword"
    if turn.reading.intent == "bantuan":
        outcome = "help"
    elif turn.reading.blank:
        outcome = "empty"
    return Decision(outcome, (turn.answer("FORMAT"),))
