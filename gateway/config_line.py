"""What every line's section of modem.conf has, whatever carries its SMS."""

from dataclasses import dataclass

from models.binding import setting


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierLine(AnyLine):
    """The options of lines on which a part costs money."""

    message_limit: int = setting(
        "Send at most so many parts a day on this line; 0 for no limit.",
        default=0,
        unit="parts a day",
        least=0,
    )
    throughput: float = setting(
        "Send at most so many parts a second; 0 for as fast as the line goes.",
        default=0.0,
        unit="parts a second",
    )
