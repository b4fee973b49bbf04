"""The program as a process: how soon it works, and how much memory it takes."""

import subprocess
import sys
import time

from bench.desk import fill
from bench.result import Result, Size
from bench.station import KENTONGAN, MANY, Station, station

_QUIET = 2.0  # seconds after which an idle daemon is idle
_MOST = 80.0  # megabytes, one modem line, idle
_MOST_WAITING = 120.0  # megabytes, 10,000 messages waiting


def ready(size: Size) -> list[Result]:
    """Seconds from starting the console script until its modem line is open."""
    with station() as town:
        town.start()  # the first one makes the database
        samples = []
        for _ in range(size.runs):
            town.stop()
            samples.append(town.start())
    return [Result("ready", "s", tuple(samples), at_most=1.0)]


def rss_idle(size: Size) -> list[Result]:
    """Resident megabytes of the idle daemon: fresh, and after its first ticket."""
    fresh, used = [], []
    for _ in range(min(size.runs, 3)):
        with station() as town:
            town.start()
            time.sleep(_QUIET)
            fresh.append(town.resident())
            town.send(0, 1)
            town.truth.wait("mt", 1)
            time.sleep(_QUIET)
            used.append(town.resident())
    return [
        Result("rss_idle", "MB", tuple(fresh), at_most=_MOST),
        Result("rss_idle.after_ticket", "MB", tuple(used), at_most=_MOST),
    ]


def rss_waiting(size: Size) -> list[Result]:
    """Resident megabytes at their most while thousands of messages wait.

    They begin in the inbox; the desk answers them and, as the line may not send, they end in the
    outbox. The figure is the peak of all that.
    """
    samples = []
    for _ in range(min(size.runs, 3)):
        with station(more="sending_disabled = yes") as town:
            fill(town.folder, size.waiting)
            town.start()
            _wait_answered(town, size.waiting)
            time.sleep(_QUIET)
            samples.append(town.resident("VmHWM"))
    return [Result("rss_waiting", "MB", tuple(samples), at_most=_MOST_WAITING)]


def _wait_answered(town: Station, count: int) -> None:
    """Wait until the desk has put *count* replies into the outbox."""
    ends = time.monotonic() + 300
    while len(town.kentongan("outbox", "list", "--json", "--limit", MANY).splitlines()) < count:
        if time.monotonic() > ends:
            raise TimeoutError("the desk does not come to an end")
        time.sleep(0.5)


def startup(size: Size) -> list[Result]:
    """Milliseconds of ``kentongan --help``; the limit is an interpreter that does nothing."""
    bare, samples = [], []
    for _ in range(2 * size.runs):
        bare.append(_milliseconds([sys.executable, "-c", "pass"]))
        samples.append(_milliseconds([str(KENTONGAN), "--help"]))
    return [Result("startup", "ms", tuple(samples), sorted(bare)[len(bare) // 2])]


def _milliseconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000
