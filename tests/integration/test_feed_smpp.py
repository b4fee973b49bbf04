"""An outbox that feeds a real SMPP session: the whole window is in flight, and never more."""

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bench.smsc import Settings
from gateway import outbox
from gateway.facts import contact_for
from gateway.feed import Feed
from gateway.landing import report
from gateway.message import DeliveryReport
from models.base import Tx
from tests.conftest import make_store
from tests.integration.smpp_rig import Rig, rig
from tests.town import Town

WINDOW = 10


@dataclass
class Wire:
    """A town whose outbox goes out by one SMPP line."""

    town: Town
    rig: Rig
    feed: Feed

    def queue(self, number: int, text: str = "Laporan diterima") -> int:
        def job(tx: Tx) -> int:
            contact = contact_for(tx, f"+62812{number:08d}", "mobile", self.town.now)
            message = outbox.Message(
                cause=f"test:{number}", kind="TERIMA", contact=contact, ticket=0, lane=1,
                line="1708", text=text, essential=True, not_before=self.town.now,
                valid_until=self.town.now + timedelta(hours=1),
            )  # fmt: skip
            return outbox.queue(tx, message, now=self.town.now)

        return self.town.write(job)

    def work(self, what: Any) -> None:
        """Feed the line until *what* is true."""
        ends = time.monotonic() + 10
        while not what():
            assert time.monotonic() < ends, "it did not happen in time"
            if not self.feed.turn(self.rig.transport):
                time.sleep(0.005)

    def states(self) -> dict[str, int]:
        """Count the parts by their state."""
        return dict(self.town.rows("SELECT state, COUNT(*) FROM delivery GROUP BY state"))


def submits(wire: Wire) -> list[dict[str, Any]]:
    return [fact for fact in list(wire.rig.smsc.facts) if fact["fact"] == "mt"]


def run(folder: Path, check: Any, centre: Settings, **options: Any) -> None:
    """Let *check* work with a wire that ends with it."""
    store = make_store(folder)
    town = Town(store, folder)
    try:
        with rig(folder, centre, **options) as line:
            check(Wire(town, line, Feed(line.line, town.office, threading.Event())))
    finally:
        town.close()
        store.close()


def test_whole_window_is_in_flight_at_once_and_never_more(tmp_path: Path) -> None:
    def check(wire: Wire) -> None:
        for number in range(3 * WINDOW):
            wire.queue(number)
        wire.work(lambda: wire.rig.smsc.submits == WINDOW)
        for _ in range(20):
            assert not wire.feed.turn(wire.rig.transport)
        assert wire.rig.smsc.submits == WINDOW
        assert wire.states() == {"sending": WINDOW, "queued": 2 * WINDOW}
        assert wire.rig.transport.room() == 0

    run(tmp_path, check, Settings(mute=True), window=WINDOW)


def test_window_is_filled_again_as_answers_come(tmp_path: Path) -> None:
    def check(wire: Wire) -> None:
        for number in range(5 * WINDOW):
            wire.queue(number)
        wire.work(lambda: wire.states() == {"sent": 5 * WINDOW})
        assert len({fact["to"] for fact in submits(wire)}) == 5 * WINDOW

    run(tmp_path, check, Settings(), window=WINDOW)


LONG = "Tiket 4839206 selesai ditangani. " * 12


@pytest.mark.parametrize("receipts", ["", "before", "after"])
def test_long_message_goes_whole_where_the_provider_takes_it(tmp_path: Path, receipts: str) -> None:
    def check(wire: Wire) -> None:
        wire.queue(1, LONG)
        wire.queue(2)
        wire.work(lambda: wire.states().get("queued", 0) + wire.states().get("sending", 0) == 0)
        whole, short = sorted(submits(wire), key=lambda fact: fact["tlvs"], reverse=True)
        tag, length, text = whole["tlvs"][:4], int(whole["tlvs"][4:8], 16), whole["tlvs"][8:]
        assert (tag, whole["text"], whole["esm"]) == ("0424", "", 0)
        assert bytes.fromhex(text) == LONG.strip().encode() or bytes.fromhex(text) == LONG.encode()
        assert length == len(text) // 2
        assert short["tlvs"] == ""
        if not receipts:
            assert wire.states() == {"sent": 4}
            return
        wire.work(lambda: len(wire.rig.reports) == 2)
        for told in wire.rig.reports:
            wire.town.write(partial(report, told=told, now=wire.town.now))
        assert wire.states() == {"delivered": 4}

    run(tmp_path, check, Settings(receipts=receipts), window=WINDOW, long_messages="payload")


def test_receipt_before_the_answer_ends_all_parts_that_left_as_one(tmp_path: Path) -> None:
    def check(wire: Wire) -> None:
        wire.queue(1, LONG)
        told = DeliveryReport("1708", b"x", b"x", "1", "+6281200000001", "delivered", "DELIVRD 000")
        wire.town.write(lambda tx: report(tx, told, now=wire.town.now))
        wire.work(lambda: wire.states().keys() <= {"sent", "delivered"})
        assert wire.states() == {"delivered": 3}

    run(tmp_path, check, Settings(), window=WINDOW, long_messages="payload")


def test_part_whose_fellows_have_left_goes_alone_and_marked(tmp_path: Path) -> None:
    def check(wire: Wire) -> None:
        wire.queue(1, LONG)
        wire.town.write(lambda tx: tx.change("UPDATE delivery SET state = 'sent' WHERE part = 2"))
        wire.work(lambda: wire.states() == {"sent": 3})
        assert [fact["text"][:10] for fact in submits(wire)] == ["0500030103", "0500030103"]

    run(tmp_path, check, Settings(), window=WINDOW, long_messages="payload")
