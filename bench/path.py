"""The whole way of an SMS, in by the modem and its reply out, measured at the network."""

import random
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bench.result import Result, Size
from bench.station import MANY, Station, station
from bench.storage import rows_per_second

SMSTOOLS = 1.93
"""Messages a second of smstools 3.1.21, tuned, on the same work: PERFORMANCE.md 1 (gammu 1.35)."""


def full_path(size: Size) -> list[Result]:
    """Messages a second, from the first SMS offered to the last reply on the air.

    The limit is what the disk commits, a row at a time: a modem sends one part at a time, and each
    needs one commit. It is measured before each run.
    """
    rates, limits, costs = [], [], []
    with station() as town:
        town.start()
        _warm(town)
        for run in range(size.runs):
            limits.append(rows_per_second(1, size))
            before = town.cpu_seconds()
            first, last = _storm(town, 1000 + run * size.messages, size.messages)
            rates.append(size.messages / (last - first))
            costs.append((town.cpu_seconds() - before) * 1000 / size.messages)
            _settle(town)
    limit = sum(limits) / len(limits)
    return [
        Result("full_path", "msg/s", tuple(rates), limit, SMSTOOLS, at_least=100),
        Result("full_path.cpu", "ms/msg", tuple(costs)),
    ]


def burst(size: Size) -> list[Result]:
    """A network with thousands of SMS for a SIM of 30 slots, which refuses them while it is full.

    Every message must be a ticket and get its reply; raises RuntimeError if not.
    """
    seconds = []
    for _ in range(min(size.runs, 3)):
        with station(slots=30) as town:
            town.start()
            _warm(town)
            first, last = _storm(town, 1000, size.burst)
            seconds.append(last - first)
            tickets = len(town.kentongan("ticket", "list", "--json", "--limit", MANY).splitlines())
            if tickets != size.burst + 1:
                raise RuntimeError(f"{tickets} tickets of {size.burst + 1} messages")
    rates = tuple(size.burst / taken for taken in seconds)
    return [
        Result("burst.time", "s", tuple(seconds)),
        Result("burst.rate", "msg/s", rates, None, SMSTOOLS),
    ]


def reply(size: Size) -> list[Result]:
    """Milliseconds from +CMTI to the reply on the air, on an idle daemon; and of its first one.

    The pauses are random, so that an SMS meets every phase of every timer.
    """
    firsts = tuple(_first_reply() for _ in range(min(size.runs, 3)))
    middles: list[float] = []
    dice = random.Random(1)
    with station() as town:
        town.start()
        _warm(town)
        for run in range(size.runs):
            for turn in range(size.replies):
                time.sleep(dice.uniform(0.3, 1.3))
                town.send(1000 + run * size.replies + turn, 1)
                middles.append(_latency(town.truth.wait("mt", 1)))
    return [
        Result("reply", "ms", tuple(middles), at_most=1000),
        Result("reply.first", "ms", firsts, at_most=1000),
    ]


def _first_reply() -> float:
    """Return the milliseconds of the first reply that a daemon ever gives, idle for a second."""
    with station() as town:
        town.start()
        time.sleep(1)
        town.send(0, 1)
        return _latency(town.truth.wait("mt", 1))


def _warm(town: Station) -> None:
    """Let one message through: what only the first one pays is not what is asked here."""
    town.send(0, 1)
    town.truth.wait("mt", 1)
    _settle(town)


def _settle(town: Station) -> None:
    """Wait until the SIM is empty: the reports of the last run have been read."""
    while (stat := town.control.stat())["used"] or stat["queue"]:
        time.sleep(0.05)
    time.sleep(0.1)


def _storm(town: Station, first: int, count: int) -> tuple[float, float]:
    """Offer *count* messages at once; return when the first was offered and the last answered."""
    town.send(first, count)
    facts = town.truth.wait("mt", count)
    sent = [fact for fact in facts if fact["fact"] == "mt"]
    if not len(sent) == len({fact["to"] for fact in sent}) == count:
        raise RuntimeError("somebody was answered twice, or not at all")
    return _times(facts, "offered")[0], _times(sent, "mt")[-1]


def _latency(facts: Sequence[Mapping[str, Any]]) -> float:
    """Return the milliseconds between the SMS on the SIM (then comes +CMTI) and its reply."""
    stored = [fact for fact in facts if fact["fact"] == "stored" and fact["kind"] == "sms"]
    return float((_times(facts, "mt")[0] - stored[0]["t"]) * 1000)


def _times(facts: Sequence[Mapping[str, Any]], kind: str) -> list[float]:
    return [fact["t"] for fact in facts if fact["fact"] == kind]
