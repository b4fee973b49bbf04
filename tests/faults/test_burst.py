"""A burst into a small SIM: everything arrives, everything is answered, nothing twice."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.faults.rig import Rig, rig, sender, text, until
from tests.faults.signs import assert_calm, start, wait_settled

BURST = 2_000
LIMIT = "tetap tersimpan"  # stands in no other text
LONG = " Sudah dua minggu gelap, anak sekolah takut lewat, mohon segera diperbaiki ya Pak." * 4


def test_burst_of_2000_senders_into_30_slots_is_answered_whole(tmp_path: Path) -> None:
    with rig(tmp_path, slots=30) as city:
        city.send(BURST)  # the network waits with what the SIM refuses
        assert city.facts("refused")
        city.start()
        city.wait_quiet(120)
        report = city.assert_kept(settled=True)
        assert report.complete == report.tickets == BURST
        assert report.replies == BURST
        assert report.replies_per_ticket == {"1": BURST}
        assert_calm(city)


def keep_off_midnight(city: Rig) -> None:
    """Give the city another time zone when its day, and so its budget, is about to end."""
    if datetime.now(ZoneInfo("Asia/Jakarta")).hour == 23:
        path = city.folder / "city.toml"
        words = path.read_text()
        path.write_text(words.replace("[city]\n", '[city]\ntimezone = "Asia/Jayapura"\n'))


def test_50_reports_of_one_phone_are_tickets_and_20_answers_and_one_limit(tmp_path: Path) -> None:
    people, each = 40, 50
    with rig(tmp_path, slots=30) as city:
        keep_off_midnight(city)
        start(city)
        for number in range(people * each):
            city.control.sms(sender(number % people), text(number))
        city.sent = people * each
        wait_settled(city, 120)
        report = city.assert_kept()
        assert report.complete == report.tickets == people * each
        for person in range(people):
            mine = [mt["text"] for mt in city.facts("mt") if mt["to"] == sender(person)]
            assert len(mine) == 21, f"{len(mine)} replies to one phone"
            assert sum(LIMIT in words for words in mine) == 1
        merged = [row for row in city.listed("outbox") if row["state"] == "queued"]
        assert len(merged) == people, "one answer each for the rest, when the budget opens"
        assert_calm(city)


def test_long_messages_reordered_and_doubled_are_one_ticket_each(tmp_path: Path) -> None:
    count = 150
    with rig(tmp_path, slots=30, network=["--seed", "7"]) as city:
        watch = city.control.watch(timeout=60)
        start(city)
        for number in range(count):
            words = f"{text(number)}{LONG}"
            order = [(1, 2, 3), (3, 1, 2), (2, 3, 1), (3, 2, 1)][number % 4]
            copied = [number % 3 + 1] if number % 2 else []
            city.control.sms(sender(number), words, order=order, parts_copied=copied)
        city.sent = count
        until(watch, "mt", count)
        city.wait_quiet(60)
        report = city.assert_kept(settled=True)
        assert report.complete == report.tickets == count
        assert report.replies == count
        assert not report.copied
        assert_calm(city)
