"""Read the condition of the lines: ``kentongan line status``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.frame import Group, json_option
from console.output import Column, Row, say, show_rows
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config import Settings


@click.group(cls=Group)
def line() -> None:
    """Read the condition of the lines."""


@line.command("status")
@json_option
@app_option
def status(app: App, *, as_json: bool) -> None:
    """Show each line of modem.conf as the daemon last saw it.

    Example:
        kentongan line status
    """
    from console.process import running

    settings = app.settings()
    with app.store(settings, read_only=True) as store, store.reading() as tx:
        found = tx.execute(
            "SELECT line, node, data, paused_until, pause_reason, updated_at FROM line_state"
            " ORDER BY line"
        )
        fault = tx.meta("reload_fault")
    alive = running(settings) is not None
    if not alive and not as_json:
        say(_("no daemon runs here; this is what the last one saw"), err=True)
    if fault and alive:
        say(_("the last reload was refused, the old files stay in force: %s") % fault, err=True)
    rows = list(_rows(settings, found, alive=alive))
    show_rows(rows, _columns(), as_json=as_json, zone=app.zone(settings))


def _rows(settings: "Settings", found: list[tuple[Any, ...]], *, alive: bool) -> Iterator[Row]:
    """Yield the configured lines, then those that only the database remembers."""
    from models.times import from_us

    seen = {row[0]: row for row in found}
    names = [one.name for one in settings.lines]
    kinds = {one.name: one.kind for one in settings.lines}
    for name in [*names, *(n for n in seen if n not in kinds)]:
        _name, node, data, paused_until, reason, at = seen.get(name, (name, "", "{}", *[None] * 3))
        health = json.loads(data)
        if health.get("proof_at") is not None:
            health["proof_at"] = from_us(health["proof_at"])
        yield {
            "line": name,
            "kind": kinds.get(name),
            "node": node,
            "up": bool(health.get("up")) and alive,
            "detail": health.get("detail", ""),
            "operator": health.get("operator", ""),
            "signal": health.get("signal"),
            "sim_used": health.get("sim_used"),
            "sim_total": health.get("sim_total"),
            "received": health.get("received", 0),
            "sent": health.get("sent", 0),
            "errors": health.get("errors", 0),
            "calls": health.get("calls", 0),
            "paused_until": None if paused_until is None else from_us(paused_until),
            "pause_reason": reason or "",
            "updated_at": None if at is None else from_us(at),
            "health": health,
        }


def _columns() -> list[Column]:
    return [
        Column("line", _("line")),
        Column("kind", _("kind")),
        Column("up", _("up")),
        Column("operator", _("operator")),
        Column("signal", _("signal dBm")),
        Column("sim_used", _("SIM used")),
        Column("sim_total", _("SIM places")),
        Column("received", _("received")),
        Column("sent", _("sent")),
        Column("errors", _("errors")),
        Column("paused_until", _("paused until")),
        Column("pause_reason", _("paused because"), free=True),
        Column("updated_at", _("seen")),
        Column("detail", _("detail"), free=True),
    ]
