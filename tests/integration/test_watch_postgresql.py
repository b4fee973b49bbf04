"""Every statement of watching holds on PostgreSQL too: readings, alarms, figures, orders."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from gateway.watch import telling
from gateway.watch.activity import activity
from gateway.watch.alarms import clear_alarm, open_alarms, raise_alarm
from gateway.watch.look import Place
from gateway.watch.stock import take
from gateway.watch.watch import Watch
from models import line_credit, line_order
from models.base import Store, Tx
from models.rows import insert
from models.times import to_us
from tests.conftest import KEYS
from tests.town import Town

pytestmark = pytest.mark.postgres


@pytest.fixture
def city(postgresql_url: str, tmp_path: Path) -> Iterator[Town]:
    """Return a town over PostgreSQL with a message, its answer and a line that is down."""
    store = Store.open(postgresql_url, KEYS, volatile=True)
    town = Town(store, tmp_path)
    town.sms("+6281234567890", "SURGA lampu jalan mati di Jl. Veteran")
    town.work()

    def down(tx: Tx) -> None:
        data = f'{{"up": false, "down_since": {to_us(town.now)}, "balance": 500, "credit_at": 7}}'
        row = {"line": "kartu", "node": "n", "data": data, "updated_at": to_us(town.now)}
        insert(tx, "line_state", row)

    town.write(down)
    yield town
    town.close()
    store.close()


def test_watching_works_on_postgresql(city: Town) -> None:
    city.sms("+6281234567891", "SURGA got mampet di Jl. Joyoboyo")
    city.wait(minutes=15)
    Watch(city.office, lambda: city.desk.setting).once()
    assert {(one.name, one.subject) for one in city.write(open_alarms)} == {
        ("line_down", "kartu"),
        ("unanswered", ""),
    }
    assert city.write(line_credit.known)["kartu"].balance == 500
    means = telling.Means(city.desk.setting, city.office.settings, city.now)
    assert city.write(telling.anything)
    assert city.write(lambda tx: telling.tell_alarms(tx, means)) == 2
    assert city.write(lambda tx: clear_alarm(tx, "unanswered", "", now=city.now))
    assert city.write(lambda tx: raise_alarm(tx, "unanswered", "", fields={}, now=city.now))
    with city.store.reading() as tx:
        stock = take(tx, Place(city.office.settings, city.desk.setting.zone, city.now))
        lately = activity(tx, city.now - timedelta(minutes=15))
    assert (stock.inbox["new"], stock.totals["messages"]) == (1, 2)
    assert (dict(lately.received), lately.failures) == ({"kartu": 2}, ())


def test_orders_and_credit_are_kept_on_postgresql(city: Town) -> None:
    for paused in (True, False):
        city.write(
            lambda tx, paused=paused: line_order.give(  # type: ignore[misc]
                tx, "kartu", paused=paused, reason="x", actor="staff:x", now=city.now
            )
        )
    assert not city.write(line_order.orders)["kartu"].paused
    day = date(2026, 12, 30)
    for balance in (2_350, None):
        city.write(
            lambda tx, balance=balance: line_credit.note(  # type: ignore[misc]
                tx, "kartu", balance=balance, expires=day, short=balance is None, now=city.now
            )
        )
    known = city.write(line_credit.known)["kartu"]
    assert (known.balance, known.expires, known.short_at) == (2_350, day, city.now)
