"""What every line's section of modem.conf has, whatever carries its SMS."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass
from datetime import timedelta

from models.binding import setting
from models.clocks import Hours


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyLine:
    """The options of all kinds of lines; a kind's own come before them in its section."""

    name: str  # the section's name
    keyword_required: bool = setting(
        "Answer an SMS that has no keyword with the format help, and make no ticket of it.",
        default=False,
    )
    sending_disabled: bool = setting(
        "Do everything but send, for a trial beside an old system.", default=False
    )
    fallback: tuple[str, ...] = setting(
        "Lines that send the replies while this one cannot, in this order.",
        default=(),
        example="latihan",
    )
    fallback_after: timedelta = setting(
        "A reply waits this long for its own line; an emergency does not wait.",
        default=timedelta(minutes=2),
        unit="duration",
    )
    send_window: Hours | None = setting(
        "Local hours in which news and digests go out on this line; answers go at any time.",
        default=None,
        example="07:00-20:00",
    )
    throughput: float = setting(
        "Send at most so many parts a second; 0 for as fast as the line goes.",
        default=0.0,
        unit="parts a second",
    )
    parts_per_hour: int = setting(
        "Send at most so many parts in an hour on this line, the urgent ones apart; 0 for no"
        " limit.",
        default=0,
        unit="parts an hour",
        least=0,
    )
    message_limit: int = setting(
        "Send at most so many parts from midnight to midnight on this line, the urgent ones apart;"
        " 0 for no limit.",
        default=0,
        unit="parts a day",
        least=0,
    )
    cost_per_part: int | None = setting(
        "Price of one part sent on this line; without it that of [cost] in city.toml.",
        default=None,
        unit="rupiah",
        example="350",
        least=0,
    )
    monthly_budget: int = setting(
        "What this line may spend a month; 0 for no limit of its own.",
        default=0,
        unit="rupiah",
        least=0,
    )
