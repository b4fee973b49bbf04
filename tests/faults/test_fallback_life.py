"""The installed daemon: a provider goes away, and the citizen is answered by the SIM behind it."""

import json
from collections import deque
from pathlib import Path
from typing import Any

from bench.smsc import Settings
from tests.smpp_town import SmppTown, body, smpp_town

MORE = """\
fallback = kartu1
fallback_after = 1s
[simulator kartu1]
number = +6281100000000
truth_log = truth.jsonl
"""
THROTTLED = 0x58


def waits(town: SmppTown) -> list[dict[str, Any]]:
    """Return what `outbox list --why --json` says of each message."""
    printed = town.kentongan("outbox", "list", "--why", "--json")
    return [json.loads(line)["wait"] for line in printed.splitlines()]


def test_answer_of_a_provider_that_went_away_comes_from_the_sim(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    centre = Settings(submit_statuses=deque([THROTTLED] * 1000))
    with smpp_town(tmp_path, centre, MORE) as town:
        town.start()
        town.wait(lambda: town.smsc.bound() and truth.exists())
        town.smsc.deliver([body(1, "SURGA lampu jalan mati di Jl. Veteran")])
        town.wait(lambda: town.smsc.submits > 0)
        town.wait(lambda: {one["code"] for one in waits(town)} == {"retry"})
        town.smsc.stop()
        town.wait(lambda: "6281200000001" in truth.read_text())
        town.wait(lambda: waits(town) in ([None], []))
        (ticket,) = town.listed("ticket")
        shown = json.loads(town.kentongan("ticket", "show", str(ticket["number"]), "--json"))
        (moved,) = [one for one in shown["events"] if one["verb"] == "fallback"]
        assert (moved["data"]["from"], moved["data"]["to"]) == ("1708", "kartu1")
        assert town.stop() == 0
