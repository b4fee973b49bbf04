"""Delivery receipts: their text (SMPP 3.4 appendix B) and TLVs, and the ids they speak of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gateway.smpp import codes
from gateway.smpp.pdu import Message

_FIELD = re.compile(r"\b(id|stat|err)\s?:\s*([^\s:]*)(?!\S*:)", re.IGNORECASE)

_STATES = {
    "DELIV": "delivered",
    "ENROU": "pending",
    "ACCEP": "pending",
    "SCHED": "pending",
    "BUFFE": "pending",
    "BUFFR": "pending",
    "UNKNO": "pending",
    "EXPIR": "failed",
    "DELET": "failed",
    "UNDEL": "failed",
    "REJEC": "failed",
    "FAILE": "failed",
    "SKIPP": "failed",
}
"""First letters of `stat` (appendix B): DELIVRD and DELIVERED are one."""

_MESSAGE_STATES = {
    1: ("ENROUTE", "pending"),
    2: ("DELIVRD", "delivered"),
    3: ("EXPIRED", "failed"),
    4: ("DELETED", "failed"),
    5: ("UNDELIV", "failed"),
    6: ("ACCEPTD", "pending"),
    7: ("UNKNOWN", "pending"),
    8: ("REJECTD", "failed"),
}
"""TLV message_state (5.2.28)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt says. *state*: "delivered" | "failed" | "pending"."""

    message_id: str
    state: str
    code: str  # the carrier's words, e.g. "UNDELIV 045"


def is_receipt(message: Message) -> bool:
    """Tell whether a deliver_sm or data_sm is about an SMS of ours, and none from a phone."""
    kind = message.esm_class & codes.MESSAGE_TYPE
    if kind in (codes.RECEIPT, codes.INTERMEDIATE):
        return True
    return not kind and message.tlv(codes.RECEIPTED_MESSAGE_ID) is not None


def read(message: Message, text: bytes) -> Told | None:
    """Return what a receipt tells, by its TLVs before its *text*; None when it names no id."""
    fields = {
        name.lower(): value
        for name, value in reversed(_FIELD.findall(text.decode("latin-1").replace("\0", " ")))
    }
    tagged = message.tlv(codes.RECEIPTED_MESSAGE_ID) or b""
    name = tagged.rstrip(b"\0").decode("latin-1").strip() or fields.get("id", "")
    if not name:
        return None
    shown, state = _state(message.tlv(codes.MESSAGE_STATE), fields.get("stat", ""))
    return Told(name[:65], state, f"{shown} {fields.get('err', '')}".strip()[:40])


def _state(tagged: bytes | None, word: str) -> tuple[str, str]:
    if tagged and tagged[-1] in _MESSAGE_STATES:
        return _MESSAGE_STATES[tagged[-1]]
    shown = "".join(c for c in word.upper() if c.isascii() and c.isalnum()) or "?"
    return shown, _STATES.get(shown[:5], "pending")


def _hexadecimal(decimal: str) -> str:
    return f"{int(decimal):x}"


def _decimal(hexadecimal: str) -> str:
    return str(int(hexadecimal, 16))


def _same(name: str) -> str:
    return name


_TO_ANSWER: dict[str, Callable[[str], str]] = {
    "same": _same,
    "hex": _hexadecimal,
    "decimal": _decimal,
}
_TO_RECEIPT: dict[str, Callable[[str], str]] = {
    "same": _same,
    "hex": _decimal,
    "decimal": _hexadecimal,
}


def as_answered(name: str, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of submit_sm_resp that a receipt with id *name* may speak of, best first.

    >>> as_answered("255", ("same", "hex"))
    ('255', 'ff')
    """
    return _forms(name, kinds, _TO_ANSWER) or (name,)


def as_reported(name: str, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the references under which an early receipt for the answered id *name* was kept.

    >>> as_reported("ff", ("same", "hex"))
    ('ff', '255')
    """
    told = _forms(name, kinds, _TO_RECEIPT)
    return tuple(dict.fromkeys(as_answered(one, kinds)[0] for one in told))


def _forms(
    name: str, kinds: Sequence[str], table: dict[str, Callable[[str], str]]
) -> tuple[str, ...]:
    found = []
    for kind in kinds:
        try:
            found.append(table[kind](name))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))
