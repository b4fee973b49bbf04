"""Every part that is given to the line ends with a receipt, or with what is certain about it."""

import threading
from concurrent.futures import Future
from datetime import timedelta

import pytest

from gateway import pdu
from gateway.errors import (
    LineDown,
    PermanentError,
    TemporaryError,
    TransportError,
    UnknownOutcome,
)
from gateway.message import Outbound, Part, Receipt, UserData
from tests.integration.modem_rig import NUMBER, QUICK, opened, outbound, until
from tests.integration.scripted_modem import ERROR, OK, SILENCE, ScriptedModem, line
from tests.integration.test_modem_receiving import bad

SOON = {"send_timeout": timedelta(milliseconds=300), **QUICK}


def outcome(future: "Future[Receipt]") -> Receipt | BaseException:
    error = future.exception(10)
    return future.result() if error is None else error


def test_receipt_carries_the_reference_of_the_network() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", line("+CMGS: 217") + OK, times=1)
        assert line_.send().result(5) == Receipt("217")
        assert line_.transport.health().sent == 1


def test_each_part_of_a_long_message_has_its_own_receipt() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        receipts = []
        for sequence in (1, 2):
            until(line_.transport.room)
            data = UserData("ucs2", "\U0001f6a8 banjir".encode("utf-16-be"))
            part = Outbound(sequence, 1, NUMBER, data, Part(300, sequence, 2, wide=True))
            receipts.append(line_.transport.send([part])[0].result(5).reference)
        assert receipts == ["1", "2"]
        read = pdu.decode_submit(modem.sent[1])
        assert isinstance(read, pdu.Submit)
        assert read.data.units.decode("utf-16-be") == "\U0001f6a8 banjir"


# RELIABILITY.md 3.2, F15: one row a code; "prompt" stands before, "PDU" behind the PDU.
CODES = [
    *(("PDU", f"+CMS ERROR: {code}", PermanentError) for code in (1, 8, 21, 28, 30, 50, 304, 305)),
    *(("PDU", f"+CMS ERROR: {code}", TemporaryError) for code in (38, 41, 42, 47, 322, 331)),
    *(("PDU", f"+CMS ERROR: {code}", UnknownOutcome) for code in (332, 500, 512)),
    *(("PDU", f"+CMS ERROR: {code}", LineDown) for code in (310, 311, 313, 315, 316, 330)),
    *(("PDU", f"+CME ERROR: {code}", LineDown) for code in (10, 11, 12, 13, 15, 16, 17, 18)),
    ("PDU", "ERROR", UnknownOutcome),
    ("PDU", "+CME ERROR: SIM not inserted", LineDown),
    ("CMGS", "ERROR", TemporaryError),
    ("CMGS", "+CMS ERROR: 500", TemporaryError),
    ("CMGS", "+CMS ERROR: 28", PermanentError),
    ("CMGS", "+CMS ERROR: 310", LineDown),
]


@pytest.mark.parametrize(("place", "said", "error"), CODES)
def test_each_code_ends_as_the_state_machine_says(
    place: str, said: str, error: type[TransportError]
) -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule(place, line(said), times=1)
        ended = outcome(line_.send())
        assert type(ended) is error
        assert NUMBER not in str(ended)
        goes_down = error is LineDown and "330" not in said
        if goes_down:
            until(line_.down)
        else:
            assert line_.send().result(5)


def test_huge_code_is_temporary_and_breaks_nothing() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", bad("at-cms-unknown"), times=1)
        assert type(outcome(line_.send())) is TemporaryError
        assert line_.send().result(5)


def test_missing_sim_takes_the_line_down_and_says_why() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", bad("at-cme-10"), times=1)
        assert type(outcome(line_.send())) is LineDown
        until(line_.down)
        assert "SIM not inserted" in line_.transport.health().detail
        fault = line_.transport.fault()
        assert fault is not None
        assert not fault.latched


def test_part_that_no_pdu_can_carry_is_permanent_and_the_line_lives() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        until(line_.transport.room)
        long = Outbound(1, 1, NUMBER, UserData("gsm7", b"x" * 400))
        assert type(outcome(line_.transport.send([long])[0])) is PermanentError
        assert line_.send().result(5).reference == "1"


def test_sim_that_cannot_be_read_does_not_starve_sending() -> None:
    with ScriptedModem() as modem:
        modem.rule("CMGL", line("+CMS ERROR: 302"))
        with opened(modem.device, max_error_count=0) as line_:
            for _ in range(5):
                assert line_.send().result(2).reference


# -- defect 20, P9: busy, and no prompt


def test_busy_modem_is_asked_ten_times_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.at.port._BUSY_WAITS", (0.001,) * 9)
    with ScriptedModem() as modem, opened(modem.device, receive=False) as line_:
        modem.rule("CMGS=", bad("at-cme-515-forever"))
        assert type(outcome(line_.send())) is TemporaryError
        assert len(modem.told("CMGS=")) == 10
        assert not modem.sent


def test_busy_sim_is_asked_again_and_then_sends() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("CMGS=", line("+CMS ERROR: 314"), times=2)
        assert line_.send().result(5).reference == "1"
        assert len(modem.told("CMGS=")) == 3


def test_busy_after_the_pdu_never_writes_the_pdu_again() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", line("+CMS ERROR: 515"), times=1)
        assert type(outcome(line_.send())) is TemporaryError
        assert len(modem.told("^00")) == 1


def test_without_prompt_nothing_leaves_and_escape_frees_the_modem() -> None:
    with ScriptedModem() as modem, opened(modem.device, **QUICK) as line_:
        modem.rule("CMGS=", SILENCE, times=1)
        assert type(outcome(line_.send())) is TemporaryError
        assert not modem.told("^00")
        until(lambda: modem.log[modem.log.index(modem.told("CMGS=")[0]) :][1:2] == ["ESC"])
        assert line_.send().result(5).reference == "1"


def test_prompt_that_comes_late_does_not_take_the_next_command_for_a_pdu() -> None:
    with ScriptedModem() as modem, opened(modem.device, receive=False, **QUICK) as line_:

        def late(_command: str) -> None:
            threading.Timer(0.4, modem.say, [b"\r\n> "]).start()

        modem.rule("CMGS=", late, times=1)
        assert type(outcome(line_.send())) is TemporaryError
        assert line_.send().result(5).reference == "1"


# -- what nobody can know


def test_silence_after_the_pdu_is_unknown_and_its_late_answer_goes_to_nobody() -> None:
    with ScriptedModem() as modem, opened(modem.device, **SOON) as line_:

        def late(_command: str) -> None:
            threading.Timer(0.4, modem.say, [line("+CMGS: 99") + OK]).start()

        modem.rule("PDU", late, times=1)
        assert type(outcome(line_.send("first"))) is UnknownOutcome
        assert line_.send("second").result(5).reference == "1"


def test_ok_without_reference_is_unknown() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", OK, times=1)
        assert type(outcome(line_.send())) is UnknownOutcome


def test_reference_without_ok_is_a_receipt() -> None:
    with ScriptedModem() as modem, opened(modem.device, **SOON) as line_:
        modem.rule("PDU", line("+CMGS: 5"), times=1)
        assert line_.send().result(5).reference == "5"


def test_answer_given_twice_makes_one_receipt_and_the_next_has_its_own() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", bad("at-cmgs-twice"), times=1)
        assert line_.send().result(5).reference == "7"
        assert line_.send().result(5).reference == "1"
        until(lambda: line_.transport.health().sent == 2)


def test_reset_between_the_pdu_and_its_answer_is_unknown() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("PDU", line("RDY"), times=1)
        assert type(outcome(line_.send())) is UnknownOutcome
        until(line_.down)
        assert "restarted" in line_.transport.health().detail


def test_unplugged_after_the_pdu_is_unknown_and_before_it_temporary() -> None:
    for pattern, error in (("PDU", UnknownOutcome), ("CMGS=", TemporaryError)):
        with ScriptedModem() as modem, opened(modem.device) as line_:

            def vanish(_command: str, modem: ScriptedModem = modem) -> None:
                threading.Thread(target=modem.unplug, daemon=True).start()

            modem.rule(pattern, vanish, times=1)
            assert type(outcome(line_.send())) is error
            until(line_.down)


# -- room and close


def test_line_has_room_for_one_part_at_a_time() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        until(line_.transport.room)
        modem.rule("PDU", SILENCE, times=1)
        first = line_.transport.send([outbound()])[0]
        assert line_.transport.room() == 0
        until(lambda: modem.told("^00"))
        modem.say(line("+CMGS: 1") + OK)
        first.result(5)
        assert line_.transport.room() == 1


def test_wake_is_called_when_a_part_has_ended() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        until(line_.transport.room)
        line_.woken.clear()
        line_.send().result(5)
        assert line_.woken.wait(5)


def test_close_ends_open_futures_by_what_had_left() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        until(line_.transport.room)
        modem.rule("PDU", SILENCE)
        gone, kept = line_.transport.send([outbound("one"), outbound("two")])
        until(lambda: modem.told("^00"))
        closing = threading.Thread(target=line_.transport.close)
        closing.start()
        assert type(outcome(gone)) is UnknownOutcome
        assert type(outcome(kept)) is TemporaryError
        closing.join(5)
        assert not closing.is_alive()
        line_.transport.close()


def test_part_given_to_a_closed_line_fails_at_once() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        line_.transport.close()
        assert line_.transport.room() == 0
        assert type(outcome(line_.transport.send([outbound()])[0])) is TemporaryError


def test_line_that_does_not_send_has_no_room() -> None:
    with ScriptedModem() as modem, opened(modem.device, send=False) as line_:
        until(lambda: modem.told("CMGL"))
        assert line_.transport.room() == 0


def test_refusal_of_the_line_is_no_error_of_a_second_line() -> None:
    with (
        ScriptedModem() as one,
        ScriptedModem() as two,
        opened(one.device) as first,
        opened(two.device) as second,
    ):
        one.rule("PDU", ERROR)
        assert type(outcome(first.send())) is UnknownOutcome
        assert second.send().result(5).reference == "1"
