"""The states of a ticket and who may move it from where to where (DOMAIN.md 2). Pure."""

from typing import Literal, NamedTuple

State = Literal[
    "new", "held", "verified", "assigned", "in_progress", "done", "closed",
    "other_agency", "archived", "merged", "cancelled", "prank",
]  # fmt: skip
Role = Literal["citizen", "officer", "head", "coordinator", "assistant", "mayor", "system"]

OPEN: frozenset[State] = frozenset({"new", "held", "verified", "assigned", "in_progress"})
"""Somebody has still to do something."""

SETTLED: frozenset[State] = frozenset({"done", "closed", "cancelled", "prank"})
"""The reporter may open it again for a while."""

ARCHIVE_REASONS = (
    "format", "too_vague", "not_government", "no_answer", "outside_area", "duplicate", "test",
)  # fmt: skip
"""Why a coordinator may archive; the list is closed (SP4N-LAPOR: Arsipkan)."""

OUTCOMES = ("granted", "partly", "refused")
"""How a request for information ended (UU 14/2008); partly and refused need a reason."""

TERMS = ("", "short", "medium", "long")
"""jangka pendek, menengah, panjang."""


class Word(NamedTuple):
    """How people read a state."""

    shown: str  # at most 21 characters, GSM-7
    lapor: str  # SP4N-LAPOR's word
    colour: Literal["red", "yellow", "green", "grey"]


WORDS: dict[State, Word] = {
    "new": Word("BARU", "Belum terverifikasi", "red"),
    "held": Word("MENUNGGU JAWABAN ANDA", "Tertunda", "grey"),
    "verified": Word("TERVERIFIKASI", "Terverifikasi", "red"),
    "assigned": Word("DITERUSKAN", "Belum ditindaklanjuti", "red"),
    "in_progress": Word("DIPROSES", "Proses", "yellow"),
    "done": Word("SELESAI", "Selesai", "green"),
    "closed": Word("DITUTUP", "Selesai", "green"),
    "other_agency": Word("BUKAN WEWENANG KAMI", "Bukan wewenang", "grey"),
    "archived": Word("DIARSIPKAN", "Arsip", "grey"),
    "merged": Word("DIGABUNG", "Arsip", "grey"),
    "cancelled": Word("DIBATALKAN", "Arsip", "grey"),
    "prank": Word("TIDAK TERBUKTI", "Arsip", "grey"),
}
"""State -> its words; red: not answered, yellow: in process, green: followed up."""


class MoveRule(NamedTuple):
    """One verb: from which states, to which, by whom."""

    sources: frozenset[State]
    to: State
    roles: frozenset[Role]


_COORDINATOR: frozenset[Role] = frozenset({"coordinator"})
_CASE: frozenset[Role] = frozenset({"coordinator", "officer", "head"})
_WITH: frozenset[State] = frozenset({"assigned", "in_progress"})

MOVES: dict[str, MoveRule] = {
    "verify": MoveRule(frozenset({"new", "held"}), "verified", _COORDINATOR),
    "hold": MoveRule(OPEN - {"held"}, "held", _CASE),
    # officers only up or down from their own agency; the system where the city routes by itself
    "assign": MoveRule(OPEN, "assigned", _CASE | {"system"}),
    "progress": MoveRule(_WITH, "in_progress", _CASE),
    "done": MoveRule(OPEN, "done", _CASE),
    "return": MoveRule(_WITH, "verified", frozenset({"officer", "head"})),
    "reject": MoveRule(OPEN, "other_agency", _COORDINATOR),
    "archive": MoveRule(OPEN, "archived", _COORDINATOR),
    "close": MoveRule(frozenset({"done"}), "closed", frozenset({"coordinator", "system"})),
    "cancel": MoveRule(OPEN, "cancelled", frozenset({"citizen", "coordinator"})),
    "merge": MoveRule(OPEN, "merged", _COORDINATOR),
    "prank": MoveRule(OPEN, "prank", _COORDINATOR),
    "reopen": MoveRule(
        frozenset({"done", "closed", "cancelled", "prank", "other_agency", "archived", "merged"}),
        "verified",  # or "assigned" when an agency had it
        frozenset({"citizen", "coordinator"}),
    ),
}
"""Verb -> rule. A held ticket goes back to the state it came from ("resume")."""


def may(verb: str, state: State, role: Role) -> bool:
    """Tell whether *role* may do *verb* to a ticket in *state*."""
    rule = MOVES.get(verb)
    return rule is not None and role in rule.roles and state in rule.sources
