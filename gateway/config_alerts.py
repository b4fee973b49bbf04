"""The section [alerts] of modem.conf: when the house calls its admins, and how."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from models.binding import setting
from models.mailbox import Address

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


class Mailboxes(tuple[Address, ...]):
    """E-mail addresses, as modem.conf writes them: with commas between."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Mailboxes":
        """Return the addresses of *text*; ValueError when one of them is none."""
        return cls(Address.parse(word.strip()) for word in text.split(",") if word.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSettings:
    """Section ``[alerts]``. SMS go to the officers of who is admin among the staff."""

    sms: bool = setting(
        "Tell admins by SMS: the officers of who is admin among the staff, else coordinators.",
        default=True,
    )
    email: Mailboxes = setting(
        "Mailboxes that are told too; they need the section [mail].",
        default=Mailboxes(),
        example="admin@example.go.id",
    )
    calm: timedelta = setting(
        "What was told is told again only after this time, however often it comes back.",
        default=timedelta(hours=1),
        unit="duration",
    )
    every: timedelta = setting(
        "Look at everything this often.",
        default=timedelta(seconds=15),
        unit="duration",
        least=_SECOND,
    )
    line_down_after: timedelta = setting(
        "A line that is down or has no network for this long is told.",
        default=timedelta(minutes=5),
        unit="duration",
        least=_SECOND,
    )
    signal_least: int = setting(
        "A weaker signal is told.", default=-105, unit="dBm", least=-113, most=-51
    )
    sim_fill_most: float = setting("A fuller SIM is told.", default=0.8, unit="0 to 1", most=1)
    balance_least: int = setting(
        "Less credit is told, of a SIM or a provider that says how much is left.",
        default=10_000,
        unit="rupiah",
        least=0,
    )
    expiry_days: int = setting(
        "A SIM whose active period ends sooner is told.", default=7, unit="days", least=0
    )
    delivered_least: float = setting(
        "Told when fewer of the last 200 reported parts of a line reached their phone; 0 never.",
        default=0.6,
        unit="0 to 1",
        most=1,
    )
    unanswered_after: timedelta = setting(
        "Told when an SMS lies for so long before the desk has read it.",
        default=timedelta(minutes=10),
        unit="duration",
        least=_SECOND,
    )
    unknown_most: int = setting(
        "Told when more parts than this are of unknown outcome.", default=20, unit="parts", least=0
    )
    queue_after: timedelta = setting(
        "Told when a part that may be sent waits for so long on a line.",
        default=timedelta(minutes=30),
        unit="duration",
        least=_SECOND,
    )
    disk_least: int = setting(
        "Told when the file system of the database has less left.",
        default=500,
        unit="MB",
        least=0,
    )
    backup_folder: Path | None = setting(
        "Folder in which your backups lie; the newest file in it is watched.",
        default=None,
        example="/var/backups/kentongan",
    )
    backup_after: timedelta = setting(
        "Told when the newest backup is older.",
        default=timedelta(hours=36),
        unit="duration",
        least=_MINUTE,
    )
    clock_most: timedelta = setting(
        "Told when three service centre stamps in a row differ so much from our clock.",
        default=timedelta(minutes=10),
        unit="duration",
        least=_MINUTE,
    )
