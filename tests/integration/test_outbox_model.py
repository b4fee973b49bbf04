"""Whatever happens in whatever order: at most two copies of a part, and only when allowed."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gateway import outbox
from gateway.errors import (
    LineDown,
    PermanentError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.landing import Outcome, hasten, record, take_back
from gateway.message import DeliveryReport, Receipt
from gateway.trust import Refused
from tests.conftest import make_store
from tests.town import LINE, Town

NOT_SENT = (TemporaryError("busy"), PermanentError("no"), LineDown("no SIM"))


class Delivery(RuleBasedStateMachine):
    """Plays a network that keeps its own log of what was on the air."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name)
        self.store = make_store(path)
        self.town = Town(self.store, path)
        self.air: Counter[int] = Counter()  # delivery.id -> copies that really left
        self.flying: list[outbox.Claimed] = []
        self.reports = 0
        self.refused: list[Refused] = []
        for n in range(4):
            self.town.sms(f"+62812000000{n}0", f"SURGA lampu mati nomor {n}")
        while self.town.desk.once():
            pass

    def teardown(self) -> None:
        self.town.close()
        self.store.close()
        self._folder.cleanup()

    def _record(self, one: outbox.Claimed, **end: object) -> None:
        outcome = Outcome(one, **end)  # type: ignore[arg-type]
        self.town.write(lambda tx: record(tx, [outcome], now=self.town.now, dice=0.5))

    @rule(room=st.integers(1, 3))
    def claim(self, room: int) -> None:
        self.flying += self.town.write(
            lambda tx: outbox.claim(tx, LINE, room, node="test", now=self.town.now)
        )

    @rule(error=st.sampled_from(NOT_SENT))
    def refuse(self, error: TransportError) -> None:
        if self.flying:
            one = self.flying.pop(0)
            self.refused.append(Refused(one.part.delivery, one.part.epoch, one.contact))
            self._record(one, error=error)

    @rule(minutes=st.sampled_from([0, 11]))
    def blame_the_line(self, minutes: int) -> None:
        """Take back whatever was ever refused: only what surely never left may move."""
        now, until = self.town.now, self.town.now + timedelta(minutes=minutes)
        back = tuple(self.refused)
        self.town.write(lambda tx: take_back(tx, back, why="CMS 21", until=until, now=now))

    @rule()
    def line_is_well(self) -> None:
        self.town.write(lambda tx: hasten(tx, LINE, why="CMS 21", now=self.town.now))

    @rule(on_air=st.booleans())
    def lose_the_answer(self, on_air: bool) -> None:
        if self.flying:
            one = self.flying.pop(0)
            self.air[one.part.delivery] += on_air
            self._record(one, error=UnknownOutcome("timeout"))

    @rule()
    def send(self) -> None:
        if self.flying:
            one = self.flying.pop(0)
            self.air[one.part.delivery] += 1
            self._record(one, receipt=Receipt(str(one.part.delivery % 256)))

    @rule(began=st.booleans(), on_air=st.booleans(), power_cut=st.booleans())
    def crash(self, began: bool, on_air: bool, power_cut: bool) -> None:
        left = set()
        for one in self.flying:
            if began:
                left.add((one.part.delivery, one.part.epoch))
                self.air[one.part.delivery] += on_air
        self.flying.clear()
        known = None if power_cut else left
        self.town.write(lambda tx: outbox.recover(tx, LINE, known, self.town.now))

    @rule(number=st.integers(0, 3), state=st.sampled_from(["delivered", "failed", "pending"]))
    def report(self, number: int, state: str) -> None:
        self.reports += 1
        identity = b"%d" % self.reports
        told = DeliveryReport(
            LINE, identity, identity, str(number + 1), f"+62812000000{number}0", state, "ST"
        )
        self.town.offer(told)

    @rule(minutes=st.sampled_from([0.1, 1, 11, 90]))
    def pass_time(self, minutes: float) -> None:
        self.town.wait(minutes=minutes)
        now = self.town.now
        self.town.write(lambda tx: outbox.retry_unknown(tx, wait=timedelta(minutes=10), now=now))
        self.town.write(lambda tx: outbox.expire(tx, now))

    @invariant()
    def at_most_two_copies(self) -> None:
        again = dict(self.town.rows("SELECT id, ambiguous FROM delivery"))
        for delivery, copies in self.air.items():
            assert copies <= 1 + again[delivery] <= 2

    @invariant()
    def sending_rows_are_in_flight(self) -> None:
        sending = {
            row for (row,) in self.town.rows("SELECT id FROM delivery WHERE state='sending'")
        }
        assert sending == {one.part.delivery for one in self.flying}


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
