"""Another line sends what its own line cannot, over both databases: whole messages, safely."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

import pytest

from gateway import outbox
from gateway.errors import PermanentError, TemporaryError, UnknownOutcome
from gateway.facts import contact_for
from gateway.fallback import Fallback, Waiting, candidates, reworded, roads
from gateway.line_state import LineState
from gateway.message import Health
from gateway.trust import Trust
from models.base import Tx
from models.lanes import ACK, STATUS, URGENT
from tests.town import LINE, Town

CODE = "1708"
ON_SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""What is decided in Python needs one database only."""
SERIAL = count(1)


@pytest.fixture
def pair(town: Town) -> Town:
    """Return a town of two lines; kartu has 1708 as its fallback."""
    change(town, LINE, fallback=(CODE,))
    return town


def change(town: Town, name: str, **options: object) -> None:
    lines = tuple(
        replace(line, **options) if line.name == name else line  # type: ignore[arg-type]
        for line in town.office.settings.lines
    )
    town.configure(lambda old: replace(old, lines=lines))


def tell(town: Town, name: str, *, up: bool = True, paused: datetime | None = None) -> None:
    """Let the thread of line *name* say how it is."""
    trust = Trust()
    if paused is not None:
        trust.remember(1, paused, "CMS 21")
    LineState(name, town.office).show(Health(up=up, detail="port gone"), trust)


def queue(town: Town, lane: int = ACK, text: str = "halo", ticket: int = 0) -> int:
    """Queue one SMS on kartu; return outbox.id."""

    def job(tx: Tx) -> int:
        contact = contact_for(tx, "+6281234567890", "mobile", town.now)
        message = outbox.Message(
            cause=f"test:{next(SERIAL)}", kind="TERIMA", contact=contact, ticket=ticket,
            lane=lane, line=LINE, text=text, essential=True, not_before=town.now,
            valid_until=town.now + timedelta(hours=24),
        )  # fmt: skip
        return outbox.queue(tx, message, now=town.now)

    return town.write(job)


def lines(town: Town, row: int) -> set[str]:
    """Return the lines on which the parts of outbox *row* are."""
    return {line for (line,) in town.rows("SELECT line FROM delivery WHERE outbox = ?", row)}


class Look:
    """The job, begun when the town's clock was where it is now."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.job = Fallback(town.office, lambda: town.desk.setting)

    def after(self, *, up: bool = False, paused: bool = False, **span: float) -> int:
        """Let time pass, both lines tell how they are, and look once."""
        self.town.wait(**span)
        until = self.town.now + timedelta(minutes=5) if paused else None
        tell(self.town, LINE, up=up, paused=until)
        tell(self.town, CODE)
        return self.job.once()


@pytest.mark.parametrize("paused", [False, True])
def test_answer_goes_out_on_another_line_after_a_while(pair: Town, paused: bool) -> None:
    look, row = Look(pair), queue(pair)
    assert look.after(seconds=110, up=paused, paused=paused) == 0
    assert look.after(seconds=15, up=paused, paused=paused) == 1
    assert lines(pair, row) == {CODE}
    assert look.after(seconds=5, up=paused, paused=paused) == 0
    pair.work()
    assert [one.destination for one in pair.carriers[CODE].air] == ["+6281234567890"]
    assert pair.carriers[LINE].air == []


@ON_SQLITE
def test_emergency_does_not_wait_for_its_own_line(pair: Town) -> None:
    look, row = Look(pair), queue(pair, URGENT)
    assert look.after(seconds=1) == 1
    assert lines(pair, row) == {CODE}


@ON_SQLITE
def test_line_that_works_keeps_its_messages_however_long_they_wait(pair: Town) -> None:
    look, row = Look(pair), queue(pair)
    assert look.after(hours=3, up=True) == 0
    assert lines(pair, row) == {LINE}


@ON_SQLITE
def test_message_comes_back_when_the_other_line_falls_too(pair: Town) -> None:
    look, row = Look(pair), queue(pair)
    look.after(minutes=3)
    pair.wait(minutes=3)
    tell(pair, LINE)
    tell(pair, CODE, up=False)
    assert look.job.once() == 1
    assert lines(pair, row) == {LINE}
    assert look.after(seconds=1, up=True) == 0, "it stays where it can be sent"


@ON_SQLITE
def test_lines_that_stand_in_for_each_other_send_nothing_in_circles(pair: Town) -> None:
    change(pair, CODE, fallback=(LINE,))
    look, row = Look(pair), queue(pair)
    pair.wait(minutes=3)
    for name in (LINE, CODE):
        tell(pair, name, up=False)
    assert [look.job.once() for _ in range(3)] == [0, 0, 0]
    assert lines(pair, row) == {LINE}


@ON_SQLITE
def test_part_that_may_have_left_holds_its_whole_message(pair: Town) -> None:
    look, row = Look(pair), queue(pair, text="panjang " * 40)
    pair.carriers[LINE].answers.append(UnknownOutcome("timeout"))
    pair.feeds[LINE].turn(pair.carriers[LINE])
    pair.feeds[LINE].settle()
    assert look.after(hours=1) == 0
    assert lines(pair, row) == {LINE}


def test_long_message_moves_with_all_its_parts(pair: Town) -> None:
    look, row = Look(pair), queue(pair, text="panjang " * 40)
    assert look.after(minutes=3) == 1
    assert lines(pair, row) == {CODE}
    assert pair.rows("SELECT COUNT(*) FROM delivery WHERE outbox = ?", row) == [(3,)]


@ON_SQLITE
def test_part_that_waits_for_its_next_try_does_not_wait_elsewhere(pair: Town) -> None:
    look, row = Look(pair), queue(pair)
    for _ in range(3):
        pair.carriers[LINE].answers.append(TemporaryError("busy", code="CMS 42"))
        pair.feeds[LINE].turn(pair.carriers[LINE])
        pair.feeds[LINE].settle()
        pair.wait(minutes=3)
    assert look.after(seconds=1) == 1
    pair.work()
    assert pair.rows("SELECT line, state FROM delivery WHERE outbox = ?", row) == [(CODE, "sent")]


def test_refused_messages_of_a_line_without_credit_go_out_on_the_other(pair: Town) -> None:
    look = Look(pair)

    def job(tx: Tx, number: int) -> int:
        contact = contact_for(tx, f"+62812000000{number}0", "mobile", pair.now)
        message = outbox.Message(
            cause=f"test:{next(SERIAL)}", kind="TERIMA", contact=contact, ticket=0, lane=ACK,
            line=LINE, text="halo", essential=True, not_before=pair.now,
            valid_until=pair.now + timedelta(hours=24),
        )  # fmt: skip
        return outbox.queue(tx, message, now=pair.now)

    for number in range(3):
        pair.write(lambda tx, number=number: job(tx, number))  # type: ignore[misc]
    pair.carriers[LINE].answers.extend([PermanentError("no credit", code="CMS 21")] * 3)
    while pair.feeds[LINE].turn(pair.carriers[LINE]):
        pass
    pair.wait(minutes=3)
    LineState(LINE, pair.office).show(Health(up=True), pair.feeds[LINE].trust)
    tell(pair, CODE)
    assert look.job.once() == 3
    pair.work()
    assert pair.rows("SELECT DISTINCT line, state FROM delivery") == [(CODE, "sent")]


@ON_SQLITE
def test_news_of_the_night_waits_on_every_line(pair: Town) -> None:
    pair.wait(hours=13)
    look, row = Look(pair), queue(pair, STATUS)
    assert look.after(minutes=10) == 0
    assert look.after(hours=8) == 1
    assert lines(pair, row) == {CODE}


@ON_SQLITE
def test_cap_of_one_line_opens_another_and_that_of_the_house_does_not(pair: Town) -> None:
    change(pair, LINE, message_limit=1)
    look = Look(pair)
    queue(pair)
    pair.feeds[LINE].turn(pair.carriers[LINE])
    row = queue(pair)
    house = pair.office.settings.budget
    pair.configure(lambda old: replace(old, budget=replace(house, parts_per_day=1)))
    assert look.after(minutes=3, up=True) == 0
    pair.configure(lambda old: replace(old, budget=house))
    assert look.after(minutes=3, up=True) == 1
    assert lines(pair, row) == {CODE}


@ON_SQLITE
def test_other_line_gets_no_more_than_it_can_soon_send(pair: Town) -> None:
    look = Look(pair)
    for _ in range(30):
        queue(pair)
    assert look.after(minutes=3) == 20
    assert look.after(seconds=1) == 0
    pair.carriers[CODE].window = 100
    pair.feeds[CODE].turn(pair.carriers[CODE])
    assert look.after(seconds=1) == 10


def test_line_that_is_no_longer_configured_strands_nothing(pair: Town) -> None:
    look, row = Look(pair), queue(pair)
    pair.write(lambda tx: tx.change("UPDATE outbox SET line = 'lama'"))
    pair.write(lambda tx: tx.change("UPDATE delivery SET line = 'lama'"))
    assert look.after(minutes=3, up=True) == 1
    assert lines(pair, row) == {LINE}


@ON_SQLITE
def test_line_of_another_machine_keeps_its_messages(pair: Town) -> None:
    look, row = Look(pair), queue(pair)
    pair.write(lambda tx: tx.change("UPDATE outbox SET line = 'lain'"))
    pair.write(lambda tx: tx.change("UPDATE delivery SET line = 'lain'"))
    pair.wait(minutes=3)
    tell(pair, "lain", up=False)
    assert look.after(seconds=1, up=True) == 0
    assert lines(pair, row) == {"lain"}


def test_part_that_a_line_was_sending_when_it_was_taken_out_is_of_unknown_outcome(
    pair: Town,
) -> None:
    look = Look(pair)
    queue(pair)
    pair.carriers[LINE].hold = True
    pair.feeds[LINE].turn(pair.carriers[LINE])
    pair.write(lambda tx: tx.change("UPDATE delivery SET line = 'lama'"))
    assert look.after(seconds=1, up=True) == 0
    assert pair.rows("SELECT state, code FROM delivery") == [("unknown", "restart")]


@ON_SQLITE
def test_old_words_of_a_line_move_nothing_when_the_daemon_starts(pair: Town) -> None:
    row = queue(pair)
    tell(pair, LINE, up=False)
    tell(pair, CODE)
    pair.wait(minutes=30)
    look = Look(pair)
    assert look.job.once() == 0
    pair.wait(seconds=61)
    assert look.job.once() == 0, "the other line has not said that it can send"
    assert look.after(seconds=1) == 1
    assert lines(pair, row) == {CODE}


@ON_SQLITE
def test_line_that_is_switched_off_on_purpose_keeps_its_messages(pair: Town) -> None:
    change(pair, LINE, sending_disabled=True)
    look = Look(pair)
    queue(pair, URGENT)
    assert look.after(hours=1) == 0


@ON_SQLITE
def test_event_of_the_ticket_says_which_line_sent_for_which(pair: Town) -> None:
    look = Look(pair)
    pair.sms("+6281234567890", "SURGA lampu mati di Jl Veteran")
    while pair.desk.once():
        pass
    assert look.after(minutes=3) == 1
    ((data,),) = pair.rows("SELECT data FROM event WHERE verb = 'fallback'")
    told = json.loads(data)
    assert (told["from"], told["to"], told["why"]) == (LINE, CODE, "down")


@ON_SQLITE
def test_candidates_are_those_of_the_messages_own_line(pair: Town) -> None:
    with pair.store.reading() as tx:
        known = roads(tx, pair.office.settings, pair.office.city, None, pair.now)
    assert candidates(LINE, LINE, known) == (CODE,)
    assert candidates(LINE, CODE, known) == (LINE,)
    assert candidates(CODE, CODE, known) == ()
    assert candidates("lama", "lama", known) == (LINE, CODE)


@ON_SQLITE
def test_text_names_the_number_to_write_to_where_the_sender_cannot_be_answered(
    pair: Town,
) -> None:
    setting = pair.desk.setting
    home, deaf = setting.lines[LINE], setting.lines[CODE]
    one = Waiting(1, LINE, "TERIMA", 0, b"")
    text = "Cek: CEK 1234566."
    assert reworded(text, one, home, deaf, setting) == text
    keyed = replace(one, kind="FORMAT")
    assert reworded(text, keyed, home, deaf, setting) == text
    city = replace(setting.city, keywords=())
    other = replace(setting, city=city)
    assert other.keyword_of(LINE) == other.keyword_of(CODE)
    modem = home.as_modem("/dev/null")  # type: ignore[union-attr]
    silent = replace(modem, name="keluar", receive=False)
    assert reworded(text, one, home, silent, setting).endswith(
        "CEK 1234566. Balas ke +6281100000000"
    )
    assert reworded("Terima kasih", one, home, silent, setting) == "Terima kasih"
