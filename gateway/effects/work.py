"""What a decision's effects share while they are written: the subject, and events still to come."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.origin import Means, Origin
from models import event
from models.base import Tx
from models.casework.case import Case, ClockFact
from models.casework.effects import Decision, OpenTicket
from models.event import Happening
from models.times import to_us


@dataclass(slots=True)
class _Pending:
    """An event that is written at the end, when all that belongs to it is known."""

    ticket: int
    verb: str
    data: dict[str, object]


@dataclass(slots=True)
class Work:
    """One decision on its way into the tables."""

    tx: Tx
    decision: Decision
    origin: Origin
    means: Means
    case: Case | None  # the subject; an OpenTicket makes it
    changed: set[int] = field(default_factory=set)  # ticket.id of all that get updated_at
    codes: list[str] = field(default_factory=list)  # of challenges, for the SMS that tells them
    opened: OpenTicket | None = None
    linked: list[int] = field(default_factory=list)  # ticket.id of what joined an incident
    begun: list[ClockFact] = field(default_factory=list)  # deadlines of the subject itself
    _events: list[_Pending] = field(default_factory=list)
    _newest: dict[int, _Pending] = field(default_factory=dict)
    _notes: list[tuple[_Pending, str, str]] = field(default_factory=list)

    @property
    def now(self) -> int:
        """The time of the decision in microseconds."""
        return to_us(self.origin.now)

    def subject(self, case: Case | None) -> Case:
        """Return the case that an effect concerns; ValueError when there is none."""
        found = self.case if case is None or (self.case and case.id == self.case.id) else case
        if found is None:
            raise ValueError(f"decision {self.decision.outcome!r}: an effect without a ticket")
        return found

    def happen(self, ticket: int, verb: str, data: Mapping[str, object] | None = None) -> None:
        """Note that *verb* happened; what one decision does in one go is one event.

        *data* holds ids, codes, old and new values: never text, a name or a number.
        """
        added = dict(data or {})
        newest = self._newest.get(ticket)
        if newest is not None and newest.verb == verb and newest.data.keys().isdisjoint(added):
            newest.data.update(added)
        else:
            if self.origin.message is not None and not self._events:
                added = {"inbox": self.origin.message.inbox, **added}
            self._add(_Pending(ticket, verb, added))
        self.changed.add(ticket)

    def remark(self, ticket: int, verb: str, what: str) -> None:
        """Add *what* to the list *verb* of the ticket's newest event; alone it is an event."""
        newest = self._newest.get(ticket)
        if newest is None:
            self.happen(ticket, verb)
            newest = self._newest[ticket]
        listed = newest.data.setdefault(verb, [])
        assert isinstance(listed, list)
        listed.append(what)

    def note(self, ticket: int, kind: str, text: str) -> None:
        """Keep words beside the ticket's newest event."""
        self._notes.append((self._newest[ticket], kind, text))

    def has_event(self, ticket: int) -> bool:
        """Tell whether this decision already did something to *ticket*."""
        return ticket in self._newest

    @property
    def eventful(self) -> bool:
        """Tell whether anything happened at all."""
        return bool(self._events)

    def flush(self) -> str:
        """Write the events, then the words; return the cause of what people are told of it."""
        origin, tx = self.origin, self.tx
        ids = event.append_all(
            tx,
            [
                Happening(one.ticket, origin.now, origin.actor.label, one.verb, one.data)
                for one in self._events
            ],
            new=self.case.id if self.opened and self.case else 0,
        )
        rows = {id(one): row for row, one in zip(ids, self._events, strict=True)}
        if self._notes:
            tx.many(
                "INSERT INTO note (id, ticket, event, kind, at, body) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (note, one.ticket, rows[id(one)], kind, self.now, tx.keys.seal(text.encode()))
                    for note, (one, kind, text) in zip(
                        tx.ids("note", len(self._notes)), self._notes, strict=True
                    )
                ],
            )
        return origin.cause or (f"event:{ids[0]}" if ids else "")

    def _add(self, one: _Pending) -> None:
        self._events.append(one)
        self._newest[one.ticket] = one
