"""Which alarms a reading calls for: readings and settings in, alarms out. Pure.

What hangs about its limit must not flap: an alarm that stands is over only when the reading is
better than the limit by a margin.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gateway.config_alerts import AlertSettings
from gateway.watch.readings import HouseReading, LineReading

Key = tuple[str, str]
"""An alarm's name and subject."""

JUDGED = frozenset(
    {"line_down", "no_network", "weak_signal", "sim_full", "no_balance", "low_balance"}
    | {"sim_changed"}
    | {"sim_expiry", "delivery_poor", "unanswered", "unknown_outcome", "queue_old", "disk_low"}
    | {"backup_old", "clock_wrong", "reload_refused"}
)
"""Alarms that judge() raises and that are over when it does not; others are somebody else's."""

LEAST_REPORTED = 20
"""Parts whose fate is known, below which their share says nothing."""

_SIGNAL_MARGIN = 4  # dBm
_SHARE_MARGIN = 0.05
_DISK_MARGIN = 1.1
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    fields: Mapping[str, str] = field(default_factory=dict)  # for its text
    since: datetime | None = None  # when it began, if that is known


def judge(
    house: HouseReading, limits: AlertSettings, standing: frozenset[Key] = frozenset()
) -> dict[Key, Finding]:
    """Return what is wrong in *house*; *standing* are the alarms that are up already."""
    found = dict(_house(house, limits, standing))
    for line in house.lines:
        found |= _line(line, house, limits, standing)
    return found


def _house(
    house: HouseReading, limits: AlertSettings, standing: frozenset[Key]
) -> Iterator[tuple[Key, Finding]]:
    oldest = house.oldest_unread
    if oldest is not None and house.at - oldest >= limits.unanswered_after:
        yield ("unanswered", ""), Finding({"n": str(house.unread)}, oldest)
    if house.unknown > limits.unknown_most:
        fields = {"n": str(house.unknown), "batas": str(limits.unknown_most)}
        yield ("unknown_outcome", ""), Finding(fields)
    if (free := house.disk_free) is not None:
        least = limits.disk_least * _MB
        if free < (least * _DISK_MARGIN if ("disk_low", "") in standing else least):
            fields = {"nilai": f"{free // _MB} MB", "batas": f"{limits.disk_least} MB"}
            yield ("disk_low", ""), Finding(fields)
    yield from _backup(house, limits)
    if house.clock_drift is not None and abs(house.clock_drift) > limits.clock_most:
        fields = {"nilai": span(house.clock_drift), "batas": span(limits.clock_most)}
        yield ("clock_wrong", ""), Finding(fields)
    if house.reload_refused:
        yield ("reload_refused", ""), Finding()


def _backup(house: HouseReading, limits: AlertSettings) -> Iterator[tuple[Key, Finding]]:
    age, batas = house.backup_age, span(limits.backup_after)
    if house.backup_missing:
        yield ("backup_old", ""), Finding({"nilai": "tidak ada", "batas": batas})
    elif age is not None and age > limits.backup_after:
        yield ("backup_old", ""), Finding({"nilai": span(age), "batas": batas})


def _line(
    line: LineReading, house: HouseReading, limits: AlertSettings, standing: frozenset[Key]
) -> dict[Key, Finding]:
    found: dict[Key, Finding] = {}
    now = house.at
    for name, since in (("line_down", line.down_since), ("no_network", line.no_network_since)):
        if since is not None and now - since >= limits.line_down_after:
            found[name, line.name] = Finding(since=since)
    if line.other_sim:
        found["sim_changed", line.name] = Finding()
    if line.up and line.signal is not None:
        better = _SIGNAL_MARGIN if ("weak_signal", line.name) in standing else 0
        if line.signal < limits.signal_least + better:
            fields = {"nilai": f"{line.signal} dBm", "batas": f"{limits.signal_least} dBm"}
            found["weak_signal", line.name] = Finding(fields)
    if line.sim_total and line.sim_used is not None:
        margin = _SHARE_MARGIN if ("sim_full", line.name) in standing else 0.0
        if line.sim_used / line.sim_total > limits.sim_fill_most - margin:
            fields = {"nilai": f"{line.sim_used}/{line.sim_total}"}
            found["sim_full", line.name] = Finding(fields)
    oldest = line.oldest_queued
    if oldest is not None and now - oldest >= limits.queue_after:
        fields = {"n": str(line.queued), "batas": span(limits.queue_after)}
        found["queue_old", line.name] = Finding(fields, oldest)
    return found | dict(_credit(line, house, limits)) | dict(_delivery(line, limits, standing))


def _credit(
    line: LineReading, house: HouseReading, limits: AlertSettings
) -> Iterator[tuple[Key, Finding]]:
    """Judge what a prepaid SIM lives on: its credit and its active period."""
    if line.short_of_credit:
        yield ("no_balance", line.name), Finding()
    if line.balance is not None and line.balance < limits.balance_least:
        fields = {"nilai": rupiah(line.balance), "batas": rupiah(limits.balance_least)}
        yield ("low_balance", line.name), Finding(fields)
    if line.expires is not None and (line.expires - house.today).days < limits.expiry_days:
        left = max(0, (line.expires - house.today).days)
        fields = {
            "nilai": f"{left} hari",
            "batas": f"{limits.expiry_days} hari",
            "tgl": line.expires.strftime("%d-%m-%Y"),
        }
        yield ("sim_expiry", line.name), Finding(fields)


def _delivery(
    line: LineReading, limits: AlertSettings, standing: frozenset[Key]
) -> Iterator[tuple[Key, Finding]]:
    if line.reported < LEAST_REPORTED:
        return
    share = line.delivered / line.reported
    margin = _SHARE_MARGIN if ("delivery_poor", line.name) in standing else 0.0
    if share < limits.delivered_least + margin * bool(limits.delivered_least):
        fields = {"pct": str(int(share * 100)), "batas": f"{limits.delivered_least:.0%}"}
        yield ("delivery_poor", line.name), Finding(fields)


def rupiah(amount: int) -> str:
    """Return *amount* as Indonesia writes it: ``Rp 12.500``."""
    return f"Rp {amount:,}".replace(",", ".")


def span(length: timedelta) -> str:
    """Return a length of time in the one unit that says it best: ``36 jam``; its sign is left out.

    >>> span(timedelta(minutes=-12))
    '12 menit'
    """
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} menit"
    if minutes < 3 * 24 * 60:
        return f"{minutes // 60} jam"
    return f"{minutes // (24 * 60)} hari"
