"""Whole commands on the history: from starting a process that has read nothing to its end."""

import json
import os
import subprocess
import time
from pathlib import Path

from bench.result import Result, Size
from bench.station import KENTONGAN


def commands(place: Path, size: Size) -> list[Result]:
    """Milliseconds of ``kentongan ticket ...`` by the wall clock, start and end of Python included.

    The first run of each is not counted: it may compile modules, as an installation does once.
    """
    names = json.loads((place / "names.json").read_text())
    asked = {
        "list": ("list",),
        "list_agency": ("list", "--agency", names["agency"]),
        "list_late": ("list", "--agency", names["agency"], "--late"),
        "list_json": ("list", "--json"),
        "search": ("search", "lampu", "jalan"),
        "search_agency": ("search", "lampu", "jalan", "--agency", names["agency"]),
        "show": ("show", names["number"]),
    }
    found = []
    for name, words in asked.items() if size.runs > 1 else [*asked.items()][-1:]:
        taken = [_milliseconds(place, words) for _run in range(size.runs + 1)]
        found.append(Result(f"history.command.{name}", "ms", tuple(taken[1:]), at_most=100))
    return found


def _milliseconds(place: Path, words: tuple[str, ...]) -> float:
    command = [str(KENTONGAN), "--config", str(place / "modem.conf"), "ticket", *words]
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=kept)
    return (time.perf_counter() - began) * 1000
