"""Officers as rows of a list: names for the staff alone, numbers masked for everybody."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from console import words
from console.desk import NOBODY, Desk
from console.output import Column, Row
from console.shifts import written
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.base import Tx
    from models.personnel import Post


def officer(here: Desk, tx: "Tx", number: int, *, ended: bool = False) -> "Post":
    """Return the officer with the id *number*; KentonganError when none serves so."""
    from models import personnel

    for post in personnel.posts(tx, officer=number, ended=ended):
        if here.person.city_wide or here.person.agency == post.agency:
            return post
    raise KentonganError(_("officer %(id)d: not found") % {"id": number})


def duty_now(here: Desk, found: Sequence["Post"]) -> frozenset[int]:
    """Return officer.id of those of *found* who have a shift now."""
    from models.casework.duty import Serving, on_duty

    zone = here.zone
    serving = [
        Serving(post.id, post.contact, post.agency, post.role, post.shifts)  # type: ignore[arg-type]
        for post in found
        if post.shifts and post.until_at is None
    ]
    if not serving or not isinstance(zone, ZoneInfo):
        return frozenset()
    nobody = Serving(0, 0, "", "officer")  # so that nobody on duty does not mean everybody
    called = on_duty([nobody, *serving], here.now, zone)
    return frozenset(called) if 0 not in called else frozenset()


def row(here: Desk, post: "Post", *, on_duty: bool) -> Row:
    """Return the stable keys of one officer."""
    from gateway.numbers import mask

    return {
        "id": post.id,
        "agency": post.agency,
        "role": post.role,
        "name": None if here.person.role == NOBODY else post.name,
        "contact": mask(post.number),
        "duty": [written(shift) for shift in post.shifts],
        "on_duty": on_duty,
        "tasks": post.tasks,
        "created_at": post.created_at,
        "until_at": post.until_at,
    }


def told(post: "Post") -> str:
    """Return one line about *post*, without name and number."""
    said: dict[str, Any] = {
        "id": post.id,
        "role": words.roles()[post.role],
        "agency": post.agency or "-",
        "duty": "; ".join(written(shift) for shift in post.shifts) or "-",
    }
    return _("officer %(id)d: %(role)s, %(agency)s, duty %(duty)s") % said


def columns() -> list[Column]:
    """Return what a terminal of 80 columns has room for."""
    return [
        Column("id", _("id")),
        Column("agency", _("agency")),
        Column("role", _("role"), shown=words.word(words.roles)),
        Column("name", _("name"), free=True),
        Column("contact", _("contact")),
        Column("on_duty", _("on duty"), shown=_now, style=_green),
        Column("tasks", _("tasks")),
        Column("duty", _("duty"), free=True),
        Column("until_at", _("until"), brief=True),
    ]


def show_columns() -> list[Column]:
    """Return the fields of one officer."""
    return [*columns()[:-1], Column("created_at", _("since")), Column("until_at", _("until"))]


def _now(value: object) -> object:
    return _("now") if value else None


def _green(row: Row) -> str:
    return "green" if row.get("on_duty") else ""
