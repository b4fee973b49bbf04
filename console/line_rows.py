"""The lines of modem.conf as rows: what each wrote of itself, its SIM, its queue, its alarms."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from console.output import Column
from models.i18n import _
from models.times import from_us

if TYPE_CHECKING:
    from gateway.config import Settings
    from gateway.watch.readings import LineReading
    from gateway.watch.stock import LineStock, Stock


def line_rows(settings: "Settings", stock: "Stock", *, alive: bool) -> Iterator[dict[str, Any]]:
    """Yield the configured lines, then those that only the database remembers.

    *alive*: whether a daemon runs; without one no line is up.
    """
    kinds = {line.name: line.kind for line in settings.lines}
    readings = {line.name: line for line in stock.reading.lines}
    for name in [*kinds, *(name for name in stock.lines if name not in kinds)]:
        yield {
            "line": name,
            "kind": kinds.get(name),
            **_told(stock.lines.get(name), alive=alive),
            **_credit(stock, name),
            **_queue(readings.get(name), stock, name),
            "alarms": [one.name for one in stock.alarms if one.subject.partition(" ")[0] == name],
        }


def _told(line: "LineStock | None", *, alive: bool) -> dict[str, Any]:
    """Return what the line last wrote of itself."""
    health: dict[str, Any] = dict(line.state) if line else {}
    for key in ("proof_at", "down_since"):
        if health.get(key) is not None:
            health[key] = from_us(health[key])
    return {
        "node": line.node if line else "",
        "up": bool(health.get("up")) and alive,
        "down_since": health.get("down_since"),
        "detail": health.get("detail", ""),
        "registered": health.get("registered"),
        "operator": health.get("operator", ""),
        "signal": health.get("signal"),
        "sim_used": health.get("sim_used"),
        "sim_total": health.get("sim_total"),
        "received": health.get("received", 0),
        "sent": health.get("sent", 0),
        "errors": health.get("errors", 0),
        "calls": health.get("calls", 0),
        "paused_until": line.paused_until if line else None,
        "pause_reason": line.pause_reason if line else "",
        "updated_at": line.updated_at if line else None,
        "health": health,
    }


def _credit(stock: "Stock", name: str) -> dict[str, Any]:
    """Return what the operator said of its SIM."""
    known = stock.credit.get(name)
    return {
        "balance": known.balance if known else None,
        "expires": known.expires.isoformat() if known and known.expires else None,
        "short_of_credit": bool(known and known.short_at),
        "credit_at": known.updated_at if known else None,
    }


def _queue(reading: "LineReading | None", stock: "Stock", name: str) -> dict[str, Any]:
    """Return what waits on the line, and what becomes of what it sent."""
    share = None
    if reading is not None and reading.reported:
        share = round(100 * reading.delivered / reading.reported)
    return {
        "queued": {one.lane: one.parts for one in stock.queues if one.line == name},
        "oldest_queued": reading.oldest_queued if reading else None,
        "delivered_percent": share,
        "parts_sent": stock.spent[name].parts if name in stock.spent else 0,
    }


def line_columns() -> list[Column]:
    """Return the columns of `line status`."""
    return [
        Column("line", _("line")),
        Column("kind", _("kind")),
        Column("up", _("up"), style=lambda row: "green" if row["up"] else "red"),
        Column("operator", _("operator")),
        Column("signal", _("signal dBm")),
        Column("sim_used", _("SIM used")),
        Column("sim_total", _("SIM places")),
        Column("balance", _("credit")),
        Column("expires", _("active until")),
        Column("received", _("received")),
        Column("sent", _("sent")),
        Column("delivered_percent", _("delivered %")),
        Column("queued", _("queue")),
        Column("oldest_queued", _("waits since")),
        Column("errors", _("errors")),
        Column("down_since", _("down since")),
        Column("paused_until", _("paused until")),
        Column("pause_reason", _("paused because"), free=True),
        Column("updated_at", _("seen")),
        Column("alarms", _("alarms"), style=lambda row: "red" if row["alarms"] else ""),
        Column("detail", _("detail"), free=True),
    ]
