"""The desk at the terminal: the stored data, who works with them, and what they may do."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from console.app import App, city_of
from console.identity import actor
from models.errors import KentonganError
from models.i18n import _

if TYPE_CHECKING:
    from gateway.config_stored import Stored
    from gateway.setting import Setting
    from models.base import Store, Tx
    from models.casework.case import Actor

NOBODY = ""
"""Role of who is not of the staff: reads, and changes nothing."""


class Person(NamedTuple):
    """Who sits at the terminal."""

    login: str
    role: str = NOBODY  # viewer | agency | coordinator | admin
    agency: str = ""  # of role agency
    officer: int = 0  # officer.id of the same person, 0 none

    @property
    def label(self) -> str:
        """The name in events."""
        return f"staff:{self.login}"

    @property
    def city_wide(self) -> bool:
        """Tell whether the person sees the tickets of all agencies."""
        return self.role != "agency"


@dataclass(slots=True, eq=False, repr=False)
class Desk:
    """One command's view of the stored data."""

    app: App
    stored: "Stored"
    store: "Store"
    person: Person
    owner: bool  # root, or the user that the stored data belong to
    _setting: list["Setting"] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The present time, UTC."""
        return self.app.clock()

    @property
    def zone(self) -> tzinfo:
        """The city's zone."""
        return self.app.zone(self.stored)

    @property
    def setting(self) -> "Setting":
        """What both files say, read once; raises ConfigError."""
        if not self._setting:
            from gateway.setting import setting

            self._setting.append(setting(self.app.settings(), city_of(self.stored)))
        return self._setting[0]

    def need(self, *roles: str) -> None:
        """Raise KentonganError unless the person has one of *roles*."""
        if self.person.role in roles:
            return
        told = {
            "login": self.person.login,
            "role": self.person.role or _("not of the staff"),
            "roles": ", ".join(roles),
        }
        raise KentonganError(_("%(login)s: %(role)s; this is for %(roles)s") % told)

    def may_manage(self) -> None:
        """Raise KentonganError unless the person looks after the gateway itself.

        Before anybody is of the staff, the owner of the stored data does.
        """
        from models.clerk import clerks

        with self.store.reading() as tx:
            fresh = self.owner and not clerks(tx)
        if not fresh:
            self.need("coordinator", "admin")

    def actor(self) -> "Actor":
        """Return the person as decisions know one; KentonganError for who may only read."""
        from models.casework.case import Actor

        self.need("coordinator", "agency")
        if self.person.role == "coordinator":
            return Actor(self.person.label, "coordinator")
        return Actor(self.person.label, "officer", self.person.agency, self.person.officer)

    def record(self, tx: "Tx", verb: str, subject: str, **data: object) -> None:
        """Write in *tx* that the person does this: codes and ids alone (models/deeds.py)."""
        from models import deeds

        deeds.record(tx, self.person.label, verb, subject, data, self.now)

    def agency(self, name: str) -> str:
        """Return the code of the agency that is called *name*, whatever its case or spelling.

        Raises KentonganError, which suggests the nearest.
        """
        from models.binding import nearest

        codes: dict[str, str] = {}
        for rule in self.setting.sop.agencies:
            codes |= dict.fromkeys((alias.casefold() for alias in rule.aliases), rule.code)
        codes |= {rule.code.casefold(): rule.code for rule in self.setting.sop.agencies}
        code = codes.get(name.strip().casefold())
        if code is None:
            known = [rule.code for rule in self.setting.sop.agencies]
            told = {"name": name, "hint": nearest(name, known)}
            raise KentonganError(_("agency %(name)r: unknown; %(hint)s") % told)
        return code


@contextmanager
def desk(app: App, *, write: bool = False) -> Iterator[Desk]:
    """Open the stored data for the person at the terminal.

    Raises ConfigError for the key and the user, StorageError for the database.
    """
    stored = app.stored()
    login, uid = actor(app.environ).removeprefix("staff:"), os.getuid()  # before root becomes user
    with app.store(stored, read_only=not write) as store:
        yield Desk(app, stored, store, _person(store, login), _owns(stored, uid))


def reader(app: App, stored: "Stored", store: "Store") -> Desk:
    """Return the view of who only looks, whoever it is."""
    return Desk(app, stored, store, Person(NOBODY), owner=False)


def _person(store: "Store", login: str) -> Person:
    from models.clerk import clerk

    with store.reading() as tx:
        found = clerk(tx, login)
    return Person(login, found.role, found.agency, found.officer) if found else Person(login)


def _owns(stored: "Stored", uid: int) -> bool:
    if uid == 0:
        return True
    try:
        return uid == stored.state.stat().st_uid
    except OSError:
        return False
