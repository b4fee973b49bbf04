"""The delivery state machine over both databases, line by line of RELIABILITY 3.2."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from gateway import landing, outbox
from gateway.caps import UNLIMITED, Cap, allowance
from gateway.errors import (
    LineDown,
    PermanentError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.landing import Outcome
from gateway.message import DeliveryReport, Receipt
from tests.town import LINE, Town

PHONE = "+6281234567890"
WAIT = timedelta(minutes=10)


def delivery(town: Town) -> tuple[str, int, str]:
    """Return (state, attempt, code) of the only delivery."""
    ((state, attempt, code),) = town.rows("SELECT state, attempt, code FROM delivery")
    return state, attempt, code


def claim(town: Town, room: int = 10, free: int = 100) -> list[outbox.Claimed]:
    lanes = (UNLIMITED, free, free, free)
    return town.write(
        lambda tx: outbox.claim(tx, LINE, room, free=lanes, node="test", now=town.now)
    )


def record(
    town: Town,
    claimed: outbox.Claimed,
    *,
    error: TransportError | None = None,
    reference: str = "",
) -> None:
    receipt = Receipt(reference) if reference else None
    outcome = Outcome(claimed, receipt=receipt, error=error)
    town.write(lambda tx: landing.record(tx, [outcome], now=town.now, dice=0.5))


def report(
    town: Town, reference: str, state: str = "delivered", number: str = PHONE, at: str = "a"
) -> None:
    identity = f"{reference}{state}{at}".encode()
    told = DeliveryReport(LINE, identity, identity, reference, number, state, "ST 0x00")
    town.offer(told)


@pytest.fixture
def claimed(town: Town) -> outbox.Claimed:
    """Return the claimed acknowledgement of one report."""
    town.sms(PHONE, "SURGA lampu mati di Jl Veteran")
    while town.desk.once():
        pass
    (one,) = claim(town)
    return one


def test_claim_is_committed_before_anything_is_sent(town: Town, claimed: outbox.Claimed) -> None:
    assert delivery(town) == ("sending", 1, "")
    assert claimed.part.destination == PHONE
    assert claim(town) == [], "a claimed part is never claimed again"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TemporaryError("no prompt", code="prompt"), ("queued", 1, "prompt")),
        (PermanentError("no", code="CMS 28"), ("failed", 1, "CMS 28")),
        (LineDown("no SIM", code="CME 10"), ("queued", 0, "CME 10")),
        (UnknownOutcome("timeout", code="timeout"), ("unknown", 1, "timeout")),
    ],
)
def test_error_class_decides_what_becomes_of_the_part(
    town: Town,
    claimed: outbox.Claimed,
    error: TransportError,
    expected: tuple[str, int, str],
) -> None:
    record(town, claimed, error=error)
    assert delivery(town) == expected


def test_part_that_was_not_sent_waits_before_its_next_try(
    town: Town, claimed: outbox.Claimed
) -> None:
    record(town, claimed, error=TemporaryError("busy", code="CMS 42"))
    assert claim(town) == []
    town.wait(seconds=40)
    (again,) = claim(town)
    assert (again.attempt, again.part.epoch) == (2, 2)


def test_late_answer_to_an_old_claim_changes_nothing(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, error=TemporaryError("busy", code="CMS 42"))
    town.wait(seconds=40)
    claim(town)
    record(town, claimed, reference="7")
    assert delivery(town)[0] == "sending"


def test_report_moves_a_sent_part(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, reference="7")
    report(town, "7", "pending")
    assert delivery(town)[0] == "sent"
    report(town, "7", "delivered")
    assert delivery(town)[0] == "delivered"
    report(town, "7", "failed", at="b")
    assert delivery(town)[0] == "delivered", "states only move forward"


def test_report_about_another_number_moves_nothing(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, reference="7")
    report(town, "7", "failed", number="+6281299999999")
    assert delivery(town)[0] == "sent"
    assert town.rows("SELECT delivery FROM report") == [(None,)]


def test_report_that_comes_before_the_answer_is_used(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, error=TemporaryError("busy"))
    report(town, "007")
    town.wait(seconds=40)
    (again,) = claim(town)
    record(town, again, reference="7")
    assert delivery(town)[0] == "delivered"


def test_repeated_report_is_one_row(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, reference="7")
    report(town, "7")
    report(town, "7")
    assert town.count("report") == 1


def test_report_finds_the_only_part_of_unknown_outcome(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, error=UnknownOutcome("timeout"))
    report(town, "99")
    assert delivery(town)[0] == "delivered"


def test_part_on_its_way_was_sent_though_its_answer_was_lost(
    town: Town, claimed: outbox.Claimed
) -> None:
    record(town, claimed, error=UnknownOutcome("timeout"))
    report(town, "99", "pending")
    assert delivery(town)[0] == "sent"
    town.wait(minutes=11)
    assert town.write(lambda tx: outbox.retry_unknown(tx, wait=WAIT, now=town.now)) == 0
    report(town, "99", "delivered")
    assert delivery(town)[0] == "delivered"


def test_unknown_essential_part_goes_out_once_more_and_never_again(
    town: Town, claimed: outbox.Claimed
) -> None:
    def again() -> int:
        return town.write(lambda tx: outbox.retry_unknown(tx, wait=WAIT, now=town.now))

    record(town, claimed, error=UnknownOutcome("timeout"))
    assert again() == 0
    town.wait(minutes=11)
    assert again() == 1
    (second,) = claim(town)
    record(town, second, error=UnknownOutcome("timeout"))
    town.wait(minutes=11)
    assert again() == 0
    assert delivery(town)[0] == "unknown"


def test_unknown_answer_to_a_command_is_never_sent_twice(town: Town) -> None:
    town.sms(PHONE, "BANTUAN")
    while town.desk.once():
        pass
    (one,) = claim(town)
    record(town, one, error=UnknownOutcome("timeout"))
    town.wait(minutes=11)
    assert town.write(lambda tx: outbox.retry_unknown(tx, wait=WAIT, now=town.now)) == 0


def test_restart_makes_what_was_being_sent_unknown(town: Town, claimed: outbox.Claimed) -> None:
    left = {(claimed.part.delivery, claimed.part.epoch)}
    town.write(lambda tx: outbox.recover(tx, LINE, left, town.now))
    assert delivery(town)[0] == "unknown"
    record(town, claimed, reference="7")
    assert delivery(town)[0] == "unknown", "the old life's answer is not believed"


def test_restart_queues_again_what_surely_never_left(town: Town, claimed: outbox.Claimed) -> None:
    earlier = {(claimed.part.delivery, claimed.part.epoch - 1)}
    town.write(lambda tx: outbox.recover(tx, LINE, earlier, town.now))
    assert delivery(town)[:2] == ("queued", 0)
    (again,) = claim(town)
    assert again.part.epoch == claimed.part.epoch + 1


def test_after_a_power_cut_nothing_is_known_of_what_was_sent(
    town: Town, claimed: outbox.Claimed
) -> None:
    town.write(lambda tx: outbox.recover(tx, LINE, None, town.now))
    assert delivery(town)[0] == "unknown"


def test_old_part_expires_instead_of_being_sent(town: Town, claimed: outbox.Claimed) -> None:
    record(town, claimed, error=LineDown("no network"))
    town.wait(hours=25)
    assert claim(town) == []
    assert town.write(lambda tx: outbox.expire(tx, town.now)) == 1
    assert delivery(town)[::2] == ("failed", "expired")


def test_one_dead_number_never_holds_up_the_others(town: Town) -> None:
    for n in range(5):
        town.sms(f"+62812000000{n}0", f"SURGA lampu mati nomor {n}")
    while town.desk.once():
        pass
    first = claim(town, room=1)
    record(town, first[0], error=TemporaryError("busy"))
    assert len(claim(town)) == 4


def test_emergency_goes_first_and_passes_the_caps(town: Town) -> None:
    town.sms("+6281200000010", "SURGA lampu mati")
    town.sms("+6281200000020", "SURGA kebakaran besar di pasar sekarang tolong!!")
    while town.desk.once():
        pass
    (only,) = claim(town, free=0)
    assert only.part.destination == "+6281200000020"
    assert len(claim(town, free=1)) == 1


def test_answer_of_several_parts_is_claimed_in_order(town: Town) -> None:
    message = outbox.Message(
        cause="digest:1", kind="DIGEST", contact=_contact(town), ticket=0, lane=3, line=LINE,
        text="panjang " * 50, essential=False, not_before=town.now,
        valid_until=town.now + timedelta(hours=12),
    )  # fmt: skip
    town.write(lambda tx: outbox.queue(tx, message, now=town.now))
    assert [one.part.part.sequence for one in claim(town) if one.part.part] == [1, 2, 3]


def test_message_that_must_go_whole_is_claimed_whole(town: Town) -> None:
    for row, text in enumerate(("panjang " * 50, "pendek")):
        message = outbox.Message(
            cause=f"digest:{row}", kind="DIGEST", contact=_contact(town) if row == 0 else 1,
            ticket=0, lane=3, line=LINE, text=text, essential=False, not_before=town.now,
            valid_until=town.now + timedelta(hours=12),
        )  # fmt: skip
        town.write(partial(outbox.queue, message=message, now=town.now))
    job = partial(outbox.claim, line=LINE, room=1, whole=True, node="test", now=town.now)
    assert [one.part.part.sequence for one in town.write(job) if one.part.part] == [1, 2, 3]
    assert [one.part.part for one in town.write(job)] == [None]


def test_parts_that_ended_together_are_recorded_each_by_its_own_claim(town: Town) -> None:
    for citizen in range(3):
        town.sms(f"+628123456789{citizen}", "SURGA lampu mati di Jl Veteran")
    while town.desk.once():
        pass
    first, second, third = claim(town)
    report(town, "12", number=second.part.destination)  # before the answer to its part
    late = replace(third, part=replace(third.part, epoch=third.part.epoch - 1))
    outcomes = [
        Outcome(first, receipt=Receipt("11")), Outcome(second, receipt=Receipt("12")),
        Outcome(late, receipt=Receipt("13")), Outcome(first, receipt=Receipt("14")),
    ]  # fmt: skip
    tally = town.write(lambda tx: landing.record(tx, outcomes, now=town.now, dice=0.5))
    assert (tally.sent, tally.unknown) == (2, 0)
    rows = town.rows("SELECT state, reference FROM delivery ORDER BY id")
    assert rows == [("sent", "11"), ("delivered", "12"), ("sending", None)]


def test_cause_is_answered_only_once(town: Town) -> None:
    message = outbox.Message(
        cause="inbox:77", kind="TERIMA", contact=_contact(town), ticket=0, lane=1, line=LINE,
        text="halo", essential=True, not_before=town.now,
        valid_until=town.now + timedelta(hours=12),
    )  # fmt: skip
    assert town.write(lambda tx: outbox.queue(tx, message, now=town.now)) > 0
    assert town.write(lambda tx: outbox.queue(tx, message, now=town.now)) == 0
    assert town.rows("SELECT COUNT(*) FROM delivery WHERE state = 'queued'") == [(1,)]


def _contact(town: Town) -> int:
    town.sms(PHONE, "SURGA got mampet di Jl Hasanudin")
    while town.desk.once():
        pass
    record(town, claim(town)[0], reference="1")
    return int(town.rows("SELECT id FROM contact")[0][0])


def test_caps_count_parts_that_left_within_their_window(
    town: Town, claimed: outbox.Claimed
) -> None:
    def free() -> int:
        caps = [Cap(3, timedelta(hours=1)), Cap(2, timedelta(hours=1), LINE)]
        return town.write(lambda tx: allowance(tx, caps, town.now))

    assert free() == 1, "what is on the air counts"
    record(town, claimed, reference="7")
    assert free() == 1
    town.wait(hours=2)
    assert free() == 2
