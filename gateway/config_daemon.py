"""The sections of modem.conf that belong to the daemon as a whole: [kentongan] and [budget]."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from models.binding import setting

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonSettings:
    """Section ``[kentongan]``; every path is absolute once it is loaded."""

    city: Path = setting("The city's rules.", default=Path("city.toml"))
    database: str = setting(
        "SQLite file, or postgresql://user@host/name.", default="var/kentongan.db"
    )
    database_password_file: Path | None = setting(
        "File that holds the password of PostgreSQL; without it PGPASSFILE or ~/.pgpass.",
        default=None,
        example="/etc/kentongan/database.password",
        secrets=("database_password", "password"),
    )
    key_file: Path = setting(
        "File with the key that seals numbers and texts; never in a backup.",
        default=Path("kentongan.key"),
        secrets=("key",),
    )
    language: Literal["id", "en"] | None = setting(
        "Language at the terminal; without it that of the environment (LANG).",
        default=None,
        example="id",
    )
    user: str = setting(
        "Account that the daemon becomes when root starts it.", default="", example="kentongan"
    )
    log_file: Path | None = setting(
        "File for the log; without it standard error.",
        default=None,
        example="/var/log/kentongan/kentongan.log",
        aliases=("logfile",),
    )
    log_level: Literal["debug", "info", "warning", "error"] = setting(
        "The least that is logged.", default="info", aliases=("debug_level",)
    )
    log_format: Literal["json", "text"] = setting(
        "One JSON object a line, or plain lines.", default="json"
    )
    volatile: bool = setting(
        "Allow a database in memory (tmpfs): everything is lost with the power.", default=False
    )
    unknown_wait: timedelta = setting(
        "A part whose outcome is unknown waits this long for its delivery report.",
        default=timedelta(minutes=10),
        unit="duration",
    )
    multipart_timeout: timedelta = setting(
        "A long SMS with parts missing becomes a ticket after this time.",
        default=timedelta(minutes=10),
        unit="duration",
        least=timedelta(seconds=1),
    )
    max_parts: int = setting(
        "A long SMS that announces more parts than this is never joined.",
        default=10,
        unit="parts",
        least=1,
        most=255,
    )
    merge_window: timedelta = setting(
        "The same text from the same phone within this time is the same report.",
        default=timedelta(minutes=10),
        unit="duration",
    )
    texts: Path | None = setting(
        "File with reply texts of your own; those not in it keep the built-in words.",
        default=None,
        example="texts.ini",
    )
    sending_disabled: bool = setting(
        "Do everything but send, on every line, for a trial beside an old system.",
        default=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Section ``[budget]``: how many answers a phone gets, and what the house may send."""

    acknowledgements: int = setting(
        "Acknowledgements of new tickets to one phone.", default=20, unit="a day", least=1
    )
    checks: int = setting("Answers to CEK to one phone.", default=10, unit="a day", least=0)
    help: int = setting("Format helps to one phone.", default=1, unit="a day", least=0)
    officers: int = setting("Answers to one officer.", default=200, unit="a day", least=1)
    loop_replies: int = setting(
        "So many replies of one kind without a ticket or command between them mute a phone.",
        default=3,
        unit="replies",
        least=1,
    )
    loop_window: timedelta = setting(
        "The replies of a loop are counted over this time.",
        default=timedelta(minutes=10),
        unit="duration",
        least=_MINUTE,
    )
    mute: timedelta = setting(
        "A muted phone gets no reply for this long.",
        default=timedelta(hours=24),
        unit="duration",
        least=_MINUTE,
    )
    parts_per_minute: int = setting(
        "Parts sent by the whole house, the urgent ones apart; 0 for no limit.",
        default=0,
        unit="parts a minute",
        least=0,
    )
    parts_per_hour: int = setting(
        "Parts sent by the whole house, the urgent ones apart; 0 for no limit.",
        default=0,
        unit="parts an hour",
        least=0,
    )
    parts_per_day: int = setting(
        "Parts sent by the whole house, the urgent ones apart; 0 for no limit.",
        default=0,
        unit="parts a day",
        least=0,
    )
