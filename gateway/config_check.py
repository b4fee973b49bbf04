"""All that `kentongan check` can say of modem.conf and city.toml without starting anything."""

import ipaddress
import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from gateway import config_files as files
from gateway.config import HttpLine, Line, ModemLine, Settings, SimulatorLine, SmppLine
from gateway.config_database import check_url
from gateway.config_files import Account, Problem, error, warning
from gateway.config_http import GenericLine
from gateway.errors import LineDown
from gateway.hours import SendHours
from gateway.web import secrets
from models.city import City
from models.city_digest import HEADS
from models.clocks import doubts
from models.errors import ConfigError
from models.i18n import _

_E164 = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
_SHORT = re.compile(r"[0-9]{3,6}", re.ASCII)


def problems(settings: Settings, city: City, years: Iterable[int] = ()) -> list[Problem]:
    """Return what is wrong with the two files and what they name: files, devices, words.

    Of *years* also what is not sure of their holidays. Reads modes, owners and mounts; opens
    nothing but the key and PIN files. An empty list means that all is well.
    """
    try:
        who = files.account(settings.daemon.user)
    except ConfigError as fault:
        return [error(f"{settings.path}: {fault}")]
    return [
        *_identity(settings),
        *files.check_config(settings.path, who),
        *files.check_config(city.path, who),
        *(files.check_config(city.areas_file, who) if city.areas_file else ()),
        *(files.check_config(city.calendar_file, who) if city.calendar_file else ()),
        *files.check_key(settings.daemon.key_file, who),
        *_storage(settings, who),
        *_texts(settings, who),
        *(found for line in settings.lines for found in _line(line, settings, city, who)),
        *_mail(settings, city, who),
        *_keywords(settings, city),
        *(warning(f"{city.path}: {line}") for line in doubts(city, years)),
    ]


def refuse(found: list[Problem]) -> None:
    """Raise ConfigError with the first error of *found*, if there is one."""
    for problem in found:
        if problem.severity == "error":
            raise ConfigError(problem.text)


def _identity(settings: Settings) -> Iterator[Problem]:
    """Root runs the daemon only to become somebody else, unless it says that it means it."""
    user = settings.daemon.user
    if os.geteuid() != 0 or user not in ("", "root"):
        return
    where = {"where": f"{settings.path}: [kentongan] user"}
    if user or all(isinstance(line, SimulatorLine) for line in settings.lines):
        yield warning(_("%(where)s: root runs the daemon itself") % where)
    else:
        text = _("%(where)s: missing; root must name the account that the daemon becomes")
        yield error(text % where)


def _storage(settings: Settings, who: Account) -> Iterator[Problem]:
    daemon = settings.daemon
    yield from files.check_state(settings.state, who, volatile=daemon.volatile)
    if settings.postgresql:
        yield from check_url(settings)
    else:
        yield from files.check_database(settings.database_file, who)
    if daemon.database_password_file is not None:
        yield from files.check_secret(daemon.database_password_file, who)
        if not settings.postgresql:
            where = f"{settings.path}: [kentongan] database_password_file"
            yield warning(_("%(where)s: SQLite has no password") % {"where": where})


def _texts(settings: Settings, who: Account) -> Iterator[Problem]:
    daemon = settings.daemon
    if daemon.texts is not None:
        yield from files.check_config(daemon.texts, who)
    # The daemon makes its own folder before it logs.
    folder = daemon.log_file.parent if daemon.log_file else settings.state
    if folder != settings.state and not folder.is_dir():
        where = f"{settings.path}: [kentongan] log_file"
        text = _("%(where)s: there is no folder %(folder)s")
        yield error(text % {"where": where, "folder": folder})
    if daemon.sending_disabled:
        where = f"{settings.path}: [kentongan]"
        yield warning(_("%(where)s sending_disabled: nothing is sent") % {"where": where})


def _line(line: Line, settings: Settings, city: City, who: Account) -> Iterator[Problem]:
    where = f"{settings.path}: [{line.kind} {line.name}]"
    yield from _number(line, settings, where)
    if line.keyword_required and not city.keywords_of(line.name):
        text = _("%(where)s keyword_required: %(city)s has no keyword for this line")
        yield error(text % {"where": where, "city": city.path})
    quiet = city.desk.quiet_hours
    if SendHours(city.zone, (quiet.begins, quiet.ends), line.send_window).never:
        text = _("%(where)s send_window: all of it lies in the quiet hours of %(city)s")
        yield error(text % {"where": where, "city": city.path})
    if line.sending_disabled and not settings.daemon.sending_disabled:
        yield warning(_("%(where)s sending_disabled: nothing is sent") % {"where": where})
    if isinstance(line, ModemLine):
        yield from _modem(line, where, who)
    elif isinstance(line, SmppLine):
        yield from _smpp(line, where, who)
    elif isinstance(line, HttpLine):
        yield from _http(line, where, who)
    elif line.faults is not None and not line.faults.is_file():
        text = _("%(where)s faults: there is no file %(file)s")
        yield error(text % {"where": where, "file": line.faults})


def _modem(line: ModemLine, where: str, who: Account) -> Iterator[Problem]:
    for key, digits in (("imei", r"[0-9]{15}"), ("imsi", r"[0-9]{14,15}")):
        value = getattr(line, key)
        if value and not re.fullmatch(digits, value, re.ASCII):
            text = _("%(where)s %(key)s: is not a number of 15 digits")
            yield error(text % {"where": where, "key": key})
    if line.smsc and not _E164.fullmatch(line.smsc):
        yield error(_("%(where)s smsc: is not like +6281100000") % {"where": where})
    if not (line.send or line.receive):
        text = _("%(where)s: send = no and receive = no leave nothing to do")
        yield error(text % {"where": where})
    yield from files.check_device(line.device, where, who)
    if line.pin_file is not None:
        yield from files.check_pin(line.pin_file, who)
    if line.recover_command:
        yield from files.check_program(line.recover_command, where)


def _smpp(line: SmppLine, where: str, who: Account) -> Iterator[Problem]:
    if line.password_file is not None:
        yield from files.check_password(line.password_file, who)
    if line.client_cert_file is not None:
        yield from files.check_secret(line.client_cert_file, who)
    for key, file in (("ca_file", line.ca_file),):
        if file is not None and not file.is_file():
            words = {"where": where, "key": key, "file": file}
            yield error(_("%(where)s %(key)s: there is no file %(file)s") % words)
    if not line.tls and not _near(line.host):
        text = _("%(where)s tls: off; the password and all texts travel in clear: TLS or a VPN")
        yield warning(text % {"where": where})


def _http(line: HttpLine, where: str, who: Account) -> Iterator[Problem]:
    for file in (line.password_file, line.token_file, line.secret_file, line.path_file):
        if file is not None:
            yield from files.check_secret(file, who)
    try:
        secrets.load(line)
    except LineDown as fault:
        yield error(f"{where}: {fault}")
    if line.ca_file is not None and not line.ca_file.is_file():
        words = {"where": where, "key": "ca_file", "file": line.ca_file}
        yield error(_("%(where)s %(key)s: there is no file %(file)s") % words)
    host = urlsplit(line.url).hostname or "localhost"
    if line.url.startswith("http:") and not _near(host):
        text = _("%(where)s url: not https; the password and all texts travel in clear")
        yield warning(text % {"where": where})
    if line.secret_file is None and line.path_file is not None and not line.allow:
        text = _("%(where)s allow: missing; whoever learns the path can write messages")
        yield warning(text % {"where": where})
    if isinstance(line, GenericLine) and line.signed == "body" and line.secret_file is not None:
        text = _("%(where)s signed: without a time; a request can be played again")
        yield warning(text % {"where": where})


def _near(host: str) -> bool:
    """Whether a host is this machine or in a private network, as far as its name tells."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost"


def _mail(settings: Settings, city: City, who: Account) -> Iterator[Problem]:
    mail, where = settings.mail, f"{settings.path}: [mail]"
    if mail.on and mail.password_file is not None:
        yield from files.check_secret(mail.password_file, who)
    if mail.on and mail.ca_file is not None and not mail.ca_file.is_file():
        words = {"where": where, "key": "ca_file", "file": mail.ca_file}
        yield error(_("%(where)s %(key)s: there is no file %(file)s") % words)
    if not mail.on:
        wanted = [f"[[digest]] {one.name}" for one in city.digests if "email" in one.format]
        wanted += ["[alerts] email"] if settings.alerts.email else []
        if wanted:
            text = _("%(where)s host: missing; no e-mail is sent, but asked for by %(names)s")
            yield warning(text % {"where": where, "names": ", ".join(wanted)})
    for one in city.digests:
        if "email" in one.format and HEADS in one.to and not any(a.email for a in city.agencies):
            text = _("%(where)s: no [[agency]] has an email for its head's digest")
            yield warning(text % {"where": f"{city.path}: [[digest]] {one.name}"})


def _number(line: Line, settings: Settings, where: str) -> Iterator[Problem]:
    """The number itself is not shown: an error line may travel in a mail or a log."""
    if not line.number:
        text = _("%(where)s number: missing; a reply to our own line would not be seen as one")
        yield warning(text % {"where": where})
    elif not (_E164.fullmatch(line.number) or _SHORT.fullmatch(line.number)):
        text = _("%(where)s number: is neither like +6281200000001 nor a short code like 1708")
        yield error(text % {"where": where})
    elif _E164.fullmatch(line.number):
        same = [one.name for one in settings.lines if one.number == line.number]
        if same[0] != line.name:
            text = _("%(where)s number: is that of line %(other)s too")
            yield error(text % {"where": where, "other": same[0]})


def _keywords(settings: Settings, city: City) -> Iterator[Problem]:
    from parser.words import COMMANDS  # noqa: PLC0415 - the grammar takes its time to import

    names = {line.name for line in settings.lines}
    for keyword in city.keywords:
        for word in keyword.words():
            if word.lower() in COMMANDS:
                where = f"{city.path}: [[keyword]] {keyword.word}"
                text = _("%(where)s: %(word)r is a command of every city")
                yield error(text % {"where": where, "word": word})
        absent = [name for name in keyword.lines if name not in names]
        words = {
            "where": f"{city.path}: [[keyword]] {keyword.word} lines",
            "file": settings.path,
            "names": ", ".join(absent),
        }
        if absent and len(absent) == len(keyword.lines):
            yield error(_("%(where)s: %(file)s has no line %(names)s") % words)
        elif absent:
            yield warning(_("%(where)s: %(file)s has no line %(names)s") % words)
