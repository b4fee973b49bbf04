"""DISPOSISI: an agency gets the ticket, others help; kelurahan, kecamatan and city hand it on."""

from dataclasses import replace

from models.casework import clocking
from models.casework.case import Case
from models.casework.effects import Assign, Decision, Effect, Move, Set, TaskMove, Tell
from models.casework.scene import WORKERS, Scene, note
from models.casework.telling import go_on, news, to_agency, withdraw


def assign(scene: Scene) -> Decision:
    """Give the ticket to *agency* and let those of *support* help.

    A coordinator may name any agency, an officer whose agency leads only the one above or those
    below it. Without *agency* the lead stays. Whose task ends by it is told so.
    """
    order, case = scene.order, scene.case
    support = tuple(dict.fromkeys(code for code in order.support if code != order.agency))
    why = _barred(scene) or _unfit(scene, (order.agency, *support)) or _too_early(scene)
    if why:
        return scene.refuse(why)
    lead = case.lead
    fresh = bool(order.agency) and (lead is None or lead.agency != order.agency)
    helping = tuple(code for code in support if case.task_of(code) is None)
    if not fresh and not helping:
        return scene.refuse("same")
    if not fresh and lead is None:
        return scene.refuse("agency")
    if helping and case.confidentiality == "rahasia":
        return scene.refuse("confidential")
    effects = [*go_on(scene), *(_hand_over(scene) if fresh else ())]
    effects += [Assign(code, lead=False) for code in helping]
    effects += note("officer", order.text)
    agencies = (*((order.agency,) if fresh else ()), *helping)
    effects += [_task(scene, code) for code in agencies]
    if fresh:
        effects += news(scene, "DISPOSISI", "assigned", opd=order.agency)
    return scene.done("assigned", *effects)


def _barred(scene: Scene) -> str:
    """Return why the actor may not hand this ticket to that agency."""
    actor, order, case = scene.actor, scene.order, scene.case
    if actor.role == "coordinator":
        return "" if case.open else "state"
    if actor.role not in WORKERS:
        return "role"
    why = scene.stranger()
    if why:
        return why
    near = {rule.code for rule in scene.sop.agencies if rule.parent == actor.agency}
    own = scene.sop.agency(actor.agency)
    near |= {own.parent} if own else set()
    leads = case.lead is not None and case.lead.agency == actor.agency
    wanted = {code for code in (order.agency, *order.support) if code}
    return "" if leads and wanted <= near else "role"


def _unfit(scene: Scene, agencies: tuple[str, ...]) -> str:
    """Return why one of *agencies* cannot get the ticket."""
    named = [code for code in agencies if code]
    if not named or any(scene.sop.agency(code) is None for code in named):
        return "agency"
    return "accused" if set(named) & set(scene.case.accused) else ""


def _too_early(scene: Scene) -> str:
    """Return ``unverified`` for a report that the city wants checked first; danger cannot wait."""
    early = scene.state == "new" and scene.sop.verified_needed
    return "unverified" if early and scene.case.urgency != "darurat" else ""


def _hand_over(scene: Scene) -> tuple[Effect, ...]:
    """Return that the order's agency leads from now on."""
    case, agency = scene.case, scene.order.agency
    effects: list[Effect] = []
    lead = case.lead
    if lead is not None:
        others = tuple(task.agency for task in case.tasks if task.open and not task.lead)
        effects += _leave(scene, lead.agency, others)
    if case.task_of(agency) is not None:
        effects.append(TaskMove(agency, "withdrawn"))  # it helped; one open task an agency
        effects += clocking.stopped(case, "accept", agency)
        effects += clocking.stopped(case, "follow_up", agency)
    effects += [Assign(agency, lead=True), *clocking.met(case, "verify")]
    if scene.state != "assigned":
        effects.append(Move("assigned", "assign"))
    if _handler(scene) != case.handler:
        effects.append(Set("handler", _handler(scene)))
    return tuple(effects)


def _leave(scene: Scene, agency: str, others: tuple[str, ...]) -> tuple[Effect, ...]:
    """Return that *agency* no longer leads: taken from it, or given away by itself."""
    case = scene.case
    if scene.actor.role in WORKERS:
        return (
            TaskMove(agency, "returned", scene.actor.officer),
            *clocking.stopped(case, "accept", agency),
            *clocking.stopped(case, "follow_up", agency),
        )
    kept = tuple(task for task in case.tasks if task.agency not in others)
    return withdraw(replace(case, tasks=kept), "assigned")


def _handler(scene: Scene) -> int:
    """Return who handles a secret report from now on: whom the order names, else who accepts."""
    named = scene.value("handler")
    return int(named) if named.isdecimal() else 0


def _task(scene: Scene, agency: str) -> Tell:
    case: Case = replace(scene.case, handler=_handler(scene))
    note = {"catatan": scene.words} if scene.words else {}
    return to_agency(case, agency, "P_BARU", **note)
