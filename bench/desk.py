"""The desk alone: messages that are stored already become tickets and replies."""

import os
import time
from datetime import datetime
from pathlib import Path

from bench.result import Result, Size
from bench.station import CITY_TOML, LINE, NUMBER, folder
from bench.storage import NOON, Intake, inbounds, opened
from gateway import answer, config
from gateway.desk import Desk
from gateway.office import Office
from models import city as cities
from models import keyfile
from models.seal import Keyring

BATCH = 50


def desk(size: Size) -> list[Result]:
    """Messages a second from the inbox to ticket and queued reply."""
    rates = []
    for _ in range(size.runs):
        with folder() as place, opened(place / "bench.db", Keyring(os.urandom(64))) as town:
            worker = _desk(place, town)
            _accept(town, 0, 1)
            worker.once()  # the first deadline reads the calendar
            _accept(town, 1, size.rows)
            began = time.perf_counter()
            while worker.once():
                pass
            rates.append(size.rows / (time.perf_counter() - began))
    return [Result("desk", "msg/s", tuple(rates))]


def fill(place: Path, count: int) -> None:
    """Put *count* messages into the inbox of the installation in *place*; its daemon is down."""
    keys = keyfile.load(place / "kentongan.key")
    (place / "var").mkdir(mode=0o700, exist_ok=True)
    with opened(place / "var" / "kentongan.db", keys) as town:
        _accept(town, 0, count)


def _accept(town: Intake, first: int, count: int) -> None:
    messages = inbounds(first, count)
    for start in range(0, count, BATCH):
        town.accept(messages[start : start + BATCH])


def _desk(place: Path, town: Intake) -> Desk:
    """Return the daemon's desk over the store of *town*."""
    conf = place / "modem.conf"
    conf.write_text(f"[modem {LINE}]\ndevice = /dev/null\nnumber = {NUMBER}\n")
    conf.chmod(0o600)
    (place / "city.toml").write_text(CITY_TOML)
    settings, city = config.load(conf), cities.load(place / "city.toml")
    office = Office(town.store, town.writer, _now, "bench", settings, city)
    return Desk(office, answer.setting(settings, city))


def _now() -> datetime:
    return NOON
