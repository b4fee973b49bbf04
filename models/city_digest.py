"""The tables of city.toml about digests: which report goes when to whom, and the words of LLID."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from models.binding import setting
from models.city_checks import DAYS, refuse
from models.i18n import _
from models.mailbox import Address
from models.values import plain, shown

if TYPE_CHECKING:
    from models.city import City

ReportName = Literal["daily", "weekly", "monthly", "quarterly", "llid"]
CatchUp = Literal["latest", "each", "none"]
ROLES = ("mayor", "assistant", "coordinator")
"""Officers who get a digest of the whole city, or of what `for` says, by SMS."""

HEADS = "heads"
"""The heads of all agencies by SMS, and each agency's `email`: each the digest of its own."""

EVERY_DAY, WORKDAYS = "setiap hari", "hari kerja"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}", re.ASCII)
_DAY = re.compile(r"[1-9]|[12][0-9]|3[01]", re.ASCII)


@dataclass(frozen=True, slots=True)
class On:
    """On which days a digest is sent, as it is written."""

    word: str = ""  # EVERY_DAY, WORKDAYS, one of DAYS, "1" to "31", "" for what the report asks

    @classmethod
    def parse(cls, text: str) -> "On":
        """Return the days that *text* says; ValueError says what is allowed."""
        word = " ".join(text.lower().split())
        if word in (EVERY_DAY, WORKDAYS, *DAYS) or _DAY.fullmatch(word):
            return cls(word)
        raise ValueError(
            _("%(value)s is not one of %(words)s, or a day of the month from 1 to 31")
            % {"value": shown(text), "words": ", ".join((EVERY_DAY, WORKDAYS, *DAYS))}
        )

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One ``[[digest]]``: a report that is sent by itself."""

    name: str = setting("Its name in commands: a-z 0-9 _ -.")
    report: ReportName = setting("Which report: of the day, week, month ... that has just ended.")
    at: datetime.time | None = setting(
        "The daemon sends it at this hour; without it 'kentongan digest run NAME' does, by cron.",
        default=None,
    )
    on: On = setting(
        '"setiap hari", "hari kerja", "senin" ... or a day of the month; by itself a daily one is'
        " sent every day, a weekly one on Monday, others on the first.",
        default=On(),
    )
    to: tuple[str, ...] = setting(
        "mayor, assistant, coordinator, heads (of agencies), and mailboxes of the city."
    )
    format: tuple[str, ...] = setting(
        "sms (daily only, to people), email (to mailboxes) or both.", default=("email",)
    )
    scope: str = setting(
        "Code of an agency or area that it is about; without it the whole city.",
        default="",
        aliases=("for",),
    )
    heads_see: Literal["own", "city"] = setting(
        "What heads of agencies get: their own, or that of the whole city.", default="own"
    )
    attach: tuple[str, ...] = setting("Files with the e-mail: csv, xlsx.", default=())
    catch_up: CatchUp = setting(
        "After a downtime: the latest that was missed, each of them, or none.", default="latest"
    )

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles among *to*."""
        return tuple(word for word in self.to if word in ROLES)

    @property
    def mailboxes(self) -> tuple[str, ...]:
        """The addresses among *to*."""
        return tuple(word for word in self.to if "@" in word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ppid:
    """Table ``[ppid]``: what the yearly report on public information (LLID) says in words."""

    policy: str = setting("Gambaran umum kebijakan.", default="")
    means: str = setting("Sarana dan prasarana.", default="")
    staff: str = setting("Sumber daya manusia.", default="")
    budget: str = setting("Anggaran dan penggunaannya.", default="")
    disputes: int | None = setting(
        "Disputes before the Komisi Informasi; the program does not know of them.",
        default=None,
        least=0,
    )
    obstacles: str = setting("Kendala.", default="")
    advice: str = setting("Rekomendasi dan rencana tindak lanjut.", default="")


def check_digests(city: "City") -> None:
    """Raise ConfigError when a digest names what is not there, or could never be sent."""
    seen: set[str] = set()
    for one in city.digests:
        table = f"[[digest]] {plain(one.name)}"
        if not _NAME.fullmatch(one.name):
            raise refuse(city, table, "name", _("is not 1 to 32 of a-z 0-9 _ -"))
        if one.name in seen:
            raise refuse(city, table, "name", _("stands here twice"))
        seen.add(one.name)
        _check_to(city, one, table)
        _check_format(city, one, table)
        _check_days(city, one, table)
        places = {agency.code for agency in city.agencies} | {row["code"] for row in city.areas}
        if one.scope and one.scope not in places:
            fault = _("%(code)r is no agency and no area") % {"code": one.scope}
            raise refuse(city, table, "scope", fault)


def _check_to(city: "City", one: Digest, table: str) -> None:
    if not one.to:
        raise refuse(city, table, "to", _("is empty"))
    for word in one.to:
        if word in ROLES or word == HEADS:
            continue
        if "@" not in word:
            names = ", ".join((*ROLES, HEADS))
            fault = _("%(word)s is neither one of %(names)s nor a mailbox")
            raise refuse(city, table, "to", fault % {"word": shown(word), "names": names})
        try:
            Address.parse(word)
        except ValueError as error:
            raise refuse(city, table, "to", str(error)) from error


def _check_format(city: "City", one: Digest, table: str) -> None:
    for key, words, allowed in (
        ("format", one.format, ("sms", "email")),
        ("attach", one.attach, ("csv", "xlsx")),
    ):
        for word in words:
            if word not in allowed:
                fault = _("%(value)s is not one of %(allowed)s")
                detail = {"value": shown(word), "allowed": ", ".join(allowed)}
                raise refuse(city, table, key, fault % detail)
    if not one.format:
        raise refuse(city, table, "format", _("is empty"))
    if "sms" in one.format and one.report != "daily":
        raise refuse(city, table, "format", _("only the daily report fits into an SMS"))
    if "sms" in one.format and not (one.roles or HEADS in one.to):
        raise refuse(city, table, "to", _("nobody who gets an SMS; a mailbox gets email"))
    if "email" in one.format and not (one.mailboxes or HEADS in one.to):
        raise refuse(city, table, "to", _("no mailbox; mayor, assistant and coordinator get sms"))


def _check_days(city: "City", one: Digest, table: str) -> None:
    word = one.on.word
    if one.report != "daily" and word in (EVERY_DAY, WORKDAYS):
        raise refuse(city, table, "on", _("only a daily report is sent more than once a week"))
    if one.report not in ("daily", "weekly") and word in DAYS:
        raise refuse(city, table, "on", _("is a day of the week; this report has days of a month"))
    if one.report in ("daily", "weekly") and word.isdigit():
        raise refuse(city, table, "on", _("is a day of the month; this report has days of a week"))
