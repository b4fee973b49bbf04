"""The figures of /metrics: which there are, and what they are at one moment.

All come out of the database, so that they survive a restart, but for those that docs/watching.md
calls "since the line was opened". No label ever holds a number or words of a person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gateway.watch.stock import Stock

if TYPE_CHECKING:
    from prometheus_client.core import Metric as Family

PREFIX = "kentongan_"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure, as docs/watching.md lists it."""

    name: str  # without PREFIX, and of a counter without "_total"
    kind: Literal["gauge", "counter"]
    help: str
    labels: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """The name under which it is scraped."""
        return f"{PREFIX}{self.name}{'_total' if self.kind == 'counter' else ''}"


def _gauge(name: str, about: str, *labels: str) -> Metric:
    return Metric(name, "gauge", about, labels)


def _counter(name: str, about: str, *labels: str) -> Metric:
    return Metric(name, "counter", about, labels)


METRICS: tuple[Metric, ...] = (
    _counter("messages", "SMS and parts of SMS received"),
    _counter("delivery_reports", "Delivery reports received"),
    _counter("tickets", "Tickets made"),
    _counter("replies", "SMS queued, whole as a person reads them"),
    _counter("parts", "Parts queued"),
    _counter("events", "Events of tickets"),
    _counter("parts_sent", "Parts that the carrier took", "line"),
    _counter("parts_doubtful", "Parts of unknown outcome that may have cost", "line"),
    _counter("spent_rupiah", "Rupiah spent on parts", "line"),
    _gauge("inbox", "Messages that wait, by state: new, held (parts missing), bad", "state"),
    _gauge("inbox_oldest_seconds", "Age of the oldest message that the desk has not read"),
    _gauge("queue_parts", "Parts that may be sent now", "line", "lane"),
    _gauge("queue_oldest_seconds", "For how long the oldest of them may be sent", "line", "lane"),
    _gauge("parts_sending", "Parts handed to a carrier that has not answered"),
    _gauge("parts_unknown", "Parts of unknown outcome"),
    _gauge("mail", "E-mail that waits, by state: queued, unknown", "state"),
    _gauge("tickets_open", "Open tickets by state", "state"),
    _gauge("deadlines_missed", "Deadlines of open tickets that are over"),
    _gauge("line_up", "1 when the line is connected and answers", "line"),
    _gauge("line_paused", "1 while the line rests after refusals", "line"),
    _gauge("line_registered", "1 when the SIM has its network", "line"),
    _gauge("line_signal_dbm", "Signal of the modem", "line"),
    _gauge("line_sim_used", "Places used on the SIM", "line"),
    _gauge("line_sim_places", "Places on the SIM", "line"),
    _gauge("line_seen_seconds", "Age of the line's last word about itself", "line"),
    _gauge("line_balance_rupiah", "Credit as the operator said last", "line"),
    _gauge("line_expires_seconds", "Time until the SIM's active period ends", "line"),
    _gauge("line_delivered_ratio", "Of the last 200 parts with a known fate, delivered", "line"),
    _counter("line_errors", "Errors since the line was opened", "line"),
    _counter("line_calls", "Calls hung up since the line was opened", "line"),
    _gauge("alarm", "1 for each alarm that is up", "name", "subject"),
    _gauge("disk_free_bytes", "Room left for the database"),
    _gauge("database_bytes", "Size of the SQLite file and of its write-ahead log", "file"),
    _gauge("backup_age_seconds", "Age of the newest backup"),
    _gauge("clock_drift_seconds", "Our clock minus the networks'"),
)
"""Every figure of ours; process_* of the client library stand beside them."""

_BY_NAME = {metric.name: metric for metric in METRICS}
Value = tuple[str, tuple[str, ...], float]
"""A metric's name, the values of its labels, and its value."""


def values(stock: Stock, database: Path | None) -> Iterator[Value]:
    """Yield every figure of *stock*; what is not known is left out. Reads the files' sizes."""
    now = stock.reading.at
    for name, total in stock.totals.items():
        yield name, (), total
    for line, spent in stock.spent.items():
        yield "parts_sent", (line,), spent.parts
        yield "parts_doubtful", (line,), spent.doubtful
        yield "spent_rupiah", (line,), spent.rupiah
    for state, count in stock.inbox.items():
        yield "inbox", (state,), count
    oldest = stock.reading.oldest_unread
    yield "inbox_oldest_seconds", (), _age(oldest, now) if oldest else 0
    for queue in stock.queues:
        yield "queue_parts", (queue.line, queue.lane), queue.parts
        yield "queue_oldest_seconds", (queue.line, queue.lane), _age(queue.oldest, now)
    yield "parts_sending", (), stock.sending
    yield "parts_unknown", (), stock.reading.unknown
    for state, count in stock.mail.items():
        yield "mail", (state,), count
    for state, count in stock.tickets.items():
        yield "tickets_open", (state,), count
    yield "deadlines_missed", (), stock.late
    yield from _of_lines(stock, now)
    for alarm in stock.alarms:
        yield "alarm", (alarm.name, alarm.subject), 1
    yield from _of_house(stock, database)


def _of_lines(stock: Stock, now: datetime) -> Iterator[Value]:
    for reading in stock.reading.lines:
        label = (reading.name,)
        yield "line_up", label, int(reading.up)
        if reading.reported:
            yield "line_delivered_ratio", label, reading.delivered / reading.reported
        for name, number in (
            ("line_signal_dbm", reading.signal),
            ("line_sim_used", reading.sim_used),
            ("line_sim_places", reading.sim_total),
            ("line_balance_rupiah", reading.balance),
        ):
            if number is not None:
                yield name, label, number
        if reading.expires is not None:
            ends = datetime.combine(reading.expires, time.max, UTC)
            yield "line_expires_seconds", label, -_age(ends, now)
        if (line := stock.lines.get(reading.name)) is None:
            continue
        yield "line_paused", label, int(line.paused_until is not None and line.paused_until > now)
        yield "line_seen_seconds", label, _age(line.updated_at, now)
        if (registered := line.state.get("registered")) is not None:
            yield "line_registered", label, int(registered)
        yield "line_errors", label, line.state.get("errors", 0)
        yield "line_calls", label, line.state.get("calls", 0)


def _of_house(stock: Stock, database: Path | None) -> Iterator[Value]:
    reading = stock.reading
    if reading.disk_free is not None:
        yield "disk_free_bytes", (), reading.disk_free
    if reading.backup_age is not None:
        yield "backup_age_seconds", (), reading.backup_age.total_seconds()
    if reading.clock_drift is not None:
        yield "clock_drift_seconds", (), reading.clock_drift.total_seconds()
    if database is not None:
        for kind, path in (("data", database), ("wal", database.with_name(f"{database.name}-wal"))):
            if path.exists():
                yield "database_bytes", (kind,), path.stat().st_size


def _age(at: datetime, now: datetime) -> float:
    return (now - at).total_seconds()


def families(found: Iterable[Value]) -> "Iterator[Family]":
    """Yield *found* as the client library's families, in the order of METRICS."""
    from prometheus_client.core import (  # noqa: PLC0415 - 9 MB that only [metrics] needs
        CounterMetricFamily,
        GaugeMetricFamily,
    )

    by_name: dict[str, list[tuple[tuple[str, ...], float]]] = {}
    for name, labels, value in found:
        by_name.setdefault(name, []).append((labels, value))
    for metric in METRICS:
        make = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
        family = make(f"{PREFIX}{metric.name}", metric.help, labels=metric.labels)
        for labels, value in by_name.get(metric.name, ()):
            family.add_metric(labels, value)
        yield family
