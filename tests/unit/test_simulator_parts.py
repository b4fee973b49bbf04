"""The simulator's parts without a pty: command lines, slots, PIN, faults, timers and network."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import pdu, segments
from gateway.message import Outbound, Part, UserData
from gateway.simulator import faults
from gateway.simulator.at_parse import READ, RUN, SET, TEST, Call, arguments, split_line
from gateway.simulator.faults import Fault, FaultPlan
from gateway.simulator.network import AWAY, FULL, TAKEN, Disorder, Network, Transfer
from gateway.simulator.options import SimOptions
from gateway.simulator.sim_card import ALL, UNREAD, Memory, PinLock, Slot
from gateway.simulator.sim_card import READ as WAS_READ
from gateway.simulator.timers import Timers
from gateway.simulator.truth import Truth

CITIZEN = "+6281234567890"
LONG = "jalan rusak parah " * 20  # 360 septets: three parts


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("AT", [Call("")]),
        ("atz", [Call("Z", RUN, ("",))]),
        ("ATE0V1", [Call("E", RUN, ("0",)), Call("V", RUN, ("1",))]),
        ("AT&F", [Call("&F", RUN, ("",))]),
        ("ATS0=0", [Call("S")]),
        ("ATD+628;", [Call("D", RUN, ("+628;",))]),
        ("AT+CMGF=0;+CNMI?", [Call("+CMGF", SET, ("0",)), Call("+CNMI", READ)]),
        ("AT+CPMS=?", [Call("+CPMS", TEST)]),
        ('AT+CPMS="SM","ME"', [Call("+CPMS", SET, ("SM", "ME"))]),
        ('AT+CUSD=1,"*1;2#",15', [Call("+CUSD", SET, ("1", "*1;2#", "15"))]),
        ("AT+CNMI=,,,1", [Call("+CNMI", SET, ("", "", "", "1"))]),
        ("AT^CURC=0", [Call("^CURC", SET, ("0",))]),
        ("AT+CSQ x", [Call("?", RUN)]),
        ("AT9", [Call("?")]),
    ],
)
def test_command_line_is_cut_into_calls(line: str, calls: list[Call]) -> None:
    assert split_line(line) == calls


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=60))
def test_any_line_is_read_or_refused(text: str) -> None:
    for line in (text, "AT" + text, "AT+" + text, 'AT+X="' + text):
        try:
            calls = split_line(line)
        except ValueError:
            assert line[:2].upper() != "AT"
        else:
            assert calls


@given(st.lists(st.text(alphabet="abc 019;", max_size=5), min_size=1, max_size=5))
def test_quoted_arguments_come_back(values: list[str]) -> None:
    assert arguments(",".join(f'"{value}"' for value in values)) == tuple(values)


@given(st.lists(st.one_of(st.none(), st.integers(1, 6)), max_size=40))
def test_lowest_free_slot_is_used_first(steps: list[int | None]) -> None:
    memory, model = Memory("SM", 5), set[int]()
    for step in steps:
        if step is None:
            free = [n for n in range(1, 6) if n not in model]
            assert memory.full() is (not free)
            assert memory.add(Slot("00")) == (free[0] if free else None)
            model.update(free[:1])
        else:
            assert (memory.remove(step) is not None) is (step in model)
            model.discard(step)
    assert [index for index, _ in memory.listing(ALL)] == sorted(model)


def test_listing_is_by_status() -> None:
    memory = Memory("SM", 3)
    memory.add(Slot("00"))
    memory.add(Slot("01", status=WAS_READ))
    assert [index for index, _ in memory.listing(UNREAD)] == [1]
    assert [index for index, _ in memory.listing(WAS_READ)] == [2]


def test_pin_counts_tries_over_a_power_cycle() -> None:
    lock = PinLock("4711")
    assert not lock.enter("1")
    lock.power_off()
    assert not lock.enter("2")
    assert (lock.state(), lock.tries) == ("SIM PIN", 1)
    assert lock.enter("4711")
    assert (lock.state(), lock.tries) == ("READY", 3)
    lock.power_off()
    assert [lock.enter("0") for _ in range(3)] == [False] * 3
    assert lock.state() == "SIM PUK"
    assert not lock.enter("4711")


def test_fault_strikes_the_nth_command_so_many_times() -> None:
    plan = FaultPlan([Fault("answer", match="CMGS", nth=2, times=2)])
    hits = [plan.take("command", "AT+CMGS=20") is not None for _ in range(5)]
    assert hits == [False, True, True, False, False]
    assert plan.take("pdu", "AT+CMGS=20") is None


def test_fault_can_strike_for_ever_and_be_taken_back() -> None:
    plan = FaultPlan([Fault("drop", match="", times=0)])
    assert all(plan.take("command", "AT") for _ in range(20))
    plan.clear()
    assert plan.take("command", "AT") is None


def test_faults_are_read_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "faults.jsonl"
    path.write_text('{"do": "hang", "match": "CMGL", "seconds": 2}\n\n{"do": "reset"}\n')
    assert faults.read(path) == (Fault("hang", match="CMGL", seconds=2), Fault("reset"))
    path.write_text('{"do": "reset"}\n{"do": "answer", "nth": "one"}\n')
    with pytest.raises(ValueError, match="line 2: fault: nth: 'one'"):
        faults.read(path)


class Air:
    """A network with a clock of our own and a modem that takes what it has room for."""

    def __init__(self, tmp_path: Path, **options: Any) -> None:
        self.now = 0.0
        self.path = tmp_path / "truth.jsonl"
        self.taken: list[Transfer] = []
        self.answer = TAKEN
        self.timers = Timers(lambda: self.now)
        settings = SimOptions(link=tmp_path / "modem", **options)
        self.truth = Truth(self.path)
        self.network = Network(settings, self.timers, self.truth, clock)
        self.network.arrive = self._arrive

    def _arrive(self, transfer: Transfer) -> str:
        if self.answer == TAKEN:
            self.taken.append(transfer)
        return self.answer

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.timers.run()

    def facts(self) -> list[str]:
        return [json.loads(line)["fact"] for line in self.path.read_text().splitlines()]

    def texts(self) -> list[str]:
        return [segments.join_text([_deliver(one).data]) for one in self.taken]


def clock() -> datetime:
    return datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def _deliver(transfer: Transfer) -> pdu.Deliver:
    message = pdu.decode(transfer.pdu)
    assert isinstance(message, pdu.Deliver)
    return message


@pytest.fixture
def air(tmp_path: Path) -> Callable[..., Air]:
    return lambda **options: Air(tmp_path, **options)


@pytest.mark.parametrize("wide", [False, True])
def test_long_text_arrives_in_parts_that_join(air: Callable[..., Air], *, wide: bool) -> None:
    made = air(wide=wide)
    made.network.sms(CITIZEN, LONG)
    parts = [_deliver(transfer) for transfer in made.taken]
    assert segments.join_text([part.data for part in parts]) == LONG
    assert [part.part and (part.part.sequence, part.part.total) for part in parts] == [
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    assert {part.part and part.part.wide for part in parts} == {wide}
    assert {part.sent_at for part in parts} == {clock()}


def test_parts_are_lost_copied_and_ordered_as_told(air: Callable[..., Air]) -> None:
    made = air()
    made.network.sms(CITIZEN, LONG, disorder=Disorder(lost=(1,), copied=(2,), order=(3, 2, 1)))
    assert [transfer.part for transfer in made.taken] == [3, 2, 2]
    assert made.facts() == ["offered", "duplicated", "lost"]


def test_chance_is_repeated_by_its_seed(tmp_path: Path) -> None:
    def run(seed: int) -> list[tuple[str, int]]:
        made = Air(tmp_path, seed=seed, loss=0.2, duplicate=0.2, reorder=0.5, delay=0.01)
        for number in range(50):
            made.network.sms(CITIZEN, LONG, id=str(number))
        for _ in range(100):
            made.wait(0.001)
        return [(transfer.id, transfer.part) for transfer in made.taken]

    first = run(1)
    assert first == run(1) != run(2)
    assert len(set(first)) < 150  # some were lost
    assert len(first) > len(set(first))  # some came twice
    assert first != sorted(first, key=lambda one: (int(one[0]), one[1]))  # some were overtaken


def test_delay_is_waited_for(air: Callable[..., Air]) -> None:
    made = air(delay=2.0)
    made.network.sms(CITIZEN, "satu")
    made.wait(1.9)
    assert (len(made.taken), made.network.queue()) == (0, 1)
    assert made.timers.wait() == pytest.approx(0.1)
    made.wait(0.2)
    assert (made.texts(), made.network.queue()) == (["satu"], 0)


@pytest.mark.parametrize("why", [FULL, AWAY])
def test_what_is_not_taken_waits_in_order_for_room(air: Callable[..., Air], why: str) -> None:
    made = air()
    made.answer = why
    for text in ("satu", "dua", "tiga"):
        made.network.sms(CITIZEN, text)
    assert made.network.queue() == 3
    made.answer = TAKEN
    made.network.room()
    assert made.texts() == ["satu", "dua", "tiga"]
    assert made.facts().count("refused") == (why == FULL)


def test_network_retries_by_its_own_clock(air: Callable[..., Air]) -> None:
    made = air(retry=5.0)
    made.answer = FULL
    made.network.sms(CITIZEN, "satu")
    made.wait(5.1)
    made.answer = TAKEN
    made.network.room()
    assert made.taken == []
    made.wait(5.1)
    assert made.texts() == ["satu"]


def test_references_of_sent_parts_wrap_at_256(air: Callable[..., Air]) -> None:
    made = air()
    part = pdu.Submit
    sent = pdu.decode_submit(
        pdu.encode_submit(Outbound(1, 1, CITIZEN, UserData("gsm7", b"a"), report=False))[0]
    )
    assert isinstance(sent, part)
    assert [made.network.submit(sent, "") for _ in range(257)][-2:] == [0, 1]


def test_parts_to_two_phones_are_not_joined(air: Callable[..., Air]) -> None:
    made = air()
    for number, sequence in ((CITIZEN, 1), (CITIZEN + "1", 2), (CITIZEN, 2)):
        out = Outbound(1, 1, number, UserData("gsm7", b"a"), Part(9, sequence, 2), report=False)
        sent = pdu.decode_submit(pdu.encode_submit(out)[0])
        assert isinstance(sent, pdu.Submit)
        made.network.submit(sent, "")
    assert made.facts() == ["mt_part", "mt_part", "mt_part", "mt"]


def test_report_says_what_the_network_was_told_to_say(air: Callable[..., Air]) -> None:
    made = air(report_delay=3.0, report_status=0x41)
    sent = pdu.decode_submit(pdu.encode_submit(Outbound(1, 1, CITIZEN, UserData("gsm7", b"a")))[0])
    assert isinstance(sent, pdu.Submit)
    reference = made.network.submit(sent, "")
    assert made.taken == []
    made.wait(3.1)
    report = pdu.decode(made.taken[0].pdu)
    assert isinstance(report, pdu.StatusReport)
    assert (report.reference, report.status, report.state) == (reference, 0x41, "failed")


def test_ids_differ_from_those_of_an_earlier_run_of_the_same_log(tmp_path: Path) -> None:
    first = Air(tmp_path).network.sms(CITIZEN, "satu")
    assert Air(tmp_path).network.sms(CITIZEN, "satu") != first == "m1"


def test_watchers_hear_what_the_log_holds(tmp_path: Path) -> None:
    heard: list[bytes] = []
    truth = Truth(tmp_path / "truth")
    truth.watchers.append(heard.append)
    truth.tell("mt", text="é half a pair \ud83d")
    assert (tmp_path / "truth").read_bytes() == heard[0]
    assert json.loads(heard[0])["text"] == "é half a pair \ud83d"
    truth.close()
    truth.tell("call")
    assert json.loads(heard[1])["fact"] == "call"
