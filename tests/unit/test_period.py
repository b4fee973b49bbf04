"""Periods and scopes: whole local days, and what lies in them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from models.areas import Row
from models.casework.sop import AgencyRule
from reports import period, scope
from reports.figures.values import rating, share, spread
from reports.period import Period
from tests.casework import sop

WIB, WITA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")

BOUNDS = [
    (period.day, "2026-11-23", "2026-11-23", "2026-11-23"),
    (period.week, "2026-11-23", "2026-11-23", "2026-11-29"),  # a Monday
    (period.week, "2026-11-29", "2026-11-23", "2026-11-29"),
    (period.week, "2027-01-01", "2026-12-28", "2027-01-03"),
    (period.month, "2026-11-23", "2026-11-01", "2026-11-30"),
    (period.month, "2028-02-29", "2028-02-01", "2028-02-29"),
    (period.month, "2026-12-31", "2026-12-01", "2026-12-31"),
    (period.quarter, "2026-11-23", "2026-10-01", "2026-12-31"),
    (period.quarter, "2026-03-31", "2026-01-01", "2026-03-31"),
    (period.year, "2026-11-23", "2026-01-01", "2026-12-31"),
]


def test_periods_are_whole_local_days() -> None:
    for make, inside, first, last in BOUNDS:
        found = make(date.fromisoformat(inside), WIB)
        assert (str(found.first), str(found.last)) == (first, last), (make, inside)
        again = make(found.last, WIB), make(found.first, WIB)
        assert again == (found, found), (make, inside)


def test_a_period_ends_where_the_next_one_begins() -> None:
    for make, inside, _first, _last in BOUNDS:
        found = make(date.fromisoformat(inside), WIB)
        before = found.previous()
        assert (before.kind, before.end) == (found.kind, found.start)
        assert make(before.first, WIB) == before


def test_midnight_is_the_citys() -> None:
    assert period.day(date(2026, 11, 23), WIB).start == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert period.day(date(2026, 11, 23), WITA).start == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert period.day(date(2026, 11, 23), WIB).days == 1


def test_a_trend_has_thirteen_months_up_to_this_one() -> None:
    months = period.month(date(2026, 11, 23), WIB).trend(13)
    assert [(one.first.year, one.first.month) for one in months] == [
        (2025, 11), (2025, 12), *((2026, month) for month in range(1, 12)),
    ]  # fmt: skip


def test_a_span_goes_back_by_its_own_length() -> None:
    ten = period.span(date(2026, 11, 11), date(2026, 11, 20), WIB)
    assert ten.previous() == period.span(date(2026, 11, 1), date(2026, 11, 10), WIB)
    with pytest.raises(ValueError, match="ends before it begins"):
        period.span(date(2026, 11, 2), date(2026, 11, 1), WIB)
    with pytest.raises(ValueError, match="nothing lies"):
        Period("day", date.min, date.min, WIB).previous()


def test_pieces_are_the_whole_period() -> None:
    year = period.year(date(2028, 2, 1), WIB)  # 366 days
    pieces = year.pieces()
    assert (len(pieces), sum(one.days for one in pieces)) == (12, 366)
    assert (pieces[0].start, pieces[-1].end) == (year.start, year.end)
    assert all(one.end == after.start for one, after in pairwise(pieces))
    assert [one.days for one in period.week(date(2028, 2, 1), WIB).pieces()] == [7]


def test_a_period_that_runs_goes_until_now() -> None:
    month = period.month(date(2026, 11, 23), WIB)
    inside = month.start + timedelta(days=3)
    assert month.until(inside) == inside
    assert month.until(month.end + timedelta(days=1)) == month.end
    assert month.until(month.start - timedelta(days=1)) == month.start  # it lies ahead


AREAS: tuple[Row, ...] = tuple(
    {"code": code, "kind": "kelurahan", "name": name, "parent": parent, "aliases": "", "own": "1"}
    for code, name, parent in (
        ("1", "Kota Kediri", ""), ("1.1", "Mojoroto", "1"), ("1.1.1", "Bujel", "1.1"),
        ("1.1.2", "Pojok", "1.1"), ("1.2", "Pesantren", "1"), ("1.2.1", "Pesantren", "1.2"),
    )
)  # fmt: skip
RULES = sop(agencies=(AgencyRule("DISHUB", "Dinas Perhubungan", aliases=("PERHUBUNGAN",)),))


def test_for_finds_agencies_and_areas() -> None:
    assert scope.find(AREAS, RULES, "dishub") == scope.agency(RULES, "DISHUB")
    assert scope.find(AREAS, RULES, "Perhubungan").code == "DISHUB"
    kecamatan = scope.find(AREAS, RULES, "mojoroto")
    assert (kecamatan.name, kecamatan.areas) == ("Mojoroto", ("1.1", "1.1.1", "1.1.2"))
    assert scope.find(AREAS, RULES, "1.2").areas == ("1.2", "1.2.1")
    for unclear in ("Pesantren", "Ngronggo", ""):
        with pytest.raises(KeyError):
            scope.find(AREAS, RULES, unclear)
    assert scope.CITY.whole
    assert not kecamatan.whole


def test_spreads_are_those_of_a_spreadsheet() -> None:
    ten = spread([7, 1, 10, 4, 2, 9, 3, 8, 6, 5])
    assert ten is not None
    found = (ten.least, ten.lower, ten.median, ten.upper, ten.p90, ten.most)
    assert found == pytest.approx((1, 3.25, 5.5, 7.75, 9.1, 10))
    assert ten.n == 10
    alone = spread([3])
    assert alone is not None
    assert {alone.least, alone.lower, alone.median, alone.p90, alone.most} == {3}
    assert spread([]) is None


def test_nothing_has_no_share_and_few_ratings_no_mean() -> None:
    assert (share(0, 0), share(0, 4), share(4, 4)) == (None, 0.0, 1.0)
    assert rating(20, 5).mean == 4.0
    assert rating(20, 4).mean is None
