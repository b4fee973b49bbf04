"""The tables of city.toml that say how long personal data stay, and how large evidence may be."""

# ruff: noqa: RUF009 - setting() makes a dataclass field

from dataclasses import dataclass

from models.binding import setting
from models.clocks import DAYS, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Table ``[retention]``: what ``kentongan privacy retention`` removes, and when."""

    automatic: bool = setting(
        "The daemon does it every night; without it the command does.", default=False
    )
    identity: Span = setting(
        "After a report has ended: who sent it, its original words, notes and files.",
        default=Span(730, DAYS),
    )
    raw: Span = setting("SMS as they came, answered or bad.", default=Span(90, DAYS))
    noise: Span = setting("SMS of ghosts, spam and pranks.", default=Span(30, DAYS))
    machine: Span = setting("SMS of machines: codes, receipts, notices.", default=Span(1, DAYS))
    backups: Span = setting(
        "Copies of the database older than this should be gone.", default=Span(35, DAYS)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Table ``[evidence]``: files that are attached to tickets."""

    most: int = setting(
        "The largest file.", default=10_000_000, unit="bytes", least=1, most=100_000_000
    )
