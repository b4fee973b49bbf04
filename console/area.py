"""The city's places: ``kentongan area``."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option, option
from console.output import Column, Row, heading, show_fields, show_rows
from console.ticket_filter import areas
from models.casework.states import OPEN
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx


@click.group(cls=Group)
def area() -> None:
    """See the city's places and what is open there."""


@area.command("list")
@option("--kind", metavar="KIND", help="Only kecamatan, kelurahan ...")
@option("--all", "others", is_flag=True, help="Those outside the city too.")
@json_option
@app_option
def list_areas(app: App, kind: str | None, *, others: bool, as_json: bool) -> None:
    """List the places of city.toml's file of areas, with the unit of each and its open tickets.

    Example:
        kentongan area list --kind kelurahan
    """
    with desk(app) as here:
        counts = _open(here)
        rows = [
            _row(here, row, counts)
            for row in here.setting.city.areas
            if (others or (row["own"] != "0" and row["kind"] != "luar"))
            and kind in {None, row["kind"]}
        ]
        show_rows(rows, _columns(), as_json=as_json)


@area.command("show")
@click.argument("code")
@json_option
@app_option
def show(app: App, code: str, *, as_json: bool) -> None:
    """Show one place (code or name), what lies in it, and its open tickets by category.

    Example:
        kentongan area show Mojoroto
    """
    with desk(app) as here:
        (found,) = areas(here, code, inner=False)
        inside = areas(here, found)
        counts = _open(here)
        rows = {row["code"]: row for row in here.setting.city.areas}
        with here.store.reading() as tx:
            categories = _categories(here, tx, inside)
        parts = [_row(here, rows[one], counts) for one in inside if one != found]
        shown = {**_row(here, rows[found], counts), "aliases": rows[found]["aliases"].split(";")}
        shown["open"] = sum(counts.get(one, 0) for one in inside)
        if as_json:
            more = {"inside": [one["code"] for one in parts], "categories": categories}
            show_fields({**shown, **more}, (), as_json=True)
            return
        show_fields(shown, [*_columns(), Column("aliases", _("also called"))], as_json=False)
        if categories:
            heading(_("Open tickets by category"))
            table = [{"category": name, "open": count} for name, count in categories.items()]
            show_rows(
                table, [Column("category", _("category")), Column("open", _("open"))], as_json=False
            )
        if parts:
            heading(_("In it"))
            show_rows(parts, _columns(), as_json=False)


def _row(here: Desk, row: Mapping[str, str], counts: Mapping[str, int]) -> Row:
    units = {agency.area: agency.code for agency in here.setting.sop.agencies if agency.area}
    return {
        "code": row["code"],
        "kind": row["kind"],
        "name": row["name"],
        "parent": row["parent"],
        "own": row["own"] != "0",
        "agency": units.get(row["code"], ""),
        "open": counts.get(row["code"], 0),
    }


def _own(here: Desk) -> tuple[str, tuple[str, ...]]:
    """Return the condition on ``t`` of what the person may know of, and its values."""
    if here.person.city_wide:
        return "", ()
    task = "SELECT 1 FROM assignment a WHERE a.ticket = t.id AND a.agency = ?"
    return f" AND EXISTS ({task})", (here.person.agency,)


def _open(here: Desk) -> dict[str, int]:
    """Return {area: open tickets}; secret ones count for coordinators alone."""
    own, values = _own(here)
    secret = "" if here.person.role == "coordinator" else " AND t.confidentiality <> 'rahasia'"
    states = tuple(sorted(OPEN))
    with here.store.reading() as tx:
        return dict(
            tx.execute(
                f"SELECT t.area, COUNT(*) FROM ticket t WHERE t.state IN ({tx.marks(len(states))})"
                f"{secret}{own} GROUP BY t.area",
                (*states, *values),
            )
        )


def _categories(here: Desk, tx: "Tx", inside: tuple[str, ...]) -> dict[str, int]:
    own, values = _own(here)
    secret = "" if here.person.role == "coordinator" else " AND t.confidentiality <> 'rahasia'"
    states = tuple(sorted(OPEN))
    return dict(
        tx.execute(
            f"SELECT t.category, COUNT(*) FROM ticket t WHERE t.area IN ({tx.marks(len(inside))})"
            f" AND t.state IN ({tx.marks(len(states))}){secret}{own}"
            " GROUP BY t.category ORDER BY COUNT(*) DESC, t.category",
            (*inside, *states, *values),
        )
    )


def _columns() -> list[Column]:
    return [
        Column("code", _("code")),
        Column("kind", _("kind")),
        Column("name", _("name"), free=True),
        Column("parent", _("lies in")),
        Column("agency", _("unit")),
        Column("open", _("open")),
    ]
