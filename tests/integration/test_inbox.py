"""Accepting: stored before the carrier is told, once however often it is given, parts on disk."""

import random
from dataclasses import replace

import pytest

from gateway import inbox
from gateway.joining import OPEN_GROUPS
from gateway.message import BINARY, Inbound, Part, UserData
from tests.town import LINE, Town

PHONE = "+6281234567890"
LONG = "SURGA jalan rusak parah sekali " * 12


def states(town: Town) -> list[tuple[str, str]]:
    return [(s, r) for s, r in town.rows("SELECT state, reason FROM inbox ORDER BY id")]


def test_message_given_again_after_a_crash_is_the_same_row(town: Town) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    first = town.offer(sms)
    town.wait(seconds=5)
    town.reconnect(LINE)
    again = town.offer(sms)
    assert [s.id for s in again] == [s.id for s in first]
    assert again[0].seen == 2
    town.work()
    assert town.count("ticket") == 1
    assert len(town.replies(PHONE)) == 1


def test_citizen_who_writes_the_same_twice_has_two_rows(town: Town) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    assert town.offer(sms)[0].id != town.offer(sms)[0].id
    town.work()
    assert town.count("inbox") == 2
    assert town.count("ticket") == 1, "the same words within the merge window are one report"


def test_row_long_before_the_crash_is_not_doubtful(town: Town) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    town.offer(sms)
    town.wait(seconds=61)
    town.sms(PHONE, "SURGA got mampet")  # the session was still alive then
    town.reconnect(LINE)
    assert town.offer(sms)[0].seen == 1
    assert town.count("inbox") == 3


def test_row_that_clings_to_the_sim_is_the_same_row_for_ever(town: Town) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    (stored,) = town.offer(sms)
    session = town.session[LINE]
    town.write(lambda tx: inbox.end_session(tx, session, town.now, [stored.id]))
    town.wait(days=3)
    town.reconnect(LINE)
    assert town.offer(sms)[0].seen == 2


def test_session_that_ended_in_order_leaves_no_doubt(town: Town) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    town.offer(sms)
    session = town.session[LINE]
    town.write(lambda tx: inbox.end_session(tx, session, town.now, []))
    town.reconnect(LINE)
    assert town.offer(sms)[0].seen == 1


def test_provider_id_is_never_a_second_message(town: Town) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    named = replace(sms, identity=b"provider-7", carrier_id=True)
    town.offer(named)
    assert town.offer(named)[0].seen == 2


def test_other_words_under_a_providers_id_are_flagged_on_the_first(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    (first,) = town.parts(PHONE, "SURGA lampu mati")
    (other,) = town.parts(PHONE, "SURGA got mampet di Jl. Doho")
    named = [replace(one, identity=b"provider-7", carrier_id=True) for one in (first, other)]
    assert [stored.seen for stored in town.offer(*named)] == [1, 2]
    assert [stored.seen for stored in town.offer(named[0])] == [3]
    assert town.rows("SELECT seen, differs FROM inbox") == [(3, 1)]
    assert "other words came under its provider's id" in caplog.text
    town.work()
    assert town.count("ticket") == 1


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"bad": "truncated"}, ("bad", "truncated")),
        ({"silent": "port"}, ("done", "port")),
        ({"silent": "type0"}, ("done", "type0")),
    ],
)
def test_what_cannot_or_must_not_be_read_is_kept_and_makes_no_ticket(
    town: Town, change: dict[str, str], state: tuple[str, str]
) -> None:
    (sms,) = town.parts(PHONE, "SURGA lampu mati")
    town.offer(replace(sms, **change))  # type: ignore[arg-type]
    town.work()
    assert states(town) == [state]
    assert town.count("ticket") == 0
    assert town.replies(PHONE) == []
    ((raw,),) = town.rows("SELECT raw FROM inbox")
    assert town.store.keys.open(bytes(raw)) == sms.raw


def test_no_number_or_word_stands_in_the_database_in_clear(town: Town) -> None:
    town.sms(PHONE, "SURGA lampu mati rahasia 0812-9999-8888")
    town.sms(PHONE, "got mampet nomor saya 081277776666")
    town.work()
    for table in ("inbox", "contact", "ticket", "note", "outbox", "event", "delivery"):
        dump = repr(town.rows(f"SELECT * FROM {table}"))
        for secret in ("81234567890", "99998888", "9999-8888", "77776666"):
            assert secret not in dump, table


@pytest.mark.parametrize("seed", range(4))
def test_parts_in_any_order_with_repeats_make_one_ticket_with_the_whole_text(
    town: Town, seed: int
) -> None:
    dice = random.Random(seed)
    parts = town.parts(PHONE, LONG)
    assert len(parts) == 3
    repeats = [replace(p, identity=p.identity + b"again") for p in parts]
    order = [*parts, *repeats]
    dice.shuffle(order)
    for part in order:
        town.offer(part)
        town.work()
    assert town.count("ticket") == 1
    ((original, missing),) = town.rows("SELECT original, missing FROM ticket")
    assert town.store.keys.open(bytes(original)).decode() == LONG
    assert missing == ""
    assert len(town.replies(PHONE)) == 1


def test_missing_part_makes_an_incomplete_ticket_which_the_late_part_amends(town: Town) -> None:
    one, two, three = town.parts(PHONE, LONG)
    town.offer(one)
    town.offer(three)
    town.work()
    assert town.count("ticket") == 0
    town.wait(minutes=11)
    assert town.write(lambda tx: inbox.overdue_groups(tx, town.now)) == 1
    town.work()
    assert town.rows("SELECT missing, review FROM ticket") == [("2", "incomplete")]
    assert len(town.replies(PHONE)) == 1
    town.wait(hours=3)
    town.offer(two)
    town.work()
    assert town.rows("SELECT missing, review FROM ticket") == [("", "")]
    ((original,),) = town.rows("SELECT original FROM ticket")
    assert town.store.keys.open(bytes(original)).decode() == LONG
    assert len(town.replies(PHONE)) == 1
    assert set(states(town)) == {("done", "ticket"), ("done", "late")}


def test_late_part_that_brings_the_keyword_amends_the_ticket(town: Town) -> None:
    text = "SURGA " + "jalan rusak parah sekali " * 14
    one, two, three = town.parts(PHONE, text, line="1708")
    town.offer(two)
    town.offer(three)
    town.wait(minutes=11)
    town.write(lambda tx: inbox.overdue_groups(tx, town.now))
    town.work()
    assert town.rows("SELECT missing FROM ticket") == [("1",)]  # a person sees what came
    town.offer(one)
    town.work()
    ((missing, original),) = town.rows("SELECT missing, original FROM ticket")
    assert (missing, town.store.keys.open(bytes(original)).decode()) == ("", text)


def test_equal_references_of_two_senders_never_join(town: Town) -> None:
    mine = town.parts(PHONE, LONG, reference=7)
    theirs = town.parts("+6281299999999", LONG.replace("jalan", "pasar"), reference=7)
    for pair in zip(mine, theirs, strict=True):
        town.offer(*pair)
    town.work()
    texts = {
        town.store.keys.open(bytes(o)).decode() for (o,) in town.rows("SELECT original FROM ticket")
    }
    assert texts == {LONG, LONG.replace("jalan", "pasar")}


def test_same_reference_with_other_totals_never_joins(town: Town) -> None:
    data = UserData("gsm7", b"abc")
    base = town.parts(PHONE, "x")[0]
    town.offer(
        *(
            replace(base, identity=b"%d" % total, data=data, part=Part(9, 1, total))
            for total in (2, 3, 9)
        )
    )
    assert town.rows("SELECT COUNT(DISTINCT head) FROM inbox") == [(3,)]


def test_reference_that_wraps_starts_a_new_message(town: Town) -> None:
    for turn in range(6):
        town.offer(*town.parts(PHONE, f"laporan ke {turn} " + "panjang " * 30, reference=5))
        town.work()
        town.wait(minutes=30)
    assert town.count("ticket") == 6
    assert town.rows("SELECT COUNT(*) FROM ticket WHERE missing <> ''") == [(0,)]


def test_other_words_for_a_taken_slot_are_kept_beside_the_ticket(town: Town) -> None:
    one, two, three = town.parts(PHONE, LONG)
    other = replace(one, identity=b"other", data=UserData("gsm7", b"lain sekali"))
    town.offer(one)
    town.offer(other)
    town.offer(two, three)
    town.work()
    assert town.count("ticket") == 1
    ((kind, body),) = town.rows("SELECT kind, body FROM note")
    assert (kind, town.store.keys.open(bytes(body)).decode()) == ("conflict", "lain sekali")


def test_flood_of_first_parts_closes_the_oldest_groups_and_spares_others(town: Town) -> None:
    calm = town.parts("+6281299999999", LONG)
    town.offer(calm[0])
    base = town.parts(PHONE, "laporan banjir")[0]
    count = OPEN_GROUPS + 10
    for reference in range(count):
        town.offer(
            replace(base, identity=b"f%d" % reference, part=Part(reference, 1, 255, wide=True))
        )
    assert town.rows("SELECT COUNT(*) FROM inbox WHERE state = 'new'") == [(10,)]
    town.offer(calm[1], calm[2])
    town.work()
    assert town.rows("SELECT COUNT(*) FROM ticket WHERE missing = ''") == [(1,)]
    assert town.count("inbox") == count + 3


def test_binary_part_does_not_break_the_text(town: Town) -> None:
    one, two, three = town.parts(PHONE, LONG)
    town.offer(one, replace(two, data=UserData(BINARY, b"\x00\xff\x80")), three)
    town.work()
    assert town.count("ticket") == 1


def test_batch_answers_in_its_own_order(town: Town) -> None:
    batch: list[Inbound] = [town.parts(PHONE, f"laporan {n}")[0] for n in range(5)]
    ids = [stored.id for stored in town.offer(*batch)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 5
