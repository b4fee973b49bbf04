"""Orders that carry words: note, hold, ask, resume, answer, tell."""

from models.casework import clocking
from models.casework.effects import Decision, Effect, Happened, Move, Note, StartClock, Tell
from models.casework.scene import WORKERS, Scene, note, says
from models.casework.states import MOVES
from models.casework.telling import COORDINATOR, go_on, news, to_agency, to_coordinator
from models.redaction import cut

_LEADERS = frozenset({"assistant", "mayor"})


def jot(scene: Scene) -> Decision:
    """Keep an internal note (CATAT), in any state; what leaders write goes to the coordinator."""
    actor, case = scene.actor, scene.case
    why = scene.stranger()
    if actor.role in WORKERS and why == "state" and not _handled_by_other(scene):
        why = ""  # the agency had a task: what it still knows is welcome
    if actor.role in _LEADERS and case.confidentiality == "rahasia":
        why = "not_yours"
    if actor.role == "citizen":
        why = "role"
    if why:
        return scene.refuse(why)
    if not says(scene.order.text):
        return scene.refuse("no_text")
    effects: list[Effect] = [Note("officer", scene.order.text)]
    if actor.role in _LEADERS:
        effects.append(to_coordinator(case, "P_PESAN", tl=scene.words))
    return scene.done("noted", *effects)


def _handled_by_other(scene: Scene) -> bool:
    case = scene.case
    return case.confidentiality == "rahasia" and case.handler not in {0, scene.actor.officer}


def ask(scene: Scene) -> Decision:
    """Hold the ticket, its clocks paused, and ask the reporter (TANYA; *hold* also without words).

    A second question while the first one waits is asked too, and begins the time anew.
    """
    case, order = scene.case, scene.order
    why = _unasked(scene)
    if why:
        return scene.refuse(why)
    until = scene.until(scene.sop.answer_after)
    effects: list[Effect] = []
    if case.state != "held":
        effects += [*clocking.pause(case, scene.now), Move("held", "hold")]
    effects += [StartClock("answer", until), *note("question", order.text)]
    if says(order.text):
        said = (("tl", scene.words.rstrip(" ?")), ("tgl", scene.day(until)))
        effects.append(Tell("TANYA", "reporter", said))
        return scene.done("asked", *effects)
    return scene.done("held", *effects, *news(scene, "LENGKAPI", "held"))


def _unasked(scene: Scene) -> str:
    """Return why the reporter cannot be asked, or the ticket not be held."""
    case, order = scene.case, scene.order
    if scene.actor.role not in MOVES["hold"].roles:
        return "role"
    why = scene.stranger()
    if why:
        return why
    if not case.open or (order.verb == "hold" and case.state == "held"):
        return "state"
    if not says(order.text):
        return "no_text" if order.verb == "ask" or scene.actor.role in WORKERS else ""
    if case.silent:
        return "silent"
    return "" if case.reporter else "no_reporter"


def resume(scene: Scene) -> Decision:
    """Let a held ticket go on where it was, its clocks moved by the pause."""
    if scene.actor.role not in MOVES["hold"].roles | {"system"}:
        return scene.refuse("role")
    why = scene.stranger() or ("" if scene.case.state == "held" else "state")
    if why:
        return scene.refuse(why)
    return scene.done("resumed", *go_on(scene))


def answer(scene: Scene) -> Decision:
    """Take the reporter's answer: the ticket goes on, and who asked hears it.

    A coordinator types what the reporter said by telephone.
    """
    case = scene.case
    if scene.actor.role not in {"citizen", "coordinator"}:
        return scene.refuse("role")
    if case.state != "held":
        return scene.refuse("state")
    citizen = scene.actor.role == "citizen"  # whose note is the whole message
    if not citizen and not says(scene.order.text):
        return scene.refuse("no_text")
    told = relay(scene, case.question, "P_JAWAB")
    kept = "" if citizen else scene.order.text
    return scene.done("answered", Note("answer", kept), *go_on(scene), *told)


def relay(scene: Scene, asker: str, kind: str) -> tuple[Tell, ...]:
    """Return the SMS that carries the reporter's words to *asker*, else to who leads or routes.

    An anonymous reporter's words lose places too, not only names and numbers.
    """
    case = scene.case
    anonymous = case.confidentiality == "anonim"
    words = cut(scene.order.text, "public").strip() if anonymous else scene.words
    lead = case.lead
    agency = asker if case.task_of(asker) else (lead.agency if lead else "")
    if agency and asker != COORDINATOR:
        return (to_agency(case, agency, kind, tl=words),)
    return (to_coordinator(case, kind, opd="Koordinator", tl=words),)


def tell(scene: Scene) -> Decision:
    """Write to the reporter in the coordinator's own words."""
    case = scene.case
    if scene.actor.role != "coordinator":
        return scene.refuse("role")
    if not says(scene.order.text):
        return scene.refuse("no_text")
    if case.silent:
        return scene.refuse("silent")
    if not case.reporter:
        return scene.refuse("no_reporter")
    told = Tell("KABAR", "reporter", (("tl", scene.words),))
    return scene.done("told", Note("officer", scene.order.text), Happened("told"), told)
