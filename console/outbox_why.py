"""Why a message waits, in words: ``kentongan outbox list --why``."""

# ruff: noqa: PLC0415 - what is heavy is imported when the command runs

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from console.app import city_of
from console.desk import Desk
from models.i18n import _

if TYPE_CHECKING:
    from gateway.fallback import Road
    from gateway.why import Why
    from models.base import Tx

LEAST = """(SELECT e.id FROM delivery e WHERE e.outbox = o.id ORDER BY CASE e.state
    WHEN 'queued' THEN 0 WHEN 'sending' THEN 1 WHEN 'unknown' THEN 2 WHEN 'failed' THEN 3
    WHEN 'sent' THEN 4 ELSE 5 END, e.part LIMIT 1)"""
"""The least advanced part of outbox o: it says why the message is not there yet."""

_PARTS = f"""
    SELECT o.id, d.state, d.lane, o.line, d.line, o.why, o.essential, d.ambiguous, d.attempt,
           d.code, o.not_before, d.not_before, d.valid_until, d.state_at
    FROM outbox o JOIN delivery d ON d.id = {LEAST} WHERE o.id IN (%s)
"""


class Reasons:
    """Asks for all messages of one command; the state of the lines is read once."""

    def __init__(self, here: Desk) -> None:
        """Raises ConfigError for a modem.conf or city.toml that cannot be."""
        from gateway.fallback import roads
        from gateway.why import House

        settings, city = here.app.settings(), city_of(here.stored)
        self._here = here
        with here.store.reading() as tx:
            self._roads: Mapping[str, Road] = roads(tx, settings, city, None, here.now)
        daemon = settings.daemon
        self._house = House(daemon.unknown_wait, daemon.sending_disabled)

    def of(self, tx: "Tx", rows: list[int]) -> dict[int, "Why | None"]:
        """Return why each outbox row of *rows* waits."""
        from gateway.why import Part, why
        from models.times import from_us

        found: dict[int, Why | None] = {}
        for row, *values in tx.execute(_PARTS % tx.marks(len(rows)), rows) if rows else ():
            (state, lane, home, line, reason, essential, ambiguous, attempt, code) = values[:9]
            times = [from_us(one) for one in values[9:]]
            part = Part(
                state, lane, home, line, reason, bool(essential), ambiguous, attempt, code, *times
            )
            found[row] = why(part, self._roads.get(line), self._house, self._here.now)
        return found


def as_row(found: "Why | None", home: str, zone: tzinfo) -> dict[str, Any] | None:
    """Return *found* for programs: its code, words and times; None when nothing waits."""
    if found is None:
        return None
    return {
        "code": found.code,
        "text": sentence(found, home, zone),
        "since": found.since,
        "until": found.until,
        "detail": found.detail,
        "line": found.line or home,
        "instead": found.instead,
    }


def sentence(found: "Why", home: str, zone: tzinfo) -> str:
    """Return *found* in one line of the language at the terminal, times in *zone*."""
    told = {
        "line": found.line or home,
        "since": _at(found.since, zone),
        "until": _at(found.until, zone),
        "detail": found.detail or "-",
    }
    text = _words()[found.code] % told
    if found.until is None and found.code in _ENDLESS:
        text = _endless()[found.code] % told
    if found.instead is not None:
        text += "; " + _("another line may send it from %s") % _at(found.instead, zone)
    if found.line and found.line != home:
        text += "; " + _("%(line)s sends for %(home)s") % {"line": found.line, "home": home}
    return text


def _at(moment: datetime | None, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%d-%m %H:%M") if moment else "-"


_ENDLESS = frozenset({"cap_minute", "cap_hour", "cap_day", "line_hour"})
"""Caps that parts on the air fill: nobody knows when those end."""


def _endless() -> dict[str, str]:
    return dict.fromkeys(_ENDLESS, _("parts on the air fill the cap; the next goes when they end"))


def _words() -> dict[str, str]:
    """Return {code of gateway/why.py: what it means}."""
    return {**_of_the_message(), **_of_the_line(), **_of_the_limits()}


def _of_the_message() -> dict[str, str]:
    return {
        "budget": _("the phone's answers of this day are used up; goes at %(until)s"),
        "budget_news": _("the phone's news of this day are used up; goes at %(until)s"),
        "budget_officer": _("the officer's SMS of this day are used up; goes at %(until)s"),
        "quiet": _("quiet hours of the city; goes at %(until)s"),
        "window": _("outside the send_window of line %(line)s; goes at %(until)s"),
        "later": _("is meant for %(until)s"),
        "retry": _("was not taken (%(detail)s); next try at %(until)s"),
        "expired": _("was of use until %(since)s only; it is given up"),
        "turn": _("waits its turn on line %(line)s since %(since)s"),
        "sending": _("is on the air since %(since)s"),
        "unknown": _("nobody knows whether it left (%(detail)s); once again at %(until)s"
                     " unless a receipt comes"),
        "person": _("nobody knows since %(since)s whether it left (%(detail)s); waits for a"
                    " receipt or for: kentongan outbox retry"),
        "failed": _("failed at %(since)s: %(detail)s"),
    }  # fmt: skip


def _of_the_line() -> dict[str, str]:
    return {
        "disabled": _("line %(line)s may not send (sending_disabled, send = no)"),
        "gone": _("modem.conf has no line %(line)s"),
        "elsewhere": _("line %(line)s is worked by another machine"),
        "starting": _("line %(line)s is being opened since %(since)s"),
        "silent": _("no daemon works on line %(line)s since %(since)s"),
        "down": _("line %(line)s is down since %(since)s: %(detail)s"),
        "paused": _("line %(line)s rests until %(until)s: %(detail)s"),
        "credit": _("line %(line)s has no credit since %(since)s, says its operator"),
    }


def _of_the_limits() -> dict[str, str]:
    return {
        "cap_minute": _("parts_per_minute of the house is reached until %(until)s"),
        "cap_hour": _("parts_per_hour of the house is reached until %(until)s"),
        "cap_day": _("parts_per_day of the house is reached until %(until)s"),
        "line_hour": _("parts_per_hour of line %(line)s is reached until %(until)s"),
        "line_day": _("message_limit of line %(line)s is reached until %(until)s"),
        "line_budget": _("the month's budget of line %(line)s is spent; goes at %(until)s"),
        "city_budget": _("the city's budget of the month is spent; goes at %(until)s"),
    }
