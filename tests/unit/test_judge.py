"""What calls for an alarm, at its limit and beside it; what stands does not flap."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gateway import gsm7
from gateway.config_alerts import AlertSettings
from gateway.reply import WIDTHS
from gateway.watch.judge import JUDGED, Finding, Key, judge, rupiah, span
from gateway.watch.kinds import KINDS
from gateway.watch.readings import HouseReading, LineReading

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LIMITS = AlertSettings()
WELL = HouseReading(
    at=NOW,
    today=TODAY,
    lines=(LineReading(name="kartu1", up=True, signal=-71, sim_used=3, sim_total=30),),
    disk_free=10**10,
    backup_age=timedelta(hours=5),
    clock_drift=timedelta(seconds=2),
)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def line(**change: Any) -> HouseReading:
    """Return a house that is well but for its line."""
    return replace(WELL, lines=(replace(WELL.lines[0], **change),))


def found(house: HouseReading, *standing: Key) -> dict[Key, Finding]:
    return judge(house, LIMITS, frozenset(standing))


def test_a_house_that_is_well_has_no_alarm() -> None:
    assert found(WELL) == {}
    assert found(HouseReading(at=NOW, today=TODAY)) == {}, "what cannot be told is not wrong"


LINE_CASES: list[tuple[dict[str, Any], str]] = [
    ({"up": False, "down_since": ago(minutes=4, seconds=59)}, ""),
    ({"up": False, "down_since": ago(minutes=5)}, "line_down"),
    ({"no_network_since": ago(minutes=4)}, ""),
    ({"no_network_since": ago(minutes=6)}, "no_network"),
    ({"signal": -105}, ""),
    ({"signal": -107}, "weak_signal"),
    ({"signal": -113, "up": False, "down_since": NOW}, ""),
    ({"signal": None}, ""),
    ({"sim_used": 24}, ""),
    ({"sim_used": 25}, "sim_full"),
    ({"sim_used": 25, "sim_total": None}, ""),
    ({"other_sim": True}, "sim_changed"),
    ({"short_of_credit": True}, "no_balance"),
    ({"balance": 10_000}, ""),
    ({"balance": 9_999}, "low_balance"),
    ({"balance": 0}, "low_balance"),
    ({"expires": date(2026, 11, 29)}, ""),
    ({"expires": date(2026, 11, 28)}, "sim_expiry"),
    ({"expires": date(2026, 11, 1)}, "sim_expiry"),
    ({"reported": 19, "delivered": 0}, ""),
    ({"reported": 200, "delivered": 120}, ""),
    ({"reported": 200, "delivered": 119}, "delivery_poor"),
    ({"queued": 3, "oldest_queued": ago(minutes=29)}, ""),
    ({"queued": 3, "oldest_queued": ago(minutes=30)}, "queue_old"),
]


@pytest.mark.parametrize(("change", "wanted"), LINE_CASES)
def test_a_line_at_its_limits(change: dict[str, Any], wanted: str) -> None:
    assert set(found(line(**change))) == ({(wanted, "kartu1")} if wanted else set())


HOUSE_CASES: list[tuple[dict[str, Any], str]] = [
    ({"unread": 2, "oldest_unread": ago(minutes=9)}, ""),
    ({"unread": 2, "oldest_unread": ago(minutes=10)}, "unanswered"),
    ({"unknown": 20}, ""),
    ({"unknown": 21}, "unknown_outcome"),
    ({"disk_free": 500_000_000}, ""),
    ({"disk_free": 499_999_999}, "disk_low"),
    ({"backup_age": timedelta(hours=36)}, ""),
    ({"backup_age": timedelta(hours=37)}, "backup_old"),
    ({"backup_age": None, "backup_missing": True}, "backup_old"),
    ({"clock_drift": timedelta(minutes=10)}, ""),
    ({"clock_drift": timedelta(minutes=11)}, "clock_wrong"),
    ({"clock_drift": timedelta(minutes=-11)}, "clock_wrong"),
    ({"clock_drift": None}, ""),
    ({"reload_refused": True}, "reload_refused"),
]


@pytest.mark.parametrize(("change", "wanted"), HOUSE_CASES)
def test_the_house_at_its_limits(change: dict[str, Any], wanted: str) -> None:
    assert set(found(replace(WELL, **change))) == ({(wanted, "")} if wanted else set())


@pytest.mark.parametrize(
    ("house", "key"),
    [
        (line(signal=-102), ("weak_signal", "kartu1")),
        (line(sim_used=23), ("sim_full", "kartu1")),
        (line(reported=200, delivered=128), ("delivery_poor", "kartu1")),
        (replace(WELL, disk_free=540_000_000), ("disk_low", "")),
    ],
)
def test_what_stands_is_over_only_when_it_is_clearly_better(house: HouseReading, key: Key) -> None:
    assert key not in found(house)
    assert key in found(house, key)
    assert key not in found(WELL, key)


def test_an_alarm_says_since_when_it_is_so() -> None:
    began = ago(hours=2)
    house = line(up=False, down_since=began)
    assert found(house)["line_down", "kartu1"].since == began


def test_delivery_is_not_judged_when_the_limit_is_zero() -> None:
    limits = replace(LIMITS, delivered_least=0.0)
    poor = line(reported=200, delivered=0)
    standing = frozenset({("delivery_poor", "kartu1")})
    assert judge(poor, limits, standing) == {}


def test_every_case_above_reaches_every_alarm_that_is_judged() -> None:
    cases = [name for _change, name in (*LINE_CASES, *HOUSE_CASES) if name]
    assert set(cases) == JUDGED
    assert set(KINDS) >= JUDGED


def test_what_fills_the_texts_is_not_cut() -> None:
    worst = [
        found(line(balance=-1_999_999, expires=date(2020, 1, 1), signal=-113, sim_used=255)),
        judge(line(balance=1), replace(LIMITS, balance_least=99_999_999)),
        found(replace(WELL, disk_free=1, unknown=9_999, clock_drift=timedelta(days=20_000))),
        found(replace(WELL, backup_age=timedelta(days=3_650))),
    ]
    fields = [item for house in worst for one in house.values() for item in one.fields.items()]
    assert len(fields) > 8
    assert [(k, v) for k, v in fields if gsm7.septets(v) > WIDTHS[k]] == []


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=119), "119 menit"),
        (timedelta(hours=2), "2 jam"),
        (timedelta(hours=71), "71 jam"),
        (timedelta(days=-3), "3 hari"),
    ],
)
def test_a_length_of_time_is_said_in_one_unit(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_rupiah_are_written_with_dots() -> None:
    assert (rupiah(0), rupiah(1_600_000)) == ("Rp 0", "Rp 1.600.000")
