"""What the gateway measures of itself, as values; gateway/watch/look.py takes them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """One configured line, as its thread, its SIM and its parts tell."""

    name: str
    up: bool
    down_since: datetime | None = None  # None while it is up
    other_sim: bool = False  # another SIM than the line had: it is not used
    no_network_since: datetime | None = None  # None while it is registered or cannot tell
    signal: int | None = None  # dBm
    sim_used: int | None = None  # places
    sim_total: int | None = None
    balance: int | None = None  # rupiah
    expires: date | None = None  # last day of the SIM's active period
    short_of_credit: bool = False  # the operator wrote that the credit does not suffice
    reported: int = 0  # of its last parts, those whose fate the network told
    delivered: int = 0  # of these, those that reached their phone
    queued: int = 0  # parts that may be sent now
    oldest_queued: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseReading:
    """The whole gateway at one moment."""

    at: datetime
    today: date  # the city's
    lines: tuple[LineReading, ...] = ()
    unread: int = 0  # messages that the desk has not read
    oldest_unread: datetime | None = None
    unknown: int = 0  # parts of unknown outcome
    disk_free: int | None = None  # bytes
    backup_age: timedelta | None = None  # None: not watched, or there is no backup
    backup_missing: bool = False  # watched, and there is none at all
    clock_drift: timedelta | None = None  # ours minus the networks'; None when not known
    reload_refused: bool = False
