"""The filters of ``ticket list`` and ``ticket search``, given as options."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from console.desk import Desk
from console.frame import option
from models.casework.states import OPEN, WORDS
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from models.listing import Filter

CHANNELS = ("sms", "wa", "web", "phone", "ig", "walk_in")
URGENCIES = ("darurat", "tinggi", "biasa")
MINE = ("new", "held", "verified")
"""States in which a ticket waits for the coordinator."""

_OPTIONS = (
    option(
        "--state", "states", type=click.Choice(("open", *WORDS)), multiple=True,
        help="Only tickets in this state; again for more; open: of all in which somebody must act.",
    ),
    option("--agency", metavar="CODE", help="Only tickets that this agency has or had."),
    option("--area", metavar="CODE", help="Only of this area (code or name), and of all in it."),
    option("--category", metavar="NAME", help="Only of this category."),
    option("--urgency", type=click.Choice(URGENCIES), help="Only of this urgency."),
    option("--late", is_flag=True, help="Only those with a missed deadline."),
    option("--since", metavar="DAY", help="Made on this day (2026-11-22, or 7d ago) or later."),
    option("--until", metavar="DAY", help="Made on this day or earlier."),
    option("--channel", type=click.Choice(CHANNELS), help="Only what came by this channel."),
    option("--mine", is_flag=True, help="Only what waits for you: unverified, or your open tasks."),
    option("--review", is_flag=True, help="Only what a person must read."),
    option(
        "--limit", type=click.IntRange(min=0), default=50, metavar="N",
        help="At most N tickets; 0 means all.",
    ),
    option("--after", metavar="NUMBER", help="Go on below this ticket of an earlier list."),
)  # fmt: skip


def filter_options(function: Any) -> Any:
    """Add the options of a list of tickets; the command gets them as keyword arguments."""
    for one in reversed(_OPTIONS):
        function = one(function)
    return function


def wanted(desk: Desk, given: Mapping[str, Any], words: str = "") -> "Filter":
    """Return what the options ask for, within what the person may see.

    Raises KentonganError for an unknown agency, area or day, or another agency's tickets.
    """
    from models.listing import Filter

    person = desk.person
    agency = _agency(desk, given["agency"]) if given["agency"] else ""
    if not person.city_wide and agency not in {"", person.agency}:
        told = {"login": person.login, "agency": person.agency}
        raise KentonganError(_("%(login)s: sees the tickets of %(agency)s only") % told)
    own = "" if person.city_wide else person.agency
    states = _states(given["states"])
    mine = given["mine"]
    if mine and not own:
        both = tuple(state for state in MINE if not states or state in states)
        states = both or ("",)  # no ticket is in it
    return Filter(
        states=states,
        agency=agency or own,
        open_task=bool(mine and own),
        areas=areas(desk, given["area"]) if given["area"] else (),
        category=given["category"] or "",
        urgency=given["urgency"] or "",
        channel=given["channel"] or "",
        review=given["review"],
        late=desk.now if given["late"] else None,
        since=day(desk, given["since"]) if given["since"] else None,
        until=day(desk, given["until"]) + timedelta(days=1) if given["until"] else None,
        words=words,
        hidden_from=own,
    )


def _agency(desk: Desk, name: str) -> str:
    """Return the code of the agency *name*; KentonganError, from the whole city, when unknown."""
    from models import city_glance

    return city_glance.agency(desk.stored.daemon.city, name) or desk.agency(name)


def _states(given: tuple[str, ...]) -> tuple[str, ...]:
    states = {state for state in given if state != "open"}
    return tuple(sorted(states | (OPEN if "open" in given else set())))


def areas(desk: Desk, named: str, *, inner: bool = True) -> tuple[str, ...]:
    """Return the codes of the area that is *named* by code or name, and (*inner*) of all in it.

    Raises KentonganError when there is none, or without *inner* when several are called so.
    """
    from models import city_glance

    rows = city_glance.areas(desk.stored.daemon.city) or desk.setting.city.areas
    found = {row["code"] for row in rows if row["code"] == named}
    found = found or {row["code"] for row in rows if row["name"].casefold() == named.casefold()}
    if not found:
        raise KentonganError(
            _("area %(name)r: unknown; see: kentongan area list") % {"name": named}
        )
    if not inner and len(found) > 1:
        told = {"name": named, "codes": ", ".join(sorted(found))}
        raise KentonganError(_("area %(name)r: which of %(codes)s?") % told)
    if not inner:
        return tuple(found)
    more = set(found)
    while more:
        more = {row["code"] for row in rows if row["parent"] in more} - found
        found |= more
    return tuple(sorted(found))


def day(desk: Desk, text: str) -> datetime:
    """Return when the day *text* begins in the city: 2026-11-22, today, or 7d for a week ago.

    Raises KentonganError for anything else.
    """
    today = datetime.combine(desk.now.astimezone(desk.zone).date(), time(), desk.zone)
    number = text[:-1]
    if text == "today":
        return today
    if text[-1:] == "d" and number.isdecimal() and len(number) < 5:
        return today - timedelta(days=int(number))
    try:
        return datetime.combine(datetime.fromisoformat(text).date(), time(), desk.zone)
    except ValueError:
        fault = _("%(value)r is not a day such as 2026-11-22, today or 7d") % {"value": text}
        raise KentonganError(fault) from None
