"""The outbound side of one line over both databases: limits, money, rests, as rows and alarms."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway import outbox
from gateway.errors import LineDown, PermanentError
from gateway.facts import contact_for
from gateway.feed import Feed
from gateway.line_state import LineState
from gateway.message import Health
from gateway.money import settle
from gateway.trust import REFUSAL, Trust
from gateway.watch.alarms import open_alarms
from gateway.watch.telling import words
from models.base import Tx
from models.lanes import ACK, BULK, STATUS, URGENT
from models.spending import Spent, book, month, spent
from tests.town import LINE, Town

FIRST = REFUSAL.first
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""What is decided in Python needs one database only."""

REFUSED = PermanentError("refused", code="CMS 21")


def limited(town: Town, **options: object) -> Feed:
    """Let the line have *options* of its section, as after a restart; return its new feed."""
    lines = tuple(
        replace(line, **options) if line.name == LINE else line  # type: ignore[arg-type]
        for line in town.office.settings.lines
    )
    town.configure(lambda old: replace(old, lines=lines))
    town.feeds[LINE] = Feed(town.office.settings.line(LINE), town.office, threading.Event())
    return town.feeds[LINE]


def cost(town: Town, **options: object) -> None:
    """Let the city's [cost] have *options*."""
    city = town.office.city
    town.office.city = replace(city, cost=replace(city.cost, **options))  # type: ignore[arg-type]


def queue(town: Town, number: int, lane: int = ACK, text: str = "halo", hours: int = 24) -> int:
    """Queue one SMS to citizen *number*; return outbox.id."""

    def job(tx: Tx) -> int:
        contact = contact_for(tx, f"+62812{number:08d}", "mobile", town.now)
        message = outbox.Message(
            cause=f"test:{number}:{lane}:{town.now}", kind="TERIMA", contact=contact, ticket=0,
            lane=lane, line=LINE, text=text, essential=True, not_before=town.now,
            valid_until=town.now + timedelta(hours=hours),
        )  # fmt: skip
        return outbox.queue(tx, message, now=town.now)

    return town.write(job)


def turns(town: Town) -> int:
    """Let the line send all that it may; return how many parts left."""
    before = len(town.carriers[LINE].air)
    while town.feeds[LINE].turn(town.carriers[LINE]):
        pass
    return len(town.carriers[LINE].air) - before


def states(town: Town) -> list[str]:
    return [state for (state,) in town.rows("SELECT state FROM delivery ORDER BY id")]


def alarms(town: Town) -> list[tuple[str, str]]:
    return [
        (name, subject)
        for name, subject in town.rows(
            "SELECT name, subject FROM alarm_state WHERE cleared_at IS NULL ORDER BY id"
        )
    ]


def money(town: Town) -> Spent:
    day = town.now.astimezone(town.office.city.zone).date()
    with town.store.reading() as tx:
        return spent(tx, *month(day))


def test_part_that_was_sent_is_paid_in_the_same_transaction(town: Town) -> None:
    cost(town, part=275)
    queue(town, 1, text="panjang " * 30)
    assert turns(town) == 2
    assert money(town) == Spent(2, 0, 550)


@ON_SQLITE
def test_line_has_a_price_of_its_own_and_a_doubtful_part_costs(town: Town) -> None:
    limited(town, cost_per_part=100)
    town.carriers[LINE].hold = True
    queue(town, 1)
    assert turns(town) == 1
    town.carriers[LINE].close()
    town.feeds[LINE].settle()
    assert states(town) == ["unknown"]
    assert money(town) == Spent(0, 1, 100)


def test_spent_month_lets_answers_go_and_news_wait_until_the_next(town: Town) -> None:
    limited(town, monthly_budget=700)
    for number in range(3):
        queue(town, number, STATUS, hours=24 * 9)
    assert turns(town) == 2
    assert alarms(town) == [("budget", f"{LINE} 50%"), ("budget", f"{LINE} 100%")]
    queue(town, 8, URGENT)
    queue(town, 9, ACK)
    assert turns(town) == 2
    town.wait(days=7)  # 30 November
    assert turns(town) == 0
    town.wait(days=1)
    assert turns(town) == 1
    town.write(lambda tx: settle(tx, town.feeds[LINE].limits(), town.now))
    assert alarms(town) == [("budget", f"{LINE} 50%")]


@ON_SQLITE
def test_month_of_the_city_counts_all_lines_and_may_stop_answers_too(town: Town) -> None:
    cost(town, part=350, monthly_budget=700, over_budget=("urgent",))
    town.write(lambda tx: _used(tx, town, "1708", 350))
    queue(town, 1)
    queue(town, 2)
    assert turns(town) == 1
    assert alarms(town) == [("budget", "100%")]


def _used(tx: Tx, town: Town, line: str, rupiah: int) -> None:
    book(tx, line, town.now.date(), Spent(1, 0, rupiah))


def test_caps_hold_over_a_restart_and_open_again(town: Town) -> None:
    limited(town, parts_per_hour=2, message_limit=3)
    for number in range(5):
        queue(town, number)
    assert turns(town) == 2
    limited(town, parts_per_hour=2, message_limit=3)
    assert turns(town) == 0
    town.wait(minutes=61)
    assert turns(town) == 1, "the day's limit is tighter now"
    town.wait(hours=2)
    assert turns(town) == 0
    town.wait(hours=12)
    assert town.now.astimezone(town.office.city.zone).hour < 1
    assert turns(town) == 2


def test_parts_on_the_air_count_for_the_caps(town: Town) -> None:
    limited(town, parts_per_hour=3)
    carrier = town.carriers[LINE]
    carrier.window, carrier.hold = 10, True
    for number in range(5):
        queue(town, number)
    assert turns(town) == 3


@ON_SQLITE
def test_line_keeps_its_pace(town: Town) -> None:
    feed = limited(town, throughput=2.0)
    for number in range(5):
        queue(town, number)
    assert turns(town) == 2
    assert feed.idle(9) == 1.0
    town.wait(seconds=1)
    assert turns(town) == 2


@ON_SQLITE
def test_news_that_is_late_waits_for_the_morning_and_answers_do_not(town: Town) -> None:
    town.wait(hours=12.5)  # 21:30
    queue(town, 1, STATUS)
    queue(town, 2, BULK)
    queue(town, 3, ACK)
    assert turns(town) == 1
    town.wait(hours=8.6)
    assert turns(town) == 2


@ON_SQLITE
def test_waiting_for_a_limit_costs_no_write(town: Town) -> None:
    limited(town, message_limit=1)
    queue(town, 1)
    queue(town, 2)
    turns(town)
    before = town.rows("SELECT MAX(epoch), MAX(attempt) FROM delivery")
    assert town.feeds[LINE].turn(town.carriers[LINE]) is False
    assert town.rows("SELECT MAX(epoch), MAX(attempt) FROM delivery") == before


def test_three_numbers_refused_in_a_row_rest_the_line_and_burn_no_message(town: Town) -> None:
    for number in range(4):
        queue(town, number)
    town.carriers[LINE].answers.extend([REFUSED] * 3)
    assert turns(town) == 3
    assert states(town) == ["queued"] * 4
    assert alarms(town) == [("line_paused", LINE)]
    assert turns(town) == 0
    town.wait(seconds=FIRST.total_seconds())
    assert [one.destination[-1] for one in town.carriers[LINE].air] == ["0", "1", "2"]
    assert turns(town) == 4
    tried = [one.destination[-1] for one in town.carriers[LINE].air[3:]]
    assert tried[0] == "3", "a fresh one tries the line; the others come behind it, at once"
    assert alarms(town) == []
    assert states(town) == ["sent"] * 4


@ON_SQLITE
def test_probe_that_fails_rests_the_line_for_longer(town: Town) -> None:
    carrier = town.carriers[LINE]
    carrier.window = 5
    for number in range(5):
        queue(town, number)
    carrier.answers.extend([REFUSED] * 5)
    assert turns(town) == 5, "all were on the air already"
    assert states(town) == ["queued"] * 5
    town.wait(seconds=FIRST.total_seconds() + 31)
    carrier.answers.append(REFUSED)
    assert turns(town) == 1, "one probe, whatever the window"
    assert states(town) == ["queued"] * 5
    town.wait(seconds=FIRST.total_seconds() + 31)
    assert turns(town) == 0, "the second rest is twice as long"
    town.wait(seconds=FIRST.total_seconds() + 31)
    assert turns(town) == 5
    assert states(town) == ["sent"] * 5


@ON_SQLITE
def test_bad_numbers_alone_are_given_up_in_the_end(town: Town) -> None:
    carrier = town.carriers[LINE]
    for number in range(3):
        queue(town, number)
    carrier.answers.extend([REFUSED] * 3)
    turns(town)
    queue(town, 9)
    town.wait(seconds=FIRST.total_seconds())
    carrier.answers.extend([None, *[REFUSED] * 3])
    assert turns(town) == 4
    assert states(town) == ["failed"] * 3 + ["sent"]


@ON_SQLITE
def test_fault_of_the_line_rests_it_and_says_so(town: Town) -> None:
    queue(town, 1)
    town.carriers[LINE].answers.append(LineDown("no SIM", code="CMS 310"))
    turns(town)
    assert states(town) == ["queued"]
    assert alarms(town) == [("line_paused", LINE)]
    town.wait(minutes=3)
    turns(town)
    assert (states(town), alarms(town)) == (["sent"], [])


@ON_SQLITE
def test_after_a_restart_one_part_tries_a_line_that_rested(town: Town) -> None:
    state = LineState(LINE, town.office)
    trust = Trust()
    trust.remember(2, town.now + FIRST, "CMS 21")
    state.show(Health(up=True), trust)
    assert town.rows("SELECT pause_reason FROM line_state") == [("CMS 21",)]
    feed = town.feeds[LINE]
    LineState(LINE, town.office).recall(feed.trust)
    town.carriers[LINE].window = 9
    for number in range(3):
        queue(town, number)
    town.carriers[LINE].answers.append(REFUSED)
    assert turns(town) == 1
    assert (feed.trust.rests, feed.trust.until) == (3, town.now + 4 * FIRST)


@ON_SQLITE
def test_alarms_of_money_and_rests_have_whole_sentences(town: Town) -> None:
    limited(town, monthly_budget=2_000_000, cost_per_part=1_000_000)
    queue(town, 9)
    turns(town)
    for number in range(3):
        queue(town, number)
    town.carriers[LINE].answers.extend([REFUSED] * 3)
    turns(town)
    with town.store.reading() as tx:
        told = [words(one, town.desk.setting, over=False) for one in open_alarms(tx)]
    assert [text.partition(": ")[2] for _kind, text in told] == [
        "biaya SMS kartu sudah 50% anggaran bulan ini (Rp1.000.000 dari Rp2.000.000)",
        "AWAS, jalur kartu berhenti mengirim sejak 23/11 09.00: CMS 21",
    ]
