"""What the modem line's tests share: a line on a device, and a desk that stores or refuses."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway import pdu
from gateway.config_lines import ModemLine
from gateway.errors import StorageError
from gateway.message import GSM7, DeliveryReport, Inbound, Outbound, Receipt, Stored, UserData
from gateway.transports.modem import ModemTransport

NUMBER = "+6281234567890"
STAMP = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PATIENT = timedelta(seconds=5)
QUICK = {"command_timeout": timedelta(milliseconds=300)}
"""Settings of a line in a test where an answer never comes; all others must not time out."""


def deliver_pdu(text: str, *, sender: str = NUMBER) -> str:
    """Return an SMS-DELIVER of *text* (ASCII letters and digits) as a modem lists it."""
    data = UserData(GSM7, text.encode("ascii"))
    return pdu.encode_deliver(sender=sender, data=data, sent_at=STAMP, smsc="+6281100000")


def report_pdu(reference: int, *, status: int = 0) -> str:
    """Return an SMS-STATUS-REPORT for the part with *reference*."""
    return pdu.encode_status_report(
        reference=reference, recipient=NUMBER, sent_at=STAMP, done_at=STAMP, status=status
    )


def outbound(text: str = "halo") -> Outbound:
    """Return a part for the air."""
    return Outbound(1, 1, NUMBER, UserData(GSM7, text.encode("ascii")))


def until(condition: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Wait until *condition* holds; AssertionError after *seconds*."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        pause.wait(0.002)


class Desk:
    """Takes what a line delivers; `refuse` counts the batches that the database rolls back."""

    def __init__(self) -> None:
        self.got: list[Inbound | DeliveryReport] = []
        self.batches: list[int] = []
        self.refuse = 0
        self.held: list[tuple[Sequence[Inbound | DeliveryReport], Future[Sequence[Stored]]]] = []
        self.hold = False
        self.before: Callable[[], None] = lambda: None

    def deliver(self, batch: Sequence[Inbound | DeliveryReport]) -> "Future[Sequence[Stored]]":
        """Be the Deliver of gateway.transport."""
        future: Future[Sequence[Stored]] = Future()
        self.batches.append(len(batch))
        self.before()
        if self.refuse:
            self.refuse -= 1
            future.set_exception(StorageError("disk full"))
        elif self.hold:
            self.held.append((batch, future))
        else:
            future.set_result(self._keep(batch))
        return future

    def release(self) -> None:
        """Commit what is held."""
        self.hold = False
        for batch, future in self.held:
            future.set_result(self._keep(batch))
        self.held.clear()

    def texts(self) -> list[str]:
        """Return the texts of all SMS stored, in order."""
        return [one.data.units.decode() for one in self.got if isinstance(one, Inbound)]

    def reports(self) -> list[DeliveryReport]:
        """Return the delivery reports stored, in order."""
        return [one for one in self.got if isinstance(one, DeliveryReport)]

    def _keep(self, batch: Sequence[Inbound | DeliveryReport]) -> list[Stored]:
        first = len(self.got) + 1
        self.got += batch
        return [Stored(first + place, 1) for place in range(len(batch))]


class Line:
    """One ModemTransport that is open on a device."""

    def __init__(self, device: str, **settings: Any) -> None:
        settings.setdefault("command_timeout", PATIENT)
        self.settings = ModemLine(name="kartu1", device=device, **settings)
        self.desk = Desk()
        self.woken = threading.Event()
        self.transport = self.new()

    def new(self) -> ModemTransport:
        """Return a new connection of the same line, not open yet."""
        return ModemTransport(
            self.settings, clock=lambda: datetime.now(UTC), wake=self.woken.set, patterns=()
        )

    def open(self) -> None:
        """Open, and wait until the first look at the modem's health is done."""
        self.transport.open(self.desk.deliver)
        until(lambda: self.transport.health().proof_at or not self.transport.health().up)

    def reopen(self) -> None:
        """Be the supervisor: close, and open a new connection."""
        self.transport.close()
        self.transport = self.new()
        self.open()

    def send(self, text: str = "halo") -> "Future[Receipt]":
        """Give one part when there is room."""
        until(self.transport.room)
        return self.transport.send([outbound(text)])[0]

    def down(self) -> bool:
        """Return whether the line has noticed that it is lost."""
        return not self.transport.health().up


@contextmanager
def opened(device: str, **settings: Any) -> Iterator[Line]:
    """Yield an open line on *device* and close it at the end."""
    made = Line(device, **settings)
    try:
        made.open()
        yield made
    finally:
        made.transport.close()
