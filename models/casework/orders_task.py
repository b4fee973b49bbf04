"""Orders about an agency's task: accept, progress, done, return (DOMAIN.md 4.5)."""

from models.casework import clocking
from models.casework.case import Case, Task
from models.casework.effects import (
    Assign,
    ClockChange,
    Decision,
    Effect,
    Happened,
    Move,
    Set,
    StartClock,
    Taken,
    TaskMove,
)
from models.casework.scene import WORKERS, Scene, note, says
from models.casework.states import MOVES, OUTCOMES
from models.casework.telling import go_on, news, to_coordinator, withdraw


def accept(scene: Scene) -> Decision:
    """An officer takes the task, or answers an alarm; of a secret report they become its handler.

    Who answers an alarm before anybody was assigned brings their agency in with it.
    """
    if _alarmed(scene):
        return _answer_alarm(scene)
    why, task = _meant(scene)
    if task is None:
        return scene.refuse(why)
    if task.state != "assigned":
        return scene.refuse("state")
    case, officer = scene.case, scene.actor.officer
    effects: list[Effect] = [
        TaskMove(task.agency, "accepted", officer),
        *clocking.met(case, "accept", task.agency),
        *note("officer", scene.order.text),
    ]
    if case.urgency == "darurat":
        effects.append(Taken(officer))
    return scene.done("accepted", *effects, *handles(case, officer))


def _alarmed(scene: Scene) -> bool:
    """Tell whether the actor answers an alarm without having a task."""
    case, actor = scene.case, scene.actor
    if case.urgency != "darurat" or not case.open:
        return False
    if actor.role not in WORKERS:
        return actor.role == "coordinator" and actor.officer != 0
    called = {agency for _category, agency in scene.sop.emergencies.agencies}
    had = any(task.agency == actor.agency for task in case.tasks)
    return actor.agency in called - set(case.accused) and not had


def _answer_alarm(scene: Scene) -> Decision:
    case, actor = scene.case, scene.actor
    words = note("officer", scene.order.text)
    taken = Taken(actor.officer)
    if actor.role not in WORKERS:
        return scene.done("accepted", taken, Happened("accepted"), *words)
    lead = case.lead is None
    effects: list[Effect] = [taken, *(go_on(scene) if lead else ())]
    effects += [
        Assign(actor.agency, lead=lead),
        TaskMove(actor.agency, "accepted", actor.officer),
        ClockChange("accept", "met", actor.agency),  # begun by Assign, where the city has it
    ]
    if lead:
        effects += clocking.met(case, "verify")
        if scene.state != "assigned":
            effects.append(Move("assigned", "assign"))
    return scene.done("accepted", *effects, *words, *handles(case, actor.officer))


def handles(case: Case, officer: int) -> tuple[Set, ...]:
    """Return that the first officer who acts on a secret report is the one who handles it."""
    secret = case.confidentiality == "rahasia" and not case.handler
    return (Set("handler", officer),) if secret and officer else ()


def _meant(scene: Scene) -> tuple[str, Task | None]:
    """Return the open task that the order is about, or why there is none for this actor."""
    rule = MOVES.get(scene.order.verb, MOVES["progress"])
    if scene.actor.role not in rule.roles:
        return "role", None
    why = scene.stranger() or ("" if scene.case.open else "state")
    return (why, None) if why else ("agency", scene.task())


def progress(scene: Scene) -> Decision:
    """An agency tells what it does: the reporter hears it, the first one meets the deadline."""
    why, task = _meant(scene)
    if task is None:
        return scene.refuse(why)
    if not says(scene.order.text):
        return scene.refuse("no_text")
    effects = (
        *_wake(scene, task),
        TaskMove(task.agency, "in_progress", scene.actor.officer),
        *_begun(scene, task),
        *note("progress", scene.order.text),
        *news(scene, "PROSES", "in_progress", opd=task.agency, tl=scene.words),
    )
    return scene.done("progressed", *effects, *_handled(scene))


def _handled(scene: Scene) -> tuple[Set, ...]:
    return handles(scene.case, scene.actor.officer) if scene.actor.role in WORKERS else ()


def _wake(scene: Scene, task: Task) -> tuple[Effect, ...]:
    """Return that who asked the reporter, or leads, goes on without waiting for the answer."""
    waits = task.lead or scene.case.question == task.agency
    again = go_on(scene) if waits else ()
    moves = task.lead and scene.state != "in_progress"
    return (*again, *((Move("in_progress", "progress"),) if moves else ()))


def _begun(scene: Scene, task: Task) -> tuple[Effect, ...]:
    """Return that the agency has followed up: what it had to do first is done."""
    accept = clocking.met(scene.case, "accept", task.agency)
    return (*accept, *clocking.met(scene.case, "follow_up", task.agency))


def done(scene: Scene) -> Decision:
    """End a task with its result; the last task's end, or the coordinator, ends the ticket.

    While others still work, a result is told as news and the ticket goes on
    (docs/decisions/0010-done-waits-for-support.md). A request for information must say how it
    ended; partly and refused are nothing without the reason that *text* gives.
    """
    if scene.actor.role == "coordinator" and not scene.order.agency:
        return _done_by_coordinator(scene)
    why, task = _meant(scene)
    if task is None:
        return scene.refuse(why)
    if not says(scene.order.text):
        return scene.refuse("no_text")
    ended = (TaskMove(task.agency, "done", scene.actor.officer), *_begun(scene, task))
    tasks = scene.case.tasks
    others = [other.agency for other in tasks if other.open and other.agency != task.agency]
    led = task.lead or any(other.lead and other.state == "done" for other in tasks)
    if led and not others:
        return _end(scene, *ended)
    return _part(scene, task, ended, others)


def _done_by_coordinator(scene: Scene) -> Decision:
    if not scene.case.open:
        return scene.refuse("state")
    if not says(scene.order.text):
        return scene.refuse("no_text")
    return _end(scene, *withdraw(scene.case, "done"))


def _part(scene: Scene, task: Task, ended: tuple[Effect, ...], others: list[str]) -> Decision:
    """End one agency's task; *others* are still at work, or the lead has gone."""
    effects: list[Effect] = [*_wake(scene, task), *ended, *note("result", scene.order.text)]
    effects += news(scene, "PROSES", "in_progress", opd=task.agency, tl=scene.words)
    if not others:
        effects.append(to_coordinator(scene.case, "P_BEBAS", opd=task.agency))
    return scene.done("progressed", *effects, *_handled(scene), notes=("waits", *others))


def _end(scene: Scene, *ended: Effect) -> Decision:
    """End the ticket with a result: the reporter may rate it or say that it is not so."""
    case, sop = scene.case, scene.sop
    asked = case.type == "permintaan_info"
    outcome = scene.value("outcome")
    if asked and outcome not in OUTCOMES:
        return scene.refuse("outcome")
    closes = scene.until(sop.close_after)
    effects: list[Effect] = [
        *ended,
        *clocking.settled(case, "met"),
        Move("done", "done"),
        *((Set("outcome", outcome),) if asked else ()),
        StartClock("close", closes),
        *note("result", scene.order.text),
        *news(scene, "SELESAI", "done", tl=scene.words, tgl=scene.day(closes)),
    ]
    return scene.done("done", *effects, *_handled(scene))


def give_back(scene: Scene) -> Decision:
    """Give the task back to the coordinator with the reason (TOLAK)."""
    why, task = _meant(scene)
    if task is None:
        return scene.refuse(why)
    if not says(scene.order.text):
        return scene.refuse("no_text")
    effects: list[Effect] = []
    if task.lead:
        effects += [*go_on(scene), Move("verified", "return"), *forward_again(scene)]
    effects += [
        TaskMove(task.agency, "returned", scene.actor.officer),
        *clocking.stopped(scene.case, "accept", task.agency),
        *clocking.stopped(scene.case, "follow_up", task.agency),
        *note("reason", scene.order.text),
        to_coordinator(scene.case, "P_KEMBALI", opd=task.agency, tl=scene.words),
    ]
    return scene.done("returned", *effects)


def forward_again(scene: Scene) -> tuple[StartClock, ...]:
    """Return the deadline until which the coordinator has to find an agency."""
    span = clocking.span_of(scene.sop, "verify", scene.case)
    return (StartClock("verify", scene.until(span)),) if span else ()
