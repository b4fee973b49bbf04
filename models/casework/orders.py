"""An order to the desk about one ticket, from an officer's SMS or a command at the terminal."""

from collections.abc import Callable
from datetime import datetime

from models.casework import orders_assign, orders_case, orders_end, orders_task, orders_word
from models.casework.case import Actor, Case
from models.casework.effects import Decision
from models.casework.scene import Order, Scene
from models.casework.sop import Sop

__all__ = ["VERBS", "Order", "carry_out"]

_DEEDS: dict[str, Callable[[Scene], Decision]] = {
    "verify": orders_case.verify,
    "hold": orders_word.ask,
    "resume": orders_word.resume,
    "assign": orders_assign.assign,
    "accept": orders_task.accept,
    "progress": orders_task.progress,
    "done": orders_task.done,
    "return": orders_task.give_back,
    "reject": orders_end.reject,
    "archive": orders_end.archive,
    "close": orders_end.close,
    "reopen": orders_end.reopen,
    "cancel": orders_end.cancel,
    "merge": orders_end.merge,
    "prank": orders_case.prank,
    "note": orders_word.jot,
    "ask": orders_word.ask,
    "answer": orders_word.answer,
    "tell": orders_word.tell,
    "hide": orders_case.hide,
    "set": orders_case.change,
    "release": orders_case.release,
    "block": orders_case.block,
    "unblock": orders_case.unblock,
    "extend": orders_case.extend,
    "watch": orders_case.watch,
}

VERBS = tuple(_DEEDS)


def carry_out(order: Order, case: Case, actor: Actor, sop: Sop, now: datetime) -> Decision:
    """Return what *order* does to *case*; a refused one has ``refused`` and changes nothing.

    Refusals: ``role`` (not theirs to do), ``state`` (not in this state; case.last says who was
    first), ``agency`` (unknown, or nobody's task), ``not_yours`` (another agency's), ``accused``,
    ``no_text``, ``outcome`` (of a request for information), ``value`` (notes name the fields),
    ``unverified``, ``same``, ``cycle``, ``ended`` (merge), ``confidential``, ``threat`` (is no
    prank), ``silent``, ``no_reporter``, ``too_late`` (reopen). The event "refused" is its only
    effect. To a citizen who acts nothing is said here: models/workflow.py answers them.

    ``now`` is aware, UTC. KeyError for a verb that is not one of VERBS.
    """
    return _DEEDS[order.verb](Scene(order, case, actor, sop, now))
