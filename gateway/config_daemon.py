"""The section of modem.conf that belongs to the daemon as a whole: [kentongan]."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from models.binding import setting


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
