"""Who sees what of a report: one table for terminals, SMS and digests (DOMAIN.md 6). Pure.

A row is one role and level, a column one field; the marks are ``c`` clear, ``m`` masked
(``+62812******90``), ``r`` redacted, ``.`` hidden. What is not in the table nobody sees.
"""

from typing import Literal, get_args

Sight = Literal["clear", "masked", "redacted", "hidden"]
Level = Literal["biasa", "anonim", "rahasia"]
Role = Literal[
    "viewer", "agency", "coordinator", "admin",  # at the terminal
    "officer", "head", "coordinator_sms", "assistant", "mayor",  # by SMS
    "accused", "reporter", "public",
]  # fmt: skip
Field = Literal[
    "number", "name", "text", "address", "plate", "category", "area", "agency", "deadline",
    "notes", "result", "attachments", "original",
]  # fmt: skip
Audience = Literal["officer", "public", ""]

FIELDS: tuple[Field, ...] = get_args(Field)
"""number: the reporter's; name, address, plate: such words in the text; original: as it came."""

LEVELS: tuple[Level, ...] = get_args(Level)
ROLES: tuple[Role, ...] = get_args(Role)
RAHASIA = "rahasia"

_NOTHING = ". . .  . .  . . . .  . . .  ."
_STAFF = "m . r  . .  c c c c  r r .  ."
_CITY = ". . r  . .  c c c c  r r .  ."
_WORKS = ". . r  c c  c c c c  r r c  ."
_WORKS_BY_SMS = ". . r  c c  c c c c  r r .  ."
_WORKS_ANONYMOUS = ". . r  . .  c c c c  r r c  ."
_THERE_IS_ONE = ". . .  . .  . . . c  . . .  ."
_TASK = ". . .  . .  c . c c  . . .  ."
_READS = ". . r  c c  c c c c  r r c  ."

_SEEN: dict[tuple[Role, Level], str] = {
    #                          number name text  address plate  category area agency deadline
    #                                                            notes result attachments  original
    ("viewer", "biasa"): _STAFF,
    ("viewer", "anonim"): _CITY,
    ("viewer", "rahasia"): _THERE_IS_ONE,
    ("admin", "biasa"): _STAFF,
    ("admin", "anonim"): _CITY,
    ("admin", "rahasia"): _THERE_IS_ONE,
    ("coordinator", "biasa"): "m . r  c c  c c c c  r r c  .",
    ("coordinator", "anonim"): _WORKS_ANONYMOUS,
    ("coordinator", "rahasia"): ". . .  . .  c c c c  . . .  .",
    ("coordinator_sms", "biasa"): _WORKS_BY_SMS,
    ("coordinator_sms", "anonim"): _CITY,
    ("coordinator_sms", "rahasia"): _TASK,
    ("agency", "biasa"): _WORKS,
    ("agency", "anonim"): _WORKS_ANONYMOUS,
    ("agency", "rahasia"): ". . .  . .  . . c c  . . .  .",
    ("officer", "biasa"): _WORKS_BY_SMS,
    ("officer", "anonim"): _CITY,
    ("officer", "rahasia"): ". . .  . .  . . c c  . . .  .",
    ("head", "biasa"): _WORKS_BY_SMS,
    ("head", "anonim"): _CITY,
    ("head", "rahasia"): ". . .  . .  . . c c  . . .  .",
    ("assistant", "biasa"): _CITY,
    ("assistant", "anonim"): _CITY,
    ("assistant", "rahasia"): ". . .  . .  . . c c  . . .  .",
    ("mayor", "biasa"): _CITY,
    ("mayor", "anonim"): _CITY,
    ("mayor", "rahasia"): ". . .  . .  . . c c  . . .  .",
    # Never the words: a SIM may have a new owner, and a phone may be shared.
    ("reporter", "biasa"): ". . .  . .  c c c c  . r .  .",
    ("reporter", "anonim"): ". . .  . .  c c c c  . r .  .",
    ("reporter", "rahasia"): _THERE_IS_ONE,
    ("public", "biasa"): ". . .  . .  c c c c  . . .  .",
    ("public", "anonim"): ". . .  . .  c c c c  . . .  .",
}
_RELEASED = ". . r  . .  c c c c  . r .  ."
"""What the public sees after a coordinator released the text."""

_LOGGED = frozenset({"coordinator", "admin"})
"""Whom ``kentongan privacy reveal`` shows everything; the handler of a rahasia report _READS."""

_TEXT: tuple[Field, Field] = ("text", "address")
_AGENCIES = frozenset({"agency", "officer", "head"})
_SIGHTS: dict[str, Sight] = {"c": "clear", "m": "masked", "r": "redacted", ".": "hidden"}


def shown(
    field: Field,
    level: Level,
    role: Role,
    *,
    own_agency: bool = False,
    handler: bool = False,
    released: bool = False,
) -> Sight:
    """Return how *role* sees *field* of a report of *level*, without any further act.

    *own_agency*: the agency has, or had, a task of this report. *handler*: they are the one person
    who handles it. *released*: a coordinator made its text public.

    >>> shown("number", "biasa", "officer", own_agency=True)
    'hidden'
    >>> shown("text", "biasa", "officer", own_agency=True)
    'redacted'
    """
    row = _SEEN.get((role, level), _NOTHING)
    if role in _AGENCIES:
        row = _NOTHING if not own_agency else _TASK if handler and level == RAHASIA else row
    elif role == "public" and released and level != RAHASIA:
        row = _RELEASED
    return _sight(row, field)


def opened(
    field: Field, level: Level, role: Role, *, own_agency: bool = False, handler: bool = False
) -> Sight:
    """Return how *role* sees *field* once that is logged with a reason (``privacy reveal``).

    >>> opened("number", "rahasia", "coordinator")
    'clear'
    >>> opened("text", "rahasia", "agency", own_agency=True, handler=True)
    'redacted'
    """
    if role in _LOGGED:
        return "clear"
    if role == "agency" and own_agency and handler and level == RAHASIA:
        return _sight(_READS, field)
    return shown(field, level, role, own_agency=own_agency, handler=handler)


def audience(
    level: Level, role: Role, *, own_agency: bool = False, handler: bool = False,
    released: bool = False,
) -> Audience:  # fmt: skip
    """Return for whom a text is redacted (parser.redact) before *role* reads it; '' for not at all.

    ``officer`` keeps the address and the plate, ``public`` cuts them too.
    """
    sights = [
        shown(field, level, role, own_agency=own_agency, handler=handler, released=released)
        for field in _TEXT
    ]
    if sights[0] == "hidden":
        return ""
    return "officer" if sights[1] == "clear" else "public"


def _sight(row: str, field: Field) -> Sight:
    return _SIGHTS[row.split()[FIELDS.index(field)]]
