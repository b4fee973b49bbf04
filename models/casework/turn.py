"""One message as the desk decides about it: what it says, what is known, and when."""

from dataclasses import dataclass
from datetime import datetime

from models.actions import Action
from models.casework.case import Case
from models.casework.effects import Decision, Effect, Tell
from models.casework.facts import Facts
from models.casework.sop import Sop
from models.quick import quick
from parser.reading import Reading

EXAMPLE = "1234566"
"""Stands in a text that shows how to write a ticket number."""


@quick
@dataclass(frozen=True, slots=True)
class Turn:
    """A message that a citizen, or an officer as a citizen, has sent."""

    reading: Reading  # as it must be taken from this sender
    facts: Facts
    action: Action  # what it asks for
    now: datetime  # aware, UTC

    @property
    def sop(self) -> Sop:
        """The city's rules."""
        return self.facts.sop

    @property
    def own(self) -> Case | None:
        """The ticket that the message names, if it is the sender's."""
        named = self.facts.named
        return named if named is not None and named.mine else None

    @property
    def meant(self) -> Case | None:
        """The sender's ticket that a message without a number is about."""
        asked = self.facts.asked if self.facts.pending else None
        return asked or self.facts.latest

    @property
    def words(self) -> str:
        """What the message says beside keyword and command."""
        return self.reading.body.strip()

    @property
    def typed(self) -> str:
        """The ticket number that was written, or an example of one."""
        return self.reading.tickets[0].digits if self.reading.tickets else EXAMPLE

    @property
    def area(self) -> str:
        """Code of the smallest area that the message names; "" when it names none."""
        parents = self.sop.parents
        codes = [
            parents.get(place.code, "") if place.kind == "street" else place.code
            for place in self.reading.places
            if place.kind in {"area", "street"}
        ]
        named = [code for code in codes if code]
        outer = {parents.get(code, "") for code in named}
        return next((code for code in named if code not in outer), "")

    def about(self, outcome: str, case: Case, *effects: Effect, valid: bool = True) -> Decision:
        """Return what the message does to *case*, the sender's own."""
        return Decision(outcome, effects, case, valid=valid)

    def answer(self, kind: str) -> Tell:
        """Return an answer that is about no ticket; it repeats the number that was written."""
        return Tell(kind, "sender", (("no", self.typed),), "ack", subject=False)


def reply(kind: str, case: Case | None = None, **fields: str) -> Tell:
    """Return the answer to the sender about *case*, or about the ticket that is opened."""
    return Tell(
        kind, "sender", tuple(fields.items()), "urgent" if kind == "DARURAT" else "ack", case
    )
