"""The computer and the daemon: disk, clock, backups, files, rules, and what the daemon last saw."""

import ctypes
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from gateway.config import Settings
from gateway.config_check import problems
from gateway.config_files import Problem
from gateway.doctor.finding import Finding, doubt, right, wrong
from gateway.watch.judge import span
from gateway.watch.look import disk_free, newest_age
from gateway.watch.stock import LineStock, Stock
from gateway.watch.telling import admins
from models import attachments
from models.base import Tx
from models.city import City
from models.clocks import calendar_of
from models.i18n import _
from models.sop_gaps import gaps
from models.sop_of import sop_of
from models.times import from_us

STALE = timedelta(minutes=1)
"""A line that says that it is up writes so every 10 s."""

_TIME_ERROR, _UNSYNCHRONISED = 5, 0x40  # adjtimex(2): TIME_ERROR, STA_UNSYNC
_WORDS = 64  # words of struct timex


def check_files(settings: Settings, city: City) -> Iterator[Finding]:
    """Say what `kentongan check` says: modes, owners, file systems, contradictions."""
    for problem in problems(settings, city):
        yield _of(problem)
    folder = settings.state / attachments.FOLDER
    if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        text = _("%(folder)s: others may look in") % {"folder": folder}
        yield wrong("files", "", text, _("chmod 0700"))


def _of(problem: Problem) -> Finding:
    if problem.severity == "error":
        return wrong("files", "", problem.text, _("the daemon does not start before that is right"))
    return doubt("files", "", problem.text)


def check_rules(city: City) -> Iterator[Finding]:
    """Say what the city's rules leave open."""
    for gap in gaps(city, sop_of(city, calendar_of(city))):
        yield doubt("rules", "", gap)


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Compare the room left with `disk_least`."""
    free, least = disk_free(settings.state), settings.alerts.disk_least * 1_000_000
    if free is None:
        return
    text = _("%(mb)d MB left for the database") % {"mb": free // 1_000_000}
    if free < least:
        mend = _("make room: when it is used up nothing can be received")
        yield wrong("disk", "", text, mend)
    else:
        yield right("disk", "", text)


def check_backups(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Compare the age of the newest backup with `backup_after`."""
    folder, most = settings.alerts.backup_folder, settings.alerts.backup_after
    if folder is None:
        mend = _("[alerts] backup_folder = FOLDER in which your backups lie")
        yield doubt("backup", "", _("nobody watches the backups"), mend)
        return
    age = newest_age(folder, now)
    if age is None or age > most:
        said = _("no backup") if age is None else _("backup of %(age)s ago") % {"age": span(age)}
        yield wrong("backup", "", said, _("look at the job that makes them"))
    else:
        yield right("backup", "", _("backup of %(age)s ago") % {"age": span(age)})


def check_clock(stock: Stock | None, most: timedelta) -> Iterator[Finding]:
    """Ask the kernel whether a time server keeps the clock, and the networks' stamps."""
    mend = _("timedatectl set-ntp true, or install chrony")
    kept = synchronised()
    if kept is False:
        yield doubt("clock", "", _("no time server keeps the clock"), mend)
    drift = stock.reading.clock_drift if stock else None
    if drift is not None and abs(drift) > most:
        text = _("the clock differs by %(span)s from the networks'") % {"span": span(drift)}
        yield wrong("clock", "", text, mend)
    elif kept:
        yield right("clock", "", _("a time server keeps the clock"))


def synchronised() -> bool | None:
    """Tell whether the kernel's clock is kept by a time server; None when it cannot be asked."""
    timex = (ctypes.c_long * _WORDS)()  # modes 0 in the first word: only read
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else state != _TIME_ERROR


def check_daemon(settings: Settings, stock: Stock | None, pid: int | None) -> Iterator[Finding]:
    """Say whether the daemon runs and what it last saw of each line."""
    if pid is None:
        mend = _("systemctl start kentongan; 'journalctl -u kentongan' says why it ended")
        yield wrong("daemon", "", _("the daemon does not run"), mend)
        return
    yield right("daemon", "", _("the daemon runs (%(pid)d)") % {"pid": pid})
    if stock is None:
        return
    for line in settings.lines:
        yield _line(line.name, stock.lines.get(line.name), stock.reading.at)
    for alarm in stock.alarms:
        text = _("alarm: %(name)s since %(at)s") % {
            "name": alarm.name,
            "at": alarm.raised_at.isoformat(" ", "minutes"),
        }
        yield doubt("alarm", alarm.subject, text, _("see docs/watching.md"))


def check_admins(tx: Tx, settings: Settings, zone: tzinfo, now: datetime) -> Iterator[Finding]:
    """Say whether anybody hears the alarms of the house."""
    alerts = settings.alerts
    called = len(admins(tx, zone, now)) if alerts.sms else 0
    written = len(alerts.email) if settings.mail.on else 0
    if called or written:
        text = _("alarms reach %(sms)d people by SMS and %(mail)d mailboxes")
        yield right("admins", "", text % {"sms": called, "mail": written})
        return
    mend = _("staff add LOGIN --role admin --officer ID, or [alerts] email and [mail]")
    yield doubt("admins", "", _("nobody hears alarms of the gateway"), mend)


def _line(name: str, line: LineStock | None, now: datetime) -> Finding:
    """Say what the daemon last saw of one line; its port or connection is not touched."""
    if line is None:
        mend = _("restart the daemon: lines change only then")
        return wrong("line", name, _("the daemon does not know the line"), mend)
    detail = str(line.state.get("detail") or "")
    if not line.state.get("up"):
        since = line.state.get("down_since")
        at = from_us(since).isoformat(" ", "minutes") if since else "?"
        text = _("down since %(at)s: %(detail)s") % {"at": at, "detail": detail or "?"}
        return wrong("line", name, text, remedy(detail))
    if now - line.updated_at > STALE:
        text = _("the line has said nothing since %(at)s")
        at = line.updated_at.isoformat(" ", "minutes")
        return wrong("line", name, text % {"at": at}, _("restart the daemon"))
    if line.state.get("registered") is False:
        mend = _("antenna, place, and whether the SIM works in a phone")
        return wrong("network", name, _("the SIM has no network"), mend)
    if line.paused_until is not None and line.paused_until > now:
        text = _("the line rests: %(why)s") % {"why": line.pause_reason or "?"}
        return wrong("line", name, text, _("credit, service centre, or the provider's account"))
    return right("line", name, _("up"))


def remedy(detail: str) -> str:
    """Return what to do about a line that is down for the reason *detail*, as the line put it."""
    known = (
        ("PUK", _("put the SIM into a phone and give its PUK; then a new pin_file")),
        ("PIN", _("pin_file; a new one is tried once")),
        ("SIM cannot be used", _("take the SIM out, clean it, put it in again; try it in a phone")),
        ("another SIM", _("kentongan line swap NAME, when it was changed on purpose")),
        ("no serial port", _("is the stick plugged in? 'ls -l /dev/serial/by-id'")),
        (
            "cannot open the port",
            _("stop the daemon and ask the doctor again: who holds the port?"),
        ),
        ("does not answer", _("stop the daemon and ask the doctor again: is it the right port?")),
        ("unplugged", _("plug it in again; a hub with its own power, if it happens often")),
        ("tls", _("ca_file, tls_name, the clock, or the provider's certificate")),
        ("reached", _("host, port, firewall; does the provider let our address in?")),
        ("refused", _("system_id and password_file; each wrong try may lock the account")),
        ("paused", _("kentongan line resume NAME, when the work on it is done")),
    )
    return next((mend for sign, mend in known if sign in detail), _("see the daemon's log"))
