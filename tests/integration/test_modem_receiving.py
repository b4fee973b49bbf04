"""What lies on the SIM is handed over once, and deleted only when it is committed.

The numbers in the names of the sections are those of LIBRARIES.md 1.3 and RELIABILITY.md 2: each
defect of python-gsmmodem-new has a test here that shows that the line does not have it.
"""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.message import DeliveryReport, Inbound
from gateway.transports.modem import ModemTransport
from tests.integration.modem_rig import (
    QUICK,
    Desk,
    Line,
    deliver_pdu,
    opened,
    outbound,
    report_pdu,
    until,
)
from tests.integration.scripted_modem import ERROR, OK, ScriptedModem, line, listed

BAD_SERIAL = Path(__file__).parent.parent / "data" / "bad_serial.jsonl"
BAD = {row["id"]: row for row in map(json.loads, BAD_SERIAL.read_text("utf-8").splitlines())}


def bad(name: str) -> bytes:
    return bytes.fromhex(BAD[name]["data"])


# -- defects 1, 7, P2, P3, P4: what deletes before it knows


def test_message_stays_on_the_sim_until_it_is_committed() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        line_.desk.hold = True
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.held)
        assert not modem.told("CMGD")
        assert len(modem.store["SM"]) == 1
        line_.desk.release()
        until(lambda: not modem.store["SM"])
        assert line_.desk.texts() == ["one"]


def test_refusing_database_loses_nothing_and_doubles_nothing() -> None:
    with ScriptedModem() as modem:
        for text in ("one", "two", "three"):
            modem.receive(deliver_pdu(text), tell=False)
        made = Line(modem.device)
        made.desk.refuse = 1
        try:
            made.open()
            until(lambda: not modem.store["SM"])
        finally:
            made.transport.close()
        assert sorted(made.desk.texts()) == ["one", "three", "two"]


def test_undecodable_pdu_is_handed_over_raw_and_only_its_own_slot_deleted() -> None:
    with ScriptedModem() as modem:
        modem.receive("000B000000000000", tell=False)
        modem.receive(deliver_pdu("two"), tell=False)
        modem.receive(deliver_pdu("three"), tell=False)
        with opened(modem.device) as line_:
            until(lambda: not modem.store["SM"])
        broken = [one for one in line_.desk.got if isinstance(one, Inbound) and one.bad]
        assert [one.raw for one in broken] == [b"000B000000000000"]
        assert line_.desk.texts()[1:] == ["two", "three"]
        assert modem.told("CMGD") == ["AT+CMGD=1", "AT+CMGD=2", "AT+CMGD=3"]


def test_message_that_comes_between_list_and_delete_is_not_deleted_unseen() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        late = deliver_pdu("late")
        line_.desk.before = lambda: modem.store["SM"].update({2: late})
        modem.receive(deliver_pdu("early"))
        until(line_.desk.texts)
        line_.desk.before = lambda: None
        modem.say(line('+CMTI: "SM",2'))
        until(lambda: len(line_.desk.got) == 2 and not modem.store["SM"])
        assert line_.desk.texts() == ["early", "late"]
        assert not modem.told(r"CMGD=\d+,")


# -- defects 2, 3, 8, 28, P5: the hint is not the truth


def test_two_indications_in_one_burst_bring_both_messages() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.receive(deliver_pdu("one"), tell=False)
        modem.receive(deliver_pdu("two"), tell=False)
        modem.say(bad("at-two-cmti"))
        until(lambda: len(line_.desk.got) == 2)


def test_twenty_back_to_back_are_all_read() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        for count in range(20):
            modem.receive(deliver_pdu(f"sms {count}"))
        until(lambda: len(line_.desk.got) == 20 and not modem.store["SM"])


def test_ring_before_an_indication_does_not_hide_it() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.receive(deliver_pdu("one"), tell=False)
        modem.say(line("RING") + line('+CMTI: "SM",1'))
        until(lambda: line_.desk.texts() == ["one"])


def test_messages_stored_while_we_were_down_are_read_at_the_start() -> None:
    with ScriptedModem() as modem:
        modem.receive(deliver_pdu("one"), tell=False)
        modem.receive(deliver_pdu("in the phone"), memory="ME", tell=False)
        with opened(modem.device) as line_:
            until(lambda: sorted(line_.desk.texts()) == ["in the phone", "one"])
            until(lambda: not modem.store["ME"])
            until(lambda: modem.memory == "SM")


def test_message_without_indication_is_found_by_the_poll() -> None:
    with ScriptedModem() as modem:
        made = Line(modem.device, receive_frequency=timedelta(seconds=0.05))
        made.open()
        modem.receive(deliver_pdu("one"), tell=False)
        until(lambda: made.desk.texts() == ["one"])
        made.transport.close()


def test_failed_read_is_tried_again() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("CMGL", line("+CMS ERROR: 320"), times=1)
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.texts() == ["one"])


# -- defect 4, P6: lines that nobody asked for


def test_indication_inside_an_answer_is_seen_and_the_answer_parsed() -> None:
    with (
        ScriptedModem() as modem,
        opened(modem.device, status_frequency=timedelta(seconds=0.05)) as w,
    ):
        before = w.transport.health().proof_at
        modem.store["SM"][1] = deliver_pdu("one")
        modem.rule("CSQ", bad("at-cmti-in-response"), times=1)
        until(lambda: w.desk.texts() == ["one"])
        until(lambda: w.transport.health().proof_at != before)
        assert w.transport.health().signal == -73
        assert w.transport.health().errors == 0


def test_unsolicited_lines_never_become_part_of_a_list() -> None:
    noise = b"".join(map(line, ("RING", "+CREG: 1", "^RSSI:20", '+CUSD: 0,"pulsa",15', "+CIEV: 2")))
    with ScriptedModem() as modem, opened(modem.device) as line_:

        def answer(_command: str) -> bytes:
            pair = listed(1, deliver_pdu("one"))
            return noise + pair.replace(b"\r\n0", noise + b"\r\n0", 1) + noise + OK

        modem.rule("CMGL", answer, times=1)
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.texts() == ["one"])
        until(lambda: not modem.store["SM"])


# -- defect 5, P1, F13: bytes that are no text


def test_bytes_that_are_not_utf8_do_not_make_us_deaf() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.say(b"\xff\xfe\xfa\r\n\x00\xc3\x28\r\n")
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.texts() == ["one"])
        assert line_.transport.health().up


def test_endless_line_is_capped_and_the_port_given_up() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        flood = threading.Thread(target=lambda: _flood(modem), daemon=True)
        flood.start()
        until(line_.down)
        assert "end of line" in line_.transport.health().detail


def _flood(modem: ScriptedModem) -> None:
    try:
        for _ in range(2048):
            modem.say(bad("at-no-eol-1mb-head"))
    except OSError:
        pass  # the line has closed the port


def test_noise_in_a_pdu_line_is_read_again_and_not_stored() -> None:
    good = deliver_pdu("one")
    with ScriptedModem() as modem, opened(modem.device, **QUICK) as line_:
        modem.rule("CMGL", listed(1, good).replace(good[20:24].encode(), b"\xff~"), times=1)
        modem.rule("CMGL", listed(1, good).replace(good[20:24].encode(), b"\xff~") + OK, times=1)
        modem.receive(good)
        until(lambda: line_.desk.texts() == ["one"])
        assert not [one for one in line_.desk.got if isinstance(one, Inbound) and one.bad]
        until(lambda: not modem.store["SM"])


# -- the list itself


@pytest.mark.parametrize(
    "mangle",
    [
        lambda first, second: first + second,  # no OK at all
        lambda first, second: first.replace(b"\r\n0", b"0", 1) + second + OK,
        lambda first, second: first.rstrip() + second.lstrip() + OK,
        lambda first, second: (first + second).replace(b",,", b',"",') + OK,
        lambda first, second: (first + second).replace(b",,", b",") + OK,
        lambda first, second: (first + second).replace(b"\r\n", b"\n") + OK,
    ],
    ids=["no OK", "header glued to PDU", "PDU glued to header", "empty name", "no name", "LF"],
)
def test_mangled_list_pairs_each_header_with_its_own_pdu(
    mangle: Callable[[bytes, bytes], bytes],
) -> None:
    first, second = deliver_pdu("one"), deliver_pdu("two")
    with ScriptedModem() as modem:
        modem.store["SM"] = {4: first, 9: second}
        modem.rule("CMGL", mangle(listed(4, first), listed(9, second)), times=1)
        with opened(modem.device, **QUICK) as line_:
            until(lambda: line_.desk.texts() == ["one", "two"])
            until(lambda: not modem.store["SM"])


def test_empty_sim_that_says_error_321_is_empty() -> None:
    with ScriptedModem() as modem:
        modem.rule("CMGL", line("+CMS ERROR: 321"))
        with opened(modem.device) as line_:
            until(line_.transport.room)
            assert line_.transport.health().errors == 0


def test_drafts_of_somebody_else_are_neither_delivered_nor_deleted() -> None:
    with ScriptedModem() as modem:
        modem.rule("CMGL", listed(1, deliver_pdu("draft"), status=2) + OK)
        with opened(modem.device) as line_:
            until(lambda: modem.told("CMGL"))
            until(line_.transport.room)
            assert not line_.desk.got
            assert not modem.told("CMGD")


def test_header_without_pdu_waits_for_a_better_look() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        pdu = deliver_pdu("one")
        modem.rule("CMGR", ERROR, times=1)
        modem.rule("CMGL", line("+CMGL: 1,1,,32") + OK, times=1)
        modem.receive(pdu)
        until(lambda: modem.told("CMGR"))
        assert not line_.desk.got
        modem.say(line('+CMTI: "SM",1'))
        until(lambda: line_.desk.texts() == ["one"])


# -- deletes that fail


def test_slot_that_cannot_be_deleted_is_delivered_once_and_known() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("CMGD=1", ERROR)
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.transport.clinging() == {1})
        for count in range(10):
            modem.receive(deliver_pdu(f"later {count}"))
            until(lambda count=count: len(line_.desk.got) == count + 2)  # type: ignore[misc]
        assert line_.desk.texts().count("one") == 1
        assert line_.transport.clinging() == {1}
        assert len(modem.told("CMGD=1$")) == 5  # then it is in quarantine
        assert line_.send().result(5).reference


def test_delete_that_is_confirmed_and_not_done_brings_no_endless_copies() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("CMGD", OK)
        modem.receive(deliver_pdu("one"))
        for _ in range(12):
            sweeps = len(modem.told("CMGL"))
            modem.say(line('+CMTI: "SM",1'))
            until(lambda sweeps=sweeps: len(modem.told("CMGL")) > sweeps)  # type: ignore[misc]
        until(line_.transport.clinging)
        assert len(line_.desk.got) == 3


def test_new_message_in_a_slot_that_clung_is_delivered() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("CMGD=1", ERROR, times=1)
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.transport.clinging() == {1})
        modem.store["SM"][1] = deliver_pdu("two")
        modem.say(line('+CMTI: "SM",1'))
        until(lambda: line_.desk.texts() == ["one", "two"])
        until(lambda: not line_.transport.clinging())


def test_commit_that_comes_late_is_not_delivered_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.at.sweep.COMMIT_WAIT", 0.02)
    with ScriptedModem() as modem, opened(modem.device) as line_:
        line_.desk.hold = True
        modem.receive(deliver_pdu("one"))
        until(lambda: line_.desk.held)
        modem.say(line('+CMTI: "SM",1'))
        until(lambda: len(modem.told("CMGL")) >= 3)
        line_.desk.release()
        until(lambda: not modem.store["SM"])
        assert line_.desk.texts() == ["one"]


def test_after_a_lost_answer_a_slot_is_compared_before_it_is_deleted() -> None:
    with ScriptedModem() as modem, opened(modem.device, **QUICK) as line_:
        other = deliver_pdu("another came into the same slot")
        modem.rule("CMGD=1", lambda _: modem.store["SM"].update({1: other}), times=1)
        modem.receive(deliver_pdu("one"))
        until(lambda: len(line_.desk.got) == 2)
        assert line_.desk.texts() == ["one", "another came into the same slot"]
        until(lambda: not modem.store["SM"])


def test_after_a_list_that_broke_off_each_slot_is_compared_before_it_is_deleted() -> None:
    one, other = deliver_pdu("one"), deliver_pdu("another came into the same slot")

    def broken_off(_command: str) -> bytes:
        modem.store["SM"] = {1: other}
        return listed(1, one)

    with ScriptedModem() as modem, opened(modem.device, **QUICK) as line_:
        modem.rule("CMGL", broken_off, times=1)
        modem.say(line('+CMTI: "SM",1'))
        until(lambda: line_.desk.texts() == ["one"])
        modem.say(line('+CMTI: "SM",1'))
        until(lambda: line_.desk.texts() == ["one", "another came into the same slot"])
        until(lambda: not modem.store["SM"])


# -- defects 18, 29: reports, other stores


def test_stored_report_is_delivered_and_then_deleted_from_its_own_store() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.store["SR"][3] = report_pdu(7)
        modem.say(line('+CDSI: "SR",3'))
        until(line_.desk.reports)
        assert line_.desk.reports()[0].reference == "7"
        until(lambda: not modem.store["SR"])
        until(lambda: modem.memory == "SM")
        assert not line_.transport.clinging()


def test_direct_report_is_delivered_and_acknowledged_after_the_commit() -> None:
    with ScriptedModem() as modem:
        modem.rule(r"CSMS\?", line("+CSMS: 1,1,1,1") + OK)
        with opened(modem.device) as line_:
            line_.desk.hold = True
            pdu = report_pdu(9)
            modem.say(line(f"+CDS: {len(pdu) // 2 - 1}") + line(pdu))
            until(lambda: line_.desk.held)
            assert not modem.told("CNMA")
            line_.desk.release()
            until(lambda: modem.told("CNMA"))
            assert [one.reference for one in line_.desk.reports()] == ["9"]


def test_report_for_the_air_inside_an_answer_is_not_lost() -> None:
    pdu = report_pdu(9)
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.rule("CMGS=", line("+CDS: 25") + line(pdu) + b"\r\n> ", times=1)
        assert line_.send().result(5).reference == "1"
        until(lambda: [one.reference for one in line_.desk.reports()] == ["9"])


def test_memory_name_of_an_indication_never_reaches_a_command() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        modem.receive(deliver_pdu("one"), tell=False)
        modem.say(bad("at-cmti-mem-inject"))
        until(lambda: line_.desk.texts() == ["one"])
        assert not modem.told(";|CMGD=1,4")


# -- defect 26, F14: a SIM that fills


def test_sim_above_half_is_drained_before_anything_is_sent() -> None:
    with ScriptedModem() as modem:
        modem.slots = 10
        with opened(modem.device, receive_before_send=False) as line_:
            until(line_.transport.room)
            waves = iter(range(4))

            def refill(_command: str) -> bytes:
                wave = next(waves, None)
                if wave is not None:  # the network had more, and the SIM is full again
                    pdus = {i: deliver_pdu(f"wave {wave} sms {i}") for i in range(1, 9)}
                    modem.store["SM"].update(pdus)
                return b"".join(listed(i, pdu) for i, pdu in modem.store["SM"].items()) + OK

            modem.rule("CMGL", refill)
            line_.desk.hold = True
            modem.say(line('+CMTI: "SM",8'))
            until(lambda: line_.desk.held)
            future = line_.transport.send([outbound("later")])[0]
            line_.desk.release()
            future.result(5)
            assert line_.transport.health().sim_total == 10
            before = modem.log[: modem.log.index(modem.told("CMGS=")[0])]
            assert len([one for one in before if "CMGD" in one]) == 4 * 8


def test_two_hundred_and_fifty_five_slots_with_gaps_are_read_in_one_batch() -> None:
    with ScriptedModem() as modem:
        modem.slots = 255
        modem.store["SM"] = {i: deliver_pdu(f"sms {i}") for i in range(1, 256) if i % 3}
        with opened(modem.device) as line_:
            until(lambda: not modem.store["SM"], seconds=20)
            assert len(set(line_.desk.texts())) == 170
            assert max(line_.desk.batches) == 170


def test_line_that_does_not_receive_reads_nothing() -> None:
    with ScriptedModem() as modem, opened(modem.device, receive=False) as line_:
        modem.receive(deliver_pdu("one"))
        assert line_.send().result(5).reference == "1"
        assert not modem.told("CMGL")


def test_the_carrier_keeps_the_message_when_the_desk_raises() -> None:
    desk = Desk()

    def raising(_batch: object) -> None:
        desk.batches.append(1)
        raise RuntimeError("planted")

    with ScriptedModem() as modem:
        modem.receive(deliver_pdu("one"), tell=False)
        transport = _transport(modem)
        transport.open(raising)  # type: ignore[arg-type]
        until(lambda: desk.batches)
        transport.close()
        assert modem.store["SM"]
        assert not modem.told("CMGD")


def test_identity_is_the_sim_and_the_pdu_and_not_the_index() -> None:
    with ScriptedModem() as modem, opened(modem.device) as line_:
        pdu = deliver_pdu("one")
        modem.receive(pdu)
        until(lambda: not modem.store["SM"] and line_.desk.got)
        modem.store["SM"][17] = pdu
        modem.say(line('+CMTI: "SM",17'))
        until(lambda: len(line_.desk.got) == 2)
        first, second = line_.desk.got
        assert first.identity == second.identity
        assert first.identity == b"510101234567890:" + pdu.encode()
        assert not isinstance(first, DeliveryReport)


def _transport(modem: ScriptedModem) -> ModemTransport:
    return Line(modem.device).transport
