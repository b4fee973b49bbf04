"""A real SMPP transport against our service centre; the test plays the writer."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.smsc import Settings, Smsc
from gateway.config_smpp import SmppLine
from gateway.message import DeliveryReport, Inbound, Outbound, Stored
from gateway.segments import split
from gateway.transports.smpp import SmppTransport

CITIZEN = "+6281234567890"


def until(what: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until *what* is true."""
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.005)


def outbound(text: str = "Laporan 4839206 diterima", to: str = CITIZEN, row: int = 1) -> Outbound:
    """Return the first part of a text for the air."""
    return outbounds(text, to, row)[0]


def outbounds(text: str, to: str = CITIZEN, row: int = 1) -> list[Outbound]:
    """Return all parts of a text for the air."""
    return [
        Outbound(row + at, 1, to, one.data, one.part)
        for at, one in enumerate(split(text, reference=7))
    ]


@dataclass
class Rig:
    """One line and its provider. What arrives is kept; with *hold* it is not committed yet."""

    line: SmppLine
    smsc: Smsc
    hold: bool = False
    fault: Exception | None = None  # instead of a commit
    came: list[Inbound | DeliveryReport] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    waiting: list[tuple["Future[Sequence[Stored]]", int]] = field(default_factory=list)
    left: list[tuple[int, int]] = field(default_factory=list)  # what began to leave

    def __post_init__(self) -> None:
        self.transport = SmppTransport(
            self.line,
            clock=lambda: datetime.now(UTC),
            leaving=lambda row, epoch: self.left.append((row, epoch)),
        )

    def open(self) -> "Rig":
        """Bind."""
        self.transport.open(self.deliver)
        return self

    def deliver(self, batch: Sequence[Inbound | DeliveryReport]) -> "Future[Sequence[Stored]]":
        """Play the writer."""
        self.came += batch
        self.batches.append(len(batch))
        future: Future[Sequence[Stored]] = Future()
        if self.hold:
            self.waiting.append((future, len(batch)))
        elif self.fault is not None:
            future.set_exception(self.fault)
        else:
            future.set_result([Stored(one, 1) for one in range(len(batch))])
        return future

    def commit(self) -> None:
        """End all transactions that wait."""
        waiting, self.waiting = self.waiting, []
        for future, count in waiting:
            future.set_result([Stored(one, 1) for one in range(count)])

    @property
    def messages(self) -> list[Inbound]:
        """What came and is no report."""
        return [one for one in self.came if isinstance(one, Inbound)]

    @property
    def reports(self) -> list[DeliveryReport]:
        """The reports that came."""
        return [one for one in self.came if isinstance(one, DeliveryReport)]

    def answers(self) -> list[int]:
        """Return the statuses of our deliver_sm_resp, in order."""
        return [fact["status"] for fact in list(self.smsc.facts) if fact["fact"] == "answer"]


def line_to(smsc: Smsc, folder: Path, **settings: Any) -> SmppLine:
    """Return the section for a line to *smsc*."""
    secret = folder / "password"
    if not secret.exists():
        secret.write_text("rahasia\n")
    given: dict[str, Any] = {
        "name": "1708",
        "host": "127.0.0.1",
        "port": smsc.port,
        "system_id": "kediri",
        "password_file": secret,
        "number": "1708",
        "connection_timeout": timedelta(seconds=2),
    }
    return SmppLine(**{**given, **settings})


@contextmanager
def rig(
    folder: Path, centre: Settings | None = None, *, opened: bool = True, **settings: Any
) -> Iterator[Rig]:
    """Return a bound line and its service centre; both end with the block."""
    smsc = Smsc(centre).start()
    made = Rig(line_to(smsc, folder, **settings), smsc)
    try:
        yield made.open() if opened else made
    finally:
        made.transport.close()
        smsc.close()
