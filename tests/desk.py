"""Writes decisions into a town's tables as the desk does, and reads cases back."""

from dataclasses import dataclass
from datetime import timedelta

from gateway import effects, facts
from gateway.facts import contact_for
from gateway.origin import Means, Origin
from gateway.setting import Setting
from models import cases
from models.base import Tx
from models.casework.case import Actor, Case
from models.casework.effects import Decision, Effect, OpenTicket
from models.casework.states import Role
from models.rows import insert
from models.times import to_us
from parser import parse
from tests.town import LINE, Town

KOMINFO = Actor("staff:sari", "coordinator", "KOMINFO")
REPORT = OpenTicket("pengaduan", "pju", "biasa", "biasa")


@dataclass
class Clerk:
    """Writes effects for one town."""

    town: Town

    @property
    def setting(self) -> Setting:
        """What the desk goes by."""
        return self.town.desk.setting

    def contact(self, number: str) -> int:
        """Return contact.id of *number*."""
        return self.town.write(lambda tx: contact_for(tx, number, "mobile", self.town.now))

    def write(
        self, *wanted: Effect, case: Case | None = None, text: str = "", actor: Actor = KOMINFO,
        contact: int = 0,
    ) -> Case:  # fmt: skip
        """Write *wanted* about *case* and return the subject as it is then."""
        reading = parse(text, self.setting.words_of(LINE)) if text else None
        origin = Origin(
            actor, self.town.now, text=text, line=LINE, contact=contact, reading=reading
        )
        means = Means(self.town.store.number_key, self.setting)
        decision = Decision("test", wanted, case, valid=True)
        after = self.town.write(lambda tx: effects.write(tx, decision, origin, means))
        assert after is not None
        return after

    def report(self, text: str, number: str = "", new: OpenTicket = REPORT) -> Case:
        """Open a report of *number* and return it as somebody else sees it."""
        contact = self.contact(number) if number else 0
        return self.see(self.write(new, text=text, contact=contact).id)

    def see(self, ticket: int) -> Case:
        """Return the case of ticket.id *ticket* with all that orders need."""
        with self.town.store.reading() as tx:
            return cases.load_one(tx, ticket, deep=True)

    def officer(self, number: str, agency: str, role: Role = "officer") -> Actor:
        """Let *number* be an officer of *agency*."""
        contact = self.contact(number)

        def add(tx: Tx) -> Actor:
            (row,) = tx.ids("officer")
            columns = {
                "id": row, "contact": contact, "agency": agency, "role": role,
                "name": tx.keys.seal(b"Sari"), "created_at": to_us(self.town.now),
            }  # fmt: skip
            insert(tx, "officer", columns)
            return facts.actor_of(tx, contact)

        return self.town.write(add)

    def told(self, number: str) -> list[str]:
        """Return what *number* is sent once the night and the budget are over."""
        for _half_a_day in range(3):
            self.town.work()
            self.town.wait(hours=12)
        self.town.now -= timedelta(hours=36)
        return self.town.replies(number)

    def events(self, ticket: int) -> list[str]:
        """Return the verbs of what happened to a ticket."""
        return [
            verb
            for (verb,) in self.town.rows(
                "SELECT verb FROM event WHERE ticket = ? ORDER BY seq", ticket
            )
        ]
