"""Rows of a period come page by page, each once, whatever the clocks did."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.base import Store
from models.times import to_us
from reports import period
from reports.export import pages
from reports.export.pages import Source
from tests.conftest import KEYS

WIB = ZoneInfo("Asia/Jakarta")
DAY = period.day(date(2026, 11, 23), WIB)
DAWN = datetime(2026, 11, 20, tzinfo=UTC)
HOURS = 240


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill sessions, one an hour for ten days; the clock was once set back by a day."""
    moments = [DAWN + timedelta(hours=hour) for hour in range(HOURS)]
    moments[100:124] = moments[90:114]
    rows = [(row, "l", "n", to_us(at), to_us(at)) for row, at in enumerate(moments, 1)]
    with store.transaction() as tx:
        tx.many("INSERT INTO session (id, line, node, started, last_seen) VALUES (?,?,?,?,?)", rows)
        tx.change("DELETE FROM session WHERE id IN (1, 77, 240)")
    return store


def found(store: Store, when: period.Period) -> list[int]:
    shares = []
    ids = []
    for _tx, some, share in Source(store, when, WIB).pages("session", "started"):
        ids += some
        shares.append(share)
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    return ids


def wanted(store: Store, when: period.Period) -> list[int]:
    with store.reading() as tx:
        sql = "SELECT id FROM session WHERE started >= ? AND started < ? ORDER BY id"
        return [row for (row,) in tx.execute(sql, when.bounds)]


def test_each_row_of_the_period_comes_once(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for size in (1, 7, 1_000):
        monkeypatch.setattr(pages, "PAGE", size)
        for ahead in range(-5, 9):
            when = period.day(DAY.first + timedelta(days=ahead), WIB)
            assert found(filled, when) == wanted(filled, when), (size, when.first)
    twice = period.day(date(2026, 11, 24), WIB)
    assert len(found(filled, twice)) > 24


def test_rows_that_come_in_meanwhile_are_not_in_it(filled: Store, url: str) -> None:
    when = period.span(date(2026, 11, 20), date(2026, 11, 29), WIB)
    before, ids = wanted(filled, when), []
    other = Store.open(url, KEYS, volatile=True)
    for _tx, some, _share in Source(filled, when, WIB).pages("session", "started"):
        with other.transaction() as tx:
            values = (1_000, "l", "n", to_us(DAWN), to_us(DAWN))
            tx.change(
                "INSERT INTO session (id, line, node, started, last_seen) VALUES (?,?,?,?,?)",
                values,
            )
        ids += some
    other.close()
    assert ids == before


def test_an_empty_table_has_no_pages(store: Store) -> None:
    assert list(Source(store, DAY, WIB).pages("session", "started")) == []
