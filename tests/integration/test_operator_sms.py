"""The operator's own SMS are kept and used, make no ticket, and are never answered."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from models import line_credit
from models.base import Tx
from models.line_credit import Known
from tests.town import Town

DATA = Path(__file__).parents[1] / "data" / "operator_texts.toml"
TOPUP = "Pulsa Anda Rp2.350 berlaku s/d 30/12/2026. Isi ulang segera di *888#"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return SQLite alone; test_watch_postgresql.py tries the same statements on the other."""
    return str(tmp_path / "var" / "kentongan.db")


def known(town: Town) -> dict[str, Known]:
    return town.write(line_credit.known)


def rows(tx: Tx) -> list[tuple[str, str]]:
    return [tuple(row) for row in tx.execute("SELECT state, reason FROM inbox ORDER BY id")]


def count(town: Town, table: str) -> int:
    return int(town.write(lambda tx: tx.execute(f"SELECT COUNT(*) FROM {table}"))[0][0])


@pytest.mark.parametrize("sender", ["TELKOMSEL", "5111", "3"])
def test_what_the_operator_says_is_kept_and_not_answered(town: Town, sender: str) -> None:
    assert town.say(sender, TOPUP) == ""
    said = known(town)["kartu"]
    assert (said.balance, said.expires, said.short_at) == (2_350, date(2026, 12, 30), None)
    assert town.write(rows) == [("done", "operator")]
    assert (count(town, "ticket"), count(town, "outbox")) == (0, 0)


def test_every_text_of_an_operator_stays_without_ticket_or_answer(town: Town) -> None:
    texts = [row["text"] for row in tomllib.loads(DATA.read_text("utf-8"))["text"]]
    for text in texts:
        assert town.say("TELKOMSEL", text) == ""
    told = [reason for _state, reason in town.write(rows)]
    assert len(told) - told.count("operator") == 4, "the four offers, which say nothing of the SIM"
    assert count(town, "outbox") == 0


def test_citizen_who_quotes_an_operator_is_a_citizen(town: Town) -> None:
    assert "LAPOR MBAK WALI" in town.say("+6281234567890", f"SURGA {TOPUP} lampu jalan mati")
    assert known(town) == {}
    assert count(town, "ticket") == 1


def test_what_one_batch_brings_twice_is_kept_as_it_was_said_last(town: Town) -> None:
    town.sms("TELKOMSEL", TOPUP)
    town.sms("5111", "Pulsa Anda tdk cukup. Isi ulang segera")
    town.work()
    said = known(town)["kartu"]
    assert (said.balance, said.short_at) == (2_350, town.now)
