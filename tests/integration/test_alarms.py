"""Alarms of the house: raised once, told once to the admins, over once."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.config_alerts import Mailboxes
from gateway.watch import telling
from gateway.watch.alarms import clear_alarm, forget, open_alarms, raise_alarm
from models import personnel
from models.base import Tx
from models.rows import insert
from models.times import to_us
from tests.town import Town

ADMIN, COORDINATOR, HEAD = "+6281200000111", "+6281200000222", "+6281200000333"
NIGHT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # midnight in Kediri
DOWN = "LAPOR MBAK WALI 112: AWAS, jalur 1708 putus sejak 23/11 09.00. SMS menunggu, tidak hilang."


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return SQLite alone; test_watch_postgresql.py tries the same statements on the other."""
    return str(tmp_path / "var" / "kentongan.db")


def officer(town: Town, number: str, role: str, *, login: str = "") -> None:
    """Let *number* serve in *role*; with *login* as an admin of the staff."""

    def job(tx: Tx) -> None:
        (contact,) = tx.ids("contact")
        sealed = tx.keys.seal_number(number)
        row = {"id": contact, "number": sealed, "kind": "mobile", "created_at": to_us(town.now)}
        insert(tx, "contact", row)
        post = personnel.add_officer(tx, contact, "SETDA", role, "Rina", town.now)
        if login:
            personnel.add_clerk(tx, login, "admin", "", town.now, post)

    town.write(job)


def up(town: Town, *lines: str) -> None:
    """Let the lines say of themselves that they are up, or not."""

    def job(tx: Tx) -> None:
        tx.change("DELETE FROM line_state")
        for line in ("kartu", "1708"):
            row = {"line": line, "node": "n", "updated_at": 0}
            insert(tx, "line_state", row | {"data": json.dumps({"up": line in lines})})

    town.write(job)


@pytest.fixture
def house(town: Town) -> Town:
    """Return a town with an admin, a coordinator and a head; one of its two lines is down."""
    up(town, "kartu")
    officer(town, ADMIN, "head", login="rina")
    officer(town, COORDINATOR, "coordinator")
    officer(town, HEAD, "head")
    return town


def wrong(town: Town, name: str = "line_down", subject: str = "1708", **fields: str) -> bool:
    return town.write(lambda tx: raise_alarm(tx, name, subject, fields=fields, now=town.now))


def well(town: Town, name: str = "line_down", subject: str = "1708") -> bool:
    return town.write(lambda tx: clear_alarm(tx, name, subject, now=town.now))


def tell(town: Town) -> int:
    means = telling.Means(town.desk.setting, town.office.settings, town.now)
    told = town.write(lambda tx: telling.tell_alarms(tx, means))
    town.work()
    return told


def heard(town: Town, number: str = ADMIN, line: str = "kartu") -> list[str]:
    return town.replies(number, line=line)


def test_an_alarm_is_raised_and_cleared_once(house: Town) -> None:
    assert [wrong(house), wrong(house)] == [True, False]
    assert wrong(house, subject="kartu")
    assert [one.subject for one in house.write(open_alarms)] == ["1708", "kartu"]
    assert [well(house), well(house)] == [True, False]
    assert [one.subject for one in house.write(open_alarms)] == ["kartu"]
    assert wrong(house), "after the all-clear it may be raised again"


def test_admin_reads_of_it_once_and_that_it_is_over_once(house: Town) -> None:
    wrong(house)
    assert [tell(house), tell(house)] == [1, 0]
    assert [text[: len(DOWN)] for text in heard(house)] == [DOWN]
    house.wait(minutes=30)
    well(house)
    assert [tell(house), tell(house)] == [1, 0]
    assert heard(house)[1:] == [
        "LAPOR MBAK WALI 112: BERES, jalur putus 1708: sejak 23/11 09.00, kini pulih"
    ]
    assert (heard(house, COORDINATOR), heard(house, HEAD)) == ([], [])


def test_without_an_admin_the_coordinators_hear_it(town: Town) -> None:
    up(town, "kartu")
    officer(town, COORDINATOR, "coordinator")
    officer(town, HEAD, "head")
    wrong(town)
    tell(town)
    assert (len(heard(town, COORDINATOR)), len(heard(town, HEAD))) == (1, 0)


def test_what_came_and_went_unheard_is_not_told(house: Town) -> None:
    wrong(house)
    well(house)
    assert [tell(house), tell(house)] == [1, 0]
    assert heard(house) == []


def test_what_flaps_is_told_once_an_hour(house: Town) -> None:
    for _ in range(8):
        wrong(house)
        tell(house)
        house.wait(minutes=5)
        well(house)
        tell(house)
        house.wait(minutes=5)
    assert len(heard(house)) == 4, "told, over; an hour later again"


def test_an_end_takes_the_place_of_an_alarm_that_still_waits(house: Town) -> None:
    house.now = NIGHT
    wrong(house, "low_balance", "kartu", nilai="Rp 1.200", batas="Rp 10.000")
    tell(house)
    assert heard(house) == [], "nobody is woken for it"
    house.wait(hours=1)
    well(house, "low_balance", "kartu")
    tell(house)
    house.wait(hours=9)
    house.work()
    assert [text[:43] for text in heard(house)] == ["LAPOR MBAK WALI 112: BERES, pulsa rendah ka"]


def test_an_emergency_of_the_house_is_told_at_night(house: Town) -> None:
    house.now = NIGHT
    wrong(house, "disk_low", "", nilai="80 MB", batas="500 MB")
    tell(house)
    assert "sisa disk 80 MB (batas 500 MB)" in heard(house)[0]


def test_an_alarm_without_words_of_its_own_says_its_fields(house: Town) -> None:
    wrong(house, "roof_leaks", "", place="attic")
    tell(house)
    assert heard(house) == ["LAPOR MBAK WALI 112: AWAS, roof leaks sejak 23/11 09.00. place attic"]


@pytest.mark.parametrize(
    ("able", "wanted"),
    [(("kartu", "1708"), "kartu"), (("kartu",), "kartu"), (("1708",), "1708"), ((), "1708")],
)
def test_it_goes_out_on_another_line_that_is_up(
    house: Town, able: tuple[str, ...], wanted: str
) -> None:
    up(house, *able)
    setting = house.desk.setting
    assert house.write(lambda tx: telling.way_out(tx, setting, "1708")) == wanted


def test_sms_can_be_switched_off(house: Town) -> None:
    house.configure(lambda old: replace(old, alerts=replace(old.alerts, sms=False)))
    wrong(house)
    assert tell(house) == 1
    assert heard(house) == []


def test_mailboxes_are_told_too(house: Town) -> None:
    house.configure(
        lambda old: replace(old, alerts=replace(old.alerts, email=Mailboxes.parse("it@kota.go.id")))
    )

    def letters(tx: Tx) -> list[tuple[str, str]]:
        rows = tx.execute("SELECT cause, content FROM mail ORDER BY id")
        return [(cause, tx.keys.open(bytes(content)).decode()) for cause, content in rows]

    wrong(house, "disk_low", "")
    tell(house)
    assert house.write(letters) == [], "there is no [mail] yet"
    house.configure(lambda old: replace(old, mail=replace(old.mail, host="127.0.0.1")))
    wrong(house, fields="x")
    tell(house)
    well(house)
    tell(house)
    assert [cause for cause, _ in house.write(letters)] == ["alarm:2", "alarm:2:over"]
    first, over = (content for _, content in house.write(letters))
    assert "Subject: LAPOR MBAK WALI 112: AWAS, jalur 1708 putus sejak 23/11 09.00" in first
    assert "alarm: line_down" in first
    assert "BERES" in over


def test_a_look_at_nothing_writes_nothing(house: Town) -> None:
    def look(job: Callable[[Tx], bool]) -> bool:
        with house.store.reading() as tx:
            return job(tx)

    assert not look(telling.anything)
    assert not look(lambda tx: clear_alarm(tx, "line_down", "1708", now=house.now))
    wrong(house)
    assert look(telling.anything)
    tell(house)
    assert not look(telling.anything), "told, and still so: nothing to do"
    house.now += timedelta(minutes=1)
    well(house)
    assert look(telling.anything)


def test_alarms_that_are_long_over_are_forgotten(house: Town) -> None:
    wrong(house)
    tell(house)
    well(house)
    wrong(house, "disk_low", "")
    tell(house)
    house.wait(days=1)
    assert house.write(lambda tx: forget(tx, house.now)) == 1
    assert [one.name for one in house.write(open_alarms)] == ["disk_low"]
