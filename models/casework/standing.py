"""How a ticket stands, in the words that its reporter may read. Pure."""

from models.casework.case import Case
from models.casework.effects import Tell
from models.casework.telling import HANDLED

_KINDS = {"done": "STATUS_SELESAI", "closed": "STATUS_SELESAI", "merged": "STATUS_GABUNG"}


def tell_standing(case: Case) -> Tell:
    """Return the answer to CEK; of a secret report no agency and, while it is open, no state.

    A telephone may be shared (DESIGN.md 11).
    """
    if not case.open:
        return Tell(_KINDS.get(case.state, "STATUS_AKHIR"), "sender", (), "ack", case)
    if case.confidentiality == "rahasia":
        return Tell("STATUS_RAHASIA", "sender", (("status", HANDLED),), "ack", case)
    return Tell("STATUS", "sender", (), "ack", case)
