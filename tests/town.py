"""A whole gateway without a modem: real store, writer, desk and feed; the test holds the clock."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from gateway import answer, config, inbox
from gateway.config import Settings
from gateway.desk import Desk
from gateway.feed import Feed
from gateway.message import DeliveryReport, Inbound, Stored
from gateway.office import Office
from gateway.segments import Segment, join_text, split
from gateway.transports.loopback import LoopbackTransport
from models import city as cities
from models.base import Store, Tx
from models.errors import StorageError
from models.writer import Writer

T = TypeVar("T")

LINE = "kartu"
MODEM_CONF = """\
[kentongan]
unknown_wait = 10m
[simulator kartu]
number = +6281100000000
keyword_required = no
[simulator 1708]
number = 1708
keyword_required = yes
"""
CITY_TOML = """\
[city]
name = "LAPOR MBAK WALI 112"
timezone = "Asia/Jakarta"
[[keyword]]
word = "SURGA"
lines = ["kartu", "1708"]
"""
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Kediri


@dataclass
class Town:
    """One city with its gateway; `sms()` writes to it, `work()` lets it do all it can now."""

    store: Store
    folder: Path
    now: datetime = MONDAY
    faults: list[StorageError] = field(default_factory=list)
    _sent: int = 0

    def __post_init__(self) -> None:
        self._furnish()
        settings = config.load(self.folder / "modem.conf")
        city = cities.load(self.folder / "city.toml")
        self.writer = Writer(self.store, fatal=self.faults.append)
        self.writer.start()
        self.office = Office(self.store, self.writer, lambda: self.now, "test", settings, city)
        self.desk = Desk(self.office, answer.setting(settings, city))
        self.carriers = {line.name: self._carrier(line) for line in settings.lines}
        self.feeds = {
            line.name: Feed(line, self.office, threading.Event()) for line in settings.lines
        }
        self.session = {line.name: self.reconnect(line.name) for line in settings.lines}

    def _furnish(self) -> None:
        (self.folder / "modem.conf").write_text(MODEM_CONF)
        (self.folder / "city.toml").write_text(CITY_TOML)

    def _carrier(self, line: config.Line) -> LoopbackTransport:
        carrier = LoopbackTransport(line, clock=lambda: self.now)
        carrier.open(lambda batch: self.accept(batch, line.name))
        return carrier

    def configure(self, change: Callable[[Settings], Settings]) -> None:
        """Let settings be what *change* makes of them, as a reload does."""
        self.office.settings = change(self.office.settings)
        self.desk.setting = answer.setting(self.office.settings, self.office.city)

    def reconnect(self, line: str) -> int:
        """Begin a new connection of *line*, as after a crash: the old one was not ended."""
        session = self.write(lambda tx: inbox.open_session(tx, line, "test", self.now))
        if hasattr(self, "session"):
            self.session[line] = session
        return session

    def accept(self, batch: Sequence[Inbound | DeliveryReport], line: str = LINE) -> Any:
        """Hand *batch* to the inbox as a line does; the future resolves after COMMIT."""
        intake = inbox.Intake(self.session[line], self.now)
        return self.writer.submit(lambda tx: inbox.accept(tx, batch, intake), first=True)

    def offer(self, *items: Inbound | DeliveryReport) -> list[Stored]:
        """Accept *items* and wait for the commit."""
        line = items[0].line
        return list(self.carriers[line].offer(items).result(10))

    def sms(self, sender: str, text: str, *, line: str = LINE) -> list[Stored]:
        """Write *text* to the city from a phone, all parts in order."""
        return self.offer(*self.parts(sender, text, line=line))

    def parts(
        self, sender: str, text: str, *, line: str = LINE, reference: int | None = None
    ) -> list[Inbound]:
        """Return the parts of a text as the network gives them, each with its own identity."""
        self._sent += 1
        used = self._sent % 256 if reference is None else reference
        segments = split(text, reference=used) if text else (Segment(_EMPTY, None),)
        return [self._inbound(sender, line, segment) for segment in segments]

    def _inbound(self, sender: str, line: str, segment: Segment) -> Inbound:
        part = segment.part.sequence if segment.part else 0
        identity = f"{line}/{self._sent}/{part}".encode()
        return Inbound(
            line, identity, identity, sender=sender, sender_ton=1 if sender[:1] == "+" else 0,
            sent_at=self.now, data=segment.data, part=segment.part,
        )  # fmt: skip

    def work(self) -> None:
        """Let the desk and the lines do all that can be done at this moment."""
        busy = True
        while busy:
            busy = bool(self.desk.once())
            for name, feed in self.feeds.items():
                while feed.turn(self.carriers[name]):
                    busy = True

    def replies(self, number: str, *, line: str = LINE) -> list[str]:
        """Return what *number* was sent so far, each SMS as a whole text."""
        texts: list[list[Any]] = []
        for air in self.carriers[line].air:
            if air.destination != number:
                continue
            if air.part is None or air.part.sequence == 1:
                texts.append([])
            texts[-1].append(air.data)
        return [join_text(parts) for parts in texts]

    def say(self, sender: str, text: str, *, line: str = LINE) -> str:
        """Write *text* and return the one reply that came of it; '' for silence."""
        before = len(self.replies(sender, line=line))
        self.sms(sender, text, line=line)
        self.work()
        new = self.replies(sender, line=line)[before:]
        assert len(new) <= 1, "more than one reply to one message"
        return new[0] if new else ""

    def wait(self, **span: float) -> None:
        """Let time pass: timedelta's keywords."""
        self.now += timedelta(**span)

    def write(self, job: Callable[[Tx], T]) -> T:
        """Run *job* in the writer."""
        return self.writer.submit(job).result(10)

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        """Return what *sql* selects."""
        with self.store.reading() as tx:
            return tx.execute(sql, params)

    def count(self, table: str) -> int:
        """Return how many rows *table* has."""
        return int(self.rows(f"SELECT COUNT(*) FROM {table}")[0][0])

    def close(self) -> None:
        """End the writer; the fixture closes the store."""
        self.writer.close()


_EMPTY = replace(split("x", reference=0)[0].data, units=b"")
