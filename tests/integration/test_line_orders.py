"""A person lets a line stand still, changes its SIM and lets it go on; nothing is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway.at import card
from gateway.config_lines import ModemLine
from gateway.line import LineRunner
from models.base import Tx
from models.line_order import give, orders
from tests.cityhall import Hall, build
from tests.conftest import make_store
from tests.integration.modem_rig import deliver_pdu, until
from tests.integration.scripted_modem import OK, ScriptedModem, line
from tests.town import Town

BUDI = "+6281234567890"


class Street:
    """A town whose line is a real modem line on a scripted modem."""

    def __init__(self, town: Town, modem: ScriptedModem) -> None:
        self.town, self.modem = town, modem
        self.line = ModemLine(
            name="kartu", device=modem.device, status_frequency=timedelta(seconds=1),
            receive_frequency=timedelta(seconds=1),
        )  # fmt: skip
        town.office.settings.state.mkdir(parents=True, exist_ok=True)
        town.configure(lambda old: replace(old, lines=(self.line,)))
        self.runner = LineRunner(self.line, town.office)
        self.runner.start()

    def order(self, *, paused: bool) -> None:
        """Say so, as the command does."""
        self.town.write(
            lambda tx: give(
                tx, "kartu", paused=paused, reason="new SIM", actor="staff:x", now=self.town.now
            )
        )
        self.town.now += timedelta(seconds=1)
        self.runner._wake.set()

    def state(self) -> dict[str, Any]:
        """Return what the line last wrote of itself."""
        rows = self.town.write(lambda tx: tx.execute("SELECT data FROM line_state"))
        found: dict[str, Any] = json.loads(rows[0][0]) if rows else {}
        return found

    def count(self, sql: str) -> int:
        """Return one number."""

        def job(tx: Tx) -> int:
            return int(tx.execute(sql)[0][0])

        return self.town.write(job)

    def end(self) -> None:
        """Stop the thread."""
        self.town.office.stopping.set()
        self.runner._wake.set()
        self.runner.join(15)
        assert not self.runner.is_alive()


@contextmanager
def street(folder: Path, modem: ScriptedModem) -> Iterator[Street]:
    store = make_store(folder / "var")
    town = Town(store, folder)
    made = Street(town, modem)
    try:
        yield made
    finally:
        made.end()
        town.close()
        store.close()


def test_paused_line_closes_its_port_and_keeps_what_waits(tmp_path: Path) -> None:
    with ScriptedModem() as modem, street(tmp_path, modem) as here:
        until(lambda: here.state().get("up"))
        modem.receive(deliver_pdu("SURGA lampu mati di Jl Veteran"))
        until(lambda: not modem.store["SM"])
        here.order(paused=True)
        until(lambda: here.state().get("detail") == "paused: new SIM")
        assert not here.state()["up"]
        asked = len(modem.log)
        here.town.desk.once()
        assert here.count("SELECT COUNT(*) FROM delivery WHERE state = 'queued'") >= 1
        here.runner._wake.set()
        assert len(modem.log) == asked, "nobody talks to the modem"
        here.order(paused=False)
        until(lambda: here.count("SELECT COUNT(*) FROM delivery WHERE state = 'sent'") >= 1)
        assert modem.sent


def test_another_sim_is_not_used_until_it_is_swapped(tmp_path: Path) -> None:
    with ScriptedModem() as modem, street(tmp_path, modem) as here:
        until(lambda: here.state().get("up"))
        here.order(paused=True)
        until(lambda: "paused" in here.state().get("detail", ""))
        modem.rule(r"CIMI", line("510109876543210") + OK)
        modem.receive(deliver_pdu("SMS orang lain"))
        here.order(paused=False)
        until(lambda: card.ANOTHER in here.state().get("detail", ""))
        assert modem.store["SM"], "what lies on it is not read"
        assert here.count("SELECT COUNT(*) FROM inbox") == 0
        card.forget(here.town.office.settings.state, "kartu")
        here.order(paused=False)
        until(lambda: here.state().get("up"))
        until(lambda: not modem.store["SM"])


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return build(tmp_path_factory.mktemp("orders") / "hall")


def test_commands_give_the_orders_and_write_down_who(hall: Hall) -> None:
    done = hall.run("line", "pause", "latihan", "--reason", "new SIM")
    assert (done.returncode, done.stderr) == (0, "")
    store = hall.store()
    try:
        with store.reading() as tx:
            (told,) = orders(tx).values()
        assert (told.paused, told.reason) == (True, "new SIM")
        assert "paused already" in hall.run("line", "pause", "latihan", "--reason", "x").stderr
        (hall.folder / "var" / "latihan.sim").write_text("00 11")
        assert hall.run("line", "swap", "latihan").returncode == 0
        assert not (hall.folder / "var" / "latihan.sim").exists()
        with store.reading() as tx:
            assert orders(tx)["latihan"].paused, "swap does not resume"
        assert hall.run("line", "resume", "latihan").returncode == 0
        with store.reading() as tx:
            assert not orders(tx)["latihan"].paused
    finally:
        store.close()
    told_of = [json.loads(row) for row in hall.run("audit", "--json").stdout.splitlines()]
    assert [(row["verb"], row["subject"]) for row in told_of] == [
        ("resumed", "line:latihan"), ("swapped", "line:latihan"), ("paused", "line:latihan"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "latihan"), "--reason"),
        (("pause", "latihan", "--reason", ""), "--reason: 1 to 80 letters"),
        (("pause", "latihan", "--reason", "a\nb"), "--reason: 1 to 80 letters"),
        (("resume", "latih"), "no such line; did you mean latihan?"),
    ],
)
def test_wrong_order_is_refused(hall: Hall, words: tuple[str, ...], said: str) -> None:
    done = hall.run("line", *words)
    assert done.returncode != 0
    assert said in done.stderr
