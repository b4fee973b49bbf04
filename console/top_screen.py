"""One moment of the gateway as the parts of a screen: what `kentongan top` shows, as plain rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from console.line_rows import line_rows
from models.i18n import _
from models.lanes import LANES

if TYPE_CHECKING:
    from gateway.config import Settings
    from gateway.watch.activity import Activity
    from gateway.watch.stock import Stock


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the screen; *alert* are the places of rows that must be seen."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    alert: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moment:
    """What was read."""

    settings: "Settings"
    stock: "Stock"
    activity: "Activity"
    alive: bool  # a daemon runs
    zone: tzinfo

    @property
    def at(self) -> datetime:
        """When."""
        return self.stock.reading.at


def parts(moment: Moment) -> list[Part]:
    """Return the tables of *moment*, from the top of the screen; those without rows are left out.

    The lines are always there.
    """
    shown = [_alarms(moment), _lines(moment), _queues(moment), _waiting(moment), _failures(moment)]
    return [part for part in shown if part.rows]


def title(moment: Moment) -> str:
    """Return the first line of the screen."""
    when = moment.at.astimezone(moment.zone).strftime("%d-%m-%Y %H:%M:%S")
    state = _("daemon runs") if moment.alive else _("no daemon runs")
    return f"Kentongan  {when}  {state}"


def as_row(moment: Moment) -> dict[str, Any]:
    """Return *moment* as one object for programs."""
    stock, found = moment.stock, moment.activity
    return {
        "at": moment.at,
        "alive": moment.alive,
        "lines": list(line_rows(moment.settings, stock, alive=moment.alive)),
        "received_a_minute": dict(found.received),
        "sent_a_minute": dict(found.sent),
        "queues": [
            {"line": q.line, "lane": q.lane, "parts": q.parts, "oldest": q.oldest}
            for q in stock.queues
        ],
        "inbox": dict(stock.inbox),
        "oldest_unread": stock.reading.oldest_unread,
        "sending": stock.sending,
        "unknown": stock.reading.unknown,
        "mail": dict(stock.mail),
        "tickets": dict(stock.tickets),
        "late": stock.late,
        "failures": [
            {"line": f.line, "state": f.state, "code": f.code, "parts": f.parts, "last": f.last}
            for f in found.failures
        ],
        "alarms": [
            {"name": a.name, "subject": a.subject, "raised_at": a.raised_at, "fields": a.fields}
            for a in stock.alarms
        ],
    }


def _alarms(moment: Moment) -> Part:
    rows = [
        (one.name, one.subject, _clock(one.raised_at, moment), _pairs(one.fields))
        for one in moment.stock.alarms
    ]
    columns = (_("alarm"), _("about"), _("since"), _("details"))
    return Part(_("Alarms"), columns, rows, frozenset(range(len(rows))))


def _lines(moment: Moment) -> Part:
    rows, down = [], set()
    for place, row in enumerate(line_rows(moment.settings, moment.stock, alive=moment.alive)):
        name = row["line"]
        rows.append(
            (
                name,
                _("up") if row["up"] else _("down"),
                str(moment.activity.received.get(name, 0)),
                str(moment.activity.sent.get(name, 0)),
                _known(row["signal"]),
                "" if row["sim_total"] is None else f"{row['sim_used']}/{row['sim_total']}",
                _known(row["balance"]),
                _known(row["delivered_percent"]),
                _known(row["errors"] or None),
                str(row["operator"] or ""),
                str(row["pause_reason"] or row["detail"] or ""),
            )
        )
        if not row["up"]:
            down.add(place)
    columns = (
        _("line"), "", _("in/min"), _("out/min"), _("signal dBm"), _("SIM"), _("credit"),
        _("delivered %"), _("errors"), _("operator"), _("detail"),
    )  # fmt: skip
    return Part(_("Lines"), columns, rows, frozenset(down))


def _queues(moment: Moment) -> Part:
    """Return the parts that may be sent now, a line a row and a lane a column."""
    by_line: dict[str, dict[str, int]] = {}
    oldest: dict[str, datetime] = {}
    for queue in moment.stock.queues:
        by_line.setdefault(queue.line, {})[queue.lane] = queue.parts
        oldest[queue.line] = min(oldest.get(queue.line, queue.oldest), queue.oldest)
    rows = [
        (line, *(_known(lanes.get(lane)) for lane in LANES), _age(oldest[line], moment))
        for line, lanes in by_line.items()
    ]
    return Part(_("Queues"), (_("line"), *LANES, _("oldest")), rows)


def _waiting(moment: Moment) -> Part:
    """Return what waits elsewhere."""
    stock = moment.stock
    oldest = stock.reading.oldest_unread
    counts = [
        (_("SMS that the desk has not read"), stock.inbox["new"]),
        (_("SMS with missing parts"), stock.inbox["held"]),
        (_("SMS that cannot be read"), stock.inbox["bad"]),
        (_("parts handed to a carrier"), stock.sending),
        (_("parts of unknown outcome"), stock.reading.unknown),
        (_("e-mail that waits"), stock.mail["queued"]),
        (_("deadlines that are over"), stock.late),
    ]
    rows = [
        (words, str(count), _age(oldest, moment) if place == 0 and oldest else "")
        for place, (words, count) in enumerate(counts)
        if count
    ]
    return Part(_("Waiting"), ("", _("count"), _("oldest")), rows)


def _failures(moment: Moment) -> Part:
    rows = [
        (one.line, one.state, one.code, str(one.parts), _clock(one.last, moment))
        for one in moment.activity.failures
    ]
    columns = (_("line"), _("state"), _("code"), _("parts"), _("last"))
    return Part(_("Failed in the last hour"), columns, rows)


def _clock(at: datetime, moment: Moment) -> str:
    local, now = at.astimezone(moment.zone), moment.at.astimezone(moment.zone)
    return local.strftime("%H:%M" if local.date() == now.date() else "%d-%m %H:%M")


def _age(at: datetime, moment: Moment) -> str:
    seconds = max(0, int((moment.at - at).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def _known(value: object) -> str:
    return "" if value is None else str(value)


def _pairs(fields: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in fields.items())


def plain(moment: Moment) -> Iterable[Sequence[str]]:
    """Yield the screen as rows of cells, a title before each table, for a pipe."""
    yield (title(moment),)
    for part in parts(moment):
        yield ()
        yield (part.title,)
        yield part.columns
        yield from part.rows
