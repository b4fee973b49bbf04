"""Figures of what is rare: wrong clocks, 250 late agencies, tickets opened again and again."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from models import event, reveals, tallies
from models.base import Store, Tx
from models.casework.effects import OpenTicket
from models.casework.sop import AgencyRule, CategoryRule
from models.rows import insert
from models.times import to_us
from reports import period, reconcile, scope
from reports.figures import (
    agencies,
    conduct,
    deadlines,
    emergencies,
    flow,
    messages,
    money,
    ppid,
    reports,
    responses,
    standing,
    trend,
)
from reports.figures.flow import Flow
from reports.figures.values import Count, Share
from reports.page import Hidden
from reports.scope import CITY
from tests.casework import CALENDAR, sop
from tests.desk import Clerk
from tests.november import ZONE, moment
from tests.town import Town

NOVEMBER = period.month(date(2026, 11, 1), ZONE)
NOW = moment("12-03 09:00")
DAY = timedelta(days=1)


@dataclass
class Rows:
    """Writes rows as the desk would leave them, without playing how they came."""

    tx: Tx
    heard: int = 0
    made: list[int] = field(default_factory=list)

    def ticket(self, at: str, **more: Any) -> int:
        """Add a ticket made *at*; return ticket.id."""
        (row,) = self.tx.ids("ticket")
        columns = {
            "id": row, "number": 1_000_000 + row, "line": "kartu", "type": "pengaduan",
            "category": "pju", "urgency": "biasa", "confidentiality": "biasa", "state": "new",
            "redacted": "lampu mati", "original": b"", "text_key": b"", "updated_at": 0,
            "created_at": to_us(moment(at)),
        }  # fmt: skip
        times = {name: to_us(moment(more.pop(name))) for name in ("done_at", "ended_at")
                 if name in more}  # fmt: skip
        insert(self.tx, "ticket", columns | times | more)
        return row

    def task(self, ticket: int, agency: str, at: str, **more: Any) -> int:
        """Give *agency* a task of *ticket*; return assignment.id."""
        (row,) = self.tx.ids("assignment")
        columns = {
            "id": row, "ticket": ticket, "agency": agency, "lead": 1, "state": "assigned",
            "created_at": to_us(moment(at)), "updated_at": 0,
        }  # fmt: skip
        insert(self.tx, "assignment", columns | more)
        return row

    def clock(self, ticket: int, task: int, name: str, due: datetime, **more: Any) -> None:
        """Add a deadline that ends *due*."""
        (row,) = self.tx.ids("clock")
        columns = {
            "id": row, "ticket": ticket, "task": task, "name": name, "started_at": 0,
            "due": to_us(due),
        }  # fmt: skip
        insert(self.tx, "clock", columns | {k: to_us(at) for k, at in more.items()})

    def happened(self, ticket: int, verb: str, at: str, actor: str = "system", **data: str) -> None:
        """Add an event."""
        event.append(self.tx, ticket, at=moment(at), actor=actor, verb=verb, data=data)

    def message(self, at: datetime, reason: str = "status", **more: Any) -> int:
        """Add an SMS that was received *at*; return inbox.id."""
        if not self.heard:
            row = {"id": 1, "line": "kartu", "node": "n", "started": 0, "last_seen": 0}
            insert(self.tx, "session", row)
        self.heard += 1
        columns = {
            "id": self.heard, "line": "kartu", "key": str(self.heard).encode(), "session": 1,
            "raw": b"", "blob_sha256": b"", "received_at": to_us(at), "lane": 1, "state": "done",
            "reason": reason,
        }  # fmt: skip
        insert(self.tx, "inbox", columns | more)
        return self.heard


def adds_up(tx: Tx) -> bool:
    return reconcile.check(tx, NOVEMBER, NOW) == ()


def test_250_agencies_that_are_all_late(store: Store) -> None:
    codes = [f"OPD{n:03d}" for n in range(250)]
    with store.transaction() as tx:
        rows = Rows(tx)
        for code in codes:
            for at in ("11-02 09:00", "11-03 09:00"):
                ticket = rows.ticket(at, state="assigned")
                task = rows.task(ticket, code, at)
                due = moment("11-10 16:00")
                rows.clock(ticket, task, "follow_up", due, breached_at=due + DAY)
                rows.clock(ticket, 0, "settle", moment("11-24 16:00"), wake=moment("11-24 16:00"))
        late = standing.overdue(tx, CITY, NOW, CALENDAR)
        assert [one.agency for one in late] == codes
        assert {(one.n, one.days) for one in late} == {(2, 17)}
        flows = agencies.agencies(tx, NOVEMBER, CITY, CALENDAR, NOW)
        assert [row.agency for row in flows] == codes
        total = agencies.total(flows)
        assert (total.came, total.closing, total.overdue) == (500, 500, 500)
        assert total.on_time == deadlines.on_time(tx, NOVEMBER, CITY, NOW) == Share(0, 500)
        assert {row.place for row in agencies.ranking(flows, least=1)} == {1}  # all are alike
        assert agencies.ranking(flows) == ()  # of two deadlines each nobody is ranked
        assert adds_up(tx)


def test_one_ticket_alone(store: Store) -> None:
    with store.transaction() as tx:
        Rows(tx).ticket("11-02 09:00")
        assert reports.progress(tx, NOVEMBER, CITY).not_yet_share == 1.0
        assert flow.flow(tx, NOVEMBER, CITY) == Flow(0, 1, 0, 0, 0, 1)
        (oldest,) = standing.oldest(tx, CITY)
        assert (oldest.state, oldest.agency) == ("new", "")
        assert adds_up(tx)


def test_a_ticket_opened_again_and_again_counts_each_time(store: Store) -> None:
    # done 5 Oct, again 6 Nov, done 9 Nov, again 10 Nov, taken back 12 Nov, again 1 Dec: open now.
    with store.transaction() as tx:
        rows = Rows(tx)
        ticket = rows.ticket("10-01 09:00", state="assigned")
        for at, verb, to in (
            ("10-05 09:00", "done", "done"), ("10-20 09:00", "closed", "closed"),
            ("11-06 09:00", "reopened", "assigned"), ("11-09 09:00", "done", "done"),
            ("11-10 09:00", "reopened", "assigned"), ("11-12 09:00", "cancelled", "cancelled"),
            ("12-01 09:00", "reopened", "verified"),
        ):  # fmt: skip
            rows.happened(ticket, "done", at, agency="DISHUB")  # one of several: ends no ticket
            rows.happened(ticket, verb, at, to=to)
        assert flow.flow(tx, NOVEMBER, CITY) == Flow(0, 0, 2, 1, 1, 0)
        assert flow.flow(tx, NOVEMBER.previous(), CITY) == Flow(0, 1, 0, 1, 0, 0)
        steps = trend.trend(tx, period.month(date(2026, 12, 1), ZONE).trend(3), CITY, NOW)
        assert [step.flow.closing for step in steps] == [0, 0, 1]
        assert adds_up(tx)


def test_a_clock_that_was_set_back_loses_no_message(store: Store) -> None:
    with store.transaction() as tx:
        rows = Rows(tx)
        begun, ends, tick = NOVEMBER.start, NOVEMBER.end, timedelta(microseconds=1)
        for at in (begun, begun + DAY, begun - tick, begun + 2 * DAY, begun - 300 * DAY, ends,
                   ends - tick):  # fmt: skip
            rows.message(at)
        assert messages.gross(tx, NOVEMBER).command == 4
        assert messages.received(tx, NOVEMBER.previous()) == 1
        assert adds_up(tx)


def test_parts_and_repeats_are_one_message(store: Store) -> None:
    with store.transaction() as tx:
        rows = Rows(tx)
        at = NOVEMBER.start
        head = rows.message(at, head=1, part=1, parts=3, seen=4)
        rows.message(at, "repeated_part", head=head, part=1, parts=3)
        rows.message(at + DAY, "late", head=head, part=2, parts=3)
        rows.message(at, "truncated", state="bad")
        found = messages.gross(tx, NOVEMBER)
        assert (found.total, found.command, found.unreadable) == (2, 1, 1)


def test_calls_stand_beside_the_messages(store: Store) -> None:
    with store.transaction() as tx:
        on = date(2026, 11, 30)
        for kind, count in (("ghost", 75), ("prank", 21), ("information", 3), ("valid", 1)):
            tallies.add(tx, on, "112", kind, count)
        tallies.add(tx, on + DAY, "112", "ghost", 9)
        tallies.add(tx, on, "wa", "spam", 2)
        one, other = messages.calls(tx, NOVEMBER)
        assert (one.channel, one.total, one.ghost, one.valid) == ("112", 100, 75, 1)
        assert (other.channel, other.total, other.spam) == ("wa", 2, 2)
        assert messages.gross(tx, NOVEMBER).total == 0


def test_an_emergency_that_nobody_took(store: Store) -> None:
    with store.transaction() as tx:
        rows = Rows(tx)
        rows.ticket("11-02 09:00", urgency="darurat", state="prank", ended_at="11-02 10:00")
        ticket = rows.ticket("11-03 09:00", urgency="darurat")
        insert(tx, "alarm", {"ticket": ticket})
        (found,) = emergencies.emergencies(tx, NOVEMBER, CITY)
        assert (found.at, found.minutes) == (moment("11-03 09:00"), None)


def test_a_paused_deadline_is_nobodys_fault(store: Store) -> None:
    due = moment("11-10 16:00")
    with store.transaction() as tx:
        rows = Rows(tx)
        ticket = rows.ticket("11-02 09:00", state="held", held_from="assigned")
        task = rows.task(ticket, "DISHUB", "11-02 09:00")
        rows.clock(ticket, task, "follow_up", due, paused_since=due - DAY)
        assert deadlines.on_time(tx, NOVEMBER, CITY, NOW) == Share(0, 0)
        assert standing.overdue(tx, CITY, NOW, CALENDAR) == ()
        (row,) = agencies.agencies(tx, NOVEMBER, CITY, CALENDAR, NOW)
        assert (row.closing, row.overdue) == (1, 0)
        assert reports.progress(tx, NOVEMBER, CITY).held_share == 1.0


def test_a_small_cell_shows_from_five_on(store: Store) -> None:
    city = sop(
        categories=(CategoryRule("pungli", confidential=True),),
        agencies=(AgencyRule("KEL.A", "A", kind="area"), AgencyRule("KEL.B", "B", kind="area")),
    )
    with store.transaction() as tx:
        rows = Rows(tx)
        for place, times in (("1", 5), ("2", 4)):
            for _turn in range(times):
                rows.ticket("11-02 09:00", category="pungli", area=place, accused="KEL.A KEL.B")
            rows.ticket("11-02 09:00", area=place)
        found = reports.heat(tx, NOVEMBER, CITY, city, public=True)
        assert (found.areas, found.categories) == (("1", "2"), ("pungli", "pju"))
        assert found.cells == ((5, 1), (Hidden(5), 1))
        for place, n in (("1", 5), ("2", Hidden(5)), ("3", Hidden(5))):
            there = scope.Scope("area", place, areas=(place,))
            counts = reports.categories(tx, NOVEMBER, there, city)
            assert Count("pungli", n) in counts, place
        with pytest.raises(ValueError, match="confidential"):
            reports.categories(tx, NOVEMBER, there)
        accused = {one.code: one.n for one in conduct.accused(tx, NOVEMBER, city)}
        assert accused["area"] == 9  # each complaint once, though it names two units
        assert accused["internal"] == Hidden(5)


def test_an_accused_agency_of_no_city_is_unknown(store: Store) -> None:
    with store.transaction() as tx:
        rows = Rows(tx)
        for _turn in range(5):
            rows.ticket("11-02 09:00", category="aparatur")
            rows.ticket("11-02 09:00", category="pju", accused="GONE")
        counts = conduct.accused(tx, NOVEMBER, sop())
        assert counts[-1] == Count("unknown", 10)


def test_requests_by_their_end(store: Store) -> None:
    with store.transaction() as tx:
        rows = Rows(tx)
        asked = {"type": "permintaan_info", "subtype": "ppid", "state": "done"}
        for outcome in ("granted", "granted", "refused", ""):
            rows.ticket("11-02 09:00", done_at="11-04 09:00", outcome=outcome, **asked)
        again = rows.ticket("11-02 09:00", **asked | {"state": "verified"}, outcome="refused")
        rows.happened(again, "reopened", "11-10 09:00", actor="citizen", to="verified")
        rows.ticket("11-02 09:00", **asked | {"state": "cancelled"}, ended_at="11-03 09:00")
        found = ppid.requests(tx, NOVEMBER, CITY, CALENDAR)
        assert (found.total, found.granted, found.partly, found.refused) == (5, 2, 0, 1)
        assert (found.undecided, found.open, found.objections, found.mean_days) == (1, 1, 1, 2.0)
        entries = ppid.register(tx, NOVEMBER, CITY, CALENDAR)
        assert [one.decision for one in entries] == ["granted", "granted", "refused", "", ""]


def test_what_was_sent_before_the_ledger_is_estimated(store: Store) -> None:
    at = to_us(moment("11-02 09:00"))
    with store.transaction() as tx:
        who = {"id": 1, "number": tx.keys.seal_number("+628"), "kind": "mobile", "created_at": 0}
        insert(tx, "contact", who)
        times = {"not_before": at, "valid_until": at}
        message = {
            "id": 1,
            "cause": "x",
            "kind": "TERIMA",
            "contact": 1,
            "lane": 1,
            "line": "kartu",
        }
        more = {"body": b"", "parts": 2, "essential": 1, "created_at": at}
        insert(tx, "outbox", message | more | times)
        for part, state in ((1, "delivered"), (2, "failed")):
            row = {"id": part, "outbox": 1, "part": part, "line": "kartu", "lane": 1}
            insert(tx, "delivery", row | {"state": state, "state_at": at, "sent_at": at} | times)
        assert money.cost(tx, NOVEMBER, 350) == money.Cost(1, 2, 700, estimated=True)
        assert standing.sending(tx, NOVEMBER) == standing.Sending(1, 0, 0)
        assert money.cost(tx, NOVEMBER.previous(), 350) == money.Cost(0, 0, 0, estimated=False)


def test_reports_of_the_counter_are_no_messages(town: Town) -> None:
    clerk = Clerk(town)
    phone = OpenTicket("pengaduan", "sampah", "biasa", "biasa", channel="phone")
    clerk.report("sampah menumpuk", "+6281234500001", phone)
    over = period.day(date(2026, 11, 23), ZONE)
    with town.store.reading() as tx:
        assert messages.gross(tx, over).total == 0
        assert reports.new(tx, over, CITY).by_sms == 0
        assert reports.channels(tx, over, CITY) == (Count("phone", 1),)
        assert reconcile.check(tx, over, town.now) == ()


@pytest.mark.parametrize("field", ["number", "original", "erase"])
def test_every_look_behind_a_mask_is_counted(store: Store, field: str) -> None:
    with store.transaction() as tx:
        reveals.log(tx, field, actor="staff:sari", reason="x", now=moment("11-02 09:00"))
        reveals.log(tx, field, actor="staff:sari", reason="x", now=NOVEMBER.end)
        assert conduct.reveals(tx, NOVEMBER) == (Count(field, 1),)


def test_ratings_have_a_mean_from_five_on(store: Store) -> None:
    with store.transaction() as tx:
        rows = Rows(tx)
        for stars in (5, 5, 4, 3, 3, 0):
            rows.ticket("11-02 09:00", state="closed", done_at="11-04 09:00", rating=stars)
        found = responses.answered(tx, NOVEMBER, CITY, CALENDAR)
        assert (found.rating.n, found.rating.mean) == (5, 4.0)
        assert found.completion is not None
        assert (found.completion.n, found.completion.median) == (6, 2)
