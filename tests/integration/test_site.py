"""Figures and signs of life over HTTP: right, complete, and discreet."""

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from gateway.watch.alarms import raise_alarm
from gateway.watch.metrics import METRICS
from gateway.watch.site import Site
from models.base import Tx
from models.line_credit import note
from models.rows import insert
from models.times import to_us
from tests.town import Town

BUDI = "+6281234567890"
WORDS = "SURGA lampu jalan mati di Jl. Veteran"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return SQLite alone; test_watch_postgresql.py tries the same statements on the other."""
    return str(tmp_path / "var" / "kentongan.db")


class Visitor:
    """Asks a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.site.port}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def figures(self) -> dict[str, dict[str, float]]:
        """Return name -> labels as text -> value."""
        status, text = self.get("/metrics")
        assert status == 200
        return {
            sample.name: {
                ",".join(one.labels.values()): one.value
                for one in family.samples
                if one.name == sample.name
            }
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def sign(self, path: str) -> tuple[int, dict[str, Any]]:
        """Return status and what it says."""
        status, text = self.get(path)
        return status, json.loads(text)


@pytest.fixture
def visitor(town: Town) -> Iterator[Visitor]:
    """Return who asks the site of a town with one line up and one down."""

    def job(tx: Tx) -> None:
        for line, up in (("kartu", True), ("1708", False)):
            state = {"up": up, "signal": -71, "sim_used": 3, "sim_total": 30, "registered": up}
            row = {"line": line, "node": "n", "data": json.dumps(state | {"errors": 2})}
            insert(tx, "line_state", row | {"updated_at": to_us(town.now)})

    town.write(job)
    town.office.settings.state.mkdir(parents=True, exist_ok=True)  # the daemon makes it
    site = Site(town.office, lambda: town.desk.setting, lambda: (threading.main_thread(),))
    assert site.open("127.0.0.1:0")
    yield Visitor(site)
    site.close()


def test_figures_are_those_of_the_database(town: Town, visitor: Visitor) -> None:
    for number in range(3):
        town.sms(BUDI, f"{WORDS} nomor {number}")
    town.work()
    town.sms(BUDI, f"{WORDS} dan satu lagi")
    town.wait(seconds=30)
    town.write(
        lambda tx: note(
            tx, "kartu", balance=12_500, expires=town.now.date(), short=False, now=town.now
        )
    )
    town.write(lambda tx: raise_alarm(tx, "line_down", "1708", fields={}, now=town.now))
    seen = visitor.figures()
    assert seen["kentongan_messages_total"] == {"": 4}
    assert seen["kentongan_tickets_total"][""] >= 1
    assert seen["kentongan_inbox"] == {"new": 1, "held": 0, "bad": 0}
    assert seen["kentongan_inbox_oldest_seconds"] == {"": 30}
    assert seen["kentongan_parts_sent_total"]["kartu"] >= 1
    assert seen["kentongan_line_up"] == {"kartu": 1, "1708": 0}
    assert seen["kentongan_line_signal_dbm"] == {"kartu": -71, "1708": -71}
    assert seen["kentongan_line_balance_rupiah"] == {"kartu": 12_500}
    assert seen["kentongan_line_errors_total"] == {"kartu": 2, "1708": 2}
    assert seen["kentongan_alarm"] == {"line_down,1708": 1}
    assert sum(seen["kentongan_tickets_open"].values()) >= 1
    assert seen["kentongan_disk_free_bytes"][""] > 0
    assert seen["process_resident_memory_bytes"][""] > 0


def test_every_figure_is_named_and_none_tells_of_people(town: Town, visitor: Visitor) -> None:
    town.sms(BUDI, WORDS)
    town.work()
    _status, text = visitor.get("/metrics")
    named = set(re.findall(r"^# HELP (kentongan_\w+)", text, re.MULTILINE))
    assert named == {metric.full_name for metric in METRICS}
    assert not re.search(r"8123456|Veteran|lampu|SETDA", text)


def test_queue_is_shown_by_line_and_lane(town: Town, visitor: Visitor) -> None:
    town.sms(BUDI, WORDS)
    town.desk.once()
    town.wait(minutes=5)
    seen = visitor.figures()
    assert seen["kentongan_queue_parts"] == {"ack,kartu": 1}
    assert seen["kentongan_queue_oldest_seconds"] == {"ack,kartu": 300}


def test_signs_of_life(town: Town, visitor: Visitor) -> None:
    assert visitor.sign("/healthz") == (200, {"ok": True, "dead": []})
    status, told = visitor.sign("/readyz")
    assert (status, told["ok"]) == (200, True)
    assert told["lines"] == {"kartu": True, "1708": False}, "one line is enough"
    town.sms(BUDI, WORDS)
    town.wait(minutes=11)
    status, told = visitor.sign("/readyz")
    assert (status, told["desk"]) == (503, False)


def test_without_any_line_it_is_not_ready(town: Town, visitor: Visitor) -> None:
    town.write(lambda tx: tx.change("DELETE FROM line_state"))
    status, told = visitor.sign("/readyz")
    assert (status, told["database"], told["ok"]) == (503, True, False)


def test_database_that_takes_nothing_is_not_ready(town: Town, visitor: Visitor) -> None:
    town.writer.close()
    status, told = visitor.sign("/readyz")
    assert (status, told["database"]) == (503, False)


def test_dead_thread_is_no_health(town: Town) -> None:
    dead = threading.Thread(name="desk")
    site = Site(town.office, lambda: town.desk.setting, lambda: (dead,))
    assert site.alive() == {"ok": False, "dead": ["desk"]}
    site.close()


def test_any_other_path_is_none(visitor: Visitor) -> None:
    assert visitor.get("/")[0] == 404
    assert visitor.get("/metrics/x")[0] == 404


def test_address_that_is_taken_is_said_and_no_reason_to_end(
    town: Town, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    other = Site(town.office, lambda: town.desk.setting, tuple)
    assert not other.open(f"127.0.0.1:{visitor.site.port}")
    assert "cannot listen" in caplog.text
    other.close()


def test_settings_that_are_reloaded_are_used(town: Town, visitor: Visitor) -> None:
    town.configure(lambda old: replace(old, lines=old.lines[:1]))
    assert visitor.figures()["kentongan_line_up"] == {"kartu": 1}
