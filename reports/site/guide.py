"""How to report, as a page shows it: filled by the console from what the poster says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """One number that people write to."""

    number: str  # as people dial it
    told: tuple[tuple[str, str], ...]  # (what it is, what to type)
    secrecy: str  # one sentence
    link: str  # sms:1708?body=SURGA%20
    code: str  # the same as a QR code: SVG of our own making, goes into the page as it is


@dataclass(frozen=True, slots=True)
class Guide:
    """All doors, and what can be asked afterwards."""

    ask: str  # headline
    doors: tuple[Door, ...]
    emergency: str
    intro: str  # before the orders
    orders: tuple[tuple[str, str], ...]  # (what to type, what it does)
    privacy: str
    tariff: str
