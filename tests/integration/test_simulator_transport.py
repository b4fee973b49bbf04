"""The line `[simulator NAME]` carries SMS both ways and keeps its SIM between two connections."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway import segments
from gateway.config_lines import SimulatorLine
from gateway.errors import LineDown
from gateway.message import DeliveryReport, Inbound, Outbound, Stored
from gateway.simulator.control import Control
from gateway.transports.simulator import SimulatorTransport, unplug_all

CITIZEN = "+6281234567890"
Batch = Sequence[Inbound | DeliveryReport]


def clock() -> datetime:
    return datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


class Office:
    """Takes what a line delivers; *broken* is a disk that refuses."""

    def __init__(self) -> None:
        self.got: list[Inbound | DeliveryReport] = []
        self.broken = False

    def deliver(self, batch: Batch) -> Future[Sequence[Stored]]:
        future: Future[Sequence[Stored]] = Future()
        if self.broken:
            future.set_exception(OSError(28, "No space left on device"))
            return future
        self.got += batch
        future.set_result([Stored(number, 1) for number in range(len(batch))])
        return future


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[SimulatorLine]:
    yield SimulatorLine(name="latihan", directory=tmp_path / "var")
    unplug_all()


def test_text_comes_in_and_reply_goes_out(line: SimulatorLine, tmp_path: Path) -> None:
    office, carrier = Office(), SimulatorTransport(line, clock=clock)
    carrier.open(office.deliver)
    with Control(tmp_path / "var" / "latihan.sock") as phone:
        facts = phone.watch(timeout=10)
        phone.sms(CITIZEN, "SURGA lampu mati")
        until(lambda: office.got)
        until(carrier.room)
        data = segments.split("diterima", reference=1)[0].data
        receipt = carrier.send([Outbound(1, 1, CITIZEN, data)])[0].result(10)
        sent = next(fact for fact in facts if fact["fact"] == "mt")
    carrier.close()
    first = office.got[0]
    assert isinstance(first, Inbound)
    assert (first.sender, first.sent_at) == (CITIZEN, clock())
    assert (sent["to"], sent["text"], str(sent["reference"])) == (
        CITIZEN,
        "diterima",
        receipt.reference,
    )


def test_sim_keeps_its_messages_when_the_line_is_opened_again(
    line: SimulatorLine, tmp_path: Path
) -> None:
    office = Office()
    office.broken = True
    carrier = SimulatorTransport(line, clock=clock)
    carrier.open(office.deliver)
    with Control(tmp_path / "var" / "latihan.sock") as phone:
        phone.sms(CITIZEN, "SURGA lampu mati")
        carrier.close()
        office.broken = False
        again = SimulatorTransport(line, clock=clock)
        again.open(office.deliver)
        until(lambda: office.got and not phone.stat()["used"])
        again.close()
    assert len(office.got) == 1


def test_simulator_that_cannot_be_made_latches_the_line(tmp_path: Path) -> None:
    (tmp_path / "faults").write_text('{"do": "explode"}\n')
    line = SimulatorLine(name="latihan", directory=tmp_path, faults=tmp_path / "faults")
    carrier = SimulatorTransport(line, clock=clock)
    with pytest.raises(LineDown, match="line 1: fault: do: 'explode'; one of") as caught:
        carrier.open(Office().deliver)
    assert caught.value.latched
    carrier.close()
