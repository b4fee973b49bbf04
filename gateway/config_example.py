"""Write modem.conf.example from the settings themselves, so that it can never be behind them."""

from collections.abc import Iterator
from dataclasses import MISSING, Field
from datetime import timedelta
from typing import Any

from gateway.config_alerts import AlertSettings
from gateway.config_budget import Budget
from gateway.config_daemon import DaemonSettings
from gateway.config_http import GenericLine, ServerSettings
from gateway.config_lines import ModemLine, SimulatorLine
from gateway.config_mail import MailSettings
from gateway.config_metrics import MetricsSettings
from gateway.config_smpp import SmppLine
from models.binding import option_of, options

# Section, its settings, the keys that a first installation should look at, and a sentence.
_SECTIONS: tuple[tuple[str, type, tuple[str, ...], str], ...] = (
    ("kentongan", DaemonSettings, ("city", "database", "key_file"), "The daemon."),
    ("budget", Budget, (), "How many answers a phone gets, and what the house may send."),
    ("alerts", AlertSettings, (), "When the house calls its admins, and how."),
    (
        "metrics",
        MetricsSettings,
        ("listen",),
        "Figures for Prometheus and signs of life; without this section nothing listens.",
    ),
    ("mail", MailSettings, (), "The server that takes our e-mail: digests and alarms."),
    (
        "modem kartu1",
        ModemLine,
        ("device", "number", "keyword_required"),
        "One section for each GSM modem; the name is yours. Give device, imei or imsi.",
    ),
    (
        "smpp 1708",
        SmppLine,
        ("host", "port", "system_id", "password_file", "number", "keyword_required"),
        "One section for each short code or number at a provider, over SMPP 3.4.",
    ),
    (
        "server",
        ServerSettings,
        (),
        "The HTTP server on which providers call us; it is there while an [http NAME] is.",
    ),
    (
        "http penyedia",
        GenericLine,
        ("provider", "url", "path_file", "number"),
        "One section for each provider that speaks HTTP; generic has the keys of all.",
    ),
    (
        "simulator latihan",
        SimulatorLine,
        ("number",),
        "An emulated modem on a real pty, to try and to teach; remove it in service.",
    ),
)
_HEAD = """\
# modem.conf: the daemon and its lines. `kentongan check` reads it and starts nothing.
#
# Without a path on the command line it is sought in $KENTONGAN_CONFIG, ./modem.conf and
# /etc/kentongan/modem.conf. Paths are relative to the folder of this file. A length of time is
# written 200ms, 90s, 5m, 2h or 3d. Lines that begin with "#" and no blank show the default, or
# an example where there is none. Secrets never stand here, only files that hold them.
"""


def example() -> str:
    """Return the text of modem.conf.example: every section and key, with a sentence each.

    With the ``#`` removed before each key, it is a file that loads.
    """
    return "\n".join([_HEAD, *(line for section in _SECTIONS for line in _section(*section))])


def _section(name: str, cls: type, active: tuple[str, ...], about: str) -> Iterator[str]:
    yield f"# {about}"
    yield f"[{name}]"
    for key, one in options(cls).items():
        yield f"# {_sentence(one)}"
        value = _shown(one)
        yield f"{'' if key in active else '#'}{key} = {value}".rstrip()
        yield ""


def _sentence(one: Field[Any]) -> str:
    option = option_of(one)
    facts = [option.unit] if option.unit else []
    if option.aliases:
        facts.append("also: " + ", ".join(option.aliases))
    return option.help + (f" ({'; '.join(facts)})" if facts else "")


def _shown(one: Field[Any]) -> str:
    option = option_of(one)
    if option.example:
        return option.example
    return "" if one.default is MISSING else written(one.default)


def written(value: object) -> str:
    """Return *value* as modem.conf writes it: ``yes``, ``10m``, ``0.5``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _duration(value: timedelta) -> str:
    if value % timedelta(seconds=1):
        return f"{value // timedelta(milliseconds=1)}ms"
    seconds = value // timedelta(seconds=1)
    if value == timedelta(hours=24):
        return "24h"
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
