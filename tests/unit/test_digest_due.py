"""A digest is due at its hour on its days, once, whatever the month, the zone or the clock."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gateway.digests.due import Due, day_matches, due, following, latest
from models.city_digest import Digest, On

WIB, WITA, WIT = (ZoneInfo(f"Asia/{name}") for name in ("Jakarta", "Makassar", "Jayapura"))
D = date.fromisoformat
NOTHING = Due(None, None)


def works(day: date) -> bool:
    return day.weekday() < 5 and day != D("2026-12-25")


def digest(report: str = "daily", on: str = "", at: str = "07:00", **more: Any) -> Digest:
    hour = time.fromisoformat(at) if at else None
    days = On.parse(on) if on else On()
    return Digest(name="x", report=report, on=days, at=hour, to=("mayor",), **more)  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = WIB) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("report", "on", "yes", "no"),
    [
        ("daily", "", "2026-11-21 2026-11-22 2026-12-25", ""),
        ("daily", "setiap hari", "2026-11-22", ""),
        ("daily", "hari kerja", "2026-11-23 2026-12-24", "2026-11-21 2026-11-22 2026-12-25"),
        ("daily", "jumat", "2026-11-27", "2026-11-26 2026-11-28"),
        ("weekly", "", "2026-11-23", "2026-11-22 2026-11-24"),
        ("weekly", "Selasa", "2026-11-24", "2026-11-23"),
        ("monthly", "", "2026-11-01 2026-12-01", "2026-11-02 2026-11-30"),
        ("monthly", "5", "2026-11-05", "2026-11-06"),
        ("monthly", "31", "2026-02-28 2028-02-29 2026-04-30 2026-05-31", "2028-02-28 2026-05-30"),
        ("quarterly", "", "2026-01-01 2026-04-01 2026-07-01 2026-10-01", "2026-02-01 2026-03-01"),
        ("quarterly", "10", "2026-10-10", "2026-11-10 2026-12-10"),
        ("llid", "15", "2027-01-15", "2027-02-15 2027-04-15 2027-07-15"),
    ],
)
def test_days_are_those_that_are_written(report: str, on: str, yes: str, no: str) -> None:
    one = digest(report, on)
    assert all(day_matches(one, D(day), works) for day in yes.split())
    assert not any(day_matches(one, D(day), works) for day in no.split())


@pytest.mark.parametrize(
    ("report", "on", "hour", "zone", "now", "last", "next_"),
    [
        ("daily", "", "07:00", WIB, "2026-11-23 06:59", "2026-11-22", "2026-11-23 07:00"),
        ("daily", "", "07:00", WIB, "2026-11-23 07:00", "2026-11-23", "2026-11-24 07:00"),
        ("daily", "", "00:00", WIB, "2026-11-23 00:00", "2026-11-23", "2026-11-24 00:00"),
        ("daily", "", "23:59", WITA, "2026-12-31 23:59", "2026-12-31", "2027-01-01 23:59"),
        ("daily", "", "07:00", WIT, "2026-11-23 07:00", "2026-11-23", "2026-11-24 07:00"),
        ("daily", "hari kerja", "07:00", WIB, "2026-12-27 12:00", "2026-12-24", "2026-12-28 07:00"),
        ("weekly", "", "07:00", WIB, "2026-11-23 06:00", "2026-11-16", "2026-11-23 07:00"),
        ("monthly", "31", "08:00", WIB, "2027-03-01 00:00", "2027-02-28", "2027-03-31 08:00"),
        ("quarterly", "", "08:00", WIB, "2026-12-31 09:00", "2026-10-01", "2027-01-01 08:00"),
        ("llid", "15", "08:00", WIB, "2027-01-15 07:59", "2026-01-15", "2027-01-15 08:00"),
        ("llid", "15", "08:00", WIB, "2027-01-15 08:00", "2027-01-15", "2028-01-15 08:00"),
    ],
)
def test_the_last_and_the_next_lie_around_now(
    report: str, on: str, hour: str, zone: ZoneInfo, now: str, last: str, next_: str
) -> None:
    one = digest(report, on, hour)
    assert latest(one, at(now, zone), zone, works) == D(last)
    coming = following(one, at(now, zone), zone, works)
    assert coming == at(next_, zone)


def test_seven_in_jayapura_is_five_in_jakarta() -> None:
    moment = at("2026-11-23 07:00", WIT)
    assert latest(digest(), moment, WIT, works) == D("2026-11-23")
    assert latest(digest(), moment, WIB, works) == D("2026-11-22")


# cli-cron-catchup
@pytest.mark.parametrize(
    ("what", "last", "now", "catch_up", "expected"),
    [
        ("its hour", "2026-11-22", "2026-11-23 07:00", "latest", Due(D("2026-11-23"), None)),
        ("sent already", "2026-11-23", "2026-11-23 07:01", "latest", NOTHING),
        ("before its hour", "2026-11-22", "2026-11-23 06:59", "latest", NOTHING),
        ("new", None, "2026-11-23 12:00", "latest", Due(None, D("2026-11-23"))),
        ("back in time", "2026-11-22", "2026-11-23 07:59", "none", Due(D("2026-11-23"), None)),
        ("three days down", "2026-11-19", "2026-11-23 12:00", "latest", Due(D("2026-11-23"), None)),
        (
            "the same, left out",
            "2026-11-19",
            "2026-11-23 12:00",
            "none",
            Due(None, D("2026-11-23")),
        ),
        ("the same, each", "2026-11-19", "2026-11-23 12:00", "each", Due(D("2026-11-20"), None)),
        ("its hour, each", "2026-11-22", "2026-11-23 07:00", "each", Due(D("2026-11-23"), None)),
        (
            "up before its hour",
            "2026-11-19",
            "2026-11-23 06:00",
            "latest",
            Due(D("2026-11-22"), None),
        ),
        (
            "clock an hour back",
            "2026-11-23",
            "2026-11-23 06:30",
            "latest",
            Due(None, D("2026-11-22")),
        ),
        (
            "clock years back",
            "2026-11-23",
            "2020-01-01 00:00",
            "latest",
            Due(None, D("2019-12-31")),
        ),
        (
            "clock years ahead",
            "2026-11-23",
            "2031-01-01 08:00",
            "latest",
            Due(D("2031-01-01"), None),
        ),
    ],
)
def test_due_is_the_latest_once(
    what: str, last: str | None, now: str, catch_up: str, expected: Due
) -> None:
    one = digest(catch_up=catch_up)
    assert due(one, D(last) if last else None, at(now), WIB, works) == expected, what


def test_a_year_of_looks_sends_each_digest_as_often_as_it_has_days() -> None:
    """The daemon's loop over a year, with three days of downtime."""
    counts = {}
    for report, on in (("daily", ""), ("weekly", "senin"), ("monthly", "31"), ("quarterly", "")):
        one, last, sent = digest(report, on), D("2025-12-31"), list[date]()
        now, end = at("2026-01-01 00:00"), at("2027-01-01 00:00")
        while now < end:
            found = due(one, last, now, WIB, works)
            if found.day:
                sent.append(found.day)
            last = found.day or found.mark or last
            step = timedelta(days=3) if now == at("2026-05-04 00:00") else timedelta(hours=3)
            now += step
        assert sorted(set(sent)) == sent
        counts[report] = len(sent)
    assert counts == {"daily": 363, "weekly": 52, "monthly": 12, "quarterly": 4}


def test_without_an_hour_the_daemon_sends_nothing() -> None:
    assert due(digest(at=""), None, at("2026-11-23 12:00"), WIB, works) == NOTHING
    assert following(digest(at=""), at("2026-11-23 12:00"), WIB, works) is None


@pytest.mark.parametrize("text", ["0", "32", "monday", "", "senin, rabu", "-1", "1.5"])
def test_days_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="day of the month from 1 to 31"):
        On.parse(text)
