"""The values of a suggestion: what is known of a message's sender, and what is to be done."""

from dataclasses import dataclass

from models.quick import quick

REOPENABLE_H = 30 * 24.0
"""Hours after which thanks and reminders no longer belong to the sender's last ticket."""
FRESH_H = 1.0
"""Hours within which the rest of a report, or a mended one, belongs to the report before it."""
CORRECTED_H = 72.0
"""The same for what surely mends or completes one and tells of no trouble: "TAMBAH pak, RT 6"."""
SOON_H = 0.25
"""Hours within which words without a problem of their own go on with the report before them."""
ASKED_H = 48.0
"""Hours within which words without a new problem answer our question."""
ANSWER_H = 14 * 24.0
"""The same for the question of an officer: the reporter has ten working days."""


@quick
@dataclass(frozen=True, slots=True)
class Context:
    """What matters for one message besides its words; the keys of ``ctx`` in the case format."""

    role: str = "warga"  # warga | petugas
    keyword_required: bool = False  # on the line
    person: bool = True  # the sender is no operator, machine or line of ours
    pending: str = ""  # the question that waits: penutupan nilai lokasi lengkapi tanya
    pending_age_h: float | None = None  # hours since it was asked; None: not known
    pending_category: str = ""  # of the ticket that it was about
    last_ticket: str = ""  # number of the sender's newest ticket; "" when there is none
    last_ticket_age_h: float | None = None  # None: not known
    same_text_ticket: str = ""  # the sender's ticket with the same words
    other_ticket: str = ""  # somebody else's open ticket about the same problem
    missing: str = ""  # parts that never came, "2,3"

    def younger(self, hours: float) -> bool:
        """Tell whether the sender has a ticket that is younger than *hours*, as far as known."""
        age = self.last_ticket_age_h
        return bool(self.last_ticket) and (age is None or age <= hours)

    @property
    def soon(self) -> bool:
        """Whether the sender's last ticket is surely of this very moment."""
        age = self.last_ticket_age_h
        return bool(self.last_ticket) and age is not None and age <= SOON_H

    def asked_within(self, hours: float) -> bool:
        """Tell whether our question is younger than *hours*, or else the ticket it was about."""
        if self.pending_age_h is None:
            return self.younger(hours)
        return bool(self.last_ticket) and self.pending_age_h <= hours


@quick
@dataclass(frozen=True, slots=True)
class Action:
    """What the desk does with a message, and how it is read now that its sender is known."""

    name: str  # DOMAIN: create_ticket, reply_status, ignore_count ...
    template: str = ""  # key of the reply; "" for silence
    intent: str = ""
    answer: str = ""  # of intent jawab: ya | tidak | belum
    score: int | None = None
    flags: tuple[str, ...] = ()
