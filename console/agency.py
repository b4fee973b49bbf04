"""The agencies and how ready they are: ``kentongan agency``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from console.app import App, app_option
from console.desk import Desk, desk
from console.frame import Group, json_option
from console.officer_rows import columns as officer_columns
from console.officer_rows import duty_now
from console.officer_rows import row as officer_row
from console.output import Column, Row, heading, painted, show_fields, show_rows
from models.i18n import _

if TYPE_CHECKING:
    from models.casework.sop import AgencyRule, Sop
    from models.personnel import Post

REST = "lainnya"


@click.group(cls=Group)
def agency() -> None:
    """See the agencies and how ready they are."""


@agency.command("list")
@json_option
@app_option
def list_agencies(app: App, *, as_json: bool) -> None:
    """List the agencies: officers, who is on duty, open and late tasks, and what is missing.

    The last line names the categories that no agency gets: they stay with the coordinator.

    Example:
        kentongan agency list
    """
    with desk(app) as here:
        rows = list(_rows(here, here.setting.sop.agencies))
        rest = unmapped(here.setting.sop, _known(here))
        if rest and as_json:
            rows.append(_nobody(rest))
        show_rows(rows, _columns(), as_json=as_json, zone=here.zone)
    if rest and not as_json:
        painted(_("no agency gets: %(names)s") % {"names": ", ".join(rest)}, "yellow")


@agency.command("show")
@click.argument("code")
@json_option
@app_option
def show(app: App, code: str, *, as_json: bool) -> None:
    """Show one agency: what it gets, who serves in it, what it has to do.

    Example:
        kentongan agency show DISHUB
    """
    from models import personnel

    with desk(app) as here:
        rule = here.setting.sop.agency(here.agency(code))
        assert rule is not None
        (row,) = _rows(here, [rule])
        with here.store.reading() as tx:
            posts = personnel.posts(tx, agency=rule.code)
        on = duty_now(here, posts)
        people = [officer_row(here, post, on_duty=post.id in on) for post in posts]
        shown = {
            **row,
            "aliases": rule.aliases,
            "contact": rule.contact,
            "parent": rule.parent,
            "below": [one.code for one in here.setting.sop.agencies if one.parent == rule.code],
        }
        if as_json:
            show_fields({**shown, "people": people}, (), as_json=True, zone=here.zone)
            return
        show_fields(shown, [*_columns(), *_more_columns()], as_json=False, zone=here.zone)
        if people:
            heading(_("Officers"))
            show_rows(people, officer_columns(), as_json=False, zone=here.zone)


def unmapped(sop: "Sop", known: Iterable[str]) -> list[str]:
    """Return the categories of *known* that neither an agency, a route nor an area's unit gets."""
    from models.casework.routing import STAFF

    if any(rule.area for rule in sop.agencies):
        return []
    given = {code for rule in sop.agencies for code in rule.categories}
    given |= {code for route in sop.routes for code in route.categories}
    given |= STAFF if sop.accused_to else set()
    return sorted(set(known) - given - {REST})


def _known(here: Desk) -> Iterable[str]:
    from models.city_desk_checks import categories

    return categories(here.setting.city)


def _rows(here: Desk, rules: Iterable["AgencyRule"]) -> Iterable[Row]:
    from models import personnel

    with here.store.reading() as tx:
        posts = personnel.posts(tx)
        tasks = dict(
            tx.execute(
                "SELECT agency, COUNT(*) FROM assignment WHERE ended_at IS NULL GROUP BY agency"
            )
        )
        late = dict(
            tx.execute(
                "SELECT a.agency, COUNT(*) FROM clock c JOIN assignment a ON a.id = c.task"
                " WHERE c.breached_at IS NOT NULL AND c.met_at IS NULL AND c.stopped_at IS NULL"
                " AND a.ended_at IS NULL GROUP BY a.agency"
            )
        )
    on = duty_now(here, posts)
    for rule in rules:
        own = [post for post in posts if post.agency == rule.code]
        counts = {"open": tasks.get(rule.code, 0), "late": late.get(rule.code, 0)}
        yield _row(rule, own, sum(post.id in on for post in own), counts)


def _row(
    rule: "AgencyRule", posts: Sequence["Post"], on_duty: int, counts: Mapping[str, int]
) -> Row:
    return {
        "code": rule.code,
        "name": rule.name,
        "kind": rule.kind,
        "area": rule.area,
        "officers": sum(post.role == "officer" for post in posts),
        "heads": sum(post.role == "head" for post in posts),
        "on_duty": on_duty,
        **counts,
        "categories": sorted(rule.categories),
        "problems": list(_problems(rule, posts)),
    }


def _problems(rule: "AgencyRule", posts: Sequence["Post"]) -> Iterable[str]:
    """Yield code words of what keeps the agency from being reached."""
    if rule.kind == "outside":
        return
    if not posts:
        yield "no_officer"
        return
    if not any(post.role == "head" for post in posts):
        yield "no_head"
    if not any(post.shifts for post in posts):
        yield "no_duty"


def _nobody(categories: list[str]) -> dict[str, Any]:
    empty = {"name": "", "kind": "", "area": "", "officers": 0, "heads": 0, "on_duty": 0}
    counts = {"open": 0, "late": 0}
    return {"code": "", **empty, **counts, "categories": categories, "problems": ["no_agency"]}


def _said(value: object) -> object:
    words = {
        "no_officer": _("no officer: SMS go to the coordinator"),
        "no_head": _("no head: nobody hears of what is late"),
        "no_duty": _("no duty: everybody is called at any time"),
    }
    assert isinstance(value, list)
    return [words.get(one, one) for one in value]


def _columns() -> list[Column]:
    return [
        Column("code", _("code")),
        Column("name", _("name"), free=True),
        Column("officers", _("officers")),
        Column("heads", _("heads")),
        Column("on_duty", _("on duty")),
        Column("open", _("open")),
        Column("late", _("late"), style=lambda row: "red" if row.get("late") else ""),
        Column("problems", _("missing"), shown=_said, free=True, style=lambda _row: "yellow"),
    ]


def _more_columns() -> list[Column]:
    return [
        Column("categories", _("categories"), free=True),
        Column("kind", _("kind")),
        Column("area", _("area")),
        Column("aliases", _("also called")),
        Column("contact", _("contact")),
        Column("parent", _("hands up to")),
        Column("below", _("hands down to")),
    ]
