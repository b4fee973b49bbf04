"""A modem that hangs, restarts, vanishes or babbles is noticed; the line says so and ends clean."""

import threading
from datetime import timedelta

import pytest

from gateway.at.worker import Worker
from gateway.errors import LineDown
from tests.integration.modem_rig import QUICK, deliver_pdu, opened, outbound, until
from tests.integration.scripted_modem import ERROR, OK, SILENCE, ScriptedModem, line

OFTEN = {"status_frequency": timedelta(milliseconds=30), **QUICK}


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget resets of earlier tests, as a new process would."""
    monkeypatch.setattr("gateway.at.lasting._lines", {})


# -- F11, defect 22: unplugged


def test_unplugged_modem_is_noticed_at_once_and_the_queue_is_not_lost() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        line_.woken.clear()
        modem.unplug()
        until(line_.down)
        assert line_.woken.wait(5)
        assert line_.transport.room() == 0
        error = line_.transport.send([outbound()])[0].exception(5)
        assert type(error).__name__ == "TemporaryError"


def test_worker_that_could_say_nothing_any_more_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its thread can end without a word when there is no memory left."""
    monkeypatch.setattr(Worker, "run", lambda _worker: None)
    with ScriptedModem() as modem, opened(modem.device) as line_:
        until(line_.down)
        assert "thread has ended" in line_.transport.health().detail


def test_modem_that_comes_back_is_opened_anew_and_what_it_kept_is_read() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.unplug()
        until(line_.down)
        line_.transport.close()
        modem.plug()
        modem.receive(deliver_pdu("one"), tell=False)
        with opened(modem.device) as again:
            until(lambda: again.desk.texts() == ["one"])


# -- F12: hung


def test_three_unanswered_commands_reset_the_modem_once_and_end_the_line() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        modem.rule("^AT", SILENCE)
        until(line_.down)
        until(lambda: modem.told("CFUN=1,1"))
        assert len(modem.told("CFUN=1,1")) == 1
        assert "does not answer" in line_.transport.health().detail
        fault = line_.transport.fault()
        assert isinstance(fault, LineDown)
        assert not fault.latched


def test_modem_is_not_reset_in_a_loop() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        modem.rule(r"CSQ|CREG\?|CPMS\?|COPS\?", SILENCE, times=3)
        until(line_.down)
        for _ in range(2):
            line_.reopen()
            modem.rule(r"CSQ|CREG\?|CPMS\?|COPS\?", SILENCE, times=3)
            until(line_.down)
        assert len(modem.told("CFUN=1,1")) == 1


def test_one_lost_answer_is_no_reason_to_reset() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        modem.rule("CSQ", SILENCE, times=1)
        until(lambda: line_.transport.health().errors)
        until(line_.transport.room)
        assert not modem.told("CFUN=1")
        assert line_.send().result(5).reference == "1"


def test_reset_can_be_switched_off() -> None:
    with ScriptedModem() as modem, opened(modem.device, max_error_count=0, **OFTEN) as line_:
        modem.rule("^AT", SILENCE)
        until(line_.down)
        assert not modem.told("CFUN=1,1")


# -- defect 21: late answers


@pytest.mark.parametrize("late", [line("+CSQ: 1,99") + OK, OK, ERROR, line("+CMS ERROR: 321")])
def test_late_answer_never_answers_the_next_command(late: bytes) -> None:
    with ScriptedModem() as modem, opened(modem.device, **QUICK) as line_:
        until(line_.transport.room)
        modem.rule("CMGL", lambda _: threading.Timer(0.4, modem.say, [late]).start(), times=1)
        modem.rule("CMGD", ERROR, times=1)
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.texts() == ["one"])
        until(lambda: line_.transport.clinging() == {1})
        assert modem.store["SM"]
        assert line_.transport.health().signal == -73


# -- F13: garbage


def test_noise_between_everything_loses_nothing() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        for count in range(50):
            modem.say(bytes((count * 37 + i * 11) % 256 for i in range(count)) + b"\r\n")
            modem.receive(deliver_pdu(f"sms {count}"))
        until(lambda: len(line_.desk.got) == 50, seconds=20)
        assert len(set(line_.desk.texts())) == 50


def test_answer_without_an_end_is_given_up() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        modem.rule("CSQ", line("x" * 1000) * 1200)
        until(line_.down)
        assert "without an end" in line_.transport.health().detail


# -- F16, at-reboot-banner


def test_restarted_modem_is_initialised_anew() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        before = len(modem.told("^ATE0"))
        modem.say(line("RDY") + line("+CFUN: 1") + line("+CPIN: READY"))
        until(line_.down)
        line_.reopen()
        assert len(modem.told("^ATE0")) == before + 1
        assert line_.send().result(5).reference == "1"


# -- F15: the network


def test_line_without_network_has_no_room_and_says_so() -> None:
    with ScriptedModem() as modem:
        modem.rule("CREG", line("+CREG: 0,2") + OK)
        with opened(modem.device) as line_:
            health = line_.transport.health()
            assert health.up
            assert health.registered is False
            assert "searching" in health.detail
            assert line_.transport.room() == 0
            modem.receive(deliver_pdu("one"))
            until(lambda: line_.desk.texts() == ["one"])


def test_network_that_never_comes_resets_the_modem_once() -> None:
    soon = timedelta(milliseconds=50)
    with ScriptedModem() as modem:
        modem.rule("CREG", line("+CREG: 0,3") + OK)
        with opened(modem.device, registration_timeout=soon, **OFTEN) as line_:
            until(line_.down)
            until(lambda: modem.told("CFUN=1,1"))
            line_.reopen()
            until(lambda: len(modem.told("CREG")) > 8)
            assert not line_.down()
            assert len(modem.told("CFUN=1,1")) == 1


def test_sim_that_vanishes_takes_the_line_down() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        modem.rule("CMGL", line("+CMS ERROR: 310"))
        modem.say(line('+CMTI: "SM",1'))
        until(line_.down)
        assert "SIM not inserted" in line_.transport.health().detail


def test_refusals_in_a_row_reset_the_modem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.at.worker._AGAIN", (0.01, 0.02))
    with ScriptedModem() as modem:
        modem.rule("CMGL", line("+CMS ERROR: 302"))
        with opened(modem.device) as line_:
            until(line_.down)
            until(lambda: modem.told("CFUN=1,1"))


# -- health, calls


def test_health_is_what_the_modem_said_last() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        health = line_.transport.health()
        assert (health.up, health.registered, health.operator) == (True, True, "TESTNET")
        assert (health.signal, health.sim_total) == (-73, 30)
        modem.rule("CSQ", line("+CSQ: 5,99") + OK)
        until(lambda: line_.transport.health().signal == -103)


def test_proof_of_life_is_an_answer_that_carries_its_own_name() -> None:
    with ScriptedModem() as modem, opened(modem.device, **OFTEN) as line_:
        modem.deaf = True
        until(line_.down)
        proof = line_.transport.health().proof_at
        assert proof is not None
        assert not line_.transport.health().up


def test_call_is_hung_up_and_counted_and_never_answered() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.say(line("+CRING: VOICE") + line('+CLIP: "+628111",145'))
        until(lambda: line_.transport.health().calls == 1)
        modem.rule("CHUP", ERROR)
        modem.say(line("RING"))
        until(lambda: line_.transport.health().calls == 2)
        assert modem.told("CHUP|ATH") == ["AT+CHUP", "AT+CHUP", "ATH"]
        assert not modem.told("ATA")


def test_desk_that_is_full_slows_the_line_and_resets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.at.worker._AGAIN", (0.01, 0.02))
    with ScriptedModem() as modem, opened(modem.device) as line_:
        line_.desk.refuse = 20
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.texts() == ["one"])
        assert not line_.desk.refuse
        assert not modem.told("CFUN=1,1")
        assert line_.transport.health().up
