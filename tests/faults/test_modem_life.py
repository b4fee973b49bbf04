"""What modems do to their hosts: each time the line recovers by itself and nothing is lost."""

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.faults.rig import Rig, rig
from tests.faults.signs import (
    Clock,
    assert_calm,
    give_pin,
    open_rows,
    resident,
    set_option,
    start,
    wait_for,
    wait_logged,
)

NOISE = "fffefa80c3282b434d47523a0d0a0d0affff" * 20  # no UTF-8, half an answer, line ends


@dataclass(frozen=True)
class Case:
    """Faults that strike under load, one after the other, and what may come of them."""

    name: str
    faults: tuple[dict[str, Any], ...]
    copies: int = 0  # replies that may go out a second time: nobody knew
    network: tuple[str, ...] = ()
    repeats: int = 0  # messages that a lying modem shows again: "already received"
    waits: bool = False  # some part waits its 30 s for another try


def at_pdu(do: str, *, sent: bool = False, **more: Any) -> dict[str, Any]:
    """Return a fault that strikes when a part was written, before the modem has answered."""
    return {"do": do, "match": r"\+CMGS=", "stage": "pdu", "sent": sent, **more}


CASES = (
    Case("unplugged and plugged in", ({"do": "unplug", "seconds": 1.0},), 1, waits=True),
    Case(
        "unplugged between the PDU and its answer",
        (at_pdu("unplug", sent=True, seconds=0.5), at_pdu("unplug", seconds=0.5, nth=2)),
        2,
    ),
    Case("hangs for a while", ({"do": "hang", "seconds": 7.0},), 1, waits=True),
    Case("hangs on AT+CMGL", ({"do": "hang", "match": r"\+CMGL", "seconds": 3.0},), 1,
         waits=True),
    Case("answers late", ({"do": "late", "match": r"\+CMG[LD]", "seconds": 3.0, "times": 2},)),
    Case("answers get lost", ({"do": "drop", "match": r"\+CMG[LD]", "nth": 2, "times": 2},)),
    Case("garbage everywhere", ({"do": "garbage", "match": "AT", "data": NOISE, "times": 30},), 30),
    Case("restarts by itself", ({"do": "reset"}, {"do": "reset", "match": r"\+CMGL"}), 1),
    Case(
        "restarts between the PDU and its answer",
        (at_pdu("reset", sent=True), at_pdu("reset", nth=2)),
        2,
    ),
    Case(
        "never answers to a part",
        (at_pdu("drop", sent=True), {"do": "no_prompt", "match": r"\+CMGS="}),
        1,
        waits=True,
    ),
    Case(
        "outcome unknown (CMS 500)",
        (at_pdu("answer", text="+CMS ERROR: 500", sent=True),
         at_pdu("answer", text="+CMS ERROR: 500", nth=2)),
        2,
    ),
    Case("bare ERROR after the PDU", (at_pdu("answer", text="ERROR", sent=True),), 1),
    Case("invalid index on delete (CMS 321)",
         ({"do": "answer", "match": r"\+CMGD", "text": "+CMS ERROR: 321", "times": 2},), repeats=2),
    Case("busy for ten commands", ({"do": "answer", "match": r"\+CMGL", "text": "+CMS ERROR: 515",
                                    "times": 4},)),
    Case("unknown CMS code in a list",
         ({"do": "answer", "match": r"\+CMGL", "text": "+CMS ERROR: 999999999999"},)),
    Case("a storm of unsolicited lines", (
        {"do": "urc", "text": "^RSSI:17", "value": 300},
        {"do": "urc", "text": '+CMTI: "SM",1', "value": 100},
        {"do": "urc", "text": r'+CMTI: "SM\";+CMGD=1,4;",1'},
        {"do": "inside", "match": r"\+CMGL", "text": '+CMTI: "SM",3', "times": 5},
        {"do": "inside", "match": r"\+CMGS", "stage": "pdu", "text": "^BOOT:1,0,0,0,6", "times": 5},
        {"do": "urc", "text": "RING", "value": 20},
    )),
    Case("a second +CMGS answer", ({"do": "urc", "text": "+CMGS: 7\r\n\r\nOK", "value": 3},)),
    Case("no network for a while", ({"do": "register", "value": 0},), waits=True),
    Case("one byte at a time", ({"do": "dribble"},)),
    Case("poor modem", (), network=("--poor",)),
    Case("poor and slow modem that dribbles", (), network=("--poor", "--dribble",
                                                         "--latency", "0.02")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "_"))
def test_line_recovers_from_a_modem_that(tmp_path: Path, case: Case) -> None:
    with rig(tmp_path, network=case.network) as city:
        clock = Clock(city) if case.waits else None
        start(city)
        city.send(10)
        wait_for(lambda: city.seen["mt"] >= 2, "it answers")
        for fault in case.faults:
            city.control.fault(**fault)
            city.send(5)
        if case.name.startswith("no network"):
            wait_off_the_air(city)
            city.control.fault("register", value=1)
        city.send(5)
        wait_for(lambda: struck(city, case), "every fault strikes", 60)
        if clock:
            wait_for(lambda: not city.control.stat()["used"], "the SIM is empty")
            clock.move("+40")  # under a minute: no jump, but the wait is over
        city.wait_quiet(100)
        report = city.assert_kept(kills=case.copies)
        assert report.complete == report.tickets == city.sent
        extra = report.replies - report.surplus - city.sent
        assert 0 <= extra <= case.repeats, "each has an answer"
        assert_calm(city)


def struck(city: Rig, case: Case) -> bool:
    """Tell whether every fault of *case* has struck."""
    told = Counter(fact["do"] for fact in city.facts("fault"))
    wanted = Counter[str]()
    for fault in case.faults:
        wanted[fault["do"]] += fault.get("times", 1)
    return all(told[do] >= min(count, 10) for do, count in wanted.items() if do != "dribble")


def wait_off_the_air(city: Rig) -> None:
    """Wait until the daemon knows that its SIM has no network."""

    def known() -> bool:
        (line,) = [json.loads(row) for row in line_status(city).splitlines()]
        return (line["health"] or {}).get("registered") is False

    wait_for(known, "the daemon sees that there is no network")


def line_status(city: Rig) -> str:
    """Return what ``kentongan line status --json`` prints."""
    return city.kentongan("line", "status", "--json")


def outbox_of(city: Rig, code: str) -> list[dict[str, Any]]:
    """Return the outbox rows that bear the carrier's *code*."""
    return [row for row in city.listed("outbox") if row["code"] == code]


TEMPORARY = (
    "CMS ERROR: 38",
    "CMS ERROR: 331",
    "CMS ERROR: 322",
    "CMS ERROR: 4711",
    "CME ERROR: 30",
)


def test_part_refused_for_now_waits_while_all_others_go_out(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        clock = Clock(city)
        start(city)
        for number, error in enumerate(TEMPORARY):
            city.control.fault(**at_pdu("answer", text=f"+{error}", nth=2 * number + 1))
        city.send(2 * len(TEMPORARY) + 5)
        wait_for(lambda: city.seen["mt"] == city.sent - len(TEMPORARY), "all others go out")
        wait_settled_but(city, len(TEMPORARY))
        codes = {row["code"] for row in city.listed("outbox") if row["state"] == "queued"}
        assert codes == {error.replace(" ERROR:", "") for error in TEMPORARY}
        clock.move("+40")
        city.wait_quiet()
        report = city.assert_kept(settled=True, kills=0)
        assert report.replies == report.tickets == city.sent
        assert_calm(city)


def wait_settled_but(city: Rig, count: int) -> None:
    """Wait until exactly *count* rows wait, each with a try behind it."""
    wait_for(
        lambda: [row["attempts"] for row in open_rows(city)] == [1] * count, f"{count} rows wait"
    )


@pytest.mark.parametrize("code", [21, 28, 8])
def test_number_that_the_network_refuses_is_told_and_holds_up_nobody(
    tmp_path: Path, code: int
) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.control.fault(**at_pdu("answer", text=f"+CMS ERROR: {code}", nth=2))
        city.send(10)
        wait_for(lambda: city.seen["mt"] == 9, "all others go out")
        city.wait_quiet()
        (failed,) = outbox_of(city, f"CMS {code}")
        assert (failed["state"], failed["attempts"]) == ("failed", 1)
        report = city.judge(kills=0)
        assert report.violations() == ["unanswered"]
        assert report.tickets == 10
        city.kentongan("outbox", "retry", str(failed["id"]))  # a person decides
        wait_for(lambda: city.seen["mt"] == 10, "the last answer")
        city.wait_quiet()
        city.assert_kept(settled=True, kills=0)
        assert_calm(city)


def test_sim_that_refuses_every_number_rests_instead_of_failing_them_all(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.control.fault(**at_pdu("answer", text="+CMS ERROR: 21", times=0))
        city.send(20)
        wait_logged(city, "rests until.*CMS 21")
        wait_for(lambda: not city.control.stat()["used"], "receiving goes on")
        states = Counter(row["state"] for row in city.listed("outbox"))
        assert states == {"queued": len(city.listed("ticket"))}, "not the messages are at fault"
        city.control.clear()
        city.stop()
        start(city)  # somebody topped it up: one part tries the line at once
        wait_for(lambda: city.seen["mt"] == 20, "what had waited goes out")
        city.wait_quiet()
        report = city.assert_kept(settled=True, kills=0)
        assert report.replies == report.tickets == 20


def test_two_mib_without_a_line_end_cost_no_memory_and_no_message(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        start(city)
        city.send(20)
        city.wait_quiet()
        before = resident(city)
        for byte in ("flood", "garbage"):
            city.control.fault(byte, value=2 << 20, data="41" * 60_000)
            city.send(10)
        city.wait_quiet()
        assert resident(city) - before < 8 << 20
        report = city.assert_kept(kills=2)
        assert report.tickets == 40
        assert_calm(city)


def test_right_pin_opens_the_sim_again_after_each_restart_of_the_modem(tmp_path: Path) -> None:
    with rig(tmp_path, network=["--pin", "1234"]) as city:
        give_pin(city, "1234")
        start(city)
        for _ in range(3):
            city.send(3)
            city.wait_quiet()
            city.control.fault("reset")
            wait_for(lambda: city.control.stat()["pin"] == "READY", "the SIM is open again")
        city.send(3)
        city.wait_quiet()
        assert city.assert_kept(settled=True).tickets == 12
        assert city.control.stat()["tries"] == 3


def test_wrong_pin_is_tried_once_whatever_the_modem_does(tmp_path: Path) -> None:
    with rig(tmp_path, network=["--pin", "1234"]) as city:
        give_pin(city, "4321")
        city.send(2)
        city.start()
        wait_logged(city, "PIN refused")
        for do in ("reset", "unplug"):
            city.control.fault(do, seconds=0.3)
        city.stop()
        city.start()
        wait_logged(city, "not tried again|PIN refused", 2)
        assert city.control.stat()["tries"] == 2, "three wrong ones lock the SIM"
        city.stop()
        give_pin(city, "1234")
        start(city)
        city.wait_quiet()
        assert city.assert_kept(settled=True).tickets == 2
        log = (tmp_path / "daemon.log").read_text().replace(str(tmp_path), "")
        assert not re.search(r"\b1234\b", log)


def test_dead_modem_gets_its_power_back_from_the_recover_command(tmp_path: Path) -> None:
    with rig(tmp_path) as city:
        code = f"from gateway.simulator.control import Control as C; C({str(city.socket)!r})"
        script = tmp_path / "power"
        script.write_text(f"#!{sys.executable}\n{code}.fault('plug')\n")
        script.chmod(0o700)
        set_option(city, "recover_command", str(script))
        start(city)
        city.send(5)
        wait_for(lambda: city.seen["mt"], "it answers")
        city.control.fault("unplug")  # for good
        city.send(5)
        wait_logged(city, "running recover_command")
        city.wait_quiet()
        assert city.assert_kept(kills=1).tickets == 10
        assert_calm(city)
