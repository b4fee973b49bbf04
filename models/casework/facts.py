"""Everything known that matters for one message, read in the deciding transaction. Values."""

from dataclasses import dataclass, field
from datetime import datetime

from models.actions import Context
from models.casework.case import CITIZEN, Actor, Case, Challenge
from models.casework.sop import Sop
from models.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows about the sender and the tickets that a message concerns."""

    sop: Sop
    actor: Actor = CITIZEN  # an officer by the allow-list, else a citizen
    known_sender: bool = True  # the carrier named a sender
    person: bool = True  # not an operator, a machine, our own line or our own text coming back
    keyword_required: bool = False  # on the line
    line: str = ""
    named: Case | None = None  # the ticket whose number the message gives, whoever's it is
    into: Case | None = None  # GABUNG's second
    latest: Case | None = None  # the sender's newest ticket
    latest_age_h: float = 0.0  # hours since it was made
    pending: str = ""  # what we asked last: lokasi | lengkapi | tanya | penutupan | nilai
    asked: Case | None = None  # the ticket that the question was about
    asked_age_h: float = 0.0  # hours since we asked
    repeated: Case | None = None  # the sender's ticket with the same words, within the window
    similar: tuple[Case, ...] = ()  # others' open tickets alike in place, category and words
    misses: int = 0  # wrong ticket numbers from this sender in the last hour
    missing: str = ""  # parts that never came, "2,3"
    strikes: int = 0  # that have not expired
    ghosts_today: int = 0  # ghost, prank and spam messages of this sender today
    blocked_until: datetime | None = None
    sheet: bool = False  # the officer has a printed sheet with a code left
    challenge: Challenge | None = None  # the officer's newest that still waits
    alarm: Case | None = None  # the emergency that this officer was told last and nobody took
    tasks: tuple[Case, ...] = field(default=())  # an officer's open ones, the most urgent first

    @property
    def role(self) -> str:
        """Warga or petugas, as the parser and the suggestion need it."""
        return "petugas" if self.actor.officer else "warga"

    def context(self) -> Context:
        """Return what of this a suggestion is made from."""
        latest = self.asked if self.pending and self.asked else self.latest
        return Context(
            role=self.role,
            keyword_required=self.keyword_required,
            person=self.person,
            pending=self.pending,
            pending_age_h=self.asked_age_h if self.pending else None,
            pending_category=self.asked.category if self.pending and self.asked else "",
            last_ticket=str(latest.number) if latest else "",
            last_ticket_age_h=self.latest_age_h,
            same_text_ticket=str(self.repeated.number) if self.repeated else "",
            other_ticket=str(self.similar[0].number) if self.similar else "",
            missing=self.missing,
        )
