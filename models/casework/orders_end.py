"""Orders that end a ticket, close it for good, or open it again."""

from models.casework import clocking
from models.casework.case import Case
from models.casework.effects import (
    Assign,
    Decision,
    Effect,
    Merge,
    Move,
    Note,
    Person,
    Set,
    StartClock,
)
from models.casework.orders_task import forward_again
from models.casework.scene import Scene, note, says
from models.casework.states import ARCHIVE_REASONS, SETTLED, State
from models.casework.telling import news, to_agency, to_coordinator, withdraw
from models.clocks import due

NOBODY = "instansi terkait"
"""Whom the citizen may ask where the order names no body outside; 16 characters."""

REASONS = {
    "format": "format tidak terbaca",
    "too_vague": "laporan kurang jelas",
    "not_government": "bukan urusan pemerintah",
    "no_answer": "pertanyaan kami belum dijawab",
    "outside_area": "di luar wilayah kami",
    "duplicate": "sudah ditangani pada laporan lain",
}
"""Archive reason -> what the reporter reads; a test is told to nobody."""


def _ended(scene: Scene, state: State, *after: Effect) -> tuple[Effect, ...]:
    """Return that the ticket ends in *state*: tasks withdrawn, deadlines stopped, words kept."""
    return (
        *withdraw(scene.case, state),
        *clocking.settled(scene.case, "stop"),
        Move(state, scene.order.verb),
        *after,
        *note("reason", scene.order.text),
    )


def reject(scene: Scene) -> Decision:
    """End what is not the city's to do; the reporter reads why and whom to ask (TOLAK)."""
    body = scene.sop.agency(scene.order.agency)
    if scene.order.agency and body is None:
        return scene.refuse(scene.barred() or "agency")
    why = scene.barred() or ("" if says(scene.order.text) else "no_text")
    if why:
        return scene.refuse(why)
    outside = (Set("outside_agency", body.code),) if body else ()
    whom = (body.contact or body.code) if body else NOBODY
    told = news(scene, "TOLAK", "other_agency", opd=whom, tl=scene.words)
    return scene.done("rejected", *_ended(scene, "other_agency", *outside), *told)


def archive(scene: Scene) -> Decision:
    """End what cannot be worked on, for a reason of the closed list."""
    reason = scene.value("reason")
    why = scene.barred() or ("" if reason in ARCHIVE_REASONS else "value")
    if why:
        return scene.refuse(why)
    words = REASONS.get(reason, "")
    told: tuple[Effect, ...] = news(scene, "ARSIP", "archived", tl=words) if words else ()
    effects = _ended(scene, "archived", Set("archive_reason", reason))
    return scene.done("archived", *effects, *told)


def cancel(scene: Scene) -> Decision:
    """End what its reporter takes back; nobody is strayed to a task that is no more."""
    why = scene.barred()
    if why:
        return scene.refuse(why)
    told: tuple[Effect, ...] = () if _citizen(scene) else news(scene, "BATAL_OK", "cancelled")
    return scene.done("cancelled", *_ended(scene, "cancelled"), *told)


def _citizen(scene: Scene) -> bool:
    return scene.actor.role == "citizen"


def close(scene: Scene) -> Decision:
    """Close what is done: by hand, or by the clock when the reporter kept silent."""
    why = scene.barred()
    if why:
        return scene.refuse(why)
    kind = "TUTUP" if scene.actor.role == "system" else "TUTUP_OK"
    last = scene.day(scene.until(scene.sop.reopen))
    effects: tuple[Effect, ...] = (*clocking.settled(scene.case, "stop"), Move("closed", "close"))
    return scene.done("closed", *effects, *news(scene, kind, "closed", tgl=last))


def merge(scene: Scene) -> Decision:
    """Let the ticket go on as part of another open one, about the same thing."""
    into = scene.order.into
    why = scene.barred() or _unmergeable(scene.case, into)
    if why or into is None:
        return scene.refuse(why)
    told = news(scene, "GABUNG", "merged")
    return scene.done("merged", *_ended(scene, "merged", Merge(into)), *told)


def _unmergeable(case: Case, into: Case | None) -> str:
    """Return why *case* cannot go into *into*; secrets go together with secrets only."""
    if into is None:
        return "value"
    if into.id == case.id:
        return "same"
    if into.merged_into == case.number:
        return "cycle"
    if not into.open:
        return "ended"
    secrets = (case.confidentiality == "rahasia") + (into.confidentiality == "rahasia")
    return "confidential" if secrets == 1 else ""


def reopen(scene: Scene) -> Decision:
    """Open a ticket again: its agency gets a new task, without one the coordinator routes it.

    The reporter may do so for a while after the end (``too_late`` then), and not what others
    decided to be no report of this city's; a coordinator always. An appeal against "prank" goes
    to the coordinator; their own reopening takes the strike back.
    """
    case = scene.case
    why = scene.barred() or (_no_more(scene) if _citizen(scene) else "")
    if why:
        return scene.refuse(why)
    agency = _former(case)
    effects: list[Effect] = [*clocking.settled(case, "stop"), *_again(scene, agency)]
    if case.type == "permintaan_info":
        effects.append(Set("outcome", ""))
    if _citizen(scene):
        why = "appeal" if case.state == "prank" else "reopened"
        effects += [Set("review", why), Note("addition", scene.order.text)]
    else:
        effects += [*_forgiven(case), *note("reason", scene.order.text)]
        effects += news(scene, "BUKA_OK", "assigned" if agency else "verified")
    return scene.done("reopened", *effects)


def _no_more(scene: Scene) -> str:
    """Return why the reporter cannot open the ticket again."""
    case = scene.case
    if case.state not in SETTLED:
        return "state"
    late = case.ended_at and scene.now > due(case.ended_at, scene.sop.reopen, scene.sop.calendar)
    return "too_late" if late else ""


def _former(case: Case) -> str:
    """Return the agency that led last and has not given the ticket back; '' for none."""
    leads = [task for task in case.tasks if task.lead]
    if not leads or case.state == "prank" or leads[-1].state == "returned":
        return ""
    return "" if leads[-1].agency in case.accused else leads[-1].agency


def _again(scene: Scene, agency: str) -> tuple[Effect, ...]:
    """Return that somebody has to act again, with deadlines of their own."""
    case = scene.case
    span = clocking.span_of(scene.sop, "settle", case)
    settle = (StartClock("settle", scene.until(span)),) if span else ()
    if not agency:
        told = (to_coordinator(case, "P_BANDING"),) if _citizen(scene) else ()
        return (Move("verified", "reopen"), *settle, *forward_again(scene), *told)
    task = to_agency(case, agency, "P_BUKA")
    return (Move("assigned", "reopen"), Assign(agency, lead=True), *settle, task)


def _forgiven(case: Case) -> tuple[Person, ...]:
    """Return that what a coordinator opens again was no prank."""
    if case.state != "prank" or not case.reporter:
        return ()
    return (Person("forgive", whose="reporter"), Person("unblock", whose="reporter"))
