"""The section [budget] of modem.conf: the answers a phone gets, and what the house may send."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import timedelta

from models.binding import setting

_MINUTE = timedelta(minutes=1)


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
