"""Who hears of an alarm of the house, when, by which line: each once, and that it is over once.

Admins are the officers of whoever is admin among the staff (``staff add LOGIN --officer``): a
number of a person stands in the database, sealed, never in modem.conf. Mailboxes are the city's.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from gateway import outbox
from gateway.config import Settings
from gateway.inbox import STATUS, URGENT
from gateway.mail.message import Mail
from gateway.mail.queue import queue
from gateway.setting import Setting
from gateway.tell import quiet_until
from gateway.watch import kinds
from gateway.watch.alarms import SETTLED, TOLD, UNTOLD, Alarm, untold
from models import roster
from models.base import Tx
from models.casework.duty import on_duty
from models.i18n import _
from models.times import from_us, to_us

VALID_FOR = timedelta(hours=24)
"""An alarm that could not be sent for so long is no news."""

News = Literal["raise", "clear", "drop"]


@dataclass(frozen=True, slots=True)
class Means:
    """What telling needs besides the transaction."""

    setting: Setting
    settings: Settings
    now: datetime


def news(alarm: Alarm, last: datetime | None, calm: timedelta, now: datetime) -> News | None:
    """Return what is to be done about *alarm* now; *last*: when the same was told before. Pure.

    What came and went before anybody heard of it is dropped; what comes back soon waits until it
    has lasted for the rest of *calm*.
    """
    if alarm.told == UNTOLD:
        if alarm.cleared_at is not None:
            return "drop"
        return "raise" if last is None or now - last >= calm or last > now else None
    return "clear" if alarm.told == TOLD and alarm.cleared_at is not None else None


def tell_alarms(tx: Tx, means: Means) -> int:
    """Queue what is to be told of all alarms; return how many were told or settled."""
    told = 0
    for alarm in untold(tx):
        what = news(alarm, _last(tx, alarm), means.settings.alerts.calm, means.now)
        if what is None:
            continue
        if what != "drop":
            _send(tx, alarm, means, over=what == "clear")
        _settle(tx, alarm, what, means.now)
        told += 1
    return told


def anything(tx: Tx) -> bool:
    """Tell whether tell_alarms() may have work: cheap, for a reading transaction."""
    return any(alarm.told == UNTOLD or alarm.cleared_at for alarm in untold(tx))


def _last(tx: Tx, alarm: Alarm) -> datetime | None:
    ((at,),) = tx.execute(
        "SELECT MAX(told_at) FROM alarm_state WHERE name = ? AND subject = ?",
        (alarm.name, alarm.subject),
    )
    return None if at is None else from_us(at)


def _settle(tx: Tx, alarm: Alarm, what: News, now: datetime) -> None:
    state = TOLD if what == "raise" else SETTLED
    at = alarm.told_at if what == "drop" else now
    tx.change(
        "UPDATE alarm_state SET told = ?, told_at = ? WHERE id = ?",
        (state, to_us(at) if at else None, alarm.id),
    )


def _send(tx: Tx, alarm: Alarm, means: Means, *, over: bool) -> None:
    """Queue one alarm, or its end, for all who are to hear of it."""
    cause = f"alarm:{alarm.id}"
    if over:
        _take_back(tx, cause, means.now)
        cause = f"{cause}:over"
    kind, text = words(alarm, means.setting, over=over)
    if means.settings.alerts.sms:
        _send_sms(tx, alarm, means, cause, kind, text)
    for mailbox in means.settings.alerts.email if means.settings.mail.on else ():
        body = letter(alarm, means.setting, text)
        mail = Mail(cause, mailbox, text.partition(". ")[0], body, essential=True)
        queue(tx, mail, now=means.now)


def _send_sms(tx: Tx, alarm: Alarm, means: Means, cause: str, kind: str, text: str) -> None:
    line = way_out(tx, means.setting, alarm.subject)
    urgent = kinds.kind_of(alarm.name).urgent
    when = means.now if urgent else quiet_until(means.now, means.setting) or means.now
    for contact in admins(tx, means.setting.zone, means.now):
        message = outbox.Message(
            cause=cause,
            kind=kind,
            contact=contact,
            ticket=0,
            lane=URGENT if urgent else STATUS,
            line=line,
            text=text,
            essential=True,
            not_before=when,
            valid_until=when + VALID_FOR,
            why="quiet" if when > means.now else "",
        )
        outbox.queue(tx, message, now=means.now)


def words(alarm: Alarm, setting: Setting, *, over: bool) -> tuple[str, str]:
    """Return the kind and the words of the SMS that says that *alarm* began, or is over."""
    own = kinds.PREFIX + alarm.name.upper()
    kind = kinds.GENERAL if own not in setting.texts.templates else own
    kind = kinds.CLEARED if over else kind
    fields = dict.fromkeys(setting.texts.templates[kind].fields, "-")
    fields |= {"baris": alarm.subject, "tl": _details(alarm.fields)} | dict(alarm.fields)
    fields |= {
        "nama": setting.texts.name,
        "alarm": kinds.kind_of(alarm.name).title,
        "waktu": alarm.raised_at.astimezone(setting.zone).strftime("%d/%m %H.%M"),
    }
    return kind, " ".join(setting.texts.render(kind, **fields).split())


def letter(alarm: Alarm, setting: Setting, text: str) -> str:
    """Return the body of the e-mail: the words of the SMS, and what a screen has room for."""
    times = [(_("since"), alarm.raised_at), (_("until"), alarm.cleared_at)]
    facts = [
        (_("alarm"), alarm.name),
        (_("line"), alarm.subject),
        *(
            (name, at.astimezone(setting.zone).isoformat(" ", "seconds"))
            for name, at in times
            if at
        ),
        *alarm.fields.items(),
    ]
    table = "\n".join(f"{name}: {value}" for name, value in facts if value)
    return f"{text}\n\n{table}\n"


def _local(at: datetime | None, setting: Setting) -> str:
    return at.astimezone(setting.zone).isoformat(" ", "seconds") if at else ""


def _details(fields: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in fields.items())


def admins(tx: Tx, zone: tzinfo, now: datetime) -> tuple[int, ...]:
    """Return contact.id of all admins who can get an SMS; without any, coordinators on duty."""
    rows = tx.execute(
        "SELECT DISTINCT o.contact FROM staff s JOIN officer o ON o.id = s.officer"
        " WHERE s.role = 'admin' AND s.until_at IS NULL AND o.until_at IS NULL"
        " ORDER BY o.contact"
    )
    if rows:
        return tuple(contact for (contact,) in rows)
    found = roster.serving(tx, roles=("coordinator",))
    wanted = on_duty(found, now, zone)
    return tuple(dict.fromkeys(one.contact for one in found if one.id in wanted))


def way_out(tx: Tx, setting: Setting, subject: str) -> str:
    """Return the line that an alarm about *subject* goes out on: another that is up, if any is."""
    rows = tx.execute("SELECT line, data FROM line_state")
    up = {line for line, data in rows if json.loads(data).get("up")}
    return next(iter(_preferred(setting, up, subject)), setting.news_line(subject))


def _preferred(setting: Setting, up: Iterable[str], subject: str) -> list[str]:
    """Return the lines that can send now, the one that the alarm is about last. Pure."""
    able = [
        name for name, line in setting.lines.items() if name in up and not line.sending_disabled
    ]
    return sorted(able, key=lambda name: name == subject.partition(" ")[0])


def _take_back(tx: Tx, cause: str, now: datetime) -> None:
    """Withdraw the SMS of an alarm that still waits: that it is over says more."""
    rows = tx.execute(
        "SELECT o.id FROM outbox o JOIN delivery d ON d.outbox = o.id"
        " WHERE o.cause = ? AND d.part = 1 AND d.state = 'queued'",
        (cause,),
    )
    outbox.withdraw(tx, [row for (row,) in rows], now=now)
