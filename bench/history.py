"""Fourteen months of a large city, written by the product's own writer, and questions to them.

Each list, search and single ticket is asked for by a process that has read nothing yet.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from bench.history_command import commands
from bench.result import Result, Size
from bench.station import folder
from gateway import config, effects
from gateway.facts import contact_for
from gateway.origin import Means, Origin
from gateway.setting import Setting, setting
from models import city as cities
from models import keyfile
from models.base import Store, Tx
from models.casework.case import CITIZEN
from models.casework.effects import (
    Assign,
    ClockChange,
    Decision,
    Effect,
    Move,
    Note,
    OpenTicket,
    StartClock,
    TaskMove,
)
from models.casework.states import State
from models.writer import Writer

BATCH = 500
END = datetime(2026, 11, 23, 5, tzinfo=UTC)
SPAN = timedelta(days=425)
THINGS = (
    "lampu jalan mati", "jalan berlubang", "sampah menumpuk", "air pdam tidak mengalir",
    "saluran mampet", "pohon tumbang", "parkir liar", "ktp belum jadi", "banjir", "kabel putus",
    "pedagang di trotoar", "bansos tidak tepat sasaran", "anjing liar", "trotoar rusak",
)  # fmt: skip
STREETS = tuple(
    f"{a}{b}"
    for a in ("ban", "ked", "sur", "man", "tir", "war", "gum", "cih", "pas")
    for b in ("asih", "ung", "iri", "aya", "ampel", "itu", "elang", "ondang")
)
STATES: tuple[tuple[State, float], ...] = (
    ("closed", 0.93), ("archived", 0.02), ("prank", 0.01), ("cancelled", 0.01), ("done", 0.01),
    ("in_progress", 0.01), ("assigned", 0.007), ("new", 0.002), ("held", 0.001),
)  # fmt: skip


def history(size: Size) -> list[Result]:
    """Milliseconds of each question to the database, and of whole commands; plans go to stderr.

    KENTONGAN_HISTORY names a folder in which the history is kept and found again.
    """
    kept = os.environ.get("KENTONGAN_HISTORY")
    if kept:
        return _both(_made(Path(kept), size.tickets), size)
    with folder() as place:
        return _both(_made(place, size.tickets), size)


def _both(place: Path, size: Size) -> list[Result]:
    return [*_measure(place, size), *commands(place, size)]


def _made(place: Path, tickets: int) -> Path:
    """Return *place* with an installation that holds *tickets* tickets."""
    if not (place / "modem.conf").exists():
        place.mkdir(parents=True, exist_ok=True)
        _files(place)
        _fill(place, tickets)
    return place


def _files(place: Path) -> None:
    root = Path(__file__).parents[1] / "examples" / "bandung"
    for name in ("city.toml", "wilayah.csv"):
        (place / name).write_bytes((root / name).read_bytes())
    (place / "modem.conf").write_text("[simulator kartu]\nnumber = +6285500000001\n")
    (place / "modem.conf").chmod(0o600)
    keyfile.create(place / "kentongan.key")


def _fill(place: Path, tickets: int) -> None:
    """Write the history, a batch of tickets a transaction, each by effects.write()."""
    keys = keyfile.load(place / "kentongan.key")
    (place / "var").mkdir(mode=0o700)
    store = Store.open(str(place / "var" / "kentongan.db"), keys)
    writer = Writer(store, fatal=_fatal)
    writer.start()
    conf = config.load(place / "modem.conf")
    desk = Means(store.number_key, setting(conf, cities.load(place / "city.toml")))
    told = _reports(desk.setting, tickets)
    try:
        while batch := list(islice(told, BATCH)):
            writer.submit(lambda tx, batch=batch: _write(tx, desk, batch)).result()  # type: ignore[misc]
        store.tidy()
        with store.reading() as tx:
            (place / "names.json").write_text(json.dumps(names(tx)))
    finally:
        writer.close()
        store.close()


def names(tx: Tx) -> dict[str, str]:
    """Return the largest agency, category and area, a rare category, and some ticket."""
    return {
        "agency": _common(tx, "agency", "assignment"),
        "category": _common(tx, "category"),
        "area": _common(tx, "area"),
        "rare_category": _common(tx, "category", rank=20),
        "number": str(tx.execute("SELECT number FROM ticket ORDER BY id LIMIT 1 OFFSET 50")[0][0]),
    }


def _common(tx: Tx, column: str, table: str = "ticket", rank: int = 0) -> str:
    """Return what stands most often in *column*, or what comes *rank* places behind it."""
    rows = tx.execute(f"SELECT {column}, COUNT(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1")
    return str(rows[min(rank, len(rows) - 1)][0])


def _write(
    tx: Tx, desk: Means, batch: Sequence[tuple[datetime, str, str, tuple[Effect, ...]]]
) -> None:
    for at, number, text, wanted in batch:
        contact = contact_for(tx, number, "mobile", at)
        origin = Origin(CITIZEN, at, text=text, line="kartu", contact=contact)
        effects.write(tx, Decision("ticket", wanted), origin, desk)


def _reports(
    desk: Setting, tickets: int
) -> Iterator[tuple[datetime, str, str, tuple[Effect, ...]]]:
    """Yield (time, number, words, effects), the oldest first; the same each time."""
    dice = random.Random(1)
    categories = [c for agency in desk.city.agencies for c in agency.categories] or ["lainnya"]
    areas = [row["code"] for row in desk.city.areas if row["kind"] == "kelurahan"] or [""]
    agencies = {c: agency.code for agency in desk.city.agencies for c in agency.categories}
    for turn in range(tickets):
        at = END - SPAN * (1 - turn / tickets)
        category = _zipf(dice, categories)
        state = dice.choices([s for s, _w in STATES], [w for _s, w in STATES])[0]
        if END - at > timedelta(days=120) and state not in {"archived", "prank", "cancelled"}:
            state = "closed"
        street = _zipf(dice, STREETS)
        text = f"{_zipf(dice, THINGS)} di jl {street} nomor {dice.randrange(300)}, sudah lapor"
        secret = dice.random() < 0.02
        report = OpenTicket(
            "pengaduan", category, dice.choices(["biasa", "tinggi", "darurat"], [90, 9, 1])[0],
            "rahasia" if secret else "biasa", area=_zipf(dice, areas),
            review="unread" if dice.random() < 0.002 else "",
        )  # fmt: skip
        agency = agencies.get(category, "DISHUB")
        number = f"+62812{int(dice.paretovariate(0.3)) % 300_000:08d}"
        yield at, number, text, (report, *_life(state, agency, at, late=dice.random() < 0.08))


def _zipf(dice: random.Random, words: Sequence[str]) -> str:
    weights = _weights(len(words))
    return dice.choices(words, cum_weights=weights)[0]


_KNOWN: dict[int, list[float]] = {}


def _weights(count: int) -> list[float]:
    if count not in _KNOWN:
        _KNOWN[count] = list(accumulate(1 / rank for rank in range(1, count + 1)))
    return _KNOWN[count]


def _life(state: State, agency: str, at: datetime, *, late: bool) -> tuple[Effect, ...]:
    """Return what brings a new ticket to *state*; *late*: after its deadline had passed."""
    missed = (ClockChange("follow_up", "breached", agency),) if late else ()
    clock = StartClock("verify", at + timedelta(days=3))
    verified = (clock, Move("verified", "verify"), ClockChange("verify", "met"))
    assigned = (*verified, Assign(agency, lead=True), Move("assigned", "assign"), *missed)
    worked = (*assigned, TaskMove(agency, "in_progress"), Move("in_progress", "progress"))
    met = ClockChange("follow_up", "met", agency)
    done = (*worked, met, TaskMove(agency, "done"), Move("done", "done"), Note("result", "diganti"))
    lives: dict[str, tuple[Effect, ...]] = {
        "new": (clock,), "held": (clock, Move("held", "hold"), ClockChange("*", "pause")),
        "assigned": assigned, "in_progress": worked, "done": done,
        "closed": (*done, Move("closed", "close")),
    }  # fmt: skip
    verbs = {"archived": "archive", "prank": "prank", "cancelled": "cancel"}
    stopped = ClockChange("verify", "stop")
    return lives.get(state) or (clock, Move(state, verbs[state]), stopped)


def _measure(place: Path, size: Size) -> list[Result]:
    """Ask each question in *size.runs* fresh processes."""
    asked: dict[str, list[float]] = {}
    plans: dict[str, list[str]] = {}
    questions = QUESTIONS if size.runs > 1 else QUESTIONS[::8]
    for _run in range(size.runs):
        for name in questions:
            command = [sys.executable, "-m", "bench.history_question", str(place), name]
            said = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            asked.setdefault(name, []).append(said["ms"])
            plans[name] = [f"{said['rows']} rows", *said["plans"]]
    for name, lines in plans.items():
        print(f"{name}: " + "\n    ".join(lines), file=sys.stderr)
    return [Result(f"history.{name}", "ms", tuple(ms), at_most=100) for name, ms in asked.items()]


QUESTIONS = (
    "list", "list_agency", "list_agency_open", "list_agency_state", "list_agency_prank",
    "list_state", "list_open", "list_category", "list_area", "list_agency_category",
    "list_agency_foreign", "list_agency_area", "list_agency_channel", "list_review", "list_late",
    "list_urgent_old", "list_month", "search_common", "search_rare", "search_agency",
    "search_state", "search_review", "search_foreign", "search_nothing", "show",
)  # fmt: skip


def _fatal(error: Exception) -> None:
    raise error
