"""What digests are made of at the terminal: the city's rules, a period, a scope, the texts."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import click

from console.desk import Desk
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.digests.recipients import Receiver
    from models.base import Tx
    from models.city_digest import Digest, ReportName
    from reports.digests import Ask
    from reports.page import Report
    from reports.period import Period
    from reports.reconcile import Finding
    from reports.scope import Scope

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
"""Days that a digest can be about; beyond them no calendar is known."""


@dataclass(slots=True, eq=False, repr=False)
class Workshop:
    """Makes the reports of one period, each scope once, and what adds up once for all."""

    here: Desk
    name: "ReportName"
    period: "Period"
    findings: "tuple[Finding, ...]" = ()
    _made: dict[str, "Report"] = field(default_factory=dict)

    def check(self) -> None:
        """Look whether the figures of the period add up."""
        from reports import digests

        with self.here.store.reading() as tx:
            self.findings = digests.check(self._ask(tx, ""))

    def report(self, scope: str = "") -> "Report":
        """Return the report of the city, or of the agency or area *scope*.

        Raises KentonganError when there is none of that code or name.
        """
        from reports import digests

        if scope not in self._made:
            with self.here.store.reading() as tx:
                self._made[scope] = digests.make(self.name, self._ask(tx, scope), self.findings)
        return self._made[scope]

    def _ask(self, tx: "Tx", scope: str) -> "Ask":
        from reports import digests

        setting = self.here.setting
        return digests.Ask(
            tx, setting.city, setting.sop, setting.sop.calendar, scope_of(self.here, scope),
            self.period, self.here.now, setting.texts.render,
        )  # fmt: skip


def scope_of(here: Desk, word: str) -> "Scope":
    """Return what ``--for`` means; KentonganError, which suggests the nearest, for neither."""
    from models.binding import nearest
    from reports import scope

    if not word:
        return scope.CITY
    city, sop = here.setting.city, here.setting.sop
    try:
        return scope.find(city.areas, sop, word)
    except KeyError:
        known = [rule.code for rule in sop.agencies] + [row["name"] for row in city.areas]
        hint = nearest(word, known) if known else "-"
        text = _("%(word)r: no agency and no area of this city; %(hint)s")
        raise KentonganError(text % {"word": word, "hint": hint}) from None


def day_of(text: str | None, what: str) -> date | None:
    """Return a day as it is typed; UsageError when it is none."""
    if text is None:
        return None
    day: date | None = None
    with suppress(ValueError):
        day = date.fromisoformat(text)
    if day is None or not FIRST <= day <= LAST:
        words = {"what": what, "text": text}
        raise click.UsageError(_("%(what)s: %(text)r is not a day such as 2026-11-23") % words)
    return day


def today(here: Desk) -> date:
    """Return the city's present day."""
    return here.now.astimezone(here.setting.zone).date()


def may_send(here: Desk) -> None:
    """Raise KentonganError for a person who may not decide; cron and the daemon always may."""
    if here.owner and "SUDO_USER" not in here.app.environ:
        return
    here.need("coordinator", "admin")


def digest_named(here: Desk, name: str) -> "Digest":
    """Return the ``[[digest]]`` that is called *name*; UsageError, which suggests the nearest."""
    from models.binding import nearest

    known = {one.name: one for one in here.setting.city.digests}
    if name not in known:
        hint = nearest(name, list(known)) if known else _("city.toml has no [[digest]]")
        raise click.UsageError(_("no digest %(name)r; %(hint)s") % {"name": name, "hint": hint})
    return known[name]


def shown(here: Desk, one: "Receiver") -> str:
    """Return a receiver as lists show one: masked."""
    from gateway.numbers import mask
    from models.mailbox import masked

    if one.address:
        return masked(one.address)
    with here.store.reading() as tx:
        ((sealed,),) = tx.execute("SELECT number FROM contact WHERE id = ?", (one.contact,))
        return mask(tx.keys.open_number(bytes(sealed)))
