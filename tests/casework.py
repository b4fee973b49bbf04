"""Builders for table tests of casework: a city's rules with what a test needs of them."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from models.casework.sop import Sop
from models.clocks import Calendar, Hours

CALENDAR = Calendar(
    ZoneInfo("Asia/Jakarta"), Hours(time(7, 30), time(16)), holidays=frozenset({date(2026, 12, 25)})
)


def sop(**rules: Any) -> Sop:
    """Return the rules of a city without any but *rules*."""
    return Sop("LAPOR MBAK WALI 112", **({"calendar": CALENDAR} | rules))
