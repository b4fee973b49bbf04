"""A short code answers its citizens: the installed daemon, a real socket, our service centre."""

import re
import signal
import time
from pathlib import Path

from bench.smsc import Settings
from tests.smpp_town import body, smpp_town

REPORT = "SURGA lampu jalan mati di Jl. Veteran"


def test_citizen_who_writes_to_the_short_code_is_answered_by_it(tmp_path: Path) -> None:
    with smpp_town(tmp_path, Settings(receipts="after", window=1)) as town:
        town.start()
        town.smsc.deliver([body(1, REPORT)])
        town.wait(town.texts)
        ((number, text),) = town.texts()
        (ticket,) = town.listed("ticket")
        assert number == "6281200000001"
        assert re.search(rf"\b{ticket['number']}\b", text)
        (fact,) = [one for one in town.smsc.facts if one["fact"] == "mt"]
        assert (fact["source"], fact["coding"], fact["report"]) == ("1708", 0, 1)
        town.wait(lambda: [one["state"] for one in town.listed("outbox")] == ["delivered"])
        assert town.stop() == 0


def test_receipt_before_the_answer_is_matched_though_its_id_is_decimal(tmp_path: Path) -> None:
    centre = Settings(receipts="before", ids=lambda n: (f"00{n + 2570:X}", str(n + 2570)))
    with smpp_town(tmp_path, centre) as town:
        town.start()
        town.smsc.deliver([body(1, REPORT)])
        town.wait(town.texts)
        town.wait(lambda: [one["state"] for one in town.listed("outbox")] == ["delivered"])


def test_server_that_comes_back_is_bound_within_two_seconds(tmp_path: Path) -> None:
    with smpp_town(tmp_path) as town:
        town.start()
        town.wait(town.smsc.bound)
        town.smsc.stop()
        time.sleep(6)
        town.smsc.start()
        began = time.monotonic()
        town.wait(town.smsc.bound)
        assert time.monotonic() - began < 2
        town.smsc.deliver([body(1, REPORT)])
        town.wait(town.texts)


def test_wrong_password_is_tried_once(tmp_path: Path) -> None:
    with smpp_town(tmp_path, Settings(password="lain")) as town:
        town.start()
        town.wait(lambda: [one for one in town.smsc.facts if one["fact"] == "bind"])
        time.sleep(4)
        assert [one["status"] for one in town.smsc.facts if one["fact"] == "bind"] == [0x0E]
        assert "RINVPASWD" in (tmp_path / "daemon.log").read_text()
        assert town.stop() == 0


def test_repeated_message_is_one_ticket_and_a_citizen_who_writes_twice_is_kept(
    tmp_path: Path,
) -> None:
    with smpp_town(tmp_path) as town:
        town.start()
        town.smsc.deliver([body(1, REPORT)])
        town.wait(lambda: len(town.texts()) == 1)
        town.smsc.deliver([body(1, REPORT)])  # answered long ago: the citizen wrote it again
        town.wait(lambda: len(town.listed("inbox")) == 2)
        town.smsc.call(lambda: town.smsc.sessions[0].offer((99, body(2, REPORT))))
        town.smsc.cut()  # stored, and its answer is lost
        town.smsc.call(town.smsc.sessions[0].flush)
        town.wait(lambda: any(one["fact"] == "lost" for one in town.smsc.facts))
        town.wait(lambda: town.smsc.accepted[99] == 1)
        inbox = town.listed("inbox")
        assert len(inbox) == 3
        assert sorted(row["seen"] for row in inbox) == [1, 1, 2]
        assert len(town.listed("ticket")) == 2


def test_killed_daemon_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with smpp_town(tmp_path, Settings(window=50)) as town:
        town.start()
        town.wait(town.smsc.bound)
        town.smsc.deliver(body(one, REPORT) for one in range(300))
        town.wait(lambda: town.smsc.taken >= 50)
        town.stop(signal.SIGKILL)
        town.start()
        town.wait(lambda: town.smsc.taken == 300)
        town.wait(lambda: len(town.listed("ticket")) == 300)
        town.wait(lambda: len({number for number, _ in town.texts()}) == 300)
        assert len(town.listed("inbox")) == 300
